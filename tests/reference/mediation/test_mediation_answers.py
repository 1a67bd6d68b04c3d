"""Mediation against lavaan, lm and a bootstrap in R: program mediation.R, output mediation.out."""

import csv
import re
from pathlib import Path

import numpy as np
import pytest

from openimt.trial.mediation import MediationData, mediate
from openimt.trial.mediation.paths import covariance, designs, fit_paths

HERE = Path(__file__).parent
OUT = (HERE / "mediation.out").read_text(encoding="utf-8")


def numbers_after(words: str, many: int) -> list[float]:
    """The first numbers that R printed after these words."""
    text = re.sub(r"\[\d+\]", " ", OUT[OUT.index(words) + len(words) :])
    found = re.findall(r"-?\d+\.\d+(?:e[-+]\d+)?", text)
    return [float(one) for one in found[:many]]


def people() -> MediationData:
    with (HERE / "people.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = ("m0", "y0", "age")
    return MediationData(
        arm=np.array([int(row["arm"] == "mit") for row in rows]),
        mediator=np.array([float(row["m6"]) for row in rows]),
        outcome=np.array([float(row["y18"]) for row in rows]),
        covariates=np.array([[float(row[name]) for name in names] for row in rows]),
        names=names,
        mediator_at=6,
        outcome_at=18,
        mediator_name="metacognition",
        outcome_name="DERS",
        arm_names=("dbt", "mit"),
    )


def test_the_product_of_coefficients_is_lavaans() -> None:
    """Maximum likelihood by an optimiser there, least squares here: 1e-6 relative."""
    a, c, b, indirect, total = numbers_after('"total"', 5)
    made = mediate(people(), interaction=False, draws=200)
    found = (made.a, made.direct, made.b, made.indirect, made.total)
    assert [one.estimate for one in found] == pytest.approx([a, c, b, indirect, total], rel=1e-6)


def test_monte_carlo_errors_are_those_of_the_delta_method() -> None:
    """lavaan divides by n, least squares by n - p; the product's error is first order there."""
    a, c, b, indirect, total = numbers_after('"total"', 10)[5:]
    made = mediate(people(), interaction=False, interval="monte_carlo", draws=8000)
    found = (made.a, made.direct, made.b, made.indirect, made.total)
    wanted = [a, c, b, indirect, total]
    assert [one.se for one in found] == pytest.approx(wanted, rel=0.05)


def test_the_counterfactual_formula_is_that_of_prediction() -> None:
    """With interaction: R predicts everybody under both arms and averages; 1e-10 relative."""
    direct, indirect = numbers_after("twice over: direct, indirect", 2)
    made = mediate(people(), interaction=True, draws=200)
    assert made.direct.estimate == pytest.approx(direct, rel=1e-10)
    assert made.indirect.estimate == pytest.approx(indirect, rel=1e-10)
    assert made.total.estimate == pytest.approx(direct + indirect, rel=1e-10)


def test_coefficients_and_covariances_are_those_of_lm() -> None:
    data = people()
    both = designs(data, interaction=True)
    fitted = fit_paths(data, both)
    wanted = numbers_after("covariance diagonals", 24)
    order = [0, 1, 2, 4, 5, 6, 3]  # R puts the product last
    assert fitted.mediator[0] == pytest.approx(wanted[:5], rel=1e-9)
    assert fitted.outcome[0][order] == pytest.approx(wanted[5:12], rel=1e-9)
    spread = covariance(both.outcome, data.outcome).diagonal()[order]
    assert covariance(both.mediator, data.mediator).diagonal() == pytest.approx(
        wanted[12:17], rel=1e-9
    )
    assert spread == pytest.approx(wanted[17:24], rel=1e-9)


def test_the_bootstrap_interval_is_that_of_r() -> None:
    """20,000 resamples there, 8,000 here: both ends to 0.2 points, three of their own errors."""
    low, high, se = numbers_after('"a:m6"', 3)
    made = mediate(people(), interaction=True, draws=8000)
    assert [made.indirect.low, made.indirect.high] == pytest.approx([low, high], abs=0.2)
    assert made.indirect.se == pytest.approx(se, rel=0.03)


def test_sensitivity_is_theorem_4() -> None:
    rho, share = numbers_after("effect is 0", 2)
    at = numbers_after("theorem 4)", 2)
    found = mediate(people(), interaction=False, draws=200).sensitivity
    assert found.rho == pytest.approx(rho, rel=1e-10)
    assert found.explained == pytest.approx(share, rel=1e-10)
    assert [found.indirect_at(-0.1), found.indirect_at(0.1)] == pytest.approx(at, rel=1e-10)
