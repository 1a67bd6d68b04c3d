"""What a person has agreed to, and since when."""

from datetime import datetime

from openimt_clinic.database.asked import Asked, Given
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.sharing_choice import Shares, SharingChoice

CHOSEN = Asked(
    lambda: SharingChoice.objects.filter(
        patient=Given("patient"), what=Given("what")
    ).order_by("-since", "-id")
)  # fmt: skip


def agreed(patient: Patient, what: Shares) -> bool:
    """Whether the person has agreed; not decided yet is *no*."""
    choice = latest_choice(patient, what)
    return choice is not None and choice.agreed


def agreed_since(patient: Patient, what: Shares) -> datetime | None:
    """Since when the person has agreed without a break; None while they have not."""
    since: datetime | None = None
    for choice in CHOSEN.all(patient=patient.pk, what=what.value):
        if not choice.agreed:
            break
        since = choice.since
    return since


def latest_choice(patient: Patient, what: Shares) -> SharingChoice | None:
    """The choice that holds; None where nothing was decided yet."""
    return CHOSEN.first(patient=patient.pk, what=what.value)
