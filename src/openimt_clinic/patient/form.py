"""The forms of a patient's page: read once from ``forms.toml``, with the instrument behind each."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.http import Http404

from openimt.assess.instrument import Instrument, Item
from openimt.assess.library import load

FILE = Path(__file__).parent / "forms.toml"
Values = Mapping[str, float | None]


@dataclass(frozen=True)
class PatientForm:
    """``every_days``: asked again after so many days; ``after_session_days``: asked for so many
    days after a session. One of the two is 0. ``pages``: the items that stand together.
    ``asks_after``: what the page that helps asks after an answer to an item."""

    instrument: Instrument
    every_days: int
    after_session_days: int
    pages: tuple[tuple[Item, ...], ...]
    asks_after: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.instrument.id

    def title(self, language: str) -> str:
        """What the form is called on the patient's side."""
        return in_language(self.instrument.title, language)

    def asked(self, page: int, given: Values) -> tuple[Item, ...]:
        """The questions of a page (from 0) that are asked after these answers."""
        return tuple(item for item in self.pages[page] if is_asked(item, given))

    def next_page(self, after: int, given: Values) -> int | None:
        """The first page after this one with a question on it; -1 starts at the beginning."""
        later = range(after + 1, len(self.pages))
        return next((page for page in later if self.asked(page, given)), None)

    def page_before(self, page: int, given: Values) -> int | None:
        """The last page before this one with a question on it."""
        earlier = range(page - 1, -1, -1)
        return next((one for one in earlier if self.asked(one, given)), None)


def is_asked(item: Item, given: Values) -> bool:
    """Whether the question is asked after these answers."""
    met = ((given.get(other), least) for other, least in item.ask_if)
    return not item.ask_if or any(value is not None and value >= least for value, least in met)


def in_language(texts: Mapping[str, str] | None, language: str) -> str:
    """The text in the language, else in English."""
    known = texts or {}
    return known.get(language) or known.get("en", "")


@cache
def patient_forms() -> Mapping[str, PatientForm]:
    """Every form that patients fill in, by the id of its instrument."""
    data: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {form_id: _form(load(form_id), row) for form_id, row in data.items()}


def form_or_404(form_id: str) -> PatientForm:
    """The form of that id; raises Http404 where patients have none."""
    try:
        return patient_forms()[form_id]
    except KeyError:
        raise Http404 from None


def _form(instrument: Instrument, row: Mapping[str, Any]) -> PatientForm:
    def items(ids: Iterable[str]) -> tuple[Item, ...]:
        return tuple(map(instrument.item, ids))

    return PatientForm(
        instrument,
        int(row.get("every_days", 0)),
        int(row.get("after_session_days", 0)),
        tuple(map(items, row["pages"])),
        {item: items(ids) for item, ids in row.get("asks_after", {}).items()},
    )
