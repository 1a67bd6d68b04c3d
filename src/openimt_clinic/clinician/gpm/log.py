"""What was noted of a person's states, plan and reviews, as the core's values."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from openimt.deliver.cases.reviews import ReviewDecision
from openimt.deliver.documents.document import Value
from openimt.deliver.hypersensitivity.states import Connection, Noted
from openimt.deliver.writing.rows import rows_of
from openimt_clinic.actions.care.kinds import case
from openimt_clinic.actions.care.kinds.connection_state import STATE_WORDS
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.mapping.care import draft_of, newest, signed_ones
from openimt_clinic.records.mapping.told_day import told_day
from openimt_clinic.records.mapping.written import values_of
from openimt_clinic.records.patient import Patient

PLAN_FIELDS = {one.name: one for one in case.PLAN.fields(None, None)}  # type: ignore[arg-type]


@dataclass(frozen=True)
class LoggedState:
    """A noted state with its document and its word."""

    id: UUID
    noted: Noted
    word: str
    helped: str = ""


@dataclass(frozen=True)
class Goal:
    """A goal of the case plan. ``past``: its day has come."""

    goal: str
    sort: str
    by: date | None
    seen: str
    past: bool


@dataclass(frozen=True)
class CasePlan:
    """The plan that holds, or its draft where none was signed yet. ``others``: who, and what is
    agreed; ``comorbid``: what, in which order, who treats it."""

    id: UUID
    draft: bool
    responsible: str
    goals: tuple[Goal, ...]
    others: tuple[tuple[str, str, str], ...]
    comorbid: tuple[tuple[str, str, str], ...]
    absences: str


@dataclass(frozen=True)
class HeldReview:
    """A review that was held, with what it decided."""

    id: UUID
    on: date
    step: str
    because: str


def states_of(patient: Patient) -> tuple[LoggedState, ...]:
    """Every signed state, the newest day first."""
    return tuple(_state(one) for one in signed_ones(patient, "connection_state"))


def case_plan(patient: Patient, today: date) -> CasePlan | None:
    """The plan that holds; before there is one, its draft."""
    one = newest(patient, "case_plan") or draft_of(patient, "case_plan")
    if one is None:
        return None
    values = values_of(one.fields)
    return CasePlan(
        one.pk,
        one.signed_at is None,
        _text(values.get("responsible")),
        tuple(_goals(values.get("goals"), today)),
        tuple(_three(values, "others", ("part", "name", "agreed"), dict(case.OTHERS))),
        tuple(_three(values, "comorbid", ("order", "what", "who"), dict(case.ORDER))),
        _text(values.get("absences")),
    )


def reviews_held(patient: Patient) -> tuple[HeldReview, ...]:
    """Signed reviews, the newest first."""
    return tuple(
        HeldReview(
            one.pk,
            told_day(one),
            str(case.STEPS[ReviewDecision(str(one.values["step"]))]),
            _text(values_of(one.fields).get("because")),
        )
        for one in signed_ones(patient, "case_review")
    )


def _state(one: CareDocument) -> LoggedState:
    values = values_of(one.fields)
    state = Connection(str(values["state"]))
    noted = Noted(
        told_day(one),
        state,
        _text(values.get("changed")),
        _text(values.get("who")),
    )
    return LoggedState(one.pk, noted, str(STATE_WORDS[state]), _text(values.get("helped")))


def _goals(value: Value, today: date) -> Iterator[Goal]:
    words = dict(case.GOAL_SORTS)
    for row in rows_of(PLAN_FIELDS["goals"], value):
        by = date.fromisoformat(str(row["by"])) if row["by"] else None
        sort = str(words.get(str(row["sort"]), ""))
        past = by is not None and by <= today
        yield Goal(_text(row["goal"]), sort, by, _text(row["seen"]), past)


def _three(
    values: dict[str, Value], name: str, columns: tuple[str, ...], words: dict[str, object]
) -> Iterator[tuple[str, str, str]]:
    for row in rows_of(PLAN_FIELDS[name], values.get(name)):
        first, second, third = (row[one] for one in columns)
        yield str(words.get(_text(first), "")), _text(second), _text(third)


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""
