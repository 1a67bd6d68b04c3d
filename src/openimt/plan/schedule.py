"""Places chosen modules in weeks: a small list schedule that walks the course week by week.

Each week gives so many individual sessions; each serves one of the modules then running, in turn.
A group meets once a week beside them.
A phase lasts at least as long as its therapy says and until the modules at home in it are through.
"""

from bisect import insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from openimt.plan.plan import PhaseWindow
from openimt.plan.ways import Behind
from openimt.terms import PHASES, Phase


@dataclass(frozen=True, eq=False)
class Job:
    """A module to place, known by itself and not by what it holds. ``earliest``: not before this
    week; ``behind``: groups of modules, any one of each group first; ``rank``: smaller starts
    sooner; ``free``: takes no session budget; ``starts``: only in one of these weeks; None = in
    any; ``group``: it meets every week from its start, beside the individual sessions; ``begun``:
    it runs already, or a fact of these weeks calls for it, and it asks for no room."""

    module: str
    sessions: int
    fewest: int
    home: Phase
    phases: tuple[Phase, ...]
    rank: tuple[float, ...]
    earliest: int = 0
    behind: tuple[tuple[Behind, ...], ...] = ()
    free: bool = False
    starts: tuple[int, ...] | None = None
    group: bool = False
    begun: bool = False

    @cached_property
    def unbound(self) -> bool:
        """Whether it may start whatever else runs."""
        return self.free or self.begun

    @cached_property
    def stays(self) -> bool:
        """Whether it can keep the course in a phase: it is bound to phases at all."""
        return not self.free and len(self.phases) < len(PHASES)

    @cached_property
    def turn(self) -> tuple[tuple[float, ...], str]:
        """Its place in the order of ranks; the name decides between equals."""
        return self.rank, self.module


@dataclass(frozen=True)
class Slot:
    """Where a job came to lie: its start week, the phase then, and the sessions it gets."""

    week: int
    phase: Phase
    sessions: int


@dataclass(frozen=True)
class Timetable:
    """The slots of all jobs that found a place, the phase windows, and who found none."""

    slots: Mapping[str, Slot]
    windows: tuple[PhaseWindow, ...]
    unplaced: tuple[str, ...]


@dataclass
class _Walk:
    """The walk's state: where it is, what is ahead, what runs, what was given to whom.

    Lives only inside ``timetable``. ``ahead``, ``alone`` (what runs in individual sessions) and
    ``groups`` (what runs beside them) keep the order of ranks. ``asking``: how many that are ahead
    need no room.
    """

    phase: Phase
    ahead: list[Job]
    asking: int
    alone: list[Job] = field(default_factory=list)
    groups: list[Job] = field(default_factory=list)
    phase_since: int = 0
    credit: float = 0.0
    starts: dict[str, tuple[int, Phase]] = field(default_factory=dict)
    given: dict[str, int] = field(default_factory=dict)
    served: dict[str, int] = field(default_factory=dict)
    planned: dict[str, int] = field(default_factory=dict)
    windows: list[PhaseWindow] = field(default_factory=list)

    @property
    def running(self) -> int:
        """How many run now."""
        return len(self.alone) + len(self.groups)


def timetable(
    jobs: tuple[Job, ...],
    *,
    phase: Phase,
    weeks_of: Mapping[Phase, int],
    horizon: int,
    sessions_per_week: float,
    at_once: int,
) -> Timetable:
    """The timetable of a set of jobs; the order in which they are given does not matter."""
    ordered = sorted(jobs, key=_in_turn)
    asking = sum(job.unbound for job in jobs)
    walk = _Walk(phase, list(ordered), asking, planned={j.module: j.sessions for j in jobs})
    for week in range(horizon):
        _turn_phase(walk, week, weeks_of)
        if walk.asking or (walk.ahead and walk.running < at_once):
            _start(walk, week, at_once)
        walk.credit += sessions_per_week
        _serve(walk, week)
    walk.windows.append(PhaseWindow(walk.phase, walk.phase_since, horizon))
    return _result(walk, ordered)


def _in_turn(job: Job) -> tuple[tuple[float, ...], str]:
    return job.turn


def _turn_phase(walk: _Walk, week: int, weeks_of: Mapping[Phase, int]) -> None:
    following = walk.phase.next
    if following is None or week - walk.phase_since < weeks_of[walk.phase]:
        return
    order = walk.phase.order
    if any(job.stays and job.home.order <= order for job in (*walk.alone, *walk.groups)):
        return
    kept = (job for job in walk.ahead if job.stays and job.home.order <= order)
    if any(_may_start(walk, job, week) for job in kept):
        return
    walk.windows.append(PhaseWindow(walk.phase, walk.phase_since, week))
    walk.phase, walk.phase_since = following, week


def _may_start(walk: _Walk, job: Job, week: int) -> bool:
    if week < job.earliest or walk.phase not in job.phases:
        return False
    if job.starts is not None and week not in job.starts:
        return False
    return all(any(_reached(walk, b) for b in group) for group in job.behind)


def _reached(walk: _Walk, behind: Behind) -> bool:
    given = walk.given.get(behind.module)
    return given is not None and given >= behind.share * walk.planned[behind.module]


def _start(walk: _Walk, week: int, at_once: int) -> None:
    """Begin what may begin, in the order of ranks; what is unbound needs no room."""
    full = walk.running >= at_once
    for job in [j for j in walk.ahead if (j.unbound or not full) and _may_start(walk, j, week)]:
        if not job.unbound and walk.running >= at_once:
            continue
        walk.ahead.remove(job)
        walk.asking -= job.unbound
        walk.starts[job.module] = (week, walk.phase)
        walk.served[job.module] = -1
        walk.given[job.module] = job.sessions if job.free else 0
        if not job.free:
            insort(walk.groups if job.group else walk.alone, job, key=_in_turn)


def _serve(walk: _Walk, week: int) -> None:
    """Give this week's sessions, each to who waited longest; a session nobody needs is not kept.
    Every group meets."""
    if not walk.alone and not walk.groups:
        walk.credit %= 1
        return
    for group in tuple(walk.groups):
        _give(walk, walk.groups, group, week)
    alone, served = walk.alone, walk.served
    while walk.credit >= 1:
        walk.credit -= 1
        if alone:
            job = min(alone, key=lambda j: served[j.module]) if len(alone) > 1 else alone[0]
            _give(walk, alone, job, week)


def _give(walk: _Walk, running: list[Job], job: Job, week: int) -> None:
    walk.given[job.module] = given = walk.given[job.module] + 1
    walk.served[job.module] = week + 1
    if given >= job.sessions:
        running.remove(job)


def _result(walk: _Walk, jobs: Sequence[Job]) -> Timetable:
    slots, unplaced = {}, []
    for job in jobs:
        given = walk.given.get(job.module, 0)
        if job.module in walk.starts and given >= job.fewest:
            week, phase = walk.starts[job.module]
            slots[job.module] = Slot(week, phase, given)
        else:
            unplaced.append(job.module)
    return Timetable(slots, tuple(walk.windows), tuple(unplaced))
