"""Asking a condition of a person's facts: the meaning of every question, four-valued and total.

*Unknown* is an answer of its own: a list that was never filled in (``events`` absent) is unknown,
an empty one says *none*. Missing data is not safety, and it is not danger either.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from math import ceil

from openimt.catalogue.condition import Condition
from openimt.formulate.answer import Answer
from openimt.formulate.facts import Facts
from openimt.formulate.profile import Because
from openimt.formulate.say import (
    answer_says,
    day_says,
    lapsed_says,
    measure_says,
    number_says,
    plain,
)
from openimt.formulate.where import open_danger
from openimt.terms import PHASES, CapacityState, EventKind, Truth


def ask(condition: Condition, facts: Facts, module: str = "") -> Answer:
    """The answer to a condition; ``module`` is whose wish ``{ wish = true }`` asks about."""
    return _QUESTIONS[condition.asks](condition, facts, module)


def _truth(holds: bool) -> Truth:
    return Truth.MET if holds else Truth.NOT_MET


def _unknown(says: str) -> Answer:
    return Answer(Truth.UNKNOWN, (Because(says),))


def _event(c: Condition, facts: Facts, _: str) -> Answer:
    if facts.assessment.events is None:
        return _unknown("events were not asked about")
    weeks = c.option("within_weeks")
    found = facts.events(c.of, weeks)
    least = c.option("value_at_least")
    if least is not None:
        found = tuple(e for e in found if e.value is not None and e.value >= least)
    days = ", ".join(day_says(e.on) for e in found[-3:])
    says = f"{_name(c)}: {len(found)}" + (f" ({days})" if days else "") + _window(weeks)
    holds = len(found) >= c.option("at_least", 1)
    passes = _wait(c, facts, weeks) if holds and weeks else None
    return Answer(_truth(holds), (Because(says, "events"),), passes)


def _no_event(c: Condition, facts: Facts, module: str) -> Answer:
    happened = _event(c, facts, module)
    if happened.state is Truth.UNKNOWN:
        return happened
    if happened.state is Truth.NOT_MET:
        return Answer(Truth.MET, happened.because)
    return Answer(Truth.NOT_MET, happened.because, happened.in_weeks)


def _wait(c: Condition, facts: Facts, weeks: float) -> int:
    last = facts.events(c.of, weeks)[-1].on
    clear = last + timedelta(days=round(7 * weeks))
    return max(1, ceil((clear - facts.on).days / 7))


def _fall(c: Condition, facts: Facts, _: str) -> Answer:
    """Fewer by a share than in the first span of weeks that had one; none lately also holds."""
    if facts.assessment.events is None:
        return _unknown("events were not asked about")
    weeks, share = c.option("within_weeks", 8), c.option("share", 0.75)
    every = facts.events(c.of)
    if not every:
        return Answer(Truth.MET, (Because(f"{_name(c)}: none recorded", "events"),))
    lately = len(facts.events(c.of, weeks))
    until = every[0].on + timedelta(days=round(7 * weeks))
    first = sum(1 for e in every if e.on < until)
    says = f"{_name(c)}: {lately} in the last {weeks:g} weeks, {first} in the first {weeks:g}"
    if lately == 0:
        return Answer(Truth.MET, (Because(says, "events"),))
    if every[0].on > facts.on - timedelta(days=round(14 * weeks)):
        return Answer(Truth.NOT_MET, (Because(says + "; two full spans are needed", "events"),))
    return Answer(_truth(lately <= (1 - share) * first), (Because(says, "events"),))


def _target(c: Condition, facts: Facts, _: str) -> Answer:
    need = facts.needs.get(c.of[0])
    if need is None:
        return _unknown(f"no reading of {_name(c)}")
    holds = need.severity >= c.option("at_least", 0.0)
    says = f"{_name(c)} is {need.severity:.2f} of 1 (± {need.sd:.2f})"
    return Answer(_truth(holds), (Because(says), *need.because))


def _measure(c: Condition, facts: Facts, _: str) -> Answer:
    reading = facts.latest(c.of[0])
    if reading is None or reading.value is None:
        return _unknown(f"{measure_says(c.of[0])} has no reading")
    low, high = c.option("at_least", float("-inf")), c.option("at_most", float("inf"))
    says = f"{measure_says(c.of[0])} is {number_says(reading.value)}"
    return Answer(_truth(low <= reading.value <= high), (Because(says, "reading"),))


def _capacity(c: Condition, facts: Facts, _: str) -> Answer:
    state = facts.assessment.capacities.get(c.of[0], CapacityState.UNKNOWN)
    says = Because(f"{_name(c)}: {state.value.replace('_', ' ')}", "capacities")
    truth = {
        CapacityState.SHOWN: Truth.MET,
        CapacityState.NOT_NEEDED: Truth.NOT_APPLICABLE,
        CapacityState.NOT_SHOWN: Truth.NOT_MET,
        CapacityState.UNKNOWN: Truth.UNKNOWN,
    }[state]
    return Answer(truth, (says,))


def _module(c: Condition, facts: Facts, _: str) -> Answer:
    done = facts.done(c.of[0])
    step = c.option("step", 1)
    if done.ended:
        says = f"{c.of[0]} ended: {done.ended}"
        return Answer(Truth.NOT_APPLICABLE, (Because(says, "delivered"),))
    says = f"{c.of[0]} is at step {done.step} of 4"
    reached = done.step or min(done.sessions, 1)  # a session held is a beginning
    return Answer(_truth(reached >= step), (Because(says, "delivered"),))


def _common(c: Condition, facts: Facts, _: str) -> Answer:
    reading = facts.assessment.common.get(c.of[0])
    if reading is None:
        return _unknown(f"{c.of[0]} is not assessed")
    says = f"{c.of[0]}: {reading.state.value.replace('_', ' ')}"
    return Answer(_truth(reading.state == c.option("state", "met")), (Because(says, "common"),))


def _judgement(c: Condition, facts: Facts, _: str) -> Answer:
    role = c.option("role", "clinician")
    judged = facts.judgement(c.of[0], role, c.option("cautious", "no"))
    if judged is None:
        gone = facts.lapsed(c.of[0], role)
        says = lapsed_says(gone) if gone else "nobody has judged"
        return _unknown(f"{says} “{_name(c)}”")
    says = f"judged by {judged.by or 'an unnamed person'}: {judged.reason or 'no reason given'}"
    return Answer(_truth(judged.met), (Because(says, "judgement"),))


def _diagnosis(c: Condition, facts: Facts, _: str) -> Answer:
    """Met by any diagnosis that was made; without a match unknown until others were asked for."""
    first, others = facts.assessment.diagnosis, facts.assessment.other_diagnoses
    every = (*((first,) if first else ()), *(others or ()))
    codes = tuple(code.upper() for code in c.of)
    if found := [d for d in every if d.code.upper().startswith(codes)]:
        return Answer(Truth.MET, tuple(Because(f"diagnosis {d.code}", "diagnosis") for d in found))
    if others is None:
        return _unknown("other diagnoses were not asked about" if first else "no diagnosis yet")
    says = ", ".join(d.code for d in every) or "none"
    return Answer(Truth.NOT_MET, (Because(f"diagnoses: {says}", "diagnosis"),))


def _wish(c: Condition, facts: Facts, module: str) -> Answer:
    liking = facts.assessment.preferences.get(module, 0.0)
    wished = liking > 0 or module in facts.assessment.pin
    says = "the person wishes it" if wished else "no stated wish for it"
    return Answer(_truth(wished == (c.of[0] == "true")), (Because(says, "preferences"),))


def _safety_plan(c: Condition, facts: Facts, _: str) -> Answer:
    plan = facts.assessment.safety.plan
    if plan is None:
        return _unknown("no safety plan has been offered yet, as far as is known")
    return Answer(_truth(plan.value in c.of), (Because(f"safety plan: {plan.value}", "safety"),))


def _imminent_risk(c: Condition, facts: Facts, _: str) -> Answer:
    """A person's judgement; intent, plan or attempt are danger until somebody reviewed them."""
    asked = c.of[0] == "true"
    if waiting := open_danger(facts.assessment):
        says = f"{waiting[0].kind.value.replace('_', ' ')} not yet reviewed"
        return Answer(_truth(asked), (Because(says, "events"),))
    risk = facts.assessment.safety.imminent_risk
    if risk is None:
        return _unknown("no clinician has judged imminent risk")
    who = facts.assessment.safety.judged_by or "an unnamed person"
    word = "imminent risk" if risk else "no imminent risk"
    return Answer(_truth(risk is asked), (Because(f"{word}, judged by {who}"),))


