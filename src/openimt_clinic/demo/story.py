"""What two of the invented people have told of their story, as their phone sent it."""

import tomllib
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from openimt_clinic.actions.phone.arrival import Arrival, times
from openimt_clinic.actions.phone.receiving import receive
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

PHONE = "phone of the demo"
HOUR = 17
"""They write in the afternoon, each writing a day after the one before."""


def tell_story(patient: Patient, account: User, now: datetime) -> None:
    """Every writing of the person's entries; nothing for who has none."""
    mine = [entry for entry in entries() if entry["person"] == patient.code]
    number = 0
    for place, entry in enumerate(mine):
        name = uuid.uuid5(uuid.NAMESPACE_URL, f"{patient.code}/story/{place}")
        begun = (now - timedelta(days=entry["days"])).replace(hour=HOUR, minute=place)
        for turn, values in enumerate(entry["writes"]):
            number += 1
            at = begun + timedelta(days=turn)
            arrival = Arrival(
                key=uuid.uuid5(name, str(turn)),
                kind=entry["kind"],
                name=str(name),
                device=PHONE,
                number=number,
                given_at=at,
                values=values,
            )
            receive(patient=patient, arrival=arrival, times=times(at, at, at), by=account)


@cache
def entries() -> tuple[Mapping[str, Any], ...]:
    """The entries of the data file."""
    text = files("openimt_clinic.demo").joinpath("story.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["entry"])
