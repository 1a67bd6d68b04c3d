"""What a person tells of earlier treatments. What nobody knows stays empty; nobody is labelled."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from openimt.assess.front_door.rough_day import require_order, rough_day
from openimt.errors import RecordError
from openimt_clinic.access.care import require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action
from openimt_clinic.actions.sent_again import in_turn, place_of, refuse_other_words, says_the_same
from openimt_clinic.audit.log import record
from openimt_clinic.records.mapping.prior_treatments import course_of, definition
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.prior_treatment import Adherence, PriorTreatment
from openimt_clinic.records.user import User


@dataclass(frozen=True)
class Treatment:
    """An earlier treatment as it is told; the fields are those of the record."""

    therapy: str = ""
    called: str = ""
    began: str = ""
    ended: str = ""
    sessions_planned: int | None = None
    sessions_attended: int | None = None
    trained_therapist: bool | None = None
    adherence: str = Adherence.UNKNOWN.value
    scale: str = ""
    before: float | None = None
    after: float | None = None
    criteria_after: int | None = None
    outcome: str = ""
    reason: str = ""
    ended_because: str = ""


DAYS = {"began", "ended"}
"""Kept in the words of the file, not as they were typed."""


@action
def note_prior_treatment(
    *, patient: Patient, told: Treatment, by: User, key: UUID | None = None
) -> PriorTreatment:
    """Writes one down. ``key``: made by the page, so that two presses make one."""
    require(by, Permission.ASSESS, patient)
    in_turn(patient)
    place = place_of(patient.pk, key)
    if there := PriorTreatment.objects.filter(patient=patient, pk=place).first():
        given = {name: _bare(value) for name, value in asdict(told).items()}
        refuse_other_words(there, {name: given[name] for name in given.keys() - DAYS})
        record("prior_treatment.noted_again", by=by, patient=patient, treatment=there.pk)
        return there
    kept = PriorTreatment(id=place, clinic_id=patient.clinic_id, patient=patient)
    # Somebody who tells of one no longer says that there was none.
    PriorTreatment.objects.filter(
        patient=patient, none_before=True, taken_back_at__isnull=True
    ).update(taken_back_at=timezone.now(), taken_back_by=by)
    return _kept(kept, told, by, "prior_treatment.noted")


@action
def change_prior_treatment(
    *, treatment: PriorTreatment, told: Treatment, by: User, seen: datetime | None = None
) -> PriorTreatment:
    """Corrects what was written, unless somebody else did so since ``seen``."""
    require(by, Permission.ASSESS, treatment.patient)
    kept = _standing(treatment)
    given = {name: _bare(value) for name, value in asdict(told).items() if name not in DAYS}
    if seen is not None and seen != kept.noted_at and not says_the_same(kept, given):
        raise RecordError(
            _("Somebody wrote here since this page was opened. Look at it, then send again.")
        )
    return _kept(kept, told, by, "prior_treatment.changed")


@action
def note_none_before(*, patient: Patient, by: User) -> PriorTreatment:
    """Somebody asked, and there was no earlier treatment."""
    require(by, Permission.ASSESS, patient)
    in_turn(patient)
    there = PriorTreatment.objects.filter(patient=patient, taken_back_at__isnull=True)
    if there.filter(none_before=False).exists():
        raise RecordError(_("There is one written down already; take it back first."))
    kept = there.first() or PriorTreatment.objects.create(
        clinic_id=patient.clinic_id, patient=patient, none_before=True, by=by,
        noted_at=timezone.now(),
    )  # fmt: skip
    record("prior_treatment.none", by=by, patient=patient)
    return kept


@action
def take_back_prior_treatment(*, treatment: PriorTreatment, by: User) -> PriorTreatment:
    """It was a mistake; it counts no more and stays in the record."""
    require(by, Permission.ASSESS, treatment.patient)
    kept = PriorTreatment.objects.select_for_update(of=("self",)).get(pk=treatment.pk)
    if kept.taken_back_by_id == by.pk:
        record("prior_treatment.taken_back_again", by=by, patient=kept.patient, treatment=kept.pk)
        return kept
    kept = _standing(treatment)
    kept.taken_back_at, kept.taken_back_by = timezone.now(), by
    kept.save(update_fields=["taken_back_at", "taken_back_by"])
    record("prior_treatment.taken_back", by=by, patient=kept.patient, treatment=kept.pk)
    return kept


def _standing(treatment: PriorTreatment) -> PriorTreatment:
    kept = PriorTreatment.objects.select_for_update(of=("self",)).get(pk=treatment.pk)
    if kept.taken_back_at is not None:
        raise RecordError(_("This was taken back already; look at the page again."))
    return kept


def _kept(kept: PriorTreatment, told: Treatment, by: User, event: str) -> PriorTreatment:
    if not told.therapy and not told.called.strip():
        raise RecordError(_("Choose the therapy, or write what it was called."), field="therapy")
    _refuse_unknown_words(told)
    today = timezone.localdate()
    began = rough_day(told.began, field="began", before=today)
    ended = rough_day(told.ended, field="ended", before=today)
    require_order(began, ended)
    for name, value in asdict(told).items():
        setattr(kept, name, _bare(value))
    kept.began, kept.ended = began.says if began else "", ended.says if ended else ""
    course_of(kept)  # what cannot be, such as more sessions attended than planned, is refused
    kept.by, kept.noted_at = by, timezone.now()
    kept.save()
    record(event, by=by, patient=kept.patient, treatment=kept.pk)
    return kept


def _bare(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def _refuse_unknown_words(told: Treatment) -> None:
    rule = definition()
    known = {"therapy": rule.therapies, "scale": rule.scales, "reason": rule.reasons}
    for name, words in known.items():
        given = getattr(told, name)
        if given and given not in words:
            raise RecordError(_("This is none of the answers there are."), field=name)
    if told.scale and (told.before is None or told.after is None):
        raise RecordError(_("A change needs both values, before and after."), field="scale")
