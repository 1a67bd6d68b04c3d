"""What a design file says, and how a mistake in one is told."""

from pathlib import Path

import numpy as np
import pytest

from openimt.errors import TrialError
from openimt.trial.design.read import read_design, scenario_text, scenarios
from openimt.trial.design.trial_design import Baseline, Layout, Model
from tests.unit.trial.design.written import design_file, small


@pytest.mark.parametrize("name", scenarios())
def test_a_shipped_design_can_be_read_and_copied(name: str, tmp_path: Path) -> None:
    shipped = read_design(name)
    copy = tmp_path / "own.toml"
    copy.write_text(scenario_text(name), encoding="utf-8")
    assert read_design(copy).name == shipped.name == name
    assert shipped.people == 120
    assert shipped.source


def test_means_follow_the_change_in_standard_deviations(tmp_path: Path) -> None:
    made = small(tmp_path)
    outcome = made.outcome
    assert outcome.means[:, 0].tolist() == [20.0, 20.0]
    assert outcome.means[:, -1].tolist() == [15.0, 17.5]
    assert made.difference == pytest.approx(-2.5)
    assert outcome.sd[0] == 5.0
    assert outcome.sd[-1] == pytest.approx(5.75)  # the prior's growth after treatment


def test_a_straight_course_and_own_growth(tmp_path: Path) -> None:
    made = small(tmp_path, "sd = 5", 'sd = 5\ncourse = "straight"\nsd_growth = 1.0').outcome
    assert made.means[0].tolist() == [20.0, 18.75, 17.5, 15.0]
    assert set(made.sd.tolist()) == {5.0}


def test_means_one_by_one(tmp_path: Path) -> None:
    listed = "means = { a = [20, 18, 17, 16], b = [20, 19, 19, 19] }"
    made = small(tmp_path, "change = { a = -1.0, b = -0.5 }", listed)
    assert made.difference == -3.0


def test_weeks_and_months_are_the_same_time(tmp_path: Path) -> None:
    months = small(tmp_path)
    weeks = small(tmp_path, "at = [0, 3, 6, 12]", 'at = [0, 13, 26, 52]\nunit = "weeks"')
    assert np.allclose(months.visits.quarters, weeks.visits.quarters)
    assert np.allclose(months.drop_out.hazard, weeks.drop_out.hazard)
    assert np.allclose(months.outcome.correlation, weeks.outcome.correlation)


def test_shares_of_variance_become_effects(tmp_path: Path) -> None:
    more = '\n[sites]\nnumber = 2\nshare = 0.05\n[therapists]\nlayout = "nested"\n'
    made = small(tmp_path, more=more + "per_site = 3\nshare = 0.10\n")
    person = 1 - 0.05 - 0.10
    assert made.sites.spread**2 == pytest.approx(0.05 / person)
    assert made.therapists.spread**2 == pytest.approx(0.10 / person)
    assert made.therapists.layout is Layout.NESTED


def test_an_untreated_arm_changes_less(tmp_path: Path) -> None:
    made = small(tmp_path, "sd = 5", 'sd = 5\nuntreated = ["b"]').outcome
    six_months = made.correlation[:, 0, 2]
    assert six_months.tolist() == pytest.approx([0.6, 0.8])


def test_what_is_planned_where_nothing_is_said(tmp_path: Path) -> None:
    plan = small(tmp_path).analysis
    assert (plan.model, plan.df, plan.alpha) == (Model.MMRM, "kr", 0.05)
    assert (plan.visit, plan.baseline, plan.site) == (3, Baseline.BY_VISIT, False)


def test_events_shift_the_truth_where_they_are_kept(tmp_path: Path) -> None:
    event = '\n[[event]]\nid = "switch"\nquarterly = { a = 0.5, b = 0.0 }\nshift = 1.0\nstrategy = '
    kept = small(tmp_path, more=event + '"treatment policy"\n')
    aside = small(tmp_path, more=event + '"hypothetical"\n')
    assert aside.difference == pytest.approx(-2.5)
    assert kept.difference == pytest.approx(-2.5 + 5.0 * (1 - 0.5**4))


