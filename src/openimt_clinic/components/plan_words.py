"""The safety plan as its pages show it: elements with their headings, lines, numbers to touch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openimt.terms import SafetyPlanState
from openimt_clinic.records.safety_plan import SafetyPlan

PEOPLE = ("people_to_ask", "professionals")
HEADINGS: dict[str, str | Promise] = {
    "warning_signs": _("How I notice"),
    "own_ways": _("What I can do alone"),
    "people_and_places": _("People and places that take my mind off it"),
    "people_to_ask": _("People I can ask"),
    "professionals": _("Who helps by profession"),
    "safer_place": _("Making things safer"),
    "reasons_for_living": _("What I live for"),
}


@dataclass(frozen=True)
class Line:
    """One line of the plan; ``number`` can be touched to call."""

    says: str
    number: str = ""


@dataclass(frozen=True)
class Element:
    """One part of the plan under its heading."""

    id: str
    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class PlanView:
    """A version of the plan. ``looked_at``: the day it was last looked at together."""

    number: int
    on: date
    looked_at: date | None
    elements: tuple[Element, ...]


def plan_view(plan: SafetyPlan | None) -> PlanView | None:
    """The plan as written; None where none was made."""
    if plan is None or plan.state != SafetyPlanState.MADE.value:
        return None
    return PlanView(plan.number, plan.on, plan.reviewed_on, elements_of(plan))


def elements_of(plan: SafetyPlan) -> tuple[Element, ...]:
    """The elements that say something, in their order."""
    found = (
        Element(name, str(heading), _lines(getattr(plan, name)))
        for name, heading in HEADINGS.items()
    )
    return tuple(element for element in found if element.lines)


def _lines(kept: Sequence[object]) -> tuple[Line, ...]:
    return tuple(
        Line(str(one.get("name", "")), str(one.get("number", "")))
        if isinstance(one, dict)
        else Line(str(one))
        for one in kept
    )
