"""Tipping points: where p crosses alpha, found exactly, and said in words."""

import numpy as np
import pytest

from openimt.trial.estimand import Answer, answer_estimand, describe, estimand_from
from openimt.trial.estimand.estimating import Line
from openimt.trial.estimand.telling import tipping_sentence
from openimt.trial.estimand.tipping import Tipping
from tests.reference.estimand.dense import Trial
from tests.reference.estimand.invented import invented, plan, tables
from tests.unit.trial.estimand.small import event, small

GRID = "[sensitivity]\nmissing = []\n[sensitivity.delta]\nMIT = [-40, 40, 5]\nDBT = [0, 20, 3]\n"


def answered(trial: Trial, text: str = GRID) -> Answer:
    data, events = tables(trial)
    return answer_estimand(estimand_from(plan(trial, "J2R", text)), data, events)


@pytest.fixture(scope="module")
def tip() -> Tipping:
    return answered(invented(21, n=30)).tipping[0]


def test_the_grid_holds_every_pair_and_no_delta(tip: Tipping) -> None:
    assert tip.deltas == (-40, -20, 0, 20, 40)
    assert tip.deltas_reference == (0, 10, 20)
    assert len(tip.grid) == len(tip.tidy()) == 15
    assert list(tip.tidy().columns[:2]) == ["delta", "delta_reference"]
    assert tip.base_p == next(one.p for one in tip.grid if one.delta == one.delta_reference == 0)


def test_the_estimate_is_linear_in_the_deltas(tip: Tipping) -> None:
    """Each delta moves the estimate by its share of the people who are imputed."""
    by = {(one.delta, one.delta_reference): one.estimate for one in tip.grid}
    step = by[20, 0] - by[0, 0]
    assert by[40, 0] - by[0, 0] == pytest.approx(2 * step)
    assert by[40, 20] - by[0, 20] == pytest.approx(2 * step)
    assert step == pytest.approx(20 * tip.imputed[0] / 15, rel=0.2)


def test_p_is_alpha_where_it_crosses(tip: Tipping) -> None:
    assert tip.crossings
    trial = invented(21, n=30)
    for one in tip.crossings:
        other = {"MIT": "DBT", "DBT": "MIT"}[one.arm]
        text = f"[sensitivity]\nmissing = []\n[sensitivity.delta]\n{one.arm} = "
        made = answered(trial, f"{text}[{one.delta!r}, 99, 2]\n{other} = [0, 0, 1]\n").tipping[0]
        at = next(
            row for row in made.grid
            if {"MIT": row.delta, "DBT": row.delta_reference}[one.arm] == one.delta
        )  # fmt: skip
        assert at.p == pytest.approx(0.05, abs=1e-9)
        assert at.estimate == pytest.approx(one.estimate)


def test_crossings_solve_the_quadratic(tip: Tipping) -> None:
    """e(d)^2 = z^2 v(d) has the crossings of one arm alone as its roots."""
    rows = [one for one in tip.grid if one.delta_reference == 0]
    d = np.array([one.delta for one in rows])
    e = np.polyfit(d, [one.estimate for one in rows], 1)
    v = np.polyfit(d, [one.se**2 for one in rows], 2)
    roots = np.roots(np.polysub(np.polymul(e, e), 1.959963984540054**2 * v))
    inside = sorted(float(one.real) for one in roots if abs(one.imag) < 1e-12 and abs(one) < 40)
    assert [one.delta for one in tip.crossings if one.arm == "MIT"] == pytest.approx(inside)


def test_without_a_grid_the_worse_is_tried() -> None:
    made = answered(invented(22, n=24, visits=2), "[sensitivity]\nmissing = []\n").tipping[0]
    assert len(made.deltas) == len(made.deltas_reference) == 9
    assert made.deltas[0] == 0
    assert made.deltas[-1] > 5


def test_nothing_imputed_has_no_tipping_point() -> None:
    trial = invented(23, n=24, gaps=0.0)
    trial.y[np.isnan(trial.y)] = 10.0
    assert answered(trial).tipping == ()


def test_the_words_say_which_side_and_how_far(tip: Tipping) -> None:
    told = tipping_sentence(tip)
    assert told.startswith("MIT - DBT: p is ")
    assert "crosses at MIT imputed" in told
    quiet = Tipping("MIT", "DBT", "9", 0.05, (3, 2), (0.0,), (0.0,), tip.grid[6:7], ())
    assert "stays there over all deltas tried" in tipping_sentence(quiet)


def test_a_line_without_multiple_imputation_is_normal() -> None:
    line = Line(np.array([[2.0, 1.0]]), np.eye(2)[None], np.zeros(1), 10, float("inf"))
    value, se, df = line.at(0, np.array([[3.0]]))
    assert (value[0], se[0], df[0]) == pytest.approx((5.0, np.sqrt(10.0), np.inf))


def test_an_answer_prints_itself() -> None:
    made = answered(invented(24, n=24, visits=2), "")
    told = str(made)
    assert "MIT (therapy 1), against DBT (therapy 0)" in told
    assert "24 people (12 DBT, 12 MIT)" in told
    assert "therapy_dropout: treatment policy" in told
    assert "as planned  MIT - DBT" in told
    table = made.tidy()
    assert list(table["analysis"].unique()) == ["as planned", "MAR", "J2R", "CR", "CIR", "LMCF"]
    assert len(table) == 12


def test_an_estimand_is_described_without_data() -> None:
    told = describe(small(event("suicide", "principal stratum"), event("x", "composite", value=4)))
    told = " ".join(told.split())
    assert "not have had it in any arm: not estimated" in told
    assert "an outcome of 4 from then on" in told
    assert "bsl at month 9; lower is better" in told
