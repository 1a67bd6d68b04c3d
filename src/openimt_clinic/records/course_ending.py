"""How a course ends: named, prepared, ended, and perhaps taken up again."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from openimt_clinic.records.record import (
    PatientRecord,
    both_or_neither,
    maybe_person,
    one_of,
    person,
    words,
)
from openimt_clinic.records.safety_plan import no_lines


class EndingWay(StrEnum):
    """The core's words for how a course ends (a test keeps the two lists equal)."""

    PLANNED = "planned"
    LEFT = "left"
    MOVED = "moved"
    DECLINED = "declined"
    ENDED = "ended"
    DIED = "died"


class ToldHow(StrEnum):
    """The core's words for how the person knows of appointments that are cancelled."""

    TOGETHER = "together"
    TELEPHONE = "telephone"
    LETTER = "letter"
    NOBODY_TO_TELL = "nobody_to_tell"


NO_WAY_BACK = (EndingWay.ENDED.value, EndingWay.DIED.value)
"""Of the first no more is said; after a death there is nobody to ask."""


class CourseEnding(PatientRecord):
    """One a course. ``on``: the day it ends; ``ended_at`` when that was done; ``back_on`` when the
    person came back, or a death that was written stands in its place. ``began_on`` and
    ``therapy``: of the course that ended.

    ``gains``, ``signs``, ``helps``, ``people``: the toolkit, in the person's words. ``shown``: the
    person sees it on their own pages; ``note`` is for staff alone. ``told``: after a death, which
    of the staff were told in person.
    """

    way = models.CharField(max_length=10, choices=words(EndingWay))
    on = models.DateField()
    named_on = models.DateField()
    began_on = models.DateField()
    therapy = models.CharField(max_length=20)
    left = models.JSONField(default=no_lines, blank=True)
    gains = models.JSONField(default=no_lines, blank=True)
    signs = models.JSONField(default=no_lines, blank=True)
    helps = models.JSONField(default=no_lines, blank=True)
    people = models.JSONField(default=no_lines, blank=True)
    feelings = models.TextField(blank=True, default="")
    way_back = models.TextField(blank=True, default="")
    call = models.CharField(max_length=200, blank=True, default="")
    note = models.TextField(blank=True, default="")
    shown = models.BooleanField(default=False)
    told = models.JSONField(default=no_lines, blank=True)
    told_how = models.CharField(max_length=20, choices=words(ToldHow), blank=True, default="")
    by = person()
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended_by = maybe_person()
    ended_at = models.DateTimeField(null=True, blank=True)
    back_on = models.DateField(null=True, blank=True)
    back_by = maybe_person()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            one_of("course_ending", "way", EndingWay),
            one_of("course_ending", "told_how", ToldHow, empty=True),
            both_or_neither("course_ending", "ended_at", "ended_by"),
            both_or_neither("course_ending", "back_on", "back_by"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True)
                | Q(way__in=NO_WAY_BACK)
                | (~Q(way_back="") & ~Q(call="")),
                name="course_ending_with_a_way_back",
            ),
            models.UniqueConstraint(
                fields=["patient"], condition=Q(back_on__isnull=True),
                name="course_ending_one_open",
            ),
        ]  # fmt: skip

    class Privacy:
        identifying = ("patient", "people", "call", "told", "by", "ended_by", "back_by")
        clinical = (
            "way", "on", "named_on", "began_on", "therapy", "left", "gains", "signs", "helps",
            "feelings", "way_back", "note", "back_on",
        )  # fmt: skip
        plain = ("id", "clinic", "shown", "told_how", "made_at", "changed_at", "ended_at")
