"""Answers of lme4, lmerTest and pbkrtest (see README.md), to the digits that are asked for."""

import numpy as np
import pytest

from tests.reference.mixed.answers import MODELS, answers, fitted, numbers

EXACT = 5e-10
"""lme4 and pbkrtest, polished."""
NUMERICAL = 5e-8
"""lmerTest differentiates numerically."""
REML = [name for name in MODELS if not name.endswith("_ml")]
INSIDE = [name for name in MODELS if "variance_se" in answers()[name]]

every = pytest.mark.parametrize("name", MODELS)
restricted = pytest.mark.parametrize("name", REML)


def rows(name: str) -> np.ndarray:
    return np.eye(fitted(name, "satterthwaite").matrix.p)[[k - 1 for k in MODELS[name].joint]]


def group_of(label: str) -> str:
    """lme4 turns a nested group round (cask:batch) and numbers a second term of one group."""
    return ":".join(reversed(label.removesuffix(".1").split(":")))


def variances(name: str, which: str) -> tuple[list[float], list[float]]:
    """Ours and R's, R's order; ``which`` is ``variance`` or ``variance_se``."""
    fit = fitted(name, "satterthwaite")
    ours = []
    for label in answers()[name]["groups"]:
        group, first, second = label.split(",")
        if group == "Residual":
            ours.append(fit.residual_variance if which == "variance" else fit.residual_se)
            continue
        first = "(Intercept)" if first == "mit" else first
        one = next(
            c
            for c in fit.components
            if c.term.group == group_of(group) and first in c.names and (second in {"NA", *c.names})
        )
        table = one.covariance if which == "variance" else one.se
        i = one.names.index(first)
        ours.append(table[i, i if second == "NA" else one.names.index(second)])
    return ours, list(numbers(name, which))


@every
def test_the_likelihood_and_the_coefficients(name: str) -> None:
    fit = fitted(name, "satterthwaite")
    assert fit.converged
    assert fit.max_gradient < 1e-9
    assert fit.loglik == pytest.approx(numbers(name, "loglik")[0], rel=1e-12)
    np.testing.assert_allclose(fit.beta, numbers(name, "beta"), rtol=EXACT)
    size = np.abs(fit.vcov).max()
    np.testing.assert_allclose(
        fit.vcov.ravel(), numbers(name, "vcov"), rtol=5e-9, atol=1e-12 * size
    )


@every
def test_the_variances(name: str) -> None:
    ours, theirs = variances(name, "variance")
    np.testing.assert_allclose(ours, theirs, rtol=2e-8, atol=1e-12)


@pytest.mark.parametrize("name", INSIDE)
def test_their_standard_errors(name: str) -> None:
    ours, theirs = variances(name, "variance_se")
    np.testing.assert_allclose(ours, theirs, rtol=NUMERICAL)


@every
def test_satterthwaite(name: str) -> None:
    fit = fitted(name, "satterthwaite")
    for k, weights in enumerate(MODELS[name].contrasts, start=1):
        one = fit.contrast(np.array(weights, dtype=float))
        estimate, se, df, t, p = numbers(name, f"satterthwaite{k}")
        assert [one.estimate, one.se, one.t] == pytest.approx([estimate, se, t], rel=EXACT)
        assert one.df == pytest.approx(df, rel=NUMERICAL)
        assert one.p == pytest.approx(p, rel=20 * NUMERICAL)
    joint = fit.joint(rows(name))
    _, _, num_df, den_df, f, _ = numbers(name, "satterthwaite_joint")
    assert [joint.f, joint.num_df] == pytest.approx([f, num_df], rel=EXACT)
    assert joint.den_df == pytest.approx(den_df, rel=NUMERICAL)


