"""Hard topics of a story, for those who treat: what is released, what stands in the way, and how
the days after such sessions were. Nothing here tells what the person keeps to themselves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt.deliver.session import AgendaPoint
from openimt.deliver.story.checks import Check, CheckState, LookAfter, suggests_pause
from openimt.deliver.story.pacing import pacing
from openimt.deliver.story.release import InTheWay, called
from openimt.deliver.story.shapes import KINDS
from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.doors import standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.components.story.kept import kept
from openimt_clinic.records.mapping.look_after import after_work
from openimt_clinic.records.mapping.story import hindrances
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.story_release import StoryRelease

LOOKED_BACK = timedelta(weeks=4)
CHECKS = "story_checks"
"""The agenda's point about the days after a session on what was hard."""

STATES = {
    CheckState.WAITING: gettext_lazy("comes"),
    CheckState.OPEN: gettext_lazy("to be asked now"),
    CheckState.STEADY: gettext_lazy("answered, not raised"),
    CheckState.RAISED: gettext_lazy("answered, raised"),
    CheckState.DONE: gettext_lazy("somebody asked"),
    CheckState.MISSED: gettext_lazy("nobody knows; ask"),
}


@dataclass(frozen=True)
class Asked:
    """One check, in words. ``due``: somebody asks now, by a call or when they meet."""

    hours: int
    says: object
    due: bool


@dataclass(frozen=True)
class After:
    """A session that worked on what was hard, and its checks."""

    held_at: datetime
    module: str
    checks: tuple[Asked, ...]


@dataclass(frozen=True)
class Standing:
    """A release that stands. ``now``: what its shared entries are called by now, if otherwise."""

    release: StoryRelease
    now: tuple[str, ...]


@dataclass(frozen=True)
class HardTopics:
    """``standing``: released now. ``ended``: over, or taken back. ``pause``: so many checks were
    raised that pausing is worth a talk; nothing is paused by itself."""

    standing: tuple[Standing, ...]
    ended: tuple[StoryRelease, ...]
    in_the_way: tuple[InTheWay, ...]
    after: tuple[After, ...]
    pause: bool
    late_from: int
    late_until: int

    @property
    def due(self) -> bool:
        """Whether urges are to be asked now."""
        return any(asked.due for after in self.after for asked in after.checks)


def may_read_story(request: HttpRequest, patient: Patient) -> bool:
    """Whether the user treats the person; who only reads along or is on duty does not."""
    return Permission.DELIVER in permissions_for(standing_of(request).user, patient)


def hard_topics(patient: Patient, now: datetime) -> HardTopics:
    """All of it, as it stands now."""
    today = timezone.localtime(now).date()
    rows = StoryRelease.objects.filter(patient=patient).select_related("by", "taken_back_by")
    standing = [one for one in rows if one.taken_back_on is None and one.until >= today]
    after = after_work(patient, now - LOOKED_BACK, now)
    return HardTopics(
        standing=tuple(_standing(patient, standing)),
        ended=tuple(one for one in rows if one not in standing),
        in_the_way=hindrances(patient, today),
        after=tuple(map(_after, after)),
        pause=suggests_pause(_checks(after)),
        late_from=pacing().late_from,
        late_until=pacing().late_until,
    )


def hard_and_shared(patient: Patient) -> "QuerySet[PhoneDocument]":
    """The hard entries that those who treat may read."""
    rows = PhoneDocument.objects.filter(
        patient=patient, kind__in=list(KINDS), shared=True, removed_at__isnull=True
    )
    return rows.filter(fields__tone__value__in=sorted(pacing().title_only)).order_by("made_at")


def _standing(patient: Patient, rows: Iterable[StoryRelease]) -> Iterator[Standing]:
    titles = {str(row.pk): kept(row).title for row in hard_and_shared(patient)}
    for row in rows:
        found = (titles[name] for name in row.entries if name in titles)
        yield Standing(row, tuple(title for title in found if called(title) != called(row.topic)))


def check_points(patient: Patient, now: datetime) -> Iterator[AgendaPoint]:
    """The agenda's point: urges raised, or not known, after experiential work or a session on what
    was hard."""
    found = after_work(patient, now - LOOKED_BACK, now)[:1]
    states = {one.state for one in _checks(found)}
    if CheckState.RAISED in states:
        says = _("Urges were raised after the last hard or experiential work; look at it first.")
        yield AgendaPoint(CHECKS, says, _("Two raised checks are a reason to talk about a pause."))
    elif states & {CheckState.MISSED, CheckState.OPEN}:
        says = _("Ask how the days after the last hard or experiential work were, and both urges.")
        yield AgendaPoint(CHECKS, says, _("Nobody has heard of both checks yet."))


def _checks(found: Iterable[LookAfter]) -> Iterator[Check]:
    for one in found:
        yield from one.checks


def _after(one: LookAfter) -> After:
    asked = tuple(Asked(c.hours, STATES[c.state], c.state is CheckState.OPEN) for c in one.checks)
    return After(one.worked_at, f"{one.what}, {one.who}", asked)
