"""Medicines, contacts without an alert, and how to reach each invented person."""

import tomllib
import uuid
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from openimt_clinic.demo.keeping import Keeping
from openimt_clinic.records.contact_line import ContactLine
from openimt_clinic.records.medicine import AdverseEffect, Medicine, MedicinesLook
from openimt_clinic.records.reach import Reach
from openimt_clinic.records.record import PatientRecord

OWN, NEAR = 5, 6
"""Which of the person's invented numbers is theirs, and which somebody's close by."""
NEAR_BY = {
    "en": ("A friend", "if nobody can be reached for a day"),
    "de": ("Eine Freundin", "wenn einen Tag lang niemand zu erreichen ist"),
}
WHEN = {"en": "after four; a message may be left", "de": "ab 16 Uhr; Nachrichten sind in Ordnung"}


def beside_therapy(keeping: Keeping) -> list[PatientRecord]:
    """What the data file holds for this person; a number to reach them for everybody."""
    code = keeping.patient.code
    mine = {name: [row for row in rows if row["person"] == code] for name, rows in kept().items()}
    medicines = [(_medicine(row, keeping), row) for row in mine["medicine"]]
    return [
        *(medicine for medicine, _ in medicines),
        *(effect for medicine, row in medicines for effect in _effects(medicine, row, keeping)),
        *(_look(row, keeping) for row in mine["look"]),
        *(_contact(row, keeping) for row in mine["contact"]),
        _reach(keeping),
    ]


@cache
def kept() -> Mapping[str, list[dict[str, Any]]]:
    """The rows of the data file, by what they are."""
    text = files("openimt_clinic.demo").joinpath("medicines.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _day(keeping: Keeping, back: int) -> date:
    return keeping.now.astimezone(keeping.zone).date() - timedelta(days=back)


def _noted(keeping: Keeping, back: int) -> datetime:
    return keeping.at(_day(keeping, max(back, 0)), 12)


def _medicine(row: dict[str, Any], keeping: Keeping) -> Medicine:
    ended = row.get("ended")
    return Medicine(
        **keeping.fields(
            line=uuid.uuid5(uuid.NAMESPACE_URL, f"{row['person']}/{row['drug']}"),
            drug=row["drug"],
            taken=row["taken"],
            psychotropic=True,
            target=row["target"],
            instrument=row.get("instrument", ""),
            measure=row.get("measure", ""),
            prescriber=keeping.treating if "prescriber" in row else None,
            prescriber_outside=row.get("outside", ""),
            started_on=_day(keeping, row["started"]),
            review_on=_day(keeping, row["review"]),
            stop_on=_day(keeping, row["stop"]) if "stop" in row else None,
            ended_on=None if ended is None else _day(keeping, ended),
            because=row.get("because", ""),
            by=keeping.treating,
            noted_at=_noted(keeping, row["started"] if ended is None else ended),
        )
    )


def _effects(medicine: Medicine, row: dict[str, Any], keeping: Keeping) -> Iterator[AdverseEffect]:
    """Each with the day on which the prescriber was told; 0 = not told yet."""
    for back, says, told in row.get("effects", ()):
        yield AdverseEffect(
            **keeping.fields(
                line=medicine.line,
                on=_day(keeping, back),
                says=says,
                told_on=_day(keeping, told) if told else None,
                told_by=keeping.treating if told else None,
                by=keeping.treating,
                noted_at=_noted(keeping, back),
            )
        )


def _look(row: dict[str, Any], keeping: Keeping) -> MedicinesLook:
    given = {"on": _day(keeping, row["days"]), "says": row["says"], "by": keeping.treating}
    return MedicinesLook(**keeping.fields(noted_at=_noted(keeping, row["days"]), **given))


def _contact(row: dict[str, Any], keeping: Keeping) -> ContactLine:
    words = {name: row.get(name, "") for name in ("says", "agreed", "whom", "consent")}
    return ContactLine(
        **keeping.fields(
            at=keeping.at(_day(keeping, row["days"]), row["hour"]),
            by=keeping.treating,
            way=row["way"],
            reached=row["reached"],
            **words,
        )
    )


def _reach(keeping: Keeping) -> Reach:
    """Numbers that are nobody's; every second person has named somebody close by."""
    language = keeping.patient.language
    near: dict[str, Any] = {}
    if int(keeping.patient.code[-2:]) % 2:
        name, says = NEAR_BY[language]
        near = {
            "near_name": name,
            "near_number": keeping.number(NEAR),
            "near_says": says,
            "near_agreed_on": keeping.patient.started_on,
        }
    return Reach(
        **keeping.fields(
            number=keeping.number(OWN),
            number_says=WHEN[language],
            by=keeping.treating,
            noted_at=keeping.at(keeping.patient.started_on, 12),
            **near,
        )
    )
