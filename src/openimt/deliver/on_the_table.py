"""What an agenda is made from, and the points of the modules that are on the table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.module import Intervention, Module
from openimt.catalogue.therapy import Therapy
from openimt.deliver.brought import ENDING, NOTHING, Brought
from openimt.deliver.diary import DiaryDay
from openimt.deliver.session import AgendaPoint
from openimt.deliver.standing import NotedState
from openimt.formulate.assessment import Delivered
from openimt.formulate.profile import Profile
from openimt.formulate.say import day_says
from openimt.plan.plan import Placement, Plan, Reason
from openimt.plan.situation import situation
from openimt.plan.today import held_today
from openimt.terms import ModuleKind, Step


@dataclass(frozen=True)
class Today:
    """The one module that this session is for, and why it."""

    module: str
    because: str


@dataclass(frozen=True)
class Given:
    """Everything the points are made from. ``days`` None: nobody looked for a diary.

    ``since``: the first day of the course; ``last``: the day of the session before this one;
    ``looked_on``: the day up to which facts and diary are looked at, when the session is ahead;
    ``noted``: the state between people that was noted last, where it is newer than a judgement;
    ``brought``: what was written beside the plan; ``today``: None while no module is due;
    ``held``: what ``held_back`` found, None while nobody has asked it.
    """

    plan: Plan
    profile: Profile
    catalogue: Catalogue
    delivered: Mapping[str, Delivered]
    open_homework: str
    alerts: tuple[str, ...]
    on: date
    days: tuple[DiaryDay, ...] | None = None
    since: date | None = None
    last: date | None = None
    looked_on: date | None = None
    noted: NotedState | None = None
    brought: Brought = NOTHING
    today: Today | None = None
    held: tuple[tuple[Placement, Reason], ...] | None = None

    @property
    def known_until(self) -> date:
        """The last day of which anything can be known."""
        return min(self.on, self.looked_on or self.on)

    @property
    def therapy(self) -> Therapy:
        """The therapy the plan is under."""
        return self.catalogue.therapy(self.plan.therapy)

    def record(self, module: str) -> Delivered:
        """What was done of a module; a blank record when nothing was."""
        return self.delivered.get(module, Delivered(module))


def module_points(given: Given, placements: list[Placement]) -> Iterator[AgendaPoint]:
    """A point for each module, that of today first, then in the order of the placements."""
    for placement in sorted(placements, key=lambda one: not _is_todays(one, given)):
        module = given.catalogue.module(placement.module)
        yield _module_point(module, given, placement)


def on_the_table(given: Given) -> list[Placement]:
    """Specific modules that run or are due to start by this day, running ones first.

    What was begun since the plan was made runs, too, whatever week the plan had for it.
    """
    held = {placement.module for placement, _ in held_back(given)}
    return [p for p in _due(given) if p.module not in held]


def held_back(given: Given) -> tuple[tuple[Placement, Reason], ...]:
    """What the plan has for this day and a fact of the day stands against, with the reason."""
    if given.held is not None:
        return given.held
    s = situation(given.profile, given.catalogue, max(1, given.plan.horizon_weeks), None)
    found = [(p, held_today(given.catalogue.module(p.module), s)) for p in _due(given)]
    return tuple((placement, reason) for placement, reason in found if reason is not None)


def held_points(given: Given) -> Iterator[AgendaPoint]:
    """A point for each module that is held, so that nobody looks for it."""
    for placement, reason in held_back(given):
        module = given.catalogue.module(placement.module)
        yield AgendaPoint(f"held_{module.id}", f"Held for now: {module.name}.", reason.says)


def _due(given: Given) -> list[Placement]:
    week = (given.on - given.plan.on).days // 7
    open_ones = [p for p in given.plan.placements if _is_open(p.module, given)]
    due = [p for p in open_ones if runs(p, given) or p.start_week <= week]
    return sorted(due, key=lambda p: (not runs(p, given), p.start_week))


def runs(placement: Placement, given: Given) -> bool:
    """Whether the work of a module was begun."""
    record = given.record(placement.module)
    return placement.running or record.sessions > 0 or record.step > Step.NOT_BEGUN


def _is_open(module_id: str, given: Given) -> bool:
    record = given.record(module_id)
    kept_up = record.step >= Step.KEEP and record.sessions >= _usual(module_id, given)
    specific = given.catalogue.module(module_id).kind is ModuleKind.SPECIFIC
    return specific and not record.ended and not kept_up


def _usual(module_id: str, given: Given) -> int:
    return given.catalogue.module(module_id).dose.usual


def _is_todays(placement: Placement, given: Given) -> bool:
    """Where nobody said which one it is, each stands open."""
    return given.today is None or given.today.module == placement.module


def _module_point(module: Module, given: Given, placement: Placement) -> AgendaPoint:
    record, todays = given.record(module.id), _is_todays(placement, given)
    step = min(Step.KEEP, max(Step.RECOGNISE, record.step))
    move = next_intervention(module, record)
    what = f"{module.name}, step {step} of 4" + (f": {move.name}" if move else "")
    grounds = " ".join(reason.says for reason in placement.reasons) or "It is in the plan."
    return AgendaPoint(
        f"module_{module.id}",
        what,
        grounds,
        module.id,
        int(step),
        move.sounds_like if move else "",
        detail=given.today.because if given.today and todays else "",
        lines=(ending_says(given),) if module.id == ENDING else (),
        also=not todays,
    )


def ending_says(given: Given) -> str:
    """When the course ends, or that nobody has said so yet."""
    day = given.brought.ends_on
    if day is None:
        return "No day is named yet. Name it well ahead, and prepare it together."
    return f"Planned for {day_says(day)}: speak of it each time, in one sentence at least."


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
