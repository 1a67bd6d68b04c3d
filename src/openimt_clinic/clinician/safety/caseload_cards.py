"""What the caseload adds for its reader: medicines to look at, a sheet to print, gaps in cover."""

from dataclasses import dataclass
from datetime import datetime

from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.actions.clock import sheet_offered_after
from openimt_clinic.clinician.medication.tasks import MedicineTask, tasks_of
from openimt_clinic.components.cover import Gap, gaps_ahead
from openimt_clinic.records.downtime_sheet import DowntimeSheet


@dataclass(frozen=True)
class CaseloadCards:
    """``offer_sheet``: none was made on paper for about a day. ``gaps``: of the coming week, for
    those who can do something about it."""

    medicines: tuple[MedicineTask, ...]
    offer_sheet: bool
    gaps: tuple[Gap, ...]


def caseload_cards(standing: Standing, now: datetime) -> CaseloadCards:
    """Each with one question or two."""
    last = DowntimeSheet.objects.filter(by=standing.user).values_list("made_at", flat=True).first()
    leads = standing.may(Permission.RUN_CLINIC)
    return CaseloadCards(
        medicines=tasks_of(standing, now),
        offer_sheet=last is None or last < now - sheet_offered_after(),
        gaps=gaps_ahead(standing.clinic, now) if leads else (),
    )
