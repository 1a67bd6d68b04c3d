"""The integral: its gradient is exact, its systems are the dense ones, one node is Laplace."""

import numpy as np
import pytest
from scipy.optimize import minimize

from openimt.trial.counts.approximate import Approximation
from openimt.trial.counts.curvature import curvature, spread
from openimt.trial.counts.families import Logistic, Nb1, Nb2, Poisson
from openimt.trial.counts.grouping import Grouping, grouped, pack, unpack
from openimt.trial.counts.quadrature import Quadrature
from openimt.trial.counts.truncated import Truncated
from openimt.trial.mixed.effects import random_effects
from openimt.trial.mixed.terms import parse_random
from tests.unit.trial.counts.made_up import codes, matrix, slope, table

DATA = table(3, persons=14, visits=3)
MADE = matrix(DATA)
OFFSET = np.log(DATA["weeks"].to_numpy(dtype=np.float64) / 12)
LAYOUTS = {
    "": [],
    "1|person": [0.6],
    "time|person": [0.6, -0.2, 0.3],
    "1|person, 1|site, 1|therapist": [0.6, 0.3, 0.2],
    "time|person, 1|site": [0.6, -0.2, 0.3, 0.4],
    "1|therapist in arm=MIT, 1|person": [0.5, 0.6],
}
FAMILIES = {"poisson": Poisson, "nb2": Nb2, "nb1": Nb1}


def groupings(random: str, rows=slice(None)) -> tuple[Grouping, ...]:
    terms = parse_random(random) if random else ()
    groups = {**codes(DATA, MADE, ("person", "site", "therapist")), **MADE.factor_codes}
    effects = random_effects(MADE, terms, groups, {"arm": ("DBT", "MIT")}, {})
    made = sorted(map(grouped, effects), key=lambda one: -one.count)
    return tuple(Grouping(one.effect, one.codes[rows], one.z[rows]) for one in made)


def lambdas(random: str, found: tuple[Grouping, ...]) -> list[float]:
    """The layout's numbers; they are written in the order of the terms, biggest first."""
    entries = LAYOUTS[random]
    return entries if random != "1|therapist in arm=MIT, 1|person" else entries[::-1]


def approximation(
    family: str, random: str, *, cut: bool = False
) -> tuple[Approximation, np.ndarray]:
    rows = MADE.y > 0 if cut else np.ones(MADE.n, dtype=bool)
    made = FAMILIES[family](MADE.y[rows])
    found = groupings(random, rows)
    shape = Approximation(MADE.x[rows], OFFSET[rows], Truncated(made) if cut else made, found)
    last = [] if family == "poisson" else [0.3]
    return shape, np.array([0.9, -0.4, -0.2, 0.1, *lambdas(random, found), *last])


CASES = [("nb2", random, False) for random in LAYOUTS]
CASES += [(family, "time|person, 1|site", cut) for family in FAMILIES for cut in (False, True)]
CASES += [(family, "1|person", True) for family in FAMILIES]


@pytest.mark.parametrize(("family", "random", "cut"), sorted(set(CASES)))
def test_the_gradient_is_that_of_the_value(family: str, random: str, cut: bool) -> None:
    shape, theta = approximation(family, random, cut=cut)
    wanted = slope(lambda at: shape(at)[0], theta)
    assert shape(theta)[1] == pytest.approx(wanted, rel=2e-8, abs=2e-8)


@pytest.mark.parametrize("points", [1, 2, 7])
@pytest.mark.parametrize("family", FAMILIES)
def test_the_gradient_of_quadrature_is_that_of_its_value(family: str, points: int) -> None:
    shape, theta = approximation(family, "1|person")
    other = Quadrature(shape.x, shape.offset, shape.family, shape.groupings, points=points)
    wanted = slope(lambda at: other(at)[0], theta)
    assert other(theta)[1] == pytest.approx(wanted, rel=2e-8, abs=2e-8)


def test_one_node_is_the_method_of_laplace() -> None:
    shape, theta = approximation("nb2", "1|person")
    other = Quadrature(shape.x, shape.offset, shape.family, shape.groupings, points=1)
    assert other(theta)[0] == pytest.approx(shape(theta)[0], rel=1e-14)
    assert other(theta)[1] == pytest.approx(shape(theta)[1], rel=1e-9, abs=1e-10)


@pytest.mark.parametrize("random", [one for one in LAYOUTS if one])
def test_systems_are_solved_as_the_dense_matrix_would(random: str) -> None:
    shape, theta = approximation("nb2", random)
    setting = shape.setting(theta)
    w = np.random.default_rng(5).uniform(0.1, 2.0, MADE.n)
    h = curvature(shape.groupings, setting.a, w)
    a = spread(shape.groupings, setting.a)
    dense = np.eye(a.shape[1]) + (a * w[:, None]).T @ a
    assert h.log_det == pytest.approx(np.linalg.slogdet(dense)[1], rel=1e-12)
    inverse = np.linalg.inv(dense)
    assert h.leverage == pytest.approx(np.sum(a @ inverse * a, axis=1), rel=1e-10, abs=1e-13)
    right = np.random.default_rng(6).normal(size=a.shape[1])
    parts, start = [], 0
    for one in shape.groupings:
        parts.append(right[start : start + one.count * one.size].reshape(one.count, one.size))
        start += one.count * one.size
    found = np.concatenate([part.ravel() for part in h.solve(parts)])
    assert found == pytest.approx(inverse @ right, rel=1e-10, abs=1e-12)


def test_the_value_is_laplace_of_a_dense_textbook_form() -> None:
    shape, theta = approximation("nb2", "time|person, 1|site")
    setting = shape.setting(theta)
    a = spread(shape.groupings, setting.a)

    def height(u):
        value, d1, _ = shape.family.curve(setting.fixed + a @ u, setting.psi)
        return -(value.sum() - 0.5 * u @ u), u - a.T @ d1

    top = minimize(height, np.zeros(a.shape[1]), jac=True, method="BFGS", options={"gtol": 1e-8})
    d2 = shape.family.curve(setting.fixed + a @ top.x, setting.psi)[2]
    log_det = np.linalg.slogdet(np.eye(a.shape[1]) - (a * d2[:, None]).T @ a)[1]
    assert shape(theta)[0] == pytest.approx(-top.fun - 0.5 * log_det, rel=1e-10)


def test_the_start_of_the_search_changes_nothing() -> None:
    shape, theta = approximation("nb1", "time|person, 1|site")
    first = shape(theta)[0]
    shape.u = [part + 1.5 for part in shape.u]
    assert shape(theta)[0] == pytest.approx(first, rel=1e-14)


def test_a_point_of_no_height_is_said_and_not_raised() -> None:
    shape, theta = approximation("poisson", "")
    theta[0] = 900.0
    assert shape(theta)[0] == -np.inf


def test_free_entries_pack_as_they_unpack() -> None:
    shape, theta = approximation("poisson", "time|person, 1|site")
    entries = theta[4:]
    assert pack(unpack(shape.groupings, entries)) == pytest.approx(entries)


def test_the_logistic_family_has_its_gradient_too() -> None:
    shape = Approximation(
        MADE.x, 0 * OFFSET, Logistic((MADE.y == 0).astype(float)), groupings("1|person, 1|site")
    )
    theta = np.array([-0.5, 0.3, 0.2, -0.1, 0.7, 0.4])
    wanted = slope(lambda at: shape(at)[0], theta)
    assert shape(theta)[1] == pytest.approx(wanted, rel=1e-8, abs=1e-8)
