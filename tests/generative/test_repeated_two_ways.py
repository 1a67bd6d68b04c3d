"""Two programs that share no code agree on random trials: sums by pattern, and one large V."""

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as some

from openimt.errors import TrialError
from openimt.trial.repeated import STRUCTURES, RepeatedFit, fit_repeated
from tests.dense_repeated import Dense
from tests.trial_builders import bare_matrix


def trial(seed: int, persons: int, visits: int, *, wandering: bool):
    """Two arms, a baseline, visits missing here and there; a covariate that changes if asked."""
    chance = np.random.default_rng(seed)
    root = np.linalg.cholesky(0.5 + 0.5 * np.eye(visits)) @ np.diag(
        chance.uniform(0.6, 1.6, visits)
    )
    subject, visit = (part.ravel() for part in np.mgrid[0:persons, 0:visits])
    keep = chance.random(subject.size) > 0.2
    keep[:: visits + 1] = True
    arm, before = np.arange(persons) % 2, chance.normal(30.0, 5.0, persons)
    noise = chance.normal(size=(persons, visits)) @ root.T
    y = (10 + 0.4 * before[:, None] + noise + arm[:, None]).ravel()
    when = np.eye(visits)[visit]
    columns = [when, when[:, 1:] * arm[subject][:, None], before[subject][:, None]]
    columns += [chance.normal(size=(subject.size, 1))] if wandering else []
    x = np.concatenate(columns, axis=1)[keep]
    return x, y[keep], subject[keep], visit[keep]


def fitted_both_ways(seed, persons, visits, covariance, method, by_arm, weighted, wandering):
    x, y, subject, visit = trial(seed, persons, visits, wandering=wandering)
    chance = np.random.default_rng(seed + 1)
    weights = chance.uniform(0.5, 2.0, y.size) if weighted else np.ones(y.size)
    group = subject % 2 if by_arm else np.zeros(y.size, dtype=int)
    matrix = bare_matrix(x, y, subject, visit)
    asked = {"covariance": covariance, "method": method, "groups": group if by_arm else None}
    asked |= {"weights": weights if weighted else None}
    dense = Dense(
        x, y, subject, visit, group, weights, covariance, 1 + by_arm, reml=method == "reml"
    )
    try:
        fit = fit_repeated(matrix, df="satterthwaite", **asked)
    except TrialError:
        assume(False)
    return fit, lambda **more: fit_repeated(matrix, **(asked | more)), dense


designs = given(
    seed=some.integers(0, 10**6),
    persons=some.integers(14, 24),
    visits=some.integers(2, 4),
    covariance=some.sampled_from(list(STRUCTURES)),
    method=some.sampled_from(["reml", "reml", "ml"]),
    by_arm=some.booleans(),
    weighted=some.booleans(),
    wandering=some.booleans(),
)


@designs
def test_the_two_agree(seed, persons, visits, covariance, method, by_arm, weighted, wandering):
    fit, again, dense = fitted_both_ways(
        seed, persons, visits, covariance, method, by_arm, weighted, wandering
    )
    point = dense.at(fit.theta)
    assert np.abs(point.gradient).max() < 1e-5
    assert abs(fit.loglik - point.log_likelihood) < 1e-9 * abs(point.log_likelihood)
    near(fit.beta, point.beta, 1e-8)
    near(fit.vcov, point.phi, 1e-8)
    rows = np.eye(fit.beta.size)[visits : 2 * visits - 1]
    towards = rows.sum(axis=0)
    near(fit.contrast(towards).df, point.satterthwaite(towards), 1e-6)
    if method == "reml":
        small_samples_agree(again, point, rows)
    sandwiches_agree(again, point, towards)


def small_samples_agree(again, point, rows) -> None:
    plain: RepeatedFit = again(df="kr")
    near(plain.vcov, point.kenward_roger(bent=False), 1e-6)
    near(again(df="kr-logchol").vcov, point.kenward_roger(bent=True), 1e-6)
    if len(rows) > 1:
        joint = plain.joint(rows)
        near([joint.f, joint.den_df, joint.scale], point.kenward_roger_f(rows), 1e-6)


def sandwiches_agree(again, point, towards) -> None:
    for name, power in {"cr0": 0.0, "cr2": 0.5, "cr3": 1.0}.items():
        fit = again(df="satterthwaite", vcov=name)
        near(fit.vcov, point.sandwich(power), 1e-6)
        near(fit.contrast(towards).df, point.sandwich_df(power, towards), 1e-6)


def near(ours, theirs, share: float) -> None:
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    assert np.abs(ours - theirs).max() <= share * np.abs(theirs).max()
