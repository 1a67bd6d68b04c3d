"""One invented trial as tables: what a person would get from the clinics, every outcome in it.

Replicate r of a seed is the same trial here and in a simulation: the analysed outcome has the
same numbers to the last bit. The other outcomes go with it as the design says, are lost with it,
and are shifted by the same events in SDs of their own; a count is not shifted.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from openimt.trial.design.layout import Seats, seats
from openimt.trial.design.trial_design import Outcome, TrialDesign
from openimt.trial.matrix import Floats, Ints
from openimt.trial.simulation.recipe import Growth, factor_of, growth, in_order

if TYPE_CHECKING:
    from pandas import DataFrame

COUNTS = 64
OTHERS = 128


@dataclass(frozen=True, eq=False)
class Invented:
    """Outcomes (n, visits) by name, NaN where lost; visits of events (n, events), 0: never."""

    design: TrialDesign
    seats: Seats
    values: dict[str, Floats]
    events: Ints


def invent(design: TrialDesign, seed: int, replicate: int) -> Invented:
    """The trial of one replicate."""
    seated = seats(design)
    grown = growth(design, seated)
    y, events = _grow(design, grown, seed, replicate)
    latent, lost = _latent(design, seed, replicate), np.isnan(y)
    values = {}
    for n, outcome in enumerate(design.outcomes):
        if outcome.count:
            made = _counts(outcome, latent[n], seated.arm, seed, replicate, n)
        elif outcome is design.outcome:
            made = y
        else:
            made = _other(design, outcome, latent[n], seated, events, (seed, replicate))
        values[outcome.id] = np.where(lost, np.nan, made)
    return Invented(design, seated, values, events)


def _grow(design: TrialDesign, grown: Growth, seed: int, replicate: int) -> tuple[Floats, Ints]:
    from openimt.trial.simulation.grow import grow_trial

    run: Callable[..., None] = grow_trial
    y = np.empty((design.people, len(design.visits.at)))
    events = np.zeros((design.people, len(design.events)), dtype=np.int64)
    run(seed, replicate, *in_order(grown), y, events)
    return y, events


def _normals(seed: int, replicate: int, stream: int, people: int, visits: int) -> Floats:
    """Standard normal numbers of one stream, a row a person."""
    from openimt.trial.simulation.normal import fill_normal

    run: Callable[..., None] = fill_normal
    made = np.empty((people, visits))
    for i in range(people):
        run(seed, replicate, stream, i, made[i])
    return made


def _latent(design: TrialDesign, seed: int, replicate: int) -> Floats:
    """Standard normal numbers (outcomes, n, visits), correlated between outcomes.

    The analysed outcome comes first in the mixing, so that its numbers are its own stream.
    """
    names = [outcome.id for outcome in design.outcomes]
    first = names.index(design.analysis.outcome)
    order = [first, *(n for n in range(len(names)) if n != first)]
    mix = np.linalg.cholesky(design.between[np.ix_(order, order)])
    size = (design.people, len(design.visits.at))
    streams = [0, *(OTHERS + n for n in order[1:])]
    drawn = np.stack([_normals(seed, replicate, stream, *size) for stream in streams])
    mixed = np.tensordot(mix, drawn, axes=1)
    made: Floats = mixed[np.argsort(order)]
    return made


def _other(
    design: TrialDesign,
    outcome: Outcome,
    z: Floats,
    seated: Seats,
    events: Ints,
    key: tuple[int, int],
) -> Floats:
    """Another measured outcome: mean, the person's deviation, clusters, shifts of events."""
    y: Floats = outcome.means[seated.arm].copy()
    for arm in range(len(design.arms)):
        mine = seated.arm == arm
        y[mine] += z[mine] @ factor_of(outcome, arm).T
    visits = np.arange(y.shape[1])
    y += _clusters(design.sites.spread, seated.site, 1, key) * outcome.sd
    y += _clusters(design.therapists.spread, seated.therapist, 2, key) * outcome.sd * (visits > 0)
    for n, event in enumerate(design.events):
        since = (events[:, n : n + 1] > 0) & (visits >= events[:, n : n + 1])
        y += event.shift * float(outcome.sd[0]) * since
    return y


