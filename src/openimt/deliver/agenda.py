"""The agenda of the next session: from the plan, in the therapy's order, with a reason a point.

Duties stand first, then a common module that needs repair, whatever the therapy. After these come
the therapy's own standing points; ``modules``, ``homework``, ``common`` and ``next`` among them
open out into what this person's plan holds. A kind that the therapy leaves out follows at its
usual place, so that nothing the plan asks for is lost.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.module import Intervention, Module
from openimt.deliver.safety_plan import review_due
from openimt.deliver.session import AgendaPoint
from openimt.formulate.assessment import Delivered
from openimt.formulate.profile import Profile
from openimt.plan.plan import Placement, Plan
from openimt.terms import CommonState, ModuleKind, Step

AGENDA_KINDS = ("modules", "homework", "common", "next")
"""Points that open out, in their usual order."""


@dataclass(frozen=True)
class _Given:
    plan: Plan
    profile: Profile
    catalogue: Catalogue
    delivered: Mapping[str, Delivered]
    open_homework: str
    alerts: tuple[str, ...]
    on: date


def agenda(
    plan: Plan,
    profile: Profile,
    catalogue: Catalogue,
    *,
    delivered: Sequence[Delivered],
    open_homework: str = "",
    alerts: Sequence[str] = (),
    on: date | None = None,
) -> tuple[AgendaPoint, ...]:
    """The points of the session held on the day ``on`` (default: the plan's day), in order.

    Duties are those of ``profile``, which is of that day; a plan keeps those of its own.

    ``alerts``: one sentence for each open alert. ``delivered``: what was done of each module.
    """
    done = {record.module: record for record in delivered}
    day = on or plan.on
    given = _Given(plan, profile, catalogue, done, open_homework, tuple(alerts), day)
    return (*_duties(given), *_repairs(given), *_standing(given))


def _duties(given: _Given) -> Iterator[AgendaPoint]:
    for number, says in enumerate(given.alerts, start=1):
        yield AgendaPoint(f"alert_{number}", says, "An alert is open.", first=True)
    duties = sorted(given.profile.duties, key=lambda duty: -duty.response.urgency)
    for duty in duties:
        grounds = "; ".join(b.says for b in duty.because) or "A rule asks for it."
        yield AgendaPoint(duty.id, duty.says, grounds, first=True)
    yield from _review(given)


def _review(given: _Given) -> Iterator[AgendaPoint]:
    assessment = given.profile.assessment
    settings, events = given.catalogue.settings, assessment.events or ()
    says = review_due(assessment.safety, events, given.plan.phase, given.on, settings)
    if says and not any(duty.id == "safety_plan_review" for duty in given.profile.duties):
        because = "A safety plan is kept fresh: looked at within its time and after every act."
        yield AgendaPoint("safety_plan_review", says, because, module="s1", first=True)


def _repairs(given: _Given) -> Iterator[AgendaPoint]:
    for module in given.catalogue.common():
        reading = given.profile.common.get(module.id)
        if reading is not None and reading.state is CommonState.NEEDS_REPAIR:
            says = module.repair or f"Repair first: {module.name}."
            grounds = reading.because or "It was met before and is no longer."
            yield AgendaPoint(
                f"repair_{module.id}",
                says,
                grounds,
                module=module.id,
                sounds_like=_first_words(module),
                first=True,
            )


def _standing(given: _Given) -> Iterator[AgendaPoint]:
    items = given.catalogue.therapy(given.plan.therapy).agenda
    listed = [item.id for item in items]
    *before, last = AGENDA_KINDS
    for item in items:
        if item.id == last:
            yield from _left_out(given, listed, before)
        if item.id in _OPENS:
            yield from _OPENS[item.id](given, item.says)
        else:
            yield AgendaPoint(item.id, item.says, "A standing point of this therapy.")
    if last not in listed:
        yield from _left_out(given, listed, AGENDA_KINDS)


def _left_out(given: _Given, listed: list[str], kinds: Sequence[str]) -> Iterator[AgendaPoint]:
    for kind in kinds:
        if kind not in listed:
            yield from _OPENS[kind](given, "")


def _modules(given: _Given, _: str) -> Iterator[AgendaPoint]:
    for placement in _on_the_table(given):
        module = given.catalogue.module(placement.module)
        record = given.delivered.get(module.id, Delivered(module.id))
        yield _module_point(module, record, placement)


def _on_the_table(given: _Given) -> list[Placement]:
    """Specific modules that run or are due to start by this day, running ones first.

    What was begun since the plan was made runs, too, whatever week the plan had for it.
    """
    week = (given.on - given.plan.on).days // 7
    open_ones = [p for p in given.plan.placements if _is_open(p.module, given)]
    due = [p for p in open_ones if _runs(p, given) or p.start_week <= week]
    return sorted(due, key=lambda p: (not _runs(p, given), p.start_week))


def _runs(placement: Placement, given: _Given) -> bool:
    record = given.delivered.get(placement.module, Delivered(placement.module))
    return placement.running or record.sessions > 0 or record.step > Step.NOT_BEGUN


def _is_open(module_id: str, given: _Given) -> bool:
    record = given.delivered.get(module_id, Delivered(module_id))
    kept_up = record.step >= Step.KEEP and record.sessions >= _usual(module_id, given)
    specific = given.catalogue.module(module_id).kind is ModuleKind.SPECIFIC
    return specific and not record.ended and not kept_up


def _usual(module_id: str, given: _Given) -> int:
    return given.catalogue.module(module_id).dose.usual


def _module_point(module: Module, record: Delivered, placement: Placement) -> AgendaPoint:
    step = min(Step.KEEP, max(Step.RECOGNISE, record.step))
    move = next_intervention(module, record)
    what = f"{module.name}, step {step} of 4" + (f": {move.name}" if move else "")
    grounds = " ".join(reason.says for reason in placement.reasons) or "It is in the plan."
    sounds = move.sounds_like if move else ""
    return AgendaPoint(f"module_{module.id}", what, grounds, module.id, int(step), sounds)


def next_intervention(module: Module, record: Delivered) -> Intervention | None:
    """The move that comes next: within the quarter of the module's moves that belongs to its step,
    one further for each session held, and never beyond that quarter."""
    count = len(module.interventions)
    if not count:
        return None
    step = min(Step.KEEP, max(Step.RECOGNISE, record.step))
    first = (step - 1) * count // 4
    last = max(first, step * count // 4 - 1)
    return module.interventions[min(max(record.sessions, first), last)]


def _homework(given: _Given, _: str) -> Iterator[AgendaPoint]:
    if given.open_homework:
        says = f"Look at the homework together: {given.open_homework}"
        because = "It was agreed last time. If it was not done: too big, shame, crisis, forgotten?"
        yield AgendaPoint("homework", says, because)


def _common(given: _Given, _: str) -> Iterator[AgendaPoint]:
    for module in given.catalogue.common():
        guide = next((g for g in module.by_phase if g.phase is given.plan.phase), None)
        reading = given.profile.common.get(module.id)
        state = reading.state if reading else CommonState.NOT_ASSESSED
        if guide is not None and state is not CommonState.NEEDS_REPAIR:
            because = f"Runs through every course; in {given.plan.phase.value} it consists of this."
            yield AgendaPoint(
                f"common_{module.id}", f"{module.name}: {guide.says}", because, module.id
            )


def _next(_: _Given, says: str) -> Iterator[AgendaPoint]:
    says = says or "Agree the next appointment and one small thing to try until then."
    yield AgendaPoint("next", says, "Nobody leaves without knowing what comes next.")


def _first_words(module: Module) -> str:
    return next((i.sounds_like for i in module.interventions if i.sounds_like), "")


_OPENS: Mapping[str, Callable[[_Given, str], Iterator[AgendaPoint]]] = {
    "modules": _modules,
    "homework": _homework,
    "common": _common,
    "next": _next,
}
