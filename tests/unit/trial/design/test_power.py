"""Power by formula, held against the textbook and, in the proofs, against simulation."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import nct, t

from openimt.errors import TrialError
from openimt.trial.design.limits import limits, says, with_people
from openimt.trial.design.power import Precision, people_needed, precision
from openimt.trial.design.read import read_design
from openimt.trial.design.trial_design import Baseline, Model, TrialDesign
from tests.unit.trial.design.written import small

EQUIPOISE = read_design("equipoise")


def without_loss(design: TrialDesign) -> Precision:
    return precision(design, loss=False)


def plain(design: TrialDesign, **changes: object) -> TrialDesign:
    return replace(design, analysis=replace(design.analysis, **changes))  # type: ignore[arg-type]


def test_two_means_without_loss_are_the_t_test(tmp_path: Path) -> None:
    design = plain(small(tmp_path), model=Model.ANCOVA, baseline=Baseline.NONE)
    made = without_loss(design)
    sd = design.outcome.sd[-1]
    assert made.se == pytest.approx(sd * np.sqrt(2 / 20), rel=1e-12)
    assert made.df == pytest.approx(38.0)
    shift, limit = 2.5 / made.se, t.isf(0.025, 38)
    expected = nct.sf(limit, 38, shift) + nct.cdf(-limit, 38, shift)
    assert made.power(2.5, 0.05) == pytest.approx(expected, rel=1e-9)


def test_complete_repeated_measures_are_the_last_visit_alone(tmp_path: Path) -> None:
    design = small(tmp_path)
    whole = without_loss(design)
    alone = without_loss(plain(design, model=Model.ANCOVA))
    assert (whole.se, whole.df) == pytest.approx((alone.se, alone.df))
    assert whole.df == pytest.approx(40 - 3)


def test_the_baseline_takes_its_part_of_the_variance(tmp_path: Path) -> None:
    design = plain(small(tmp_path), model=Model.ANCOVA)
    r = design.outcome.correlation[0, 0, -1]
    ratio = without_loss(design).se / without_loss(plain(design, baseline=Baseline.NONE)).se
    assert ratio == pytest.approx(np.sqrt((1 - r * r) * (1 + 1 / 37)))


def test_earlier_visits_give_back_some_of_what_loss_takes() -> None:
    mmrm, ancova = precision(EQUIPOISE), precision(plain(EQUIPOISE, model=Model.ANCOVA))
    assert without_loss(EQUIPOISE).se < mmrm.se < ancova.se
    assert ancova.df < mmrm.df < 117


def test_the_detectable_difference_has_the_power() -> None:
    made = precision(EQUIPOISE)
    assert made.power(made.detectable(0.05), 0.05) == pytest.approx(0.80, abs=1e-8)
    assert made.power(0.0, 0.05) == pytest.approx(0.05, abs=1e-12)


def test_the_people_needed_are_the_fewest() -> None:
    difference = 0.3 * 23
    needed = people_needed(EQUIPOISE, difference)
    enough, short = (precision(with_people(EQUIPOISE, n)) for n in (needed, needed - 1))
    assert short.power(difference, 0.05) < 0.80 <= enough.power(difference, 0.05)


def test_therapists_apart_cost_and_crossed_ones_cancel(tmp_path: Path) -> None:
    none = precision(small(tmp_path))
    words = '\n[therapists]\nlayout = "{}"\nper_site = 4\nshare = 0.06\n'
    crossed = precision(small(tmp_path, more=words.format("crossed")))
    nested = precision(small(tmp_path, more=words.format("nested")))
    assert crossed.se == none.se
    assert nested.se > 1.05 * none.se


def test_few_therapists_can_make_it_impossible(tmp_path: Path) -> None:
    words = '\n[therapists]\nlayout = "nested"\nper_site = 2\nshare = 0.10\n'
    with pytest.raises(TrialError, match="no number of people"):
        people_needed(small(tmp_path, more=words), 0.3 * 5)


def test_counts_have_to_be_simulated() -> None:
    design = plain(EQUIPOISE, model=Model.COUNTS, outcome="selfharm")
    assert "simulate" in says(design)[-1]
    with pytest.raises(TrialError, match="no formula for counts"):
        limits(design)
