"""A second reading of conditions, for the checker alone: what holds today, and in a week.

It shares no line with the planner's own way of asking, so that a slip in one shows in the other.
A condition is read for today, or for a week of a plan: then time has passed without new events,
and what the plan does before that week counts as done.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from openimt.catalogue.condition import Condition
from openimt.catalogue.module import Clause, Module
from openimt.formulate.assessment import Event
from openimt.plan.check_case import Case
from openimt.plan.check_severity import severities
from openimt.terms import CapacityState, EventKind, Phase, Truth

MET, NOT_MET = Truth.MET, Truth.NOT_MET
UNKNOWN, EXCUSED = Truth.UNKNOWN, Truth.NOT_APPLICABLE


def calls(clauses: Iterable[Clause], module: str, case: Case) -> bool:
    """Whether any of a module's clauses is met today."""
    return any(stands(clause, case, None, module) is MET for clause in clauses)


def is_safety(module: Module, case: Case) -> bool:
    """Whether safety calls for it: a mandatory clause holds, and it costs no session budget."""
    return not module.dose.budget and calls(module.mandatory, module.id, case)


def holds(condition: Condition, case: Case, week: int | None = None, module: str = "") -> Truth:
    """What a condition comes to today (``week`` None) or in a week of the plan."""
    if condition.asks in _JOINS:
        parts = [holds(part, case, week, module) for part in condition.parts]
        return _JOINS[condition.asks](parts)
    if condition.asks == "wish":
        wished = case.assessment.preferences.get(module, 0) > 0 or case.pinned(module)
        return _yes(wished is ("true" in condition.of))
    if condition.asks in _IN_TIME:
        return _IN_TIME[condition.asks](condition, case, week)
    return _AS_TODAY[condition.asks](condition, case)


def stands(clause: Clause, case: Case, week: int | None, module: str) -> Truth:
    """What a clause comes to: the role that it names may set it aside; elsewhere whoever may judge
    it says what the records do not know, except where not knowing blocks."""
    state = holds(clause.when, case, week, module)
    if not clause.override and (state is not UNKNOWN or clause.unknown_blocks):
        return state
    inside = {str(part.option("role", "clinician")) for part in clause.when.flat()}
    strict = sorted(inside - {"clinician"})
    role = clause.override or (strict or ["clinician"])[0]
    said = judged(clause.id, role, case, bool(clause.override))
    return state if said is UNKNOWN else said


def _first(order: tuple[Truth, ...]) -> Callable[[list[Truth]], Truth]:
    return lambda parts: next(truth for truth in order if truth in parts)


def _turned(parts: list[Truth]) -> Truth:
    return {MET: NOT_MET, NOT_MET: MET}.get(parts[0], parts[0])


_JOINS: Mapping[str, Callable[[list[Truth]], Truth]] = {
    "any": _first((MET, EXCUSED, UNKNOWN, NOT_MET)),
    "all": _first((NOT_MET, UNKNOWN, MET, EXCUSED)),
    "not": _turned,
}


def _yes(so: bool) -> Truth:
    return MET if so else NOT_MET


def _moment(case: Case, week: int | None) -> date:
    return case.assessment.on + timedelta(weeks=week or 0)


def _counted(c: Condition, case: Case, week: int | None, span: float | None) -> list[Event]:
    """Events of the asked kinds in the span of weeks that ends at the moment asked about."""
    now = _moment(case, week)
    least = c.option("value_at_least")
    return [
        e
        for e in case.assessment.events or ()
        if e.kind.value in c.of
        and e.on <= now
        and (span is None or (now - e.on).days < round(7 * span))
        and (least is None or (e.value is not None and e.value >= least))
    ]


def _event(c: Condition, case: Case, week: int | None) -> Truth:
    if case.assessment.events is None:
        return UNKNOWN
    found = _counted(c, case, week, c.option("within_weeks"))
    return _yes(len(found) >= c.option("at_least", 1))


