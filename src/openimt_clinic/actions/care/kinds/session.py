"""The note of a session: written field by field, and signed once; signing holds the session."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from openimt.deliver.progress import move
from openimt.deliver.session import ModuleWork
from openimt.deliver.writing.field import Field
from openimt.errors import DeliveryError, RecordError
from openimt.formulate.assessment import Delivered
from openimt_clinic.actions.answering import send_answers
from openimt_clinic.actions.care.kind import CareKind, Signed, Values
from openimt_clinic.actions.care.session_fields import (
    RATING,
    REASON,
    SEEN,
    SESSION,
    STEP,
    modules_kept,
    points_kept,
    rated,
    session_fields,
    ticked,
    worked_on,
)
from openimt_clinic.actions.care.strains import keep_strains
from openimt_clinic.actions.delivering import Held, hold_session
from openimt_clinic.actions.putting_right import put_session_right
from openimt_clinic.records.appointment import Place
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.mapping.catalogues import catalogue_for
from openimt_clinic.records.mapping.sessions import delivered_of
from openimt_clinic.records.mapping.written import values_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.session_record import SessionRecord

FIRST_VERSION = 1


def fields(patient: Patient, document: CareDocument) -> tuple[Field, ...]:
    """As the kept agenda asks; a remote session asks for its place first."""
    values = values_of(document.fields)
    at = document.appointment
    remote = at is not None and at.place == Place.REMOTE.value
    return session_fields(
        values, _names(patient, modules_kept(values)), get_language() or "en", remote=remote
    )


def amiss(patient: Patient, values: Values) -> Mapping[str, str]:
    """The core's own rule of steps, said beside the field that breaks it."""
    there = {one.module: one for one in delivered_of(patient)}
    worked = [m for m in worked_on(values) if values.get(f"{STEP}{m}") is not None]
    names = _names(patient, tuple(worked))
    found = {}
    for module in worked:
        try:
            reason = str(values.get(f"{REASON}{module}") or "")
            step = int(str(values[f"{STEP}{module}"]))
            move(there.get(module, Delivered(module)), step, reason=reason)
        except DeliveryError as refusal:
            says = refusal.says.replace(f"{module} ", f"{names[module]} ", 1)
            found[f"{REASON}{module}"] = says
    return found


def held_from(values: Values, delivered: Mapping[str, Delivered]) -> Held:
    """What was done, as the session's record keeps it."""
    worked = worked_on(values)
    ends = str(values.get("next_on") or "")
    reasons = {m: str(values[f"{REASON}{m}"]) for m in worked if values.get(f"{REASON}{m}")}
    return Held(
        work=tuple(_work(m, values, delivered.get(m, Delivered(m))) for m in worked),
        agenda={point: ticked(values, point) for point, _says in points_kept(values)},
        note=str(values.get("note") or ""),
        homework=str(values.get("homework") or ""),
        next_on=date.fromisoformat(ends) if ends else None,
        reasons=reasons,
    )


def signed(done: Signed) -> None:
    """The session is held, or put right by a new version; a strain comes to the log, and the
    therapist's items are kept, once."""
    at = done.document.appointment
    if at is None:
        raise RecordError(_("This note belongs to no appointment, so no session can be held."))
    if done.document.number == FIRST_VERSION:
        delivered = {one.module: one for one in delivered_of(done.patient)}
        hold_session(appointment=at, held=held_from(done.values, delivered), by=done.by)
    else:
        there = SessionRecord.objects.get(appointment=at)
        before = {w["module"]: Delivered(w["module"], w["step_before"]) for w in there.work}
        now = {one.module: one for one in delivered_of(done.patient)}
        held = held_from(done.values, {**now, **before})
        put_session_right(session=there, held=held, by=done.by)
    keep_strains(done)
    if answers := rated(done.values):
        key = f"session-{at.pk}"
        send_answers(
            patient=done.patient, instrument=RATING, answers=answers, by=done.by, sent_key=key
        )


def _work(module: str, values: Values, before: Delivered) -> ModuleWork:
    given = values.get(f"{STEP}{module}")
    after = before.step if given is None else int(str(given))
    return ModuleWork(module, before.step, after, str(values.get(f"{SEEN}{module}") or ""))


def _names(patient: Patient, modules: tuple[str, ...]) -> dict[str, str]:
    if not modules:
        return {}
    known = catalogue_for(patient).modules
    return {m: known[m].name if m in known else m for m in modules}


KIND = CareKind(
    name=SESSION,
    with_appointment=True,
    title=gettext_lazy("Session note"),
    fields=fields,
    amiss=amiss,
    signed=signed,
    page="clinician:session_note",
    back="clinician:session",
)
