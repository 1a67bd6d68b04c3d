"""A referral: somebody is sent, or comes by themselves, and what became of it."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from openimt_clinic.records.record import Record, both_or_neither, maybe_person, one_of, words


class ReferralState(StrEnum):
    """Received, looked at, then: waits and starts, or declined with a way on, or withdrawn."""

    RECEIVED = "received"
    IN_ASSESSMENT = "in_assessment"
    WAITING = "waiting"
    STARTED = "started"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Referrer(StrEnum):
    """Who refers."""

    ONESELF = "oneself"
    FAMILY_DOCTOR = "family_doctor"
    HOSPITAL = "hospital"
    OTHER_CLINIC = "other_clinic"
    COLLEAGUE = "colleague"
    FAMILY = "family"
    OTHER = "other"


class ContactWay(StrEnum):
    """How the person wishes to be reached."""

    TELEPHONE = "telephone"
    MAIL = "mail"
    POST = "post"
    THROUGH_REFERRER = "through_referrer"


OPEN = (ReferralState.RECEIVED.value, ReferralState.IN_ASSESSMENT.value)
TAKEN_IN = (ReferralState.WAITING.value, ReferralState.STARTED.value)


class Referral(Record):
    """``screening``: ``{question: {"answer", "note"}}``; ``found``: what a clinician diagnosed
    before there was a record, kept there from the acceptance on. ``patient``: who they became.

    ``danger_done``: what was done at once, where the screening found danger. ``onward``, ``reason``
    and ``told``: where a declined person was helped to, why, and who told whom when.
    """

    given_name = models.CharField(max_length=60)
    family_initial = models.CharField(max_length=2)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    is_adult = models.BooleanField(null=True, blank=True)
    contact_way = models.CharField(max_length=20, choices=words(ContactWay))
    contact = models.CharField(max_length=200)
    language = models.CharField(max_length=5, default="en")
    referrer = models.CharField(max_length=20, choices=words(Referrer))
    referred_by = models.CharField(max_length=120, blank=True, default="")
    referred_on = models.DateField()
    why = models.TextField()
    state = models.CharField(
        max_length=20, choices=words(ReferralState), default=ReferralState.RECEIVED.value
    )
    screening = models.JSONField(default=dict, blank=True)
    found = models.JSONField(default=list, blank=True)
    danger_done = models.TextField(blank=True, default="")
    patient = models.ForeignKey(
        "records.Patient", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    numbers_given_on = models.DateField(null=True, blank=True)
    check_in_on = models.DateField(null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    onward = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")
    told = models.CharField(max_length=200, blank=True, default="")
    told_on = models.DateField(null=True, blank=True)
    received_by = maybe_person()
    received_at = models.DateTimeField()
    changed_by = maybe_person()
    changed_at = models.DateTimeField()
    decided_by = maybe_person()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["referred_on", "received_at"]
        indexes = [models.Index(fields=["clinic", "state", "referred_on"], name="referral_waits")]
        constraints = [
            one_of("referral", "state", ReferralState),
            one_of("referral", "referrer", Referrer),
            one_of("referral", "contact_way", ContactWay),
            both_or_neither("referral", "decided_at", "decided_by"),
            models.CheckConstraint(
                condition=~Q(state__in=TAKEN_IN) | Q(patient__isnull=False),
                name="referral_taken_in_is_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReferralState.DECLINED.value)
                | (~Q(onward="") & ~Q(reason="") & ~Q(told="")),
                name="referral_declined_with_a_way_on",
            ),
            models.CheckConstraint(
                condition=Q(birth_year__isnull=False) | Q(is_adult__isnull=False, is_adult=True),
                name="referral_of_an_adult",
            ),
            models.UniqueConstraint(
                fields=["patient"], condition=Q(state=ReferralState.WAITING.value),
                name="referral_waits_once",
            ),
        ]  # fmt: skip

    class Privacy:
        identifying = (
            "given_name", "family_initial", "birth_year", "contact_way", "contact", "referred_by",
            "patient", "told", "received_by", "changed_by", "decided_by",
        )  # fmt: skip
        clinical = (
            "referrer", "why", "screening", "found", "danger_done", "onward", "reason",
        )  # fmt: skip
        plain = (
            "id", "clinic", "is_adult", "language", "referred_on", "state", "numbers_given_on",
            "check_in_on", "started_on", "told_on", "received_at", "changed_at", "decided_at",
        )  # fmt: skip

    @property
    def name(self) -> str:
        """How the person is named on staff screens."""
        return f"{self.given_name} {self.family_initial}."

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided yet."""
        return self.state in OPEN
