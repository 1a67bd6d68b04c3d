"""The shape of an instrument: items as numbers without wording, scales, bands, norms, rights."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from openimt.errors import InstrumentError
from openimt.terms import Response


@dataclass(frozen=True)
class Item:
    """One item: its id and range. ``keys`` are link ids and codes by which others name it;
    ``says`` holds wording by language only where the wording is our own. ``kind``: number, urge
    (0 to 5), yes_no (1 = yes) or choice. ``options`` words each answer from lowest to highest,
    ``ends`` only the two ends. ``ask_if``: ask only when one of these items was answered with at
    least that value; empty = always."""

    id: str
    lowest: float
    highest: float
    keys: tuple[str, ...] = ()
    says: Mapping[str, str] | None = None
    options: Mapping[str, tuple[str, ...]] | None = None
    whole: bool = True
    kind: str = "number"
    ask_if: tuple[tuple[str, float], ...] = ()
    ends: Mapping[str, tuple[str, ...]] | None = None


@dataclass(frozen=True)
class Part:
    """One summand of a scale: the highest of ``highest_of`` (often a single item).

    The highest of several is known only when all were answered, except within an ``either``
    group: there the form itself asks for one answer only.
    """

    highest_of: tuple[str, ...]
    reversed: bool = False
    either: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Band:
    """A named range of a scale, from ``low`` (included) up to the next band's low."""

    name: str
    low: float


@dataclass(frozen=True)
class Norm:
    """Spread and reliability of a scale in a population, for reliable change; never a bare RCI."""

    scale: str
    mean: float | None
    sd: float | None
    reliability: float | None
    kind: str
    population: str
    source: str
    checked: bool


@dataclass(frozen=True)
class Scale:
    """How a score is made: ``method`` sum or mean over parts; ``missing_allowed`` parts may be
    absent (the score is then prorated); bands hold from ``bands_from`` with ``bands_source``."""

    id: str
    name: str
    method: str
    parts: tuple[Part, ...]
    missing_allowed: int = 0
    bands: tuple[Band, ...] = ()
    bands_from: date | None = None
    bands_source: str = ""
    higher_is: str = "worse"


@dataclass(frozen=True)
class SafetyRule:
    """An answer that calls for a response: ``item`` from ``at_least`` to ``at_most``."""

    item: str
    at_least: float
    at_most: float
    response: Response
    says: str
    source: str


@dataclass(frozen=True)
class Rights:
    """What may be done with the instrument's text: class, the terms in our words, address, date."""

    kind: str
    says: str
    source: str
    on: date | None
    may_ship: bool
    may_import: bool


@dataclass(frozen=True)
class Instrument:
    """A measure as data. ``own`` sets are our wording: unvalidated, for tracking one person.

    ``rater`` says who fills it: patient, therapist, clinician or both. ``codes`` are canonical
    addresses and panel codes, ``total_keys`` codes of the sender's own total. ``answer_codes``
    gives the value of a coded answer; ``labels`` the value of a spoken one, by fingerprint
    (see ``label_fingerprint``), so that nobody's answer wording has to stand here.
    """

    id: str
    name: str
    version: str
    recall: str
    rater: str
    minutes: float
    items: tuple[Item, ...]
    scales: tuple[Scale, ...]
    safety: tuple[SafetyRule, ...]
    norms: tuple[Norm, ...]
    rights: Rights
    sources: tuple[str, ...]
    own: bool = False
    codes: tuple[str, ...] = ()
    total_keys: tuple[str, ...] = ()
    answer_codes: Mapping[str, float] = field(default_factory=dict)
    labels: Mapping[str, float] = field(default_factory=dict)
    title: Mapping[str, str] | None = None
    short: str = ""
    file: str = ""

    def item(self, item_id: str) -> Item:
        """The item of that id; raises InstrumentError when there is none."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise InstrumentError(f"{self.id} has no item '{item_id}'")

    def scale(self, scale_id: str) -> Scale:
        """The scale of that id; raises InstrumentError when there is none."""
        for scale in self.scales:
            if scale.id == scale_id:
                return scale
        raise InstrumentError(f"{self.id} has no scale '{scale_id}'")
