"""Chances a quarter become chances between visits."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimt.trial.design.read import read_design
from openimt.trial.design.read_loss import between_visits
from openimt.trial.design.trial_design import Visits
from tests.unit.trial.design.written import small

CHANCES = st.lists(st.floats(0, 0.9), min_size=1, max_size=6)


@given(CHANCES, st.lists(st.integers(1, 24), min_size=1, max_size=6, unique=True))
def test_who_is_left_does_not_depend_on_the_visits(chances: list[float], at: list[int]) -> None:
    visits = Visits((0, *sorted(at)))
    kept = np.prod(1 - between_visits(tuple(chances), visits))
    alone = 1 - between_visits(tuple(chances), Visits((0, max(at))))[-1]
    assert kept == pytest.approx(alone, abs=1e-12)


def test_the_priors_lose_thirty_of_a_hundred_by_eighteen_months() -> None:
    assert read_design("equipoise").drop_out.kept(0)[-1] == pytest.approx(0.70, abs=0.005)


def test_an_arm_of_its_own(tmp_path: Path) -> None:
    made = small(tmp_path, "depends_on_last = 0.2", "arm = { b = [0.3] }").drop_out
    assert made.kept(0)[-1] == pytest.approx(0.9 * 0.95**3)
    assert made.kept(1)[-1] == pytest.approx(0.7**4)
    assert made.slope == 0.0


def test_without_the_table_nobody_is_lost(tmp_path: Path) -> None:
    table = "[drop_out]\nquarterly = [0.1, 0.05]\ndepends_on_last = 0.2\n"
    assert small(tmp_path, table, "").drop_out.kept(0).tolist() == [1.0] * 4