def _clusters(spread: float, cluster: Ints, stream: int, key: tuple[int, int]) -> Floats:
    """Each person's effect of the cluster, (n, 1); 0 where there is none."""
    effects = spread * _normals(*key, stream, int(cluster.max()) + 2, 1)[:, 0]
    effects[-1] = 0.0
    made: Floats = np.take(effects, cluster).reshape(-1, 1)
    return made


def _counts(outcome: Outcome, z: Floats, arm: Ints, seed: int, replicate: int, n: int) -> Floats:
    """Negative binomial counts given the person, whose level is lognormal with mean 1."""
    from scipy.stats import nbinom

    from openimt.trial.simulation.philox import fill_uniform

    sd = outcome.person_sd
    mean = outcome.means[arm] * np.exp(sd * z[:, :1] - 0.5 * sd * sd)
    chance, run = np.empty(z.shape), fill_uniform
    draw: Callable[..., None] = run
    for i in range(len(z)):
        draw(seed, replicate, COUNTS + n, i, chance[i])
    share = outcome.size / (outcome.size + mean)
    made: Floats = np.asarray(nbinom.ppf(chance, outcome.size, share), dtype=np.float64)
    return made


def rounded(invented: Invented, digits: int = 4) -> Invented:
    """The same with as many decimals as a file is given."""
    values = {name: np.round(values, digits) for name, values in invented.values.items()}
    return replace(invented, values=values)


def outcomes_table(invented: Invented) -> "DataFrame":
    """A row a person and visit after the baseline, with the baselines in columns ``…_base``.

    ``quarters`` is the time since the visit before, in quarters of a year: the exposure of counts.
    """
    from pandas import DataFrame

    design, people = invented.design, invented.design.people
    visits = len(design.visits.at) - 1
    when = "week" if design.visits.unit == "weeks" else "month"
    columns: dict[str, object] = {
        "person": np.repeat([f"p{i + 1:04d}" for i in range(people)], visits),
        "site": np.repeat([f"s{site + 1:02d}" for site in invented.seats.site], visits),
        "therapist": np.repeat(
            [f"t{t + 1:03d}" if t >= 0 else "" for t in invented.seats.therapist], visits
        ),
        "arm": np.repeat([design.arms[arm].id for arm in invented.seats.arm], visits),
        when: np.tile(np.asarray(design.visits.at[1:]), people),
        "quarters": np.tile(np.diff(np.asarray(design.visits.quarters)), people),
    }
    for name, values in invented.values.items():
        columns[name] = values[:, 1:].ravel()
        columns[f"{name}_base"] = np.repeat(values[:, 0], visits)
    return DataFrame(columns)


def events_table(invented: Invented) -> "DataFrame":
    """A row an event: person, event, and ``at``, midway between the visits it fell between."""
    from pandas import DataFrame

    at = np.asarray(invented.design.visits.at)
    rows = [
        (f"p{i + 1:04d}", event.id, float((at[visit] + at[visit - 1]) / 2))
        for n, event in enumerate(invented.design.events)
        for i, visit in enumerate(invented.events[:, n].tolist())
        if visit > 0
    ]
    return DataFrame(sorted(rows), columns=["person", "event", "at"])


def flow_table(invented: Invented) -> "DataFrame":
    """A row a person as the flow diagram of a report asks for it: who was lost, and after when."""
    from pandas import DataFrame

    design = invented.design
    seen = ~np.isnan(invented.values[design.analysis.outcome][:, 1:])
    last = np.where(seen.any(axis=1), seen.shape[1] - np.argmax(seen[:, ::-1], axis=1), 0)
    unit = design.visits.unit.removesuffix("s")
    after = [f"left after {unit} {label}" for label in design.visits.labels]
    return DataFrame(
        {
            "id": [f"p{i + 1:04d}" for i in range(design.people)],
            "arm": [design.arms[arm].id for arm in invented.seats.arm],
            "excluded": "",
            "received": "yes",
            "stopped": "",
            "lost": [after[visit] if visit < seen.shape[1] else "" for visit in last.tolist()],
            "analysed": np.where(seen.any(axis=1), "yes", "no"),
        }
    )