CORRELATION = "\n[outcome.correlation]\n"
IMPOSSIBLE = "[[1, 0.9, 0, -0.9], [0.9, 1, 0, 0.9], [0, 0, 1, 0], [-0.9, 0.9, 0, 1]]"
MISTAKES = [
    ('name = "small"', 'name = "Small Trial"', "name: 'Small Trial' is not a short name"),
    (
        "people = 40",
        "people = 3",
        "line 3, field people: 3 people are too few for the planned analysis",
    ),
    ("people = 40", "peeple = 40", "'peeple' means nothing here; did you mean 'people'?"),
    ("at = [0, 3, 6, 12]", "at = [1, 3, 6]", "'at' begins with 0, the baseline"),
    ("at = [0, 3, 6, 12]", "at = [0, 6, 3]", "line 7, field visits.at: 'at' begins with 0"),
    ("at = [0, 3, 6, 12]", "at = 12", "'at' is a list of numbers in square brackets"),
    ('id = "b"', 'id = "a"', "the arm 'a' is there twice"),
    ("ratio = 1", "ratio = 0", "line 14, field arm.ratio: 'ratio' is a whole number from 1 to 9"),
    ("sd = 5", "sd = 0", "'sd' needs numbers from 1e-06"),
    ("sd = 5", "", "'sd' is missing"),
    ("sd = 5", 'prior = "dres"\nsd = 5', "'dres' is not known; 'prior' is one of"),
    ("a = -1.0, b = -0.5", "a = -1.0", "'b' is missing"),
    ("a = -1.0, b = -0.5", "a = -1.0, c = -0.5", "'c' means nothing here"),
    ("quarterly = [0.1, 0.05]", "quarterly = [1.5]", "'quarterly' needs numbers from 0 to 0.95"),
    ('versus = "b"', 'versus = "a"', "an arm is compared with another one, not with itself"),
    ('versus = "b"', 'versus = "b"\nvisit = 9', "there is no visit at 9; after the baseline"),
    ('versus = "b"', 'versus = "b"\nmodel = "counts"', "needs an outcome that is a count"),
    ('versus = "b"', 'versus = "b"\nalpha = 2', "'alpha' needs numbers from 1e-06 to 0.5"),
    ('[[arm]]\nid = "a"\n', "", "a trial compares at least two arms"),
    ("[visits]\nat = [0, 3, 6, 12]", "", "the table [visits] is missing"),
]


@pytest.mark.parametrize(("old", "new", "says"), MISTAKES)
def test_a_mistake_is_one_plain_sentence(old: str, new: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(TrialError) as refused:
        read_design(design_file(tmp_path, old, new))
    assert says in str(refused.value)
    assert str(refused.value).startswith(str(tmp_path))
    assert "\n" not in str(refused.value)


ADDED = [
    ('[sites]\nnumber = 2\npeople = [1, 2, 3]\n', "'people' has one number for each site"),
    ('[therapists]\nlayout = "partial"\nper_site = 2\n', "some arms have no therapists"),
    ('[therapists]\nlayout = "nested"\narms = ["a"]\nper_site = 2\n', "'partial' alone"),
    ('[therapists]\nlayout = "nested"\n', "'per_site' is missing"),
    ('[[event]]\nid = "e"\nstrategy = "hypothetical"\n', "how often it happens in each arm"),
    ('[[event]]\nid = "e"\nquarterly = { a = 0, b = 0 }\nstrategy = "x"\n', "'x' is not known"),
    ('[[between]]\noutcomes = ["score", "x"]\nr = 0\n', "is a pair out of score"),
]  # fmt: skip


@pytest.mark.parametrize(("more", "says"), ADDED)
def test_a_mistake_in_a_further_table(more: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(TrialError, match=r"line \d+") as refused:
        small(tmp_path, more="\n" + more)
    assert says in str(refused.value)


UNSOUND = [
    ('structure = "stable-ar1"\nstable = 0.7\nsix_months = 0.6', "make it smaller"),
    ('structure = "un"\nmatrix = [[1]]', "'matrix' has 4 rows"),
    (
        f'structure = "un"\nmatrix = {IMPOSSIBLE}',
        "these correlations cannot all hold",
    ),
    ('structure = "cs"\nr = 1', "'r' needs numbers from 0 to 0.999"),
]


@pytest.mark.parametrize(("words", "says"), UNSOUND)
def test_correlations_that_cannot_be(words: str, says: str, tmp_path: Path) -> None:
    change = "change = { a = -1.0, b = -0.5 }"
    with pytest.raises(TrialError) as refused:
        small(tmp_path, change, change + CORRELATION + words)
    assert says in str(refused.value)


@pytest.mark.parametrize("name", ["nowhere.toml", "equipose"])
def test_a_design_that_is_not_there(name: str) -> None:
    with pytest.raises(TrialError, match="neither a file nor a shipped design"):
        read_design(name)


def test_a_file_that_is_no_toml(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text("name = \n", encoding="utf-8")
    with pytest.raises(TrialError, match="line 1: is not valid TOML"):
        read_design(path)
