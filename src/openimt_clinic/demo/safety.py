"""Safety plans as they came about: offered, made in the person's words, looked at again."""

from collections.abc import Mapping, Sequence
from datetime import date

from openimt.simulate.person import InventedPerson, SafetyPlanText
from openimt.terms import SafetyPlanState
from openimt_clinic.demo.keeping import Keeping
from openimt_clinic.records.plan_holder import PlanHolder
from openimt_clinic.records.safety_plan import SafetyPlan

AFTERNOON = 15
NOT_NOW = "Not now. Would rather be asked again when things are calmer."
ELEMENTS = {
    "warning_signs": "warning_signs",
    "self_coping": "own_ways",
    "distraction": "people_and_places",
    "people": "people_to_ask",
    "professionals": "professionals",
    "means": "safer_place",
    "reasons": "reasons_for_living",
}
"""The simulator's names of the parts, and the record's."""
EMERGENCY = ("Emergency services", "Der Notruf")
DUTY = ("The clinic's duty line", "Der Bereitschaftsdienst der Klinik")
WITH_NUMBERS = ("people", "professionals")


def safety_plans(person: InventedPerson, keeping: Keeping) -> list[SafetyPlan]:
    """The offer of the first day, and what became of it."""
    offered = _version(1, SafetyPlanState.OFFERED, person.start, keeping)
    text = person.safety_plan
    if text is None:
        return [offered]
    days = sorted({judged.plan_on for judged in person.safety if judged.plan_on})
    return [offered, _answered(text, days, keeping)]


def _answered(text: SafetyPlanText, days: Sequence[date], keeping: Keeping) -> SafetyPlan:
    made = days[0] if days else text.on
    plan = _version(2, text.state, made, keeping)
    if text.state is not SafetyPlanState.MADE:
        plan.said = NOT_NOW
        return plan
    for part, lines in text.parts.items():
        setattr(plan, ELEMENTS[part], _lines(part, lines, keeping))
    plan.reviewed_on = plan.rehearsed_on = text.on if text.on > made else None
    return plan


def holders(plans: Sequence[SafetyPlan], keeping: Keeping) -> list[PlanHolder]:
    """The first of the people to ask holds a copy, where the plan names one and was looked at
    again: the person has named them in it."""
    return [
        PlanHolder(
            **keeping.fields(
                name=plan.people_to_ask[0]["name"],
                number=plan.number,
                since=plan.reviewed_on,
                by=keeping.person,
            )
        )
        for plan in plans
        if plan.people_to_ask and plan.reviewed_on
    ]


def _version(number: int, state: SafetyPlanState, on: date, keeping: Keeping) -> SafetyPlan:
    at = keeping.at(on, AFTERNOON)
    return SafetyPlan(
        **keeping.fields(number=number, state=state.value, on=on, by=keeping.person, made_at=at)
    )


def _lines(part: str, lines: Sequence[str], keeping: Keeping) -> Sequence[str | Mapping[str, str]]:
    if part not in WITH_NUMBERS:
        return list(lines)
    first = 10 * WITH_NUMBERS.index(part) + 2
    names = [line.partition(":")[0].rstrip(".") for line in lines]
    return [
        {"name": name, "number": _number(name, keeping, first + n)} for n, name in enumerate(names)
    ]


def _number(name: str, keeping: Keeping, which: int) -> str:
    """The real emergency number where that is meant: a false one must never stand beside it."""
    clinic = keeping.patient.clinic
    if name in EMERGENCY:
        return clinic.emergency_number
    return str(clinic.crisis_numbers[0]["number"]) if name in DUTY else keeping.number(which)
