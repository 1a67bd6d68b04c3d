"""A condition asked of a possible person: the formula of its four values."""

from collections.abc import Callable, Mapping

import z3

from openimt.catalogue.condition import Condition
from openimt.catalogue.module import Clause
from openimt.formulate.clause import judging_role
from openimt.prove.four import (
    FALSE,
    TRUE,
    Formula,
    Four,
    all_of,
    any_of,
    both,
    chosen,
    either,
    known_if,
    no,
    sure,
    turned,
)
from openimt.prove.person import EVER, Person
from openimt.terms import PHASES, Phase, Response

Phases = Mapping[Phase, Formula]
"""In which phase the course is: one formula each, exactly one of which holds."""

NO_PHASE: Phases = {}
"""Before the phase is decided: a question about it is unknown."""


def asked(c: Condition, person: Person, phases: Phases = NO_PHASE, module: str = "") -> Four:
    """What a condition comes to for this person; ``module`` is whose wish is asked about."""
    if c.asks == "not":
        return turned(asked(c.parts[0], person, phases, module))
    if c.asks in {"any", "all"}:
        parts = [asked(part, person, phases, module) for part in c.parts]
        return any_of(parts) if c.asks == "any" else all_of(parts)
    if c.asks == "wish":
        return sure(wished(person, module) if c.of[0] == "true" else no(wished(person, module)))
    if c.asks == "phase":
        if not phases:
            return Four(FALSE, FALSE, TRUE)
        return sure(either(*(phases[p] for p in PHASES if p.value in c.of)))
    return _QUESTIONS[c.asks](c, person)


def stood(clause: Clause, person: Person, phases: Phases, module: str) -> Four:
    """A clause with the judgements that may stand in for it, or set it aside."""
    found = asked(clause.when, person, phases, module)
    if clause.override:
        above = _three(person.judged(clause.id, clause.override))
        return chosen(no(above.unknown), above, found)
    if clause.unknown_blocks:
        return found
    said = _three(person.judged(clause.id, judging_role(clause.when)))
    return chosen(both(found.unknown, no(said.unknown)), said, found)


def against(clause: Clause, feared: bool, person: Person, phases: Phases, module: str) -> Formula:
    """The clause stands against the module: it is as feared, or unknown and not knowing blocks."""
    found = stood(clause, person, phases, module)
    return either(
        found.met if feared else found.not_met, found.unknown if clause.unknown_blocks else FALSE
    )


def wished(person: Person, module: str) -> Formula:
    """The person said they want it, or it was asked for."""
    return either(person.liking(module)["yes"], person.pinned(module))


def _three(said: Mapping[str, Formula]) -> Four:
    none = said.get("none", said.get("unknown", FALSE))
    return Four(said["yes"], said["no"], none)


def _event(c: Condition, person: Person) -> Four:
    weeks = float(c.option("within_weeks", EVER))
    least = float(c.option("value_at_least", 0.0))
    # A stated lowest value of 0 still asks for an event that carries a value.
    counted = person.count(c.of, weeks, least)
    some = FALSE if z3.is_int_value(counted) else counted >= int(c.option("at_least", 1))
    return known_if(person.events_known, some)


def _no_event(c: Condition, person: Person) -> Four:
    return turned(_event(c, person))


def _fall(c: Condition, person: Person) -> Four:
    """None lately, or fewer by the share than at first. That the first span is over is asked of
    the bands before it: whoever has had acts only in the last two spans is not there yet."""
    weeks, share = float(c.option("within_weeks", 8)), float(c.option("share", 0.75))
    lately, ever = person.count(c.of, weeks), person.count(c.of, EVER)
    if z3.is_int_value(lately):
        return known_if(person.events_known, TRUE)
    before = ever - person.count(c.of, 2 * weeks)
    flag = person.flag(f"fewer[{'|'.join(c.of)},{weeks:g},{share:g}]")
    enough = 4 if share >= 0.75 else 2
    name = f"fall {c.of} {weeks:g}"
    person.domain[f"{name} is one"] = _implied(flag, lately * enough <= before)
    person.domain[f"{name} is none"] = _implied(no(flag), either(before == 0, lately >= MANY))
    return known_if(person.events_known, either(lately == 0, both(lately >= 1, flag)))


MANY = 3
"""So many acts lately are no fall from any count of the bands before."""


def _implied(when: Formula, then: Formula) -> Formula:
    return either(no(when), then)


def _target(c: Condition, person: Person) -> Four:
    least = float(c.option("at_least", 0.0))
    return known_if(person.known(c.of[0]), person.at_least(c.of[0], least))


def _capacity(c: Condition, person: Person) -> Four:
    state = person.capacity(c.of[0])
    return Four(state["shown"], state["not_shown"], state["unknown"], state["not_needed"])


def _module(c: Condition, person: Person) -> Four:
    module, step = c.of[0], int(c.option("step", 1))
    ended = person.ended(module)
    there = person.step(module) >= step if step > 1 else person.begun(module)
    return Four(both(no(ended), there), both(no(ended), no(there)), FALSE, ended)


def _common(c: Condition, person: Person) -> Four:
    state = person.common(c.of[0])
    return known_if(no(state["none"]), state[str(c.option("state", "met"))])


def _judgement(c: Condition, person: Person) -> Four:
    return _three(person.judged(c.of[0], str(c.option("role", "clinician"))))


def _diagnosis(c: Condition, person: Person) -> Four:
    return _three(person.diagnosed(c.of))


def _safety_plan(c: Condition, person: Person) -> Four:
    return known_if(no(person.plan["none"]), either(*(person.plan[s] for s in c.of)))


def _imminent_risk(c: Condition, person: Person) -> Four:
    known = either(person.open_danger, no(person.risk["none"]))
    return known_if(known, person.danger if c.of[0] == "true" else no(person.danger))


def _safety_answer(c: Condition, person: Person) -> Four:
    responses = [r.value for r in Response] if "any" in c.of else c.of
    given = person.open_answer if c.option("open") else person.answer
    return sure(either(*(given(response) for response in responses)))


def _resource(c: Condition, person: Person) -> Four:
    kinds = [person.resource(k) for k in ("skills", "supports", "strengths", "roles")]
    there = person.resource(c.of[0])
    wanted = there if c.option("present", True) else no(there)
    return known_if(either(*kinds), wanted)


def _measure(c: Condition, person: Person) -> Four:
    return _three(person.measure(c))


def _attendance(c: Condition, person: Person) -> Four:
    return _three(person.attendance(c))


_QUESTIONS: Mapping[str, Callable[[Condition, Person], Four]] = {
    "event": _event,
    "no_event": _no_event,
    "fall": _fall,
    "target": _target,
    "capacity": _capacity,
    "module": _module,
    "common": _common,
    "judgement": _judgement,
    "diagnosis": _diagnosis,
    "safety_plan": _safety_plan,
    "imminent_risk": _imminent_risk,
    "safety_answer": _safety_answer,
    "resource": _resource,
    "measure": _measure,
    "attendance": _attendance,
}
