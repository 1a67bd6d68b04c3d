"""Two implementations of the mixed model agree on random designs.

The second is the textbook's: V of all rows written out, its inverse, derivatives by differences
where ours are exact, tests from matrices of n x n. It shares no line with the first.
"""

from dataclasses import dataclass, replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from openimt.errors import TrialError
from openimt.trial.matrix import ModelMatrix
from openimt.trial.mixed import MixedFit, fit_mixed, parse_random
from openimt.trial.repeated.parameters import parameters
from openimt.trial.repeated.structure import structure


@dataclass(frozen=True)
class Trial:
    """A trial with groups drawn at random and unbalanced."""

    matrix: ModelMatrix
    groups: dict[str, np.ndarray]
    random: str
    covariance: str | None


def trial(seed: int, random: str, covariance: str | None) -> Trial:
    chance = np.random.default_rng(seed)
    people, visits = int(chance.integers(18, 30)), 4
    rows = [(i, t) for i in range(people) for t in range(visits) if t == 0 or chance.random() < 0.8]
    person, visit = np.array(rows).T
    site, who = chance.integers(0, 5, people), chance.integers(0, 6, people)
    site[:5], who[:6] = np.arange(5), np.arange(6)
    arm = np.arange(people) % 2
    time = np.array([0.0, 1.0, 2.5, 4.0])[visit]
    x = np.column_stack(
        [np.ones(len(rows)), arm[person], time, chance.normal(0, 1, people)[person]]
    )
    y = 3 + x @ [0, -1, 0.5, 1] + chance.normal(0, 1.5, 5)[site[person]]
    y += chance.normal(0, 1.2, 6)[who[person]] + chance.normal(0, 1.5, people)[person]
    y += chance.normal(0, 0.7, people)[person] * time + chance.normal(0, 1, len(rows))
    matrix = ModelMatrix(
        outcome="y",
        names=("1", "arm", "time", "base"),
        x=x,
        y=100 + 7 * y,
        terms=(),
        factors=(),
        row_means={},
        subject_means={},
        subject=person,
        subjects=tuple(map(str, range(people))),
        visit=visit,
        visits=("0", "1", "2.5", "4"),
        source_row=np.arange(len(rows)) + 2,
        make_row=lambda values: np.zeros(4),
    )
    groups = {"id": person, "site": site[person], "therapist": who[person], "arm": arm[person]}
    return Trial(matrix, groups, random, covariance)


def fit(one: Trial, method: str = "reml", df: str = "kr") -> MixedFit:
    """The fit; a trial of few people whose covariance is at its edge is refused, and tells nothing
    here. When that happens often, Hypothesis says that it finds no examples."""
    try:
        return fit_mixed(
            one.matrix,
            parse_random(one.random),
            one.groups,
            method=method,
            df=df,
            values={"time": one.matrix.x[:, 2]},
            levels={"arm": ("TAU", "MIT")},
            covariance=one.covariance,
        )
    except TrialError as refused:
        if "edge" not in refused.says:
            raise
        reject()


def places(width: int) -> list[tuple[int, int]]:
    return [(a, b) for a in range(width) for b in range(a, width)]


