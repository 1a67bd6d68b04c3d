"""Moments, pauses and a rehearsal of two invented people, as their phones sent them."""

import tomllib
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from openimt_clinic.actions.phone.arrival import Arrival, times, value_of
from openimt_clinic.actions.phone.receiving import receive
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

PHONE = "moments of the demo"
JUST_NOW = timedelta(minutes=20)


def note_moments(patient: Patient, account: User, now: datetime) -> None:
    """Every writing of the person's entries; nothing for who has none."""
    mine = [entry for entry in entries() if entry["person"] == patient.code]
    number = 0
    for place, entry in enumerate(mine):
        name = uuid.uuid5(uuid.NAMESPACE_URL, f"{patient.code}/moments/{place}")
        begun = (now - timedelta(days=entry["days"])).replace(hour=entry["hour"], minute=10)
        for turn, writes in enumerate(entry["writes"]):
            number += 1
            at = min(begun + timedelta(hours=writes.get("hours", 0)), now - JUST_NOW)
            arrival = Arrival(
                key=uuid.uuid5(name, str(turn)),
                kind=entry["kind"],
                name=str(name),
                device=PHONE,
                number=number,
                given_at=at,
                values={k: value_of(k, v) for k, v in writes.items() if k != "hours"},
            )
            receive(patient=patient, arrival=arrival, times=times(at, at, at), by=account)


@cache
def entries() -> tuple[Mapping[str, Any], ...]:
    """The entries of the data file."""
    text = files("openimt_clinic.demo").joinpath("moments.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["entry"])
