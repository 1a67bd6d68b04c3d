"""Points that a therapy's own data open: its diary, hierarchy, procedure, states and review."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from openimt.catalogue.therapy_parts import Level, ProcedureStep, Use
from openimt.deliver.diary import filled_says
from openimt.deliver.matters import matters, resources
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
    for level in _levels(given):
        if top is None or top.id != _point_id(level):
            yield _level_point(given, level)
        here = [p for p in on_the_table(given) if placed.get(p.module) == level.id]
        yield from module_points(given, here)


def threat(given: Given) -> AgendaPoint | None:
    """The first level as a point that comes first, when something puts a matter there."""
    if "hierarchy" not in {item.id for item in given.therapy.agenda}:
        return None
    levels = _levels(given)
    point = _level_point(given, levels[0], first=True) if levels else None
    return point if point is not None and _matters(given, levels[0]) else None


def by_level(given: Given) -> Mapping[str, str]:
    """On which level the work of each module belongs."""
    return {module: level.id for level in _levels(given) for module in level.modules}


def _levels(given: Given) -> tuple[Level, ...]:
    return given.therapy.hierarchy.levels if given.therapy.hierarchy else ()


def _matters(given: Given, level: Level) -> tuple[str, ...]:
    card, days = given.therapy.diary, given.days or ()
    return matters(level, given.profile, given.catalogue, card, days, given.known_until)


def _level_point(given: Given, level: Level, first: bool = False) -> AgendaPoint:
    found = _matters(given, level)
    lines = (*found, *resources(level, given.profile))
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
    at = step_of(therapy, given.profile)
    if at is not None:
        waits = f"It waits until this is settled: {stops[0].name.lower()}." if stops else ""
        lines = () if stops else tuple(_step_lines(given, at.step))
        yield AgendaPoint(
            f"step_{at.step.id}", at.step.name, at.because, detail=waits or at.step.do, lines=lines
        )


def _step_lines(given: Given, step: ProcedureStep) -> Iterator[str]:
    yield f"On when: {step.advance_when}"
    if step.step_back_when:
        yield f"{_back_to(given, step)} when: {step.step_back_when}"
    if step.allows in ALLOWS:
        yield ALLOWS[step.allows]
    for placement in on_the_table(given):
        if (later := _belongs_later(given, step, placement)) is not None:
            name = given.catalogue.module(placement.module).name
            yield f"{name} belongs to {later.name}: until then it only explores."


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
        helped = (f"What helped then: {noted.helped}",) if noted.helped else ()
        held = (f"{found.name}: {found.looks_like}", found.respond, found.turns, *helped)
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
    """The look at what has helped, in the first session after each span since the start."""
    weeks = given.catalogue.settings["gpm_review_weeks"]
    passed = _spans(given, weeks)
    if not passed:
        return
    because = (
        f"{passed * weeks:g} weeks since the start: what has not helped is stopped or altered."
    )
    lines = tuple(
        f"{given.catalogue.module(p.module).name}: {_done_says(given, p.module)}."
        for p in on_the_table(given)
        if given.record(p.module).sessions
    )
    yield AgendaPoint("review", says, because, lines=lines)


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
}
"""Agenda items that open by the therapy's own data."""
