"""What was promised: contact by a moment that has passed, and the call to somebody who waits."""

from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from openimt_clinic.database.asked import Asked, AskedValues, Given
from openimt_clinic.records.contact_line import ContactLine, ContactWay
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.referral import Referral, ReferralState
from openimt_clinic.records.session_record import SessionRecord


def owed(now: datetime | Given) -> QuerySet[ContactLine]:
    """The lines whose agreed next contact has passed. It is settled when somebody has spoken with
    the person since, in a contact or a session, or has agreed on another hour; a try that reached
    nobody and a talk with somebody else settle nothing, the end of the course does."""
    later = ContactLine.objects.filter(patient=OuterRef("patient"), at__gt=OuterRef("at"))
    spoken = Q(reached=True) & ~Q(way=ContactWay.OTHER_PERSON.value)
    settled = later.filter(spoken | Q(next_by__isnull=False))
    met = SessionRecord.objects.filter(patient=OuterRef("patient"), held_at__gt=OuterRef("at"))
    course = Q(patient__ended_on__isnull=True) | Q(at__date__gt=F("patient__ended_on"))
    return ContactLine.objects.filter(course, ~Exists(settled), ~Exists(met), next_by__lt=now)


OWED = Asked(
    lambda: (
        owed(Given("now"))
        .filter(patient=Given("patient"))
        .select_related("by")
        .order_by("-next_by")[:1]
    )
)
CALL_ON = AskedValues(
    lambda: Referral.objects.filter(
        patient=Given("patient"), state=ReferralState.WAITING.value
    ).values_list("check_in_on")[:1]
)


def owed_to(patient: Patient, now: datetime) -> ContactLine | None:
    """The line whose agreed next contact has passed without another one."""
    return OWED.first(patient=patient.pk, now=now)


def call_of(patient: Patient) -> date | None:
    """The day on which the person, who waits, is called next."""
    return next(iter(CALL_ON.flat(patient=patient.pk)), None)