class Dense:
    """V(nu) of all rows; nu are the residual's parameters, then the entries of every S."""

    def __init__(self, one: Trial, found: MixedFit) -> None:
        self.x, self.y, self.n = one.matrix.x, one.matrix.y, one.matrix.n
        self.one, self.widths, self.z = one, [len(c.names) for c in found.components], []
        for component in found.components:
            codes = one.groups[component.term.group].copy()
            if component.term.variable:
                codes[one.groups["arm"] == 0] = -1
            columns = {"(Intercept)": np.ones(self.n), "time": one.matrix.x[:, 2]}
            indicator = np.array(
                [[float(c == level) for level in np.unique(codes[codes >= 0])] for c in codes]
            )
            self.z.append([indicator * columns[name][:, None] for name in component.names])
        if one.covariance:
            self.written = parameters(structure(one.covariance), 4)
        entries = [c.covariance[a, b] for c in found.components for a, b in places(len(c.names))]
        first = self.written.near(found.residual) if one.covariance else [found.residual_variance]
        if one.covariance:
            first = minimize(
                lambda t: ((self.written.sigma(t) - found.residual) ** 2).sum(),
                first,
                method="BFGS",
                options={"gtol": 1e-13},
            ).x
        self.nu = np.concatenate([first, entries])
        self.own = len(first)

    def v(self, nu: np.ndarray) -> np.ndarray:
        if self.one.covariance:
            matrix = self.one.matrix
            sigma = self.written.sigma(nu[: self.own])
            same = matrix.subject[:, None] == matrix.subject[None]
            found = np.where(same, sigma[matrix.visit][:, matrix.visit], 0.0)
        else:
            found = nu[0] * np.eye(self.n)
        k = self.own
        for z in self.z:
            for a, b in places(len(z)):
                found = found + nu[k] * (z[a] @ z[b].T if a == b else z[a] @ z[b].T + z[b] @ z[a].T)
                k += 1
        return found

    def minus_two_loglik(self, nu: np.ndarray, reml: bool = True) -> float:
        v = self.v(nu)
        try:
            np.linalg.cholesky(v)
        except np.linalg.LinAlgError:
            return float("inf")
        w = np.linalg.inv(v)
        a = self.x.T @ w @ self.x
        r = self.y - self.x @ np.linalg.solve(a, self.x.T @ w @ self.y)
        value = np.linalg.slogdet(v)[1] + r @ w @ r
        value += (self.n - (self.x.shape[1] if reml else 0)) * np.log(2 * np.pi)
        return float(value + (np.linalg.slogdet(a)[1] if reml else 0))

    def step(self, k: int) -> np.ndarray:
        unit = np.zeros(len(self.nu))
        unit[k] = 1e-4 * max(
            1e-2 * np.abs(self.nu).max() if k >= self.own else 1.0, abs(self.nu[k])
        )
        return unit

    def derivative(self, k: int) -> np.ndarray:
        h = self.step(k)
        four = self.v(self.nu - 2 * h) - 8 * self.v(self.nu - h) + 8 * self.v(self.nu + h)
        return (four - self.v(self.nu + 2 * h)) / (12 * h[k])

    def gradient(self, reml: bool) -> np.ndarray:
        f = lambda nu: self.minus_two_loglik(nu, reml)  # noqa: E731
        steps = [self.step(k) for k in range(len(self.nu))]
        return np.array([(f(self.nu + h) - f(self.nu - h)) / 2 for h in steps])

    def observed(self) -> np.ndarray:
        """The covariance of nu from second differences of the restricted log-likelihood."""
        steps = [10 * self.step(k) for k in range(len(self.nu))]
        f = self.minus_two_loglik
        four = [
            [
                f(self.nu + a + b) - f(self.nu + a - b) - f(self.nu - a + b) + f(self.nu - a - b)
                for b in steps
            ]
            for a in steps
        ]
        size = np.array([one[k] for k, one in enumerate(steps)])
        return 2 * np.linalg.inv(np.array(four) / (4 * np.outer(size, size)))

    def kenward_roger(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Phi, adjusted Phi, W and the P_k with a plus, all from matrices of n x n."""
        w = np.linalg.inv(self.v(self.nu))
        phi = np.linalg.inv(self.x.T @ w @ self.x)
        p = w - w @ self.x @ phi @ self.x.T @ w
        d = [self.derivative(k) for k in range(len(self.nu))]
        information = np.array([[np.trace(p @ a @ p @ b) / 2 for b in d] for a in d])
        spread = np.linalg.inv(information)
        slope = np.array([self.x.T @ w @ a @ w @ self.x for a in d])
        inner = sum(
            spread[i, j] * (self.x.T @ w @ a @ w @ b @ w @ self.x - slope[i] @ phi @ slope[j])
            for i, a in enumerate(d)
            for j, b in enumerate(d)
        )
        return phi, phi + 2 * phi @ inner @ phi, spread, slope


MODELS = [
    ("1|site", None),
    ("1|site, 1|therapist, 1|id", None),
    ("1|site, time|id", None),
    ("1|therapist in arm=MIT, time||id", None),
    ("time|site, 1|therapist, 1|id", None),
    ("1|site", "ar1"),
    ("1|site, 1|therapist", "un"),
    ("1|therapist in arm=MIT", "toeph"),
]
models = st.sampled_from(MODELS)
seeds = st.integers(0, 10_000)


@settings(max_examples=12, deadline=None)
@given(seeds, models)
def test_the_tests_agree(seed: int, model: tuple[str, str | None]) -> None:
    one = trial(seed, *model)
    found = fit(one)
    dense = Dense(one, found)
    assert found.converged
    assert -2 * found.loglik == pytest.approx(dense.minus_two_loglik(dense.nu), rel=1e-9)
    if any(c.rank < len(c.names) for c in found.components):
        assert found.notes
    phi, adjusted, spread, slope = dense.kenward_roger()
    np.testing.assert_allclose(found.vcov_model, phi, rtol=1e-5, atol=1e-7 * phi.max())
    np.testing.assert_allclose(found.vcov, adjusted, rtol=1e-5, atol=1e-6 * phi.max())
    weights = np.array([0.0, 1, 3, 0])
    g = np.array([weights @ phi @ s @ phi @ weights for s in slope])
    df = 2 * (weights @ phi @ weights) ** 2 / (g @ spread @ g)
    assert found.contrast(weights).df == pytest.approx(df, rel=1e-5)


@pytest.mark.parametrize("model", MODELS)
def test_satterthwaite_takes_the_observed_information(model: tuple[str, str | None]) -> None:
    seeds_inside = (s for s in range(100) if not fit(trial(s, *model)).notes)
    one = trial(next(seeds_inside), *model)
    found = fit(one, df="satterthwaite")
    dense = Dense(one, found)
    phi, _, _, slope = dense.kenward_roger()
    weights = np.array([0.0, 1, 3, 0])
    g = np.array([weights @ phi @ s @ phi @ weights for s in slope])
    df = 2 * (weights @ phi @ weights) ** 2 / (g @ dense.observed() @ g)
    assert found.contrast(weights).df == pytest.approx(df, rel=2e-3)


@settings(max_examples=8, deadline=None)
@given(seeds, models, st.booleans())
def test_nothing_near_is_better(seed: int, model: tuple[str, str | None], reml: bool) -> None:
    """No direction leads downhill that the space of covariances allows."""
    one = trial(seed, *model)
    found = fit(one, "reml" if reml else "ml", "satterthwaite")
    dense = Dense(one, found)
    best = dense.minus_two_loglik(dense.nu, reml)
    gradient = dense.gradient(reml)
    start = 0
    for k in range(dense.own):
        assert abs(gradient[k]) < 1e-4 * (1 + abs(best))
    start = dense.own
    for component in found.components:
        count = len(places(len(component.names)))
        if component.rank == len(component.names):
            np.testing.assert_allclose(gradient[start : start + count], 0, atol=2e-5)
        elif count == 1:
            assert gradient[start] > -1e-5, "a variance at zero does not want to grow"
        start += count


def test_a_search_of_another_kind_ends_at_the_same_place() -> None:
    one = trial(11, "1|site, time|id", None)
    found = fit(one)
    dense = Dense(one, found)

    def height(at: np.ndarray) -> float:
        root = np.array([[at[2], 0], [at[3], at[4]]])
        s = root @ root.T
        nu = [np.exp(at[0]), at[1] ** 2, s[0, 0], s[0, 1], s[1, 1]]
        return dense.minus_two_loglik(np.array(nu))

    start = np.array([4.0, 5.0, 5.0, 0.0, 3.0])
    best = minimize(
        height,
        start,
        method="Nelder-Mead",
        options={"maxiter": 4000, "fatol": 1e-10, "xatol": 1e-7},
    )
    assert best.fun == pytest.approx(-2 * found.loglik, rel=1e-9)
    assert np.exp(best.x[0]) == pytest.approx(found.residual_variance, rel=1e-3)


@settings(max_examples=6, deadline=None)
@given(seeds, models)
def test_predictions_are_hendersons(seed: int, model: tuple[str, str | None]) -> None:
    one = trial(seed, *model)
    found = fit(one)
    dense = Dense(one, found)
    w = np.linalg.inv(dense.v(dense.nu))
    phi = np.linalg.inv(dense.x.T @ w @ dense.x)
    p = w - w @ dense.x @ phi @ dense.x.T @ w
    for effect, component, z in zip(found.effects, found.components, dense.z, strict=True):
        s = component.covariance
        for level in range(len(effect.levels)):
            own = np.column_stack([part[:, level] for part in z])
            np.testing.assert_allclose(
                effect.estimate[level], s @ own.T @ p @ one.matrix.y, atol=1e-5
            )
            error = np.diag(s - s @ own.T @ p @ own @ s)
            np.testing.assert_allclose(
                effect.se[level] ** 2, error, rtol=1e-5, atol=1e-6 * s.max() + 1e-12
            )


@settings(max_examples=10, deadline=None)
@given(seeds, models, st.randoms(use_true_random=False))
def test_order_scale_and_names_change_nothing(
    seed: int, model: tuple[str, str | None], chance: Random
) -> None:
    one = trial(seed, *model)
    order = list(range(one.matrix.n))
    chance.shuffle(order)
    relabel = {name: 7 * codes.max() - 7 * codes for name, codes in one.groups.items()}
    relabel["arm"] = one.groups["arm"]
    x = one.matrix.x.copy()
    # Uncorrelated slopes depend on where time is zero, so that it is moved for the others alone.
    x[:, 2] = 30 * x[:, 2] + (0 if "||" in one.random else 2000)
    matrix = replace(
        one.matrix,
        x=x[order],
        y=one.matrix.y[order] / 1000,
        subject=one.matrix.subject[order],
        visit=one.matrix.visit[order],
    )
    other = Trial(matrix, {k: v[order] for k, v in relabel.items()}, *model)
    before, after = fit(one), fit(other)
    weights = np.eye(4)
    for k in (1, 2, 3):
        a, b = before.contrast(weights[k]), after.contrast(weights[k])
        assert b.t == pytest.approx(a.t, rel=1e-6, abs=1e-8)
        assert b.df == pytest.approx(a.df, rel=1e-5)
