"""Points that a therapy's own data open: its diary, hierarchy, procedure, states and review."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from openimt.catalogue.therapy_parts import Level, ProcedureStep, Use
from openimt.deliver.brought import Pattern
from openimt.deliver.diary import filled_says
from openimt.deliver.levels import by_level, levels_of, named_at, standing_at
from openimt.deliver.on_the_table import Given, module_points, on_the_table
from openimt.deliver.session import AgendaPoint
from openimt.deliver.standing import regulators_met, state_of, step_of
from openimt.formulate.say import day_says
from openimt.plan.plan import Placement

ALLOWS = {
    (Use.EXPLORE,): "Explore only: nothing is challenged and no other behaviour is asked for.",
    (Use.CHANGE,): "Change is what this step is for.",
    (Use.EXPLORE, Use.CHANGE): "Exploring and changing both have their place here.",
}
"""What the techniques of a step may do, in words."""


def diary(given: Given, says: str) -> Iterator[AgendaPoint]:
    """The diary, with how much of it is filled."""
    card, days, lines = given.therapy.diary, given.days, tuple[str, ...]()
    if card is not None and days is not None:
        span = int(given.catalogue.settings["agenda_days"])
        lines = (filled_says(card, days, span),)
    because = "It and what is coming up make the agenda."
    yield AgendaPoint("diary", says, because, lines=lines)


def hierarchy(given: Given, _: str) -> Iterator[AgendaPoint]:
    """The levels in order, each with what puts a matter there now and the work that belongs."""
    placed, top = by_level(given), threat(given)
    for level in levels_of(given):
        if top is None or top.id != _point_id(level):
            yield _level_point(given, level)
        here = [p for p in on_the_table(given) if placed.get(p.module) == level.id]
        yield from module_points(given, here)


def threat(given: Given) -> AgendaPoint | None:
    """The first level as a point that comes first, when something puts a matter there."""
    levels = levels_of(given)
    if not levels or not standing_at(given, levels[0]):
        return None
    return _level_point(given, levels[0], first=True)


def _level_point(given: Given, level: Level, first: bool = False) -> AgendaPoint:
    found = standing_at(given, level)
    lines = (*found, *named_at(given, level))
    because = (
        " ".join(found) or "Nothing recorded puts a matter here now; it is asked all the same."
    )
    return AgendaPoint(
        _point_id(level), level.name, because, first=first, detail=level.says, lines=lines
    )


def _point_id(level: Level) -> str:
    return f"level_{level.id}"


def procedure(given: Given, _: str) -> Iterator[AgendaPoint]:
    """What interrupts, then the step on which the work is, with how to go on and back."""
    therapy = given.therapy
    stops = regulators_met(therapy, given.profile)
    for one in stops:
        yield AgendaPoint(f"regulator_{one.id}", one.name, one.seen_by, detail=one.do)
    names = {module.id: module.name for module in given.catalogue.modules.values()}
    at = step_of(therapy, given.profile, names)
    if at is not None:
        waits = f"It waits until this is settled: {stops[0].name.lower()}." if stops else ""
        lines = () if stops else tuple(_step_lines(given, at.step))
        yield AgendaPoint(
            f"step_{at.step.id}", at.step.name, at.because, detail=waits or at.step.do, lines=lines
        )


def _step_lines(given: Given, step: ProcedureStep) -> Iterator[str]:
    if Use.CHANGE in step.allows:
        for pattern in given.brought.patterns:
            yield from pattern_says(pattern)
    yield f"On when: {step.advance_when}"
    if step.step_back_when:
        yield f"{_back_to(given, step)} when: {step.step_back_when}"
    if step.allows in ALLOWS:
        yield ALLOWS[step.allows]
    for placement in on_the_table(given):
        if (later := _belongs_later(given, step, placement)) is not None:
            name = given.catalogue.module(placement.module).name
            yield f"{name} belongs to {later.name}: until then it only explores."


def pattern_says(pattern: Pattern) -> Iterator[str]:
    """The old expectation, what is done then and the healthy side, in the person's own words."""
    kept = pattern.schema
    name = f" (“{pattern.title}”)" if pattern.title else ""
    if kept.if_show or kept.then_other:
        told = f"if I show or ask for “{kept.if_show or '…'}”"
        yield f"The old expectation{name}: {told}, then the other will “{kept.then_other or '…'}”."
    if kept.coping or kept.act:
        yield f"What is done then: {kept.coping or kept.act}"
    if kept.self_healthy:
        yield f"The healthy side: {kept.self_healthy}"


