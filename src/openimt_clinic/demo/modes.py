"""What the therapists of two invented people wrote: chains, calls, hours, states, a case."""

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
from openimt_clinic.actions.care.signing import sign
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

A_DAY = re.compile(r"[+-]\d+d")


def write_modes(patient: Patient, treating: User, now: datetime) -> None:
    """Everything the data file has of the person; nothing for who has none."""
    today = now.astimezone(ZoneInfo(patient.clinic.time_zone)).date()
    for entry in entries():
        if entry["person"] == patient.code:
            _write(entry, patient, treating, today)


def _write(entry: Mapping[str, Any], patient: Patient, treating: User, today: date) -> CareDocument:
    about = today - timedelta(days=entry["days"])
    fields = kind_of(entry["kind"]).fields(patient, CareDocument(patient=patient))
    known = {one.name: one for one in fields}
    given = {name: _days(value, today) for name, value in entry["values"].items()}
    values: dict[str, Value] = {
        name: read_value(known[name], value) for name, value in given.items()
    }
    made = open_document(
        patient=patient, kind=entry["kind"], by=treating, about=about, values=values
    )
    return made if entry.get("draft") else sign(document=made, by=treating)


def _days(given: Any, today: date) -> Any:
    """Days that are told from today, wherever they stand."""
    if isinstance(given, list):
        return [_days(one, today) for one in given]
    if isinstance(given, str) and A_DAY.fullmatch(given):
        return (today + timedelta(days=int(given[:-1]))).isoformat()
    return given


@cache
def entries() -> tuple[Mapping[str, Any], ...]:
    """The documents of the data file, in the order in which they were written."""
    text = files("openimt_clinic.demo").joinpath("modes.toml").read_text(encoding="utf-8")
    return tuple(sorted(tomllib.loads(text)["document"], key=lambda one: -int(one["days"])))