def _safety_answer(c: Condition, facts: Facts, _: str) -> Answer:
    """Any worrying answer calling for at least one of the named responses (``any`` = every one);
    ``open`` asks only for those that no clinician's judgement of danger has followed."""
    found = [a for a in facts.assessment.safety_answers if "any" in c.of or a.response in c.of]
    judged_on = facts.assessment.safety.judged_on
    if c.option("open") and judged_on is not None:
        found = [a for a in found if (a.on or facts.on) > judged_on]
    grounds = tuple(Because(answer_says(a), "answer") for a in found)
    return Answer(_truth(bool(found)), grounds)


def _resource(c: Condition, facts: Facts, _: str) -> Answer:
    """Whether a part of the resilience profile, such as supports or roles, names anything."""
    held: tuple[str, ...] = getattr(facts.assessment.resilience, c.of[0], ())
    wanted = bool(c.option("present", True))
    says = f"{c.of[0]}: {', '.join(held) if held else 'none named'}"
    if not held and not any(_resources(facts)):
        return _unknown("the resilience profile is empty")
    return Answer(_truth(bool(held) == wanted), (Because(says, "resilience"),))


def _resources(facts: Facts) -> tuple[tuple[str, ...], ...]:
    r = facts.assessment.resilience
    return (r.skills, r.supports, r.strengths, r.roles)


