"""What other assumptions about missing outcomes make of the difference: read, told and tabled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openimt.errors import TrialError
from openimt.trial.report.facts import Tree
from openimt.trial.report.numbers import MINUS, Sentence, Traced, Tracer, decimal, p_value
from openimt.trial.report.tables import TableOf

FILE = "sensitivity.json"
PLANNED = "as planned"


@dataclass(frozen=True)
class Assumed:
    """One assumption and the difference it leads to, with a pointer into the document."""

    name: str
    pointer: str
    arm: str
    versus: str
    visit: str
    estimate: float
    low: float
    high: float
    p: float


@dataclass(frozen=True)
class Sensitivity:
    """An estimand answered: as planned first, then under each other assumption."""

    document: Mapping[str, object]
    question: str
    call: str
    rows: tuple[Assumed, ...]
    refused: tuple[str, ...]
    """Assumptions under which nothing could be estimated, with the reason."""


def read_sensitivity(document: Mapping[str, object], file: str | None = None) -> Sensitivity:
    """The answer that ``openimt trial estimand --json`` wrote; anything else raises TrialError."""
    estimand = document.get("estimand")
    if not isinstance(estimand, Mapping) or not isinstance(document.get("planned"), Mapping):
        raise TrialError("holds no estimand; give what 'trial estimand --json' wrote", file=file)
    visit = str(estimand.get("visit"))
    others = document.get("sensitivity")
    answers = [("/planned", PLANNED, document["planned"])]
    for place, answer in enumerate(others if isinstance(others, list) else []):
        name = answer.get("missing") if isinstance(answer, Mapping) else None
        answers.append((f"/sensitivity/{place}", str(name), answer))
    rows, refused = [], []
    for pointer, name, answer in answers:
        held = answer if isinstance(answer, Mapping) else {}
        if held.get("refused"):
            refused.append(f"{name}: {held['refused']}")
        rows += _rows(pointer, name, held.get("contrasts"), visit)
    if not rows:
        raise TrialError("answers nothing at its own visit; answer the estimand again", file=file)
    question, call = str(estimand.get("question", "")), str(document.get("call", ""))
    return Sensitivity(document, question, call, tuple(rows), tuple(refused))


def told(found: Sensitivity, tracer: Tracer) -> tuple[Sentence, ...]:
    """How far the difference moves with the assumption, for each pair of arms."""
    pairs = dict.fromkeys((row.arm, row.versus) for row in found.rows)
    return tuple(_moved(found.rows, pair, tracer) for pair in pairs)


def table(found: Sensitivity) -> TableOf:
    """A row for each assumption and pair of arms."""
    rows = tuple(
        (
            row.name,
            f"{row.arm} {MINUS} {row.versus}",
            decimal(row.estimate, 2),
            f"{decimal(row.low, 2)} to {decimal(row.high, 2)}",
            p_value(row.p).removeprefix("= "),
        )
        for row in found.rows
    )
    heading = ("missing outcomes", "arms", "difference", "95 % interval", "p")
    note = "; ".join([found.question, *found.refused])
    return TableOf("Other assumptions about what is missing", heading, rows, 2, note)


def facts(found: Sensitivity) -> Tree:
    """What it answers of the checklists."""
    names = ", ".join(dict.fromkeys(row.name for row in found.rows))
    return {
        "analysis": {"missing": f"by the estimand: {found.question}", "sensitivity": names},
        "results": {"further": "in the table of other assumptions"},
    }


def _moved(rows: Sequence[Assumed], pair: tuple[str, str], tracer: Tracer) -> Sentence:
    ours = [row for row in rows if (row.arm, row.versus) == pair]
    least, most = min(ours, key=_estimate), max(ours, key=_estimate)
    if len(ours) == 1:
        return (f"{pair[0]} minus {pair[1]}, {ours[0].name}: ", _said(ours[0], tracer), ".")
    opening = (
        f"Under {len(ours)} assumptions about missing outcomes the difference of {pair[0]} minus "
        f"{pair[1]} lies between "
    )
    return (
        opening,
        _said(least, tracer),
        f" ({least.name}) and ",
        _said(most, tracer),
        f" ({most.name}).",
    )


def _said(row: Assumed, tracer: Tracer) -> Traced:
    return tracer.number(f"{row.pointer}/estimate")


def _estimate(row: Assumed) -> float:
    return row.estimate


def _rows(root: str, name: str, contrasts: object, visit: str) -> list[Assumed]:
    listed = contrasts if isinstance(contrasts, list) else []
    return [
        _row(f"{root}/contrasts/{place}", name, row, visit)
        for place, row in enumerate(listed)
        if isinstance(row, Mapping) and str(row.get("visit")) == visit
    ]


def _row(pointer: str, name: str, row: Mapping[str, object], visit: str) -> Assumed:
    low, high = _pair(pointer, row.get("ci"))
    return Assumed(
        name=name,
        pointer=pointer,
        arm=str(row.get("arm")),
        versus=str(row.get("versus")),
        visit=visit,
        estimate=_number(f"{pointer}/estimate", row.get("estimate")),
        low=low,
        high=high,
        p=_number(f"{pointer}/p", row.get("p")),
    )


def _pair(pointer: str, ends: object) -> tuple[float, float]:
    if isinstance(ends, list) and len(ends) == 2:
        return _number(f"{pointer}/ci/0", ends[0]), _number(f"{pointer}/ci/1", ends[1])
    raise TrialError("is not an interval of two numbers", field=f"{pointer}/ci")


def _number(pointer: str, value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    raise TrialError("is not a number", field=pointer)
