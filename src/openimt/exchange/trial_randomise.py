"""The JSON documents of ``openimt trial randomise``, as types: the schemas are made from these."""

from typing import TypedDict

from openimt.trial.randomise.chain import RowKind
from openimt.trial.randomise.predict import Predictability


class RandomiseInitDocument(TypedDict):
    """What ``randomise init`` prints: publish commitment and head before the first person."""

    trial: str
    commitment: str
    head: str
    rehearsal: bool
    warnings: list[str]


class RandomiseNextDocument(TypedDict):
    """One allocation. ``number`` counts persons from 1; ``head`` is the hash of the new row."""

    person: str
    arm: str
    number: int
    levels: dict[str, str]
    at: str
    by: str
    head: str
    rehearsal: bool


class RandomiseRecordDocument(TypedDict):
    """A row that allocates nobody; ``arm`` is told by an unblinding only."""

    kind: RowKind
    person: str | None
    arm: str | None
    at: str
    by: str
    head: str


class FindingDocument(TypedDict):
    """Something wrong in a line of the list (from 1; 0 = the whole list)."""

    row: int
    says: str


class RandomiseVerifyDocument(TypedDict):
    """What verification found; ``recomputed``: every arm was worked out anew from the seed."""

    sound: bool
    rows: int
    persons: int
    head: str
    recomputed: bool
    revealed: bool
    rehearsal: bool
    findings: list[FindingDocument]


class RandomisePredictDocument(TypedDict):
    """How foreseeable and how balanced each scheme is, by simulation."""

    schemes: list[Predictability]


class RandomiseTestDocument(TypedDict):
    """The re-randomisation test of a difference in adjusted means."""

    outcome: str
    arm: str
    versus: str
    adjusted_for: list[str]
    persons: int
    with_outcome: int
    difference: float
    p: float
    mcse: float
    alternative: str
    replicates: int
    centre: float
    spread: float
    warnings: list[str]