def _no_event(c: Condition, case: Case, week: int | None) -> Truth:
    return _turned([_event(c, case, week)])


def _fall(c: Condition, case: Case, week: int | None) -> Truth:
    if case.assessment.events is None:
        return UNKNOWN
    span, share = c.option("within_weeks", 8), c.option("share", 0.75)
    lately = len(_counted(c, case, week, span))
    days = sorted(e.on for e in _counted(c, case, week, None))
    if lately == 0:
        return MET
    if (_moment(case, week) - days[0]).days < round(14 * span):
        return NOT_MET
    first = sum(1 for day in days if (day - days[0]).days < round(7 * span))
    return _yes(lately <= first * (1 - share))


def _target(c: Condition, case: Case) -> Truth:
    found = severities(case.assessment, case.catalogue)
    target = c.of[0]
    return _yes(found[target] >= c.option("at_least", 0.0)) if target in found else UNKNOWN


def _capacity(c: Condition, case: Case, week: int | None) -> Truth:
    name = c.of[0]
    state = case.assessment.capacities.get(name, CapacityState.UNKNOWN)
    if state in {CapacityState.SHOWN, CapacityState.NOT_NEEDED}:
        return MET if state is CapacityState.SHOWN else EXCUSED
    builders = case.catalogue.capacities[name].built_by
    if any(_served(case, builder, 0.75, week) for builder in builders):
        return MET
    return NOT_MET if state is CapacityState.NOT_SHOWN else UNKNOWN


def _module(c: Condition, case: Case, week: int | None) -> Truth:
    name, step = c.of[0], c.option("step", 1)
    done = case.done(name)
    if done.ended:
        return EXCUSED
    begun = step <= 1 and done.sessions > 0
    return _yes(done.step >= step or begun or _served(case, name, step / 4, week))


def _served(case: Case, module: str, share: float, week: int | None) -> bool:
    """Whether the plan leaves room for that share of a module's sessions before the week."""
    placed = case.plan.placement(module)
    if week is None or placed is None or placed.start_week >= week:
        return False
    dose = case.catalogue.modules[module].dose if module in case.catalogue.modules else None
    if dose and not dose.budget:
        return True
    weeks = week - placed.start_week
    if dose and dose.track == "group":
        return weeks >= share * placed.sessions
    return weeks * case.sessions_per_week + 1 > share * placed.sessions


def _common(c: Condition, case: Case) -> Truth:
    wanted = c.option("state", "met")
    reading = case.assessment.common.get(c.of[0])
    return UNKNOWN if reading is None else _yes(reading.state == wanted)


def _judgement(c: Condition, case: Case) -> Truth:
    return judged(c.of[0], c.option("role", "clinician"), case, c.option("cautious") == "yes")


def judged(name: str, role: str, case: Case, wary: bool = False) -> Truth:
    """What stands of the judgements that have not lapsed: where they contradict each other, the
    one that is wary. A clinician is whoever judges; of another role is only who has it, by
    name, with a reason and until a day."""
    today = case.assessment.on
    valid = [
        j
        for j in case.assessment.judgements
        if j.criterion == name and (j.until or date.max) >= today
        if role == "clinician" or (j.role == role and j.by and j.reason and j.until)
    ]
    said = {j.met for j in valid}
    return UNKNOWN if not said else _yes(wary if len(said) > 1 else said == {True})


def lapsed_yes(name: str, case: Case) -> bool:
    """Whether a yes was the last that anybody judged, and none of the judgements stands today."""
    made = [j for j in case.assessment.judgements if j.criterion == name]
    last = max((j.until or date.max for j in made), default=date.max)
    standing = [j.met for j in made if j.until == last]
    return last < case.assessment.on and all(standing)


def _diagnosis(c: Condition, case: Case) -> Truth:
    first, others = case.assessment.diagnosis, case.assessment.other_diagnoses
    made = [d.code.upper() for d in (first, *(others or ())) if d is not None]
    if any(code.startswith(asked.upper()) for code in made for asked in c.of):
        return MET
    return UNKNOWN if others is None else NOT_MET


