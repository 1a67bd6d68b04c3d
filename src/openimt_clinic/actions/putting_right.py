"""A session that was written down wrongly is put right; what came after it stands."""

from zoneinfo import ZoneInfo

from openimt_clinic.access.care import require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action
from openimt_clinic.actions.delivering import Held, refuse_next_before
from openimt_clinic.audit.log import record
from openimt_clinic.records.mapping.sessions import work_to_row
from openimt_clinic.records.module_progress import ModuleProgress
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.session_record import SessionRecord
from openimt_clinic.records.user import User


@action
def put_session_right(*, session: SessionRecord, held: Held, by: User) -> SessionRecord:
    """The record as the new version has it; each version itself stays with its reason.

    A module's step follows where no later session has worked on it: what was seen since counts
    more than a slip of the pen.
    """
    kept = SessionRecord.objects.select_for_update(of=("self",)).get(pk=session.pk)
    require(by, Permission.DELIVER, kept.patient)
    zone = ZoneInfo(kept.patient.clinic.time_zone)
    refuse_next_before(kept.held_at.astimezone(zone).date(), held.next_on)
    before = {work["module"]: work for work in kept.work}
    kept.agenda = [{"id": point, "done": done} for point, done in held.agenda.items()]
    kept.work = work_to_row(held.work)
    kept.note, kept.homework = held.note.strip(), held.homework.strip()
    kept.next_on = held.next_on
    kept.save()
    after = {work["module"]: work for work in kept.work}
    for module in sorted({*before, *after}):
        _follow(kept, module, before.get(module), after.get(module))
    record("session.put_right", by=by, patient=kept.patient, session=kept.pk)
    return kept


Work = dict[str, object]


def _follow(kept: SessionRecord, module: str, before: Work | None, after: Work | None) -> None:
    progress = _progress(kept.patient, module, kept)
    progress.sessions = max(0, progress.sessions + bool(after) - bool(before))
    if not _worked_later(kept, module):
        # Taken out again, the module is where it was before the session.
        row = after["step_after"] if after else before["step_before"] if before else 0
        progress.step = int(str(row))
    progress.save()


def _progress(patient: Patient, module: str, kept: SessionRecord) -> ModuleProgress:
    there = ModuleProgress.objects.select_for_update(of=("self",))
    return there.filter(patient=patient, module=module).first() or ModuleProgress(
        clinic_id=patient.clinic_id,
        patient=patient,
        module=module,
        step=0,
        sessions=0,
        started_on=kept.held_at.astimezone(ZoneInfo(patient.clinic.time_zone)).date(),
    )


def _worked_later(kept: SessionRecord, module: str) -> bool:
    later = SessionRecord.objects.filter(patient=kept.patient, held_at__gt=kept.held_at)
    return later.filter(work__contains=[{"module": module}]).exists()
