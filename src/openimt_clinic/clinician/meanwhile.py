"""Calls between sessions, and what was tried and found, for the column *Since last time*."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from openimt.deliver.meanwhile import Call, Tried
from openimt.deliver.since import Thing
from openimt_clinic.components.document_words import FOUND
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.mapping.brought import CALL, WrittenBeside, found_out
from openimt_clinic.records.mapping.formulation import (
    EXPERIMENT,
    experiment_of,
    number_of,
    text_of,
)
from openimt_clinic.records.mapping.skills import skill_names
from openimt_clinic.records.mapping.told_day import told_day
from openimt_clinic.records.mapping.written import values_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument


def meanwhile(patient: Patient, written: WrittenBeside, since: date) -> Iterator[Thing]:
    """From that day on; each with the document it stands in."""
    calls = [one for one in written.signed(CALL) if told_day(one) >= since]
    names = {skill: name for skill, (name, _f) in skill_names(patient).items()} if calls else {}
    for one in calls:
        yield Thing(str(one.pk), _call(one, names).says, told_day(one))
    for one in found_out(written):
        if told_day(one) >= since:
            yield Thing(str(one.pk), _tried(one).says, told_day(one))


def own_experiment(row: PhoneDocument) -> str:
    """What the person tried and found by themselves, where they share it; else nothing."""
    if row.kind != EXPERIMENT:
        return ""
    values = {name: value for name, value in row.values.items() if isinstance(value, str)}
    came = str(dict(FOUND).get(values.get("found", ""), ""))
    told = (came, text_of(values, "happened"), text_of(values, "learned"))
    found = ". ".join(part.rstrip(".") for part in told if part)
    act = text_of(values, "goal") or _("not written yet")
    return Tried(row.about, act, text_of(values, "expect"), None, found).says


def _call(one: CareDocument, names: dict[str, str]) -> Call:
    values = values_of(one.fields)
    skill = text_of(values, "skill")
    return Call(
        told_day(one),
        text_of(values, "why"),
        names.get(skill, skill),
        number_of(values, "helped"),
        text_of(values, "next"),
    )


def _tried(one: CareDocument) -> Tried:
    kept = experiment_of(values_of(one.fields))
    found = kept.found or kept.outside or kept.inside
    return Tried(told_day(one), kept.act or _("not written yet"), kept.prediction, kept.sure, found)