def _safety_plan(c: Condition, case: Case, week: int | None) -> Truth:
    plan = case.assessment.safety.plan
    if _plan_by_then(case, week) and {"offered", "made"} & set(c.of):
        return MET
    return UNKNOWN if plan is None else _yes(plan.value in c.of)


def _plan_by_then(case: Case, week: int | None) -> bool:
    """Whether the plan makes a safety plan before the week; the module that does is ``s1``."""
    return _served(case, "s1", 1.0, week)


def _imminent_risk(c: Condition, case: Case, week: int | None) -> Truth:
    """A plan is drawn beyond danger: it is expected to pass with the safety phase."""
    asked = "false" not in c.of
    if case.danger():
        now = week is None or case.phase_in(week) is Phase.SAFETY
        return _yes(now is asked)
    return UNKNOWN if case.assessment.safety.imminent_risk is None else _yes(not asked)


def _safety_answer(c: Condition, case: Case) -> Truth:
    answers = list(case.assessment.safety_answers)
    seen = case.assessment.safety.judged_on
    if c.option("open") and seen is not None:
        answers = [a for a in answers if seen < (a.on or case.assessment.on)]
    return _yes(any("any" in c.of or answer.response.value in c.of for answer in answers))


def _resource(c: Condition, case: Case) -> Truth:
    profile = case.assessment.resilience
    kinds = {
        "skills": profile.skills,
        "supports": profile.supports,
        "strengths": profile.strengths,
        "roles": profile.roles,
    }
    if not any(kinds.values()):
        return UNKNOWN
    return _yes(any(kinds[kind] for kind in c.of) is bool(c.option("present", True)))


def _measure(c: Condition, case: Case) -> Truth:
    low, high = c.option("at_least", float("-inf")), c.option("at_most", float("inf"))
    asked = c.of[0].removesuffix(".total")
    read = [
        (r.on or case.assessment.on, r.value)
        for r in case.assessment.readings
        if r.value is not None and r.measure.removesuffix(".total") == asked
    ]
    return _yes(low <= max(read)[1] <= high) if read else UNKNOWN


def _attendance(c: Condition, case: Case) -> Truth:
    asked, least = int(c.option("of_last", 4)), int(c.option("at_least", 3))
    kinds = {EventKind.SESSION_KEPT, EventKind.SESSION_MISSED}
    past = [e for e in case.assessment.events or () if e.kind in kinds]
    dated = sorted((e for e in past if e.on <= case.assessment.on), key=lambda e: e.on)
    lately = [e.kind is EventKind.SESSION_KEPT for e in dated[-asked:]]
    if not lately:
        return MET if sum(d.sessions for d in case.assessment.delivered) >= asked else UNKNOWN
    if sum(lately) >= least:
        return MET
    return NOT_MET if lately.count(False) > asked - least else UNKNOWN


def _phase(c: Condition, case: Case, week: int | None) -> Truth:
    """The phase needed now, or the one the plan expects the course to be in that week."""
    phase = case.plan.phase if week is None else case.phase_in(week)
    return _yes(phase.value in c.of)


_IN_TIME: Mapping[str, Callable[[Condition, Case, int | None], Truth]] = {
    "event": _event,
    "no_event": _no_event,
    "fall": _fall,
    "capacity": _capacity,
    "module": _module,
    "safety_plan": _safety_plan,
    "imminent_risk": _imminent_risk,
    "phase": _phase,
}
"""Questions that time, or what the plan does first, may answer differently."""

_AS_TODAY: Mapping[str, Callable[[Condition, Case], Truth]] = {
    "target": _target,
    "common": _common,
    "judgement": _judgement,
    "diagnosis": _diagnosis,
    "safety_answer": _safety_answer,
    "resource": _resource,
    "measure": _measure,
    "attendance": _attendance,
}
"""Questions whose answer a plan takes as it is today."""