def _back_to(given: Given, step: ProcedureStep) -> str:
    if not step.step_back_to or given.therapy.procedure is None:
        return "Stay"
    return f"Back to {given.therapy.procedure.step(step.step_back_to).name}"


def _belongs_later(given: Given, step: ProcedureStep, placement: Placement) -> ProcedureStep | None:
    """The first step that a module's work is, when it comes later and only that one changes."""
    every = given.therapy.procedure.steps if given.therapy.procedure else ()
    own = [one for one in every if placement.module in one.modules]
    later = own and every.index(own[0]) > every.index(step)
    return (
        own[0] if later and Use.CHANGE in own[0].allows and Use.CHANGE not in step.allows else None
    )


def states(given: Given, says: str) -> Iterator[AgendaPoint]:
    """The state that was noted or judged last with how to answer it, and which of both; else all of
    them, to find out which."""
    noted = given.noted
    found = next((s for s in given.therapy.states if noted and s.id == noted.state), None)
    if noted is not None and found is not None:
        turned = f": {noted.changed}" if noted.changed else "."
        because = f"{noted.by or 'Somebody'} noted so on {day_says(noted.on)}{turned}"
        first = f"{noted.state.capitalize()} on {day_says(noted.on)}{turned}"
        helped = (f"What helped then: {noted.helped}",) if noted.helped else ()
        held = (first, f"{found.name}: {found.looks_like}", found.respond, found.turns, *helped)
        yield AgendaPoint("states", says, because, lines=tuple(filter(None, held)))
        return
    judged = state_of(given.therapy, given.profile)
    if judged is not None:
        state = judged.state
        because = f"{judged.by or 'An unnamed person'} judges so: {judged.reason}"
        held = (f"{state.name}: {state.looks_like}", state.respond, state.turns)
        yield AgendaPoint("states", says, because, lines=held)
        return
    every = tuple(f"{s.name}: {s.looks_like} {s.respond}" for s in given.therapy.states)
    yield AgendaPoint("states", says, "Nobody has noted a state that still holds.", lines=every)


def review(given: Given, says: str) -> Iterator[AgendaPoint]:
    """The look at what has helped: when the calendar or the case plan asks for it, and in the
    first session after each span since the start."""
    weeks = given.catalogue.settings["gpm_review_weeks"]
    passed, asks = _spans(given, weeks), tuple(review_asks(given))
    if not passed and not asks:
        return
    span = f"{passed * weeks:g} weeks since the start: " if passed else ""
    because = f"{span}what has not helped is stopped or altered."
    lines = tuple(
        f"{given.catalogue.module(p.module).name}: {_done_says(given, p.module)}."
        for p in on_the_table(given)
        if given.record(p.module).sessions
    )
    because = f"{because[:1].upper()}{because[1:]}"
    yield AgendaPoint("review", says, because, lines=(*asks, *lines))


def review_asks(given: Given) -> Iterator[str]:
    """The review of the course and the goals whose day has come."""
    due = given.brought.review
    if due is not None:
        day = day_says(due.due)
        yield f"The review of the course after {due.months} months: its day is {day}."
    for goal in given.brought.goals:
        if goal.by is not None and goal.past(given.on):
            yield f"Goal for {day_says(goal.by)}: {goal.says}. Seen, altered, or given up together?"


def coordination(given: Given, says: str) -> Iterator[AgendaPoint]:
    """Others who help, with what is agreed with them."""
    lines = tuple(
        f"{one.says}{f': {one.agreed}' if one.agreed else ''}" for one in given.brought.helpers
    )
    because = "One name is responsible, and those who help know of each other."
    yield AgendaPoint("coordination", says, because, lines=lines)


def _done_says(given: Given, module: str) -> str:
    done = given.record(module)
    return f"{done.sessions} session{'' if done.sessions == 1 else 's'}, step {done.step} of 4"


def _spans(given: Given, weeks: float) -> int:
    """How many spans lie behind when one ended since the last session; else 0."""
    if given.since is None:
        return 0
    span = timedelta(weeks=weeks)
    now = (given.on - given.since) // span
    before = (given.last - given.since) // span if given.last is not None else 0
    return now if now > max(0, before) else 0


OPENS: Mapping[str, Callable[[Given, str], Iterator[AgendaPoint]]] = {
    "diary": diary,
    "hierarchy": hierarchy,
    "procedure": procedure,
    "states": states,
    "review": review,
    "coordination": coordination,
}
"""Agenda items that open by the therapy's own data."""
