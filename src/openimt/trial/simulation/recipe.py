"""A design as the numbers the compiled loops take: how to grow a trial, and how to analyse it."""

import hashlib
from dataclasses import dataclass, fields

import numpy as np

from openimt.trial.design.enough import check_people
from openimt.trial.design.layout import Seats, seats
from openimt.trial.design.trial_design import Baseline, Model, Outcome, TrialDesign
from openimt.trial.matrix import Floats, Ints


@dataclass(frozen=True, eq=False)
class Growth:
    """How outcomes come about; shapes as in ``grow.grow_trial``, in the order of its arguments."""

    arm: Ints
    site: Ints
    therapist: Ints
    mean: Floats
    chol: Floats
    site_sd: Floats
    therapist_sd: Floats
    hazard: Floats
    slope: float
    usual: Floats
    missed: Floats
    event_hazard: Floats
    event_shift: Floats
    event_keep: Ints


@dataclass(frozen=True, eq=False)
class Question:
    """How a trial is analysed.

    ``columns``: the analysed visits; ``z`` (n, q): covariates, of which column ``base`` (-1: none)
    receives the baseline less ``centre``, over ``scale``; ``place`` (visits, q): the coefficient
    of each; ``contrast`` (p,); ``start``: the covariance that was planned with.
    """

    columns: Ints
    z: Floats
    base: int
    centre: float
    scale: float
    place: Ints
    contrast: Floats
    start: Floats


@dataclass(frozen=True, eq=False)
class Recipe:
    """Both, with the true difference."""

    growth: Growth
    question: Question
    truth: float


def recipe(design: TrialDesign) -> Recipe:
    """The recipe of a design's analysed outcome."""
    seated = seats(design)
    return Recipe(growth(design, seated), question(design, seated), design.difference)


def growth(design: TrialDesign, seated: Seats) -> Growth:
    """How the analysed outcome grows."""
    outcome, loss = design.outcome, design.drop_out
    arms, visits = outcome.means.shape
    return Growth(
        arm=seated.arm,
        site=seated.site,
        therapist=seated.therapist,
        mean=np.ascontiguousarray(outcome.means),
        chol=np.stack([factor_of(outcome, arm) for arm in range(arms)]),
        site_sd=_effects(design.sites.number, design.sites.spread, outcome.sd),
        therapist_sd=_effects(
            seated.therapists,
            design.therapists.spread,
            np.concatenate([[0.0], outcome.sd[1:]]),
        ),
        hazard=np.ascontiguousarray(loss.hazard),
        slope=loss.slope,
        usual=np.stack([outcome.means.mean(axis=0), outcome.sd]),
        missed=loss.missed,
        event_hazard=np.array([event.hazard for event in design.events]).reshape(-1, arms, visits),
        event_shift=np.array([event.shift * float(outcome.sd[0]) for event in design.events]),
        event_keep=np.array([event.kept for event in design.events], dtype=np.int64),
    )


def factor_of(outcome: Outcome, arm: int) -> Floats:
    """The Cholesky factor of an arm's covariance."""
    made: Floats = np.linalg.cholesky(outcome.covariance(arm)).astype(np.float64)
    return made


def _effects(number: int, spread: float, sd: Floats) -> Floats:
    """The SD of each cluster's effect at each visit; nothing is drawn where there is no spread."""
    made: Floats = np.tile(spread * sd, (number if spread > 0 else 0, 1))
    return made


def question(design: TrialDesign, seated: Seats) -> Question:
    """How the outcome is analysed."""
    plan, outcome = check_people(design).analysis, design.outcome
    last = len(design.visits.at)
    columns = np.arange(1, last) if plan.model is not Model.ANCOVA else np.array([plan.visit])
    z, base = _covariates(design, seated)
    place = _places(design, len(columns), z.shape[1], base)
    contrast = np.zeros(int(place.max()) + 1)
    at = int(np.flatnonzero(columns == plan.visit)[0])
    for arm, sign in ((plan.arm, 1.0), (plan.versus, -1.0)):
        if arm > 0:
            contrast[place[at, arm]] = sign
    centre, scale = float(outcome.means[0, 0]), float(outcome.sd[0])
    start = _planned(design, columns)
    return Question(columns.astype(np.int64), z, base, centre, scale, place, contrast, start)


def _covariates(design: TrialDesign, seated: Seats) -> tuple[Floats, int]:
    """Intercept, arms but the first, baseline if wanted, sites but the first if wanted."""
    people, plan = design.people, design.analysis
    made = [np.ones(people)]
    made += [(seated.arm == arm) * 1.0 for arm in range(1, len(design.arms))]
    base = -1
    if plan.baseline is not Baseline.NONE:
        base = len(made)
        made.append(np.zeros(people))
    if plan.site:
        made += [(seated.site == site) * 1.0 for site in range(1, design.sites.number)]
    return np.ascontiguousarray(np.column_stack(made)), base


def _places(design: TrialDesign, visits: int, columns: int, base: int) -> Ints:
    """A coefficient a visit for intercept, arms and, by the plan, baseline; one for each site."""
    made = np.zeros((visits, columns), dtype=np.int64)
    after = 0
    for column in range(columns):
        once = column == base and design.analysis.baseline is Baseline.ONE_SLOPE
        once = once or column > max(base, len(design.arms) - 1)
        made[:, column] = after if once else after + np.arange(visits)
        after += 1 if once else visits
    return made


def _planned(design: TrialDesign, columns: Ints) -> Floats:
    """The planned covariance of the analysed visits given the baseline, clusters included."""
    outcome = design.outcome
    ratio = np.array([arm.ratio for arm in design.arms], dtype=np.float64)
    whole = np.tensordot(
        ratio / ratio.sum(),
        np.stack([outcome.covariance(arm) for arm in range(len(design.arms))]),
        axes=1,
    )
    spread = design.therapists.spread**2 + design.sites.spread**2
    after = np.ix_(columns, columns)
    made: Floats = whole[after] + spread * np.outer(outcome.sd, outcome.sd)[after]
    if design.analysis.baseline is not Baseline.NONE:
        made = made - np.outer(whole[columns, 0], whole[0, columns]) / whole[0, 0]
    return np.ascontiguousarray(made)


def digest(design: TrialDesign) -> str:
    """A fingerprint of everything that decides a simulation's numbers, but seed and replicates."""
    made = recipe(design)
    outcome = design.outcome
    facts = (design.analysis, made.truth, outcome.size, outcome.person_sd)
    hashed = hashlib.sha256(repr(facts).encode())
    for part in (made.growth, made.question):
        for field in fields(part):
            hashed.update(np.asarray(getattr(part, field.name)).tobytes())
    return hashed.hexdigest()


def in_order(part: Growth | Question) -> tuple[object, ...]:
    """The fields in the order of the compiled function's arguments."""
    return tuple(getattr(part, field.name) for field in fields(part))
