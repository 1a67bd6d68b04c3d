"""How often a difference is found where there is none, by each way of testing.

The figures are those of the table in docs/reference/trial-designs.md.
"""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from openimt.trial.design.trial_design import Model
from openimt.trial.simulation.run import Means, simulate
from openimt.trial.simulation.summary import summarise
from tests.proofs.trial.null_trial import FOUR, SEVEN, null_trial
from tests.real_data import ROOT

TRIALS = 20_000
PAGE = ROOT / "docs" / "reference" / "trial-designs.md"
LINE = re.compile(r"^\| (\d+) \| (\d) \| ([.\d]+) \| ([.\d]+) \| ([.\d]+) \|$", re.MULTILINE)
TABLE = {(int(n), int(v)): tuple(map(float, r)) for n, v, *r in LINE.findall(PAGE.read_text())}
MCSE = np.sqrt(0.05 * 0.95 / TRIALS)


@cache
def found(people: int, visits: int, folder: Path) -> tuple[float, float, float]:
    """Type I error by z, Satterthwaite and Kenward-Roger, from the same trials."""
    design = null_trial(folder, people, FOUR if visits == 4 else SEVEN)
    rows = simulate(design, TRIALS).rows
    assert (rows[:, 4] < 0).mean() < 0.001
    each = (replace(design.analysis, df=df) for df in ("normal", "satterthwaite", "kr"))
    z, satterthwaite, kr = (summarise(replace(design, analysis=one), rows).power for one in each)
    return z, satterthwaite, kr


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("null")


@pytest.mark.parametrize(("people", "visits"), [(24, 4), (40, 4), (120, 4), (40, 7)])
def test_kenward_roger_keeps_its_level(people: int, visits: int, folder: Path) -> None:
    z, satterthwaite, kr = found(people, visits, folder)
    assert 0.045 <= kr <= 0.055
    assert kr < satterthwaite < z


def test_the_normal_distribution_finds_too_much_in_small_trials(folder: Path) -> None:
    assert found(24, 4, folder)[0] > 0.05 + 8 * MCSE


@pytest.mark.parametrize("row", list(TABLE))
def test_the_page_says_so(row: tuple[int, int], folder: Path) -> None:
    assert TABLE[row] == pytest.approx(found(*row, folder), abs=0.0003)


def test_the_page_has_all_rows() -> None:
    assert list(TABLE) == [(24, 4), (40, 4), (120, 4), (40, 7)]


THERAPISTS = '\n[therapists]\nlayout = "nested"\nper_site = 4\nshare = 0.15\n'


def test_therapists_left_out_are_found_as_differences(folder: Path) -> None:
    design = null_trial(folder, 96, FOUR, THERAPISTS)
    ignored = simulate(design, 4_000).summary
    assert ignored.power > 0.08
    assert ignored.mean_se is not None
    assert ignored.empirical_se is not None
    assert ignored.mean_se < 0.9 * ignored.empirical_se
    known = replace(design, analysis=replace(design.analysis, model=Model.MIXED))
    kept = simulate(known, 400, means=Means(chunk=50)).summary
    assert kept.power < 0.05 + 3.5 * np.sqrt(0.05 * 0.95 / 400)
    assert kept.not_converged == 0