def _phase(c: Condition, facts: Facts, _: str) -> Answer:
    if facts.phase is None:
        return _unknown("the phase is not decided yet")
    grounds = () if set(c.of) >= set(PHASES) else (Because(f"phase: {facts.phase.value}"),)
    return Answer(_truth(facts.phase.value in c.of), grounds)


def _attendance(c: Condition, facts: Facts, _: str) -> Answer:
    """So many of the last offered sessions kept; cancelled with notice is neither kept nor
    missed."""
    least, of = int(c.option("at_least", 3)), int(c.option("of_last", 4))
    offered = facts.events(("session_kept", "session_missed"))[-of:]
    held = sum(d.sessions for d in facts.assessment.delivered)
    if not offered and held >= of:
        says = f"{held} sessions held, none recorded as missed"
        return Answer(Truth.MET, (Because(says, "delivered"),))
    kept = sum(1 for event in offered if event.kind == "session_kept")
    says = f"kept {kept} of the last {len(offered)} offered"
    if kept >= least:
        return Answer(Truth.MET, (Because(says, "events"),))
    if len(offered) - kept > of - least:
        return Answer(Truth.NOT_MET, (Because(says, "events"),))
    return _unknown(f"{says}; {of} are needed")


def _any(c: Condition, facts: Facts, module: str) -> Answer:
    answers = [ask(part, facts, module) for part in c.parts]
    for state in (Truth.MET, Truth.NOT_APPLICABLE, Truth.UNKNOWN):
        if chosen := [a for a in answers if a.state is state]:
            return Answer(state, tuple(b for a in chosen for b in a.because), _lasts(chosen))
    waits = [a.in_weeks for a in answers if a.in_weeks is not None]
    grounds = tuple(b for a in answers for b in a.because)
    return Answer(Truth.NOT_MET, grounds, min(waits) if waits else None)


def _all(c: Condition, facts: Facts, module: str) -> Answer:
    answers = [ask(part, facts, module) for part in c.parts]
    failing = [a for a in answers if a.state is Truth.NOT_MET]
    if failing:
        waits = [a.in_weeks for a in failing]
        wait = max(w for w in waits if w is not None) if None not in waits else None
        return Answer(Truth.NOT_MET, tuple(b for a in failing for b in a.because), wait)
    for state in (Truth.UNKNOWN, Truth.MET):
        if chosen := [a for a in answers if a.state is state]:
            return Answer(state, tuple(b for a in chosen for b in a.because))
    return Answer(Truth.NOT_APPLICABLE, tuple(b for a in answers for b in a.because))


def _lasts(answers: list[Answer]) -> int | None:
    """When the last of several answers that hold turns; None when one of them never does."""
    waits = [a.in_weeks for a in answers]
    return None if None in waits else max(w for w in waits if w is not None)


def _not(c: Condition, facts: Facts, module: str) -> Answer:
    inner = ask(c.parts[0], facts, module)
    turned = {Truth.MET: Truth.NOT_MET, Truth.NOT_MET: Truth.MET}.get(inner.state, inner.state)
    return Answer(turned, inner.because, inner.in_weeks)


def _name(c: Condition) -> str:
    return " or ".join(plain(word) for word in c.of)


def _window(weeks: float | None) -> str:
    return f" in the last {weeks:g} weeks" if weeks is not None else ""


_QUESTIONS: Mapping[str, Callable[[Condition, Facts, str], Answer]] = {
    "event": _event,
    "no_event": _no_event,
    "fall": _fall,
    "target": _target,
    "measure": _measure,
    "capacity": _capacity,
    "module": _module,
    "common": _common,
    "judgement": _judgement,
    "diagnosis": _diagnosis,
    "wish": _wish,
    "safety_plan": _safety_plan,
    "imminent_risk": _imminent_risk,
    "safety_answer": _safety_answer,
    "resource": _resource,
    "phase": _phase,
    "attendance": _attendance,
    "any": _any,
    "all": _all,
    "not": _not,
}

KINDS = frozenset(kind.value for kind in EventKind)
"""The words an event question may name."""
