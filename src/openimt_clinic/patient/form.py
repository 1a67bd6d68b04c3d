"""The forms of a patient's page: read once from ``forms.toml``, with the instrument behind each."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.http import Http404

from openimt.assess.instrument import Instrument, Item
from openimt.assess.library import load
from openimt_clinic.components.questions import in_language

FILE = Path(__file__).parent / "forms.toml"


@dataclass(frozen=True)
class PatientForm:
    """``every_days``: asked again after so many days; ``after_session_days``: asked for so many
    days after a session. One of the two is 0. ``sections``: the items that stand together."""

    instrument: Instrument
    every_days: int
    after_session_days: int
    sections: tuple[tuple[Item, ...], ...]

    @property
    def id(self) -> str:
        return self.instrument.id

    def title(self, language: str) -> str:
        """What the form is called on the patient's side."""
        return in_language(self.instrument.title, language)


@cache
def patient_forms() -> Mapping[str, PatientForm]:
    """Every form that patients fill in, by the id of its instrument."""
    return {form_id: _form(load(form_id), row) for form_id, row in _file()["form"].items()}


@cache
def asked_after(instrument_id: str) -> Mapping[str, tuple[Item, ...]]:
    """What the page that helps asks after an answer to an item, by item."""
    rows: dict[str, list[str]] = _file()["asks_after"].get(instrument_id, {})
    instrument = load(instrument_id)
    return {item: tuple(map(instrument.item, ids)) for item, ids in rows.items()}


def form_or_404(form_id: str) -> PatientForm:
    """The form of that id; raises Http404 where patients have none."""
    try:
        return patient_forms()[form_id]
    except KeyError:
        raise Http404 from None


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def _form(instrument: Instrument, row: Mapping[str, Any]) -> PatientForm:
    def items(ids: Iterable[str]) -> tuple[Item, ...]:
        return tuple(map(instrument.item, ids))

    return PatientForm(
        instrument,
        int(row.get("every_days", 0)),
        int(row.get("after_session_days", 0)),
        tuple(map(items, row["sections"])),
    )