@pytest.mark.parametrize("name", [n for n in MODELS if "satterthwaite_oblique" in answers()[n]])
def test_rows_that_repeat_others_or_lean_on_each_other(name: str) -> None:
    """Satterthwaite's df of a joint test depend on how its rows are written, as lmerTest's do."""
    first, second = rows(name)[:2]
    oblique = np.array([first + 2 * second, first - 3 * second, 2 * first + 4 * second])
    joint = fitted(name, "satterthwaite").joint(oblique)
    _, _, num_df, den_df, f, _ = numbers(name, "satterthwaite_oblique")
    assert [joint.f, joint.num_df] == pytest.approx([f, num_df], rel=EXACT)
    assert joint.den_df == pytest.approx(den_df, rel=NUMERICAL)
    if name in REML:
        kr, wanted = fitted(name).joint(oblique), fitted(name).joint(np.array([first, second]))
        ours = [kr.f, kr.num_df, kr.den_df, kr.scale]
        assert ours == pytest.approx([wanted.f, 2, wanted.den_df, wanted.scale], rel=1e-9)


@restricted
def test_kenward_roger(name: str) -> None:
    fit = fitted(name)
    size = np.abs(fit.vcov).max()
    wanted = numbers(name, "vcov_kr")
    np.testing.assert_allclose(fit.vcov.ravel(), wanted, rtol=5e-9, atol=1e-11 * size)
    for k, weights in enumerate(MODELS[name].contrasts, start=1):
        one = fit.contrast(np.array(weights, dtype=float))
        ours = [one.estimate, one.se, one.df, one.t]
        assert ours == pytest.approx(list(numbers(name, f"kr{k}")[:4]), rel=EXACT)
        assert one.p == pytest.approx(numbers(name, f"kr{k}")[4], rel=1e-8)


@restricted
def test_the_joint_test_of_kenward_and_roger(name: str) -> None:
    joint = fitted(name).joint(rows(name))
    _, f, num_df, den_df, p, scale = numbers(name, "kr_joint")
    ours = [joint.f, joint.num_df, joint.den_df, joint.scale]
    assert ours == pytest.approx([f, num_df, den_df, scale], rel=EXACT)
    assert joint.p == pytest.approx(p, rel=1e-8)


@every
def test_the_predictions_for_every_level(name: str) -> None:
    fit, wanted = fitted(name, "satterthwaite"), answers()[name]
    lines = [key for key in wanted if key.startswith("blup")]
    assert len(lines) == sum(len(one.names) for one in fit.effects)
    for key in lines:
        group, _, column = key.removeprefix("blup_").partition("_")
        column = "(Intercept)" if column == "mit" else column
        effect = next(
            e for e in fit.effects if e.term.group == group_of(group) and column in e.names
        )
        place = {level: k for k, level in enumerate(effect.levels)}
        named = [
            (group_of(x), y) for x, y in zip(wanted[f"names of {key}"], wanted[key], strict=True)
        ]
        ours = [effect.estimate[place[x], effect.names.index(column)] for x, _ in named if x]
        np.testing.assert_allclose(ours, [float(y) for x, y in named if x], rtol=1e-8, atol=1e-8)


def test_a_variance_of_zero_is_said() -> None:
    fit = fitted("flat", "satterthwaite")
    assert fit.components[0].covariance == 0
    assert fit.components[0].rank == 0
    assert "'1|site' is estimated as zero" in fit.notes[0]
    assert "'1|site' is estimated as zero" in str(fit)
    # Satterthwaite takes the variance as known to be zero: as without the term.
    weights = np.array([0.0, 1.0, 0.0])
    alone = fitted("flat_without_site", "satterthwaite").contrast(weights)
    assert fit.contrast(weights).df == pytest.approx(alone.df, rel=1e-9)
    # Kenward-Roger still counts it among what was estimated, as pbkrtest does.
    assert fitted("flat").contrast(weights).df < 56


def test_a_correlation_of_one_is_said() -> None:
    fit = fitted("parallel")
    assert fit.components[0].rank == 1
    assert fit.components[0].correlation[0, 1] == pytest.approx(1, abs=1e-7)
    assert "estimated as 1, the edge of what is possible" in fit.notes[0]
    assert np.isnan(fit.components[0].se).all()
