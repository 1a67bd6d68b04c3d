"""The answer to an estimand's question as a JSON document."""

import math
from typing import TYPE_CHECKING, TypedDict

from openimt.exchange.trial_documents import ContrastDocument, MeanDocument

if TYPE_CHECKING:
    from openimt.trial.estimand import Answer, Estimand
    from openimt.trial.estimand.counting import EventCount
    from openimt.trial.estimand.finding import ArmMean, Difference, Finding
    from openimt.trial.estimand.tipping import Tipping


class EventRuleDocument(TypedDict):
    """How one kind of intercurrent event is dealt with."""

    kind: str
    strategy: str
    missing: str
    value: float | None


class EstimandTextDocument(TypedDict):
    """The five attributes, and how uncertainty is found."""

    id: str
    question: str
    arms: dict[str, str]
    reference: str
    population: str
    outcome: str
    visit: str
    better: str
    events: list[EventRuleDocument]
    summary: str
    level: float
    method: str
    draws: int | None
    seed: int | None


class EventCountDocument(TypedDict):
    """How many people an event befell, by arm, and what became of the outcomes after it."""

    kind: str
    strategy: str
    people: dict[str, int]
    late: int
    kept: int
    set_aside: int
    given: int
    imputed: int


class FindingDocument(TypedDict):
    """One analysis. ``missing`` is null for the planned one; ``refused`` says why none was done."""

    missing: str | None
    means: list[MeanDocument]
    contrasts: list[ContrastDocument]
    refused: str | None


class ShiftedDocument(TypedDict):
    """The comparison with deltas added to what was imputed."""

    delta: float
    delta_reference: float
    estimate: float
    se: float
    df: float | None
    p: float


class CrossingDocument(TypedDict):
    """A delta of one arm alone at which p is alpha."""

    arm: str
    delta: float
    estimate: float


class TippingDocument(TypedDict):
    """The grid of deltas of one arm and the reference."""

    arm: str
    versus: str
    visit: str
    alpha: float
    imputed: dict[str, int]
    grid: list[ShiftedDocument]
    crossings: list[CrossingDocument]


class EstimandDocument(TypedDict):
    """What ``openimt trial estimand --json`` prints."""

    call: str
    estimand: EstimandTextDocument
    people: dict[str, int]
    events: list[EventCountDocument]
    planned: FindingDocument
    sensitivity: list[FindingDocument]
    tipping: list[TippingDocument]
    warnings: list[str]


def answer_to_json(answer: "Answer", call: str) -> EstimandDocument:
    """The document of an answer; ``call`` is the command that gave it."""
    return {
        "call": call,
        "estimand": _estimand(answer.estimand),
        "people": dict(answer.people),
        "events": [_count(one) for one in answer.counts],
        "planned": _finding(answer.planned),
        "sensitivity": [_finding(one) for one in answer.sensitivity],
        "tipping": [_tipping(one) for one in answer.tipping],
        "warnings": list(answer.warnings),
    }


def _estimand(one: "Estimand") -> EstimandTextDocument:
    drawn = one.inference.method == "multiple imputation"
    return {
        "id": one.id,
        "question": one.question,
        "arms": dict(one.treatment.says),
        "reference": one.treatment.reference,
        "population": one.population.says,
        "outcome": one.variable.outcome,
        "visit": one.variable.at,
        "better": str(one.variable.better),
        "events": [
            {
                "kind": rule.kind,
                "strategy": str(rule.strategy),
                "missing": str(rule.missing),
                "value": rule.value,
            }
            for rule in one.events
        ],
        "summary": str(one.summary.measure),
        "level": one.summary.level,
        "method": str(one.inference.method),
        "draws": one.inference.draws if drawn else None,
        "seed": one.inference.seed if drawn else None,
    }


def _count(one: "EventCount") -> EventCountDocument:
    return {
        "kind": one.kind,
        "strategy": one.strategy,
        "people": dict(one.people),
        "late": one.late,
        "kept": one.kept,
        "set_aside": one.set_aside,
        "given": one.given,
        "imputed": one.imputed,
    }


def _finding(one: "Finding") -> FindingDocument:
    return {
        "missing": None if one.assumption is None else str(one.assumption),
        "means": [_mean(mean) for mean in one.means],
        "contrasts": [_contrast(difference) for difference in one.differences],
        "refused": one.refused or None,
    }


def _mean(one: "ArmMean") -> MeanDocument:
    c = one.contrast
    return {
        "arm": one.arm,
        "visit": one.visit,
        "estimate": c.estimate,
        "se": c.se,
        "df": _finite(c.df),
        "ci": [c.low, c.high],
    }


def _contrast(one: "Difference") -> ContrastDocument:
    c = one.contrast
    return {
        "visit": one.visit,
        "arm": one.arm,
        "versus": one.versus,
        "estimate": c.estimate,
        "se": c.se,
        "df": _finite(c.df),
        "t": c.t,
        "p": c.p,
        "ci": [c.low, c.high],
    }


def _tipping(one: "Tipping") -> TippingDocument:
    return {
        "arm": one.arm,
        "versus": one.versus,
        "visit": one.visit,
        "alpha": one.alpha,
        "imputed": {one.arm: one.imputed[0], one.versus: one.imputed[1]},
        "grid": [
            {
                "delta": row.delta,
                "delta_reference": row.delta_reference,
                "estimate": row.estimate,
                "se": row.se,
                "df": _finite(row.df),
                "p": row.p,
            }
            for row in one.grid
        ],
        "crossings": [
            {"arm": row.arm, "delta": row.delta, "estimate": row.estimate} for row in one.crossings
        ],
    }


def _finite(value: float) -> float | None:
    """A number, or null where it is infinite: degrees of freedom of the normal distribution."""
    return value if math.isfinite(value) else None
