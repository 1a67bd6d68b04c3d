"""The learning path: each user ticks off their own stations."""

from django.utils import timezone

from openimt_clinic.access.care import require_in
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action
from openimt_clinic.audit.log import record
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.learning_progress import LearningProgress
from openimt_clinic.records.user import User


@action
def tick_station(*, clinic: Clinic, station: str, done: bool, by: User) -> None:
    """One's own tick at a station, put there or taken away; twice is the same as once."""
    require_in(by, Permission.READ_CATALOGUE, clinic)
    mine = LearningProgress.objects.filter(clinic=clinic, user=by, station=station)
    if not done:
        mine.delete()
    else:
        now = {"done_at": timezone.now()}
        LearningProgress.objects.get_or_create(
            clinic=clinic, user=by, station=station, defaults=now
        )
    record("learning.ticked", by=by, clinic=clinic, station=station, done=done)
