"""Archetypes: how a person differs from the world they are drawn from, read from data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from openimt.errors import OpenIMTError
from openimt.terms import Phase, SafetyPlanState


@dataclass(frozen=True)
class Archetype:
    """One of the twelve: shifts in SD by domain, and the facts that make the person.

    ``forms`` and ``diary`` replace the world's chances where they are given. ``supports`` and
    ``roles``: how many are named. ``targets``: a clinician's judged severities, 0 to 1.
    """

    id: str
    says: str
    weight: float
    shift: Mapping[str, float]
    act_rate: float
    urge: float
    skip: tuple[str, ...] = ()
    add: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    targets: Mapping[str, float] = field(default_factory=dict)
    wishes: Mapping[str, float] = field(default_factory=dict)
    not_needed: tuple[str, ...] = ()
    competences: tuple[str, ...] | None = None
    therapy: str = "imt"
    sessions_per_week: float = 1.0
    safety_plan: SafetyPlanState = SafetyPlanState.MADE
    forms: float | None = None
    diary: float | None = None
    starts: Phase = Phase.CONTAINMENT
    admitted: bool = False
    leaves_at_week: int | None = None
    supports: int = 1
    roles: int = 0


@cache
def archetypes() -> Mapping[str, Archetype]:
    """Every archetype by id, in the order of the file."""
    text = files("openimt.simulate").joinpath("archetypes.toml").read_text(encoding="utf-8")
    found = [_archetype(row) for row in tomllib.loads(text)["archetype"]]
    return {archetype.id: archetype for archetype in found}


def archetype(archetype_id: str) -> Archetype:
    """The archetype of that id; raises OpenIMTError when there is none."""
    try:
        return archetypes()[archetype_id]
    except KeyError:
        known = ", ".join(archetypes())
        raise OpenIMTError(f"there is no archetype '{archetype_id}'; known: {known}") from None


def _archetype(row: Mapping[str, Any]) -> Archetype:
    given = dict(row)
    for name in ("skip", "not_needed", "competences"):
        if name in given:
            given[name] = tuple(given[name])
    given["add"] = {phase: tuple(ids) for phase, ids in given.get("add", {}).items()}
    if "safety_plan" in given:
        given["safety_plan"] = SafetyPlanState(given["safety_plan"])
    if "starts" in given:
        given["starts"] = Phase(given["starts"])
    return Archetype(**given)
