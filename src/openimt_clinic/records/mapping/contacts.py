"""What was promised: contact by a moment that has passed, and the call to somebody who waits."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from openimt_clinic.database.asked import Asked, AskedValues, Given
from openimt_clinic.records.contact_line import ContactLine
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.referral import Referral, ReferralState


def owed(now: datetime | Given) -> QuerySet[ContactLine]:
    """The newest line of each person's log whose agreed next contact has passed since."""
    later = ContactLine.objects.filter(patient=OuterRef("patient"), at__gt=OuterRef("at"))
    return ContactLine.objects.filter(~Exists(later), next_by__lt=now)


OWED = Asked(lambda: owed(Given("now")).filter(patient=Given("patient")).select_related("by")[:1])
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
