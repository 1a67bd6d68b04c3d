"""What many trials say together, from rows made up by hand."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import t

from openimt.trial.matrix import Floats
from openimt.trial.simulation.summary import p_values, summarise
from tests.unit.trial.design.written import small


def row(estimate: float, se: float, kr_se: float, df: float, steps: float = 5) -> list[float]:
    return [estimate, se, kr_se, df, steps, 0.25]


NONE = [np.nan, np.nan, np.nan, np.nan, -1, 0.75]
ROWS = np.array([row(-4.5, 1, 2, 20), row(-4.0, 1, 2, 20), row(-2.5, 1, 2, 20), NONE])


def test_power_counts_trials_without_an_answer_as_finding_nothing(tmp_path: Path) -> None:
    made = summarise(small(tmp_path), ROWS)
    assert (made.replicates, made.rejected, made.not_converged) == (4, 1, 1)
    assert made.power == 0.25
    assert made.mcse == pytest.approx(np.sqrt(0.25 * 0.75 / 4))


def test_bias_coverage_and_errors_are_of_the_answers_alone(tmp_path: Path) -> None:
    made = summarise(small(tmp_path), ROWS)
    assert made.truth == pytest.approx(-2.5)
    assert made.bias == pytest.approx(-11 / 3 + 2.5)
    assert made.coverage == 1.0
    assert made.mean_se == 2.0
    assert made.empirical_se == pytest.approx(np.std([-4.5, -4.0, -2.5], ddof=1))
    assert made.lost == pytest.approx(0.375)


@pytest.mark.parametrize(("df", "rejected"), [("kr", 1), ("satterthwaite", 3), ("normal", 3)])
def test_the_planned_degrees_of_freedom_decide(df: str, rejected: int, tmp_path: Path) -> None:
    design = small(tmp_path)
    design = replace(design, analysis=replace(design.analysis, df=df))
    made = summarise(design, ROWS)
    assert made.rejected == rejected
    assert made.mean_se == (2.0 if df == "kr" else 1.0)
    assert made.mean_df == (None if df == "normal" else 20.0)


def test_no_answer_at_all_is_told_as_none(tmp_path: Path) -> None:
    made = summarise(small(tmp_path), np.array([NONE, NONE]))
    assert (made.power, made.bias, made.coverage, made.mean_se) == (None, None, None, None)
    assert (made.mcse, made.not_converged) == (None, 2)


def test_p_values_are_two_sided() -> None:
    estimate: Floats = np.array([-2.0, 3.0])
    made = p_values(estimate, np.ones(2), np.array([7.5, 90.0]))
    assert made.tolist() == pytest.approx([2 * t.sf(2, 7.5), 2 * t.sf(3, 90)], rel=1e-12)
