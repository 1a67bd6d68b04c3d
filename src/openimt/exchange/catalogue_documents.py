"""The JSON documents of ``openimt catalogue diff`` and ``gaps``, as types and made from values."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TypedDict, cast

from openimt.catalogue.changed import ModuleChange
from openimt.catalogue.difference import Difference, TherapyChange
from openimt.catalogue.gap_map import GapMap
from openimt.plan.affected import Affected


class RuleChangeDocument(TypedDict):
    """A rule by its id, as a sentence before and after; empty = there was, or is, no such rule."""

    id: str
    before: str
    after: str


class PartChangeDocument(TypedDict):
    """A module or therapy that is ``new``, ``gone`` or ``changed``: its rules, its other parts."""

    id: str
    name: str
    how: str
    rules: list[RuleChangeDocument]
    parts: list[str]


class NumberChangeDocument(TypedDict):
    """A number that a clinic signs; null = it was, or is, not there."""

    name: str
    says: str
    before: float | None
    after: float | None


class EntryChangeDocument(TypedDict):
    """An entry of a list, such as a capacity, that is ``new``, ``gone`` or ``changed``."""

    of: str
    id: str
    how: str


class PlanChangeDocument(TypedDict):
    """What a plan does differently about one module, and which change of the catalogue is why."""

    module: str
    what: str
    says: str
    why: str
    before_week: int | None
    after_week: int | None


class AffectedDocument(TypedDict):
    """An example person whose plan is another one."""

    person: str
    changes: list[PlanChangeDocument]
    says: list[str]


class CatalogueDiffDocument(TypedDict):
    """What ``openimt catalogue diff --json`` prints."""

    before: str
    after: str
    modules: list[PartChangeDocument]
    therapies: list[PartChangeDocument]
    numbers: list[NumberChangeDocument]
    entries: list[EntryChangeDocument]
    people: list[AffectedDocument]


class TargetGapDocument(TypedDict):
    """A target, the best evidence class among its modules (null = no module), and the training
    without which no module for it can be given."""

    target: str
    name: str
    modules: list[str]
    evidence: str | None
    competences: list[str]


class NeedsGapDocument(TypedDict):
    """Needs that no modules can cover together for anybody, and why."""

    targets: list[str]
    says: str


class CatalogueGapsDocument(TypedDict):
    """What ``openimt catalogue gaps --json`` prints."""

    version: str
    targets: list[TargetGapDocument]
    without_module: list[str]
    without_trial: list[str]
    without_tested_package: list[str]
    only_with_training: list[str]
    not_together: list[NeedsGapDocument]
    looked_at: int


def diff_document(what: Difference, people: Sequence[Affected]) -> CatalogueDiffDocument:
    """The document of a difference and of the people whose plans it changes."""
    return {
        "before": what.before,
        "after": what.after,
        "modules": [_part(one.module, one) for one in what.modules],
        "therapies": [_part(one.therapy, one) for one in what.therapies],
        "numbers": [cast(NumberChangeDocument, asdict(one)) for one in what.numbers],
        "entries": [cast(EntryChangeDocument, asdict(one)) for one in what.entries],
        "people": [_affected(one) for one in people],
    }


def _part(part_id: str, one: ModuleChange | TherapyChange) -> PartChangeDocument:
    return {
        "id": part_id,
        "name": one.name,
        "how": how(one),
        "rules": [cast(RuleChangeDocument, asdict(rule)) for rule in one.rules],
        "parts": list(one.parts),
    }


def how(one: ModuleChange | TherapyChange) -> str:
    """``new``, ``gone`` or ``changed``."""
    return "new" if one.new else "gone" if one.gone else "changed"


def _affected(one: Affected) -> AffectedDocument:
    return {
        "person": one.person,
        "changes": [
            {
                "module": change.module,
                "what": change.what,
                "says": change.says,
                "why": why,
                "before_week": change.before_week,
                "after_week": change.after_week,
            }
            for change, why in zip(one.changes, one.why, strict=True)
        ],
        "says": list(one.says),
    }


def gaps_document(found: GapMap, version: str) -> CatalogueGapsDocument:
    """The document of a gap map."""
    return {
        "version": version,
        "targets": [
            {
                "target": one.target,
                "name": one.name,
                "modules": list(one.modules),
                "evidence": one.evidence.value if one.evidence else None,
                "competences": list(one.competences),
            }
            for one in found.targets
        ],
        "without_module": list(found.without_module),
        "without_trial": list(found.without_trial),
        "without_tested_package": list(found.without_tested_package),
        "only_with_training": list(found.only_with_training),
        "not_together": [
            {"targets": list(one.targets), "says": one.says} for one in found.not_together
        ],
        "looked_at": found.looked_at,
    }
