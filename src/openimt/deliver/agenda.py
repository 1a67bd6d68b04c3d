"""The agenda of the next session: from the plan, in the therapy's order, with a reason a point.

Duties stand first, then a common module that needs repair, whatever the therapy; under a therapy
that orders its sessions by a hierarchy, what threatens life stands between them. After these come
the therapy's own standing points; ``modules``, ``homework``, ``common`` and ``next`` among them
open out into what this person's plan holds, and ``diary``, ``hierarchy``, ``procedure``,
``states`` and ``review`` into what the therapy says of this course. A kind that the therapy leaves
out follows at its usual place, so that nothing the plan asks for is lost.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.therapy import Therapy
from openimt.deliver.brought import NOTHING, Brought
from openimt.deliver.brought_points import (
    begun_chains,
    ending,
    without_a_place,
)
from openimt.deliver.diary import DiaryDay
from openimt.deliver.levels import by_level
from openimt.deliver.on_the_table import (
    Given,
    held_back,
    held_points,
    module_points,
    on_the_table,
)
from openimt.deliver.own_points import OPENS as OWN
from openimt.deliver.own_points import threat
from openimt.deliver.safety_plan import review_due
from openimt.deliver.session import AgendaPoint
from openimt.deliver.standing import NotedState
from openimt.deliver.today import todays
from openimt.formulate.assessment import Delivered
from openimt.formulate.profile import Profile
from openimt.plan.plan import Plan
from openimt.terms import CommonState, Phase

AGENDA_KINDS = ("modules", "homework", "common", "next")
"""Points that open out, in their usual order."""


def agenda(
    plan: Plan,
    profile: Profile,
    catalogue: Catalogue,
    *,
    delivered: Sequence[Delivered],
    open_homework: str = "",
    alerts: Sequence[str] = (),
    on: date | None = None,
    days: Sequence[DiaryDay] | None = None,
    since: date | None = None,
    last: date | None = None,
    looked_on: date | None = None,
    noted: NotedState | None = None,
    brought: Brought = NOTHING,
) -> tuple[AgendaPoint, ...]:
    """The points of the session held on the day ``on`` (default: the plan's day), in order.

    Duties are those of ``profile``, which is of that day; a plan keeps those of its own.

    ``alerts``: one sentence for each open alert. ``delivered``: what was done of each module.
    ``days``: what was noted in the diary since the setting ``agenda_days``; None = nobody looked.
    ``since``: the first day of the course; ``last``: the day of the session before this one.
    ``looked_on``: today, for a session still ahead; facts and diary are looked at up to it.
    ``noted``: the state between people that was noted last, where it is newer than a judgement.
    ``brought``: what was written beside the plan and stands open.
    """
    done = {record.module: record for record in delivered}
    days_noted = None if days is None else tuple(days)
    given = Given(
        plan, profile, catalogue, done, open_homework, tuple(alerts), on or plan.on,
        days_noted, since, last, looked_on, noted, brought,
    )  # fmt: skip
    given = replace(given, held=held_back(given))
    given = replace(given, today=todays(given))
    top = threat(given)
    duties = duty_points(profile, catalogue, given.alerts, plan.phase, given.on)
    heads = (*duties, *((top,) if top else ()), *repair_points(profile, catalogue))
    return (*heads, *_standing(given))


def duty_points(
    profile: Profile, catalogue: Catalogue, alerts: Sequence[str], phase: Phase, on: date
) -> Iterator[AgendaPoint]:
    """What must be done first: open alerts, duties, and a safety plan that is to be looked at."""
    for number, says in enumerate(alerts, start=1):
        yield AgendaPoint(f"alert_{number}", says, "An alert is open.", first=True)
    duties = sorted(profile.duties, key=lambda duty: -duty.response.urgency)
    for duty in duties:
        grounds = "; ".join(b.says for b in duty.because) or "A rule asks for it."
        yield AgendaPoint(duty.id, duty.says, grounds, first=True)
    assessment = profile.assessment
    look = review_due(assessment.safety, assessment.events or (), phase, on, catalogue.settings)
    if look and not any(duty.id == "safety_plan_review" for duty in duties):
        because = "A safety plan is kept fresh: looked at within its time and after every act."
        yield AgendaPoint("safety_plan_review", look, because, module="s1", first=True)


def repair_points(profile: Profile, catalogue: Catalogue) -> Iterator[AgendaPoint]:
    """Common modules that were good once and are not now."""
    for module in catalogue.common():
        reading = profile.common.get(module.id)
        if reading is not None and reading.state is CommonState.NEEDS_REPAIR:
            yield AgendaPoint(
                f"repair_{module.id}",
                module.repair or f"Repair first: {module.name}.",
                reading.because or "It was met before and is no longer.",
                module=module.id,
                sounds_like=module.repair_sounds_like,
                first=True,
            )


def _standing(given: Given) -> Iterator[AgendaPoint]:
    items = given.therapy.agenda
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


def _left_out(given: Given, listed: list[str], kinds: Sequence[str]) -> Iterator[AgendaPoint]:
    for kind in kinds:
        if kind not in listed:
            yield from _OPENS[kind](given, "")


def _modules(given: Given, _: str) -> Iterator[AgendaPoint]:
    """What is on the table, but for what stood on a level of the hierarchy before."""
    placed = by_level(given)
    rest = [p for p in on_the_table(given) if p.module not in placed]
    yield from begun_chains(given)
    yield from ending(given)
    yield from module_points(given, rest)
    yield from held_points(given)


def _homework(given: Given, _: str) -> Iterator[AgendaPoint]:
    yield from homework_points(given.open_homework)


def homework_points(agreed: str) -> Iterator[AgendaPoint]:
    """What was agreed last time, where something was."""
    if agreed:
        because = "It was agreed last time. If it was not done: too big, shame, crisis, forgotten?"
        yield AgendaPoint("homework", f"Look at the homework together: {agreed}", because)


def _common(given: Given, _: str) -> Iterator[AgendaPoint]:
    yield from common_points(given.profile, given.catalogue, given.therapy)


def common_points(
    profile: Profile, catalogue: Catalogue, therapy: Therapy
) -> Iterator[AgendaPoint]:
    """The common modules that need no repair, each with what it consists of now."""
    for module in catalogue.common():
        guide = next((g for g in module.by_phase if g.phase is profile.phase), None)
        reading = profile.common.get(module.id)
        state = reading.state if reading else CommonState.NOT_ASSESSED
        if guide is not None and state is not CommonState.NEEDS_REPAIR:
            where = _where(profile.phase, therapy)
            because = f"Runs through every course; {where} it consists of this."
            yield AgendaPoint(
                f"common_{module.id}", f"{module.name}: {guide.says}", because, module.id
            )


def _where(phase: Phase, therapy: Therapy) -> str:
    """The phase where phases bind; elsewhere how steady life is, which no stage says."""
    return f"in {phase.value}" if therapy.binds_phases else _STEADINESS[phase]


_STEADINESS = {
    Phase.SAFETY: "while danger is near",
    Phase.CONTAINMENT: "while days are not steady yet",
    Phase.REGULATION: "while strong feelings are what is hard",
    Phase.EXPLORATION: "while life with others is what is hard",
    Phase.INTEGRATION: "with steady ground under one's feet",
}


def _next(given: Given, says: str) -> Iterator[AgendaPoint]:
    yield from without_a_place(given)
    says = says or "Agree the next appointment and one small thing to try until then."
    yield AgendaPoint("next", says, "Nobody leaves without knowing what comes next.")


_OPENS: Mapping[str, Callable[[Given, str], Iterator[AgendaPoint]]] = {
    "modules": _modules,
    "homework": _homework,
    "common": _common,
    "next": _next,
    **OWN,
}
