"""Places chosen modules in weeks: a small list schedule that walks the course week by week.

Each week gives so many sessions; each session serves one of the modules then running, in turn.
A phase lasts at least as long as its therapy says and until the modules at home in it are through.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from openimt.plan.plan import PhaseWindow
from openimt.plan.ways import Behind
from openimt.terms import PHASES, Phase


@dataclass(frozen=True)
class Job:
    """A module to place. ``earliest``: not before this week; ``behind``: groups of modules, any
    one of each group first; ``rank``: smaller starts sooner; ``free``: takes no session budget;
    ``starts``: only in one of these weeks (a group); None = in any."""

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
    """The walk's state: where it is, what runs, what was given. Lives only inside ``timetable``."""

    phase: Phase
    phase_since: int = 0
    credit: float = 0.0
    starts: dict[str, tuple[int, Phase]] = field(default_factory=dict)
    given: dict[str, int] = field(default_factory=dict)
    served: dict[str, int] = field(default_factory=dict)
    windows: list[PhaseWindow] = field(default_factory=list)


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
    ordered = tuple(sorted(jobs, key=lambda j: (j.rank, j.module)))
    walk = _Walk(phase)
    for week in range(horizon):
        _turn_phase(walk, ordered, week, weeks_of)
        _start(walk, ordered, week, at_once)
        walk.credit += sessions_per_week
        _serve(walk, ordered, week)
    walk.windows.append(PhaseWindow(walk.phase, walk.phase_since, horizon))
    return _result(walk, ordered)


def _turn_phase(
    walk: _Walk, jobs: tuple[Job, ...], week: int, weeks_of: Mapping[Phase, int]
) -> None:
    following = walk.phase.next
    if following is None or week - walk.phase_since < weeks_of[walk.phase]:
        return
    if any(_holds(walk, job, week) for job in jobs):
        return
    walk.windows.append(PhaseWindow(walk.phase, walk.phase_since, week))
    walk.phase, walk.phase_since = following, week


def _holds(walk: _Walk, job: Job, week: int) -> bool:
    """Whether a job keeps the course in its phase: at home here, and running or able to start."""
    if job.free or job.home.order > walk.phase.order or _through(walk, job):
        return False
    if len(job.phases) == len(PHASES):
        return False
    return job.module in walk.starts or _may_start(walk, job, week)


def _through(walk: _Walk, job: Job) -> bool:
    return walk.given.get(job.module, 0) >= job.sessions


def _may_start(walk: _Walk, job: Job, week: int) -> bool:
    if job.module in walk.starts or week < job.earliest or walk.phase not in job.phases:
        return False
    if job.starts is not None and week not in job.starts:
        return False
    return all(any(_reached(walk, b) for b in group) for group in job.behind)


def _reached(walk: _Walk, behind: Behind) -> bool:
    needed = walk.served.get(f"of:{behind.module}", 0)
    return needed > 0 and walk.given.get(behind.module, 0) >= behind.share * needed


def _start(walk: _Walk, jobs: tuple[Job, ...], week: int, at_once: int) -> None:
    running = sum(
        1 for j in jobs if not j.free and j.module in walk.starts and not _through(walk, j)
    )
    for job in jobs:
        if not _may_start(walk, job, week):
            continue
        if not job.free and running >= at_once:
            continue
        walk.starts[job.module] = (week, walk.phase)
        walk.given[job.module] = 0
        walk.served[job.module] = -1
        walk.served[f"of:{job.module}"] = job.sessions
        running += 0 if job.free else 1


def _serve(walk: _Walk, jobs: tuple[Job, ...], week: int) -> None:
    """Give this week's sessions in turn; free modules take none and are through once begun."""
    for job in jobs:
        if job.free and job.module in walk.starts:
            walk.given[job.module] = job.sessions
    while walk.credit >= 1:
        walk.credit -= 1
        waiting = [
            j for j in jobs if not j.free and j.module in walk.starts and not _through(walk, j)
        ]
        if not waiting:
            continue
        job = min(waiting, key=lambda j: (walk.served[j.module], j.rank, j.module))
        walk.given[job.module] += 1
        walk.served[job.module] = week + 1


def _result(walk: _Walk, jobs: tuple[Job, ...]) -> Timetable:
    slots, unplaced = {}, []
    for job in jobs:
        given = walk.given.get(job.module, 0)
        if job.module in walk.starts and given >= job.fewest:
            week, phase = walk.starts[job.module]
            slots[job.module] = Slot(week, phase, given)
        else:
            unplaced.append(job.module)
    return Timetable(slots, tuple(walk.windows), tuple(unplaced))
