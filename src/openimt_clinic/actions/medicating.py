"""Medicines as they are written down, changed, ended, looked through; nothing is ever proposed."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from openimt.errors import RecordError
from openimt.track.medication import check_days
from openimt_clinic.access.care import permissions_for, require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action, said
from openimt_clinic.actions.back_door.in_care import refuse_once_ended
from openimt_clinic.actions.sent_again import (
    in_turn,
    keep_once,
    place_of,
    refuse_other_words,
    told,
)
from openimt_clinic.audit.log import record
from openimt_clinic.records.medicine import AdverseEffect, Medicine, MedicinesLook
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

KEEP = (
    "drug", "taken", "psychotropic", "target", "instrument", "measure", "prescriber",
    "prescriber_outside", "started_on", "review_on", "stop_on",
)  # fmt: skip


@dataclass(frozen=True)
class Written:
    """A medicine as it is written: who prescribes it works here, or is named as somebody outside.
    Its effect is measured by an ``instrument`` or said in own words (``measure``)."""

    drug: str
    target: str
    psychotropic: bool
    started_on: date
    review_on: date
    stop_on: date | None = None
    taken: str = ""
    instrument: str = ""
    measure: str = ""
    prescriber: User | None = None
    prescriber_outside: str = ""


@action
def write_medicine(
    *, patient: Patient, medicine: Written, on: date, by: User, line: UUID | None = None
) -> Medicine:
    """A medicine that the person takes. ``line``: made by the page, so that a form that was sent
    twice is one medicine."""
    require(by, Permission.PLAN, patient)
    refuse_once_ended(patient)
    in_turn(patient)
    place = place_of(patient.pk, line)
    fields = _sound(medicine, patient, on)
    if there := Medicine.objects.filter(line=place, patient=patient, number=1).first():
        refuse_other_words(there, fields)
        record("medicine.written_again", by=by, patient=patient, medicine=there.pk)
        return there
    if medicine.started_on > on:
        raise RecordError("This day is still to come.", field="started_on")
    kept = _version(patient, by, line=place, number=1, **fields)
    record("medicine.written", by=by, patient=patient, medicine=kept.pk, line=kept.line)
    return kept


@action
def change_medicine(
    *, medicine: Medicine, to: Written, because: str, on: date, by: User, key: UUID | None = None
) -> Medicine:
    """A new version of it; the earlier one stays. ``medicine``: the version that was seen. ``key``:
    made by the page, so that a change that was sent twice is one version."""
    patient = medicine.patient
    require(by, Permission.PLAN, patient)
    why = said(because, field="because", remedy="Write why it was changed.")
    fields = {**_sound(to, patient, on), "because": why}
    return _next(medicine, key, fields, "medicine.changed", by)


@action
def end_medicine(
    *, medicine: Medicine, on: date, because: str, by: User, key: UUID | None = None
) -> Medicine:
    """It is no longer taken from this day on; the reason stays with it."""
    require(by, Permission.PLAN, medicine.patient)
    if on < medicine.started_on:
        raise RecordError("It would end before it began.", field="on")
    why = said(because, field="because", remedy="Write why it was ended.")
    fields = {**_of(medicine), "ended_on": on, "because": why}
    return _next(medicine, key, fields, "medicine.ended", by)


@action
def note_adverse_effect(
    *, medicine: Medicine, says: str, on: date, by: User, key: UUID | None = None
) -> AdverseEffect:
    """Something unwanted, as the person told it, on its day."""
    patient = medicine.patient
    require(by, Permission.PLAN, patient)
    if on < medicine.started_on:
        raise RecordError("The medicine had not begun on that day.", field="on")
    says = said(says, field="says", remedy="Write what the person noticed.")
    given = {"line": medicine.line, "on": on, "says": says}
    kept, new = keep_once(AdverseEffect, patient, key, given, by=by, noted_at=timezone.now())
    event = told("medicine.effect", new=new)
    record(event, by=by, patient=patient, effect=kept.pk, line=medicine.line)
    return kept


@action
def prescriber_told(*, effect: AdverseEffect, on: date, by: User) -> AdverseEffect:
    """Whoever prescribes it knows of the effect since this day."""
    require(by, Permission.PLAN, effect.patient)
    if effect.told_on is None:
        if on < effect.on:
            raise RecordError("The prescriber would know before it happened.", field="on")
        effect.told_on, effect.told_by = on, by
        effect.save(update_fields=["told_on", "told_by"])
    record("medicine.prescriber_told", by=by, patient=effect.patient, effect=effect.pk)
    return effect


@action
def look_through(
    *, patient: Patient, on: date, by: User, says: str = "", key: UUID | None = None
) -> MedicinesLook:
    """All medicines were looked through together with the person."""
    require(by, Permission.PLAN, patient)
    given = {"on": on, "says": says.strip()}
    kept, new = keep_once(MedicinesLook, patient, key, given, by=by, noted_at=timezone.now())
    record(told("medicine.looked_through", new=new), by=by, patient=patient, look=kept.pk)
    return kept


def _sound(medicine: Written, patient: Patient, on: date) -> dict[str, Any]:
    """The fields of what was written; refuses what cannot be, naming the field."""
    check_days(medicine.started_on, medicine.review_on, medicine.stop_on, on)
    outside = medicine.prescriber_outside.strip()
    who = medicine.prescriber
    if who is None and not outside:
        raise RecordError("Write who prescribes it.", field="prescriber")
    if who is not None and outside:
        raise RecordError("Choose one of the two.", field="prescriber_outside")
    if who is not None and Permission.READ_RECORD not in permissions_for(who, patient):
        raise RecordError(f"{who.name} does not see this record.", field="prescriber")
    measure = medicine.measure.strip()
    if not medicine.instrument and not measure:
        raise RecordError("Write how you will see whether it helps.", field="measure")
    texts = {
        "drug": said(medicine.drug, field="drug", remedy="Write the medicine's name."),
        "target": said(medicine.target, field="target", remedy="Write what it is for."),
        "taken": medicine.taken.strip(),
        "measure": measure,
        "prescriber_outside": outside,
    }
    return {name: getattr(medicine, name) for name in KEEP} | texts


def _next(
    seen: Medicine, key: UUID | None, fields: dict[str, Any], event: str, by: User
) -> Medicine:
    """The version after the one that was seen, or the one that this very form has made already;
    refuses when somebody wrote a newer one meanwhile."""
    patient = seen.patient
    in_turn(patient)
    place = place_of(patient.pk, key)
    there = Medicine.objects.filter(pk=place).first() if key else None
    if there is not None:
        refuse_other_words(there, fields)
    kept = there or _version(patient, by, id=place, **_after(_holding(seen)), **fields)
    event = told(event, new=there is None)
    record(event, by=by, patient=patient, medicine=kept.pk, number=kept.number)
    return kept


def _holding(seen: Medicine) -> Medicine:
    """The version that holds, behind the person's lock; refuses where it is not the one seen."""
    held = Medicine.objects.get(line=seen.line, holds=True)
    if held.pk != seen.pk:
        raise RecordError("Somebody has changed this meanwhile; look at it as it stands now.")
    if held.ended_on is not None:
        raise RecordError("This medicine was ended already.")
    return held


def _after(held: Medicine) -> dict[str, Any]:
    """The place of the next version; this one holds no more."""
    held.holds = False
    held.save(update_fields=["holds"])
    return {"line": held.line, "number": held.number + 1}


def _version(patient: Patient, by: User, **fields: Any) -> Medicine:
    whose = {"clinic_id": patient.clinic_id, "patient": patient}
    return Medicine.objects.create(**whose, by=by, noted_at=timezone.now(), **fields)


def _of(held: Medicine) -> dict[str, Any]:
    return {name: getattr(held, name) for name in KEEP}
