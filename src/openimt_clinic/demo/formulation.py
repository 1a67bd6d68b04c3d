"""Scenes, schemas, ratings and shared pages of invented people, as their therapists wrote them."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from openimt.deliver.documents.document import Value
from openimt.deliver.writing.field import read_value
from openimt_clinic.actions.care.opening import kind_of, open_document
from openimt_clinic.actions.care.signing import cosign, sign
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.care_signature import SignerRole
from openimt_clinic.records.mapping.formulation import from_moment
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.user import User

Entry = Mapping[str, Any]
OF_SCENES = ("fits", "unlike")
A_DAY = re.compile(r"[+-]\d+d")


def write_formulation(patient: Patient, treating: User, now: datetime) -> None:
    """Everything the data file has of the person; nothing for who has none."""
    today = now.astimezone(ZoneInfo(patient.clinic.time_zone)).date()
    named: dict[str, str] = {}
    for entry in entries():
        if entry["person"] != patient.code:
            continue
        made = _begun(entry, patient, treating, today, named)
        if made is None:
            continue
        named[entry.get("name", "")] = str(made.line)
        if not entry.get("draft"):
            sign(document=made, by=treating)
        if entry.get("room"):
            cosign(document=made, role=SignerRole.PATIENT, by=treating, in_the_room=True)


def _begun(
    entry: Entry, patient: Patient, treating: User, today: date, named: Mapping[str, str]
) -> CareDocument | None:
    """The document with its values; None where the moment that it begins with is not there."""
    about = today - timedelta(days=entry["days"])
    moment = _moment(patient, about) if "moment" in entry else None
    if "moment" in entry and moment is None:
        return None
    values = _read(entry, patient, today, named)
    return open_document(
        patient=patient,
        kind=entry["kind"],
        by=treating,
        about=about,
        subject=str(moment.pk) if moment else named[entry["of"]] if "of" in entry else "",
        values={**(from_moment(moment) if moment else {}), **values},
    )


def _read(
    entry: Entry, patient: Patient, today: date, named: Mapping[str, str]
) -> dict[str, Value]:
    fields = kind_of(entry["kind"]).fields(patient, CareDocument(patient=patient))
    given = dict(entry["values"])
    given |= {name: [named[one] for one in given[name]] for name in OF_SCENES if name in given}
    for name, value in given.items():
        if isinstance(value, str) and A_DAY.fullmatch(value):
            given[name] = (today + timedelta(days=int(value[:-1]))).isoformat()
    known = {one.name: one for one in fields}
    return {name: read_value(known[name], value) for name, value in given.items()}


def _moment(patient: Patient, about: date) -> PhoneDocument | None:
    return PhoneDocument.objects.filter(
        patient=patient, kind="moment", shared=True, about=about
    ).first()


@cache
def entries() -> tuple[Entry, ...]:
    """The documents of the data file, scenes before what is built of them."""
    text = files("openimt_clinic.demo").joinpath("formulation.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["document"])
