"""Invented trials have the means, covariances, losses and events that the design says."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from openimt.trial.design.read import read_design
from openimt.trial.design.trial_design import TrialDesign
from openimt.trial.matrix import Floats
from openimt.trial.simulation.invented import events_table, invent, outcomes_table, rounded
from tests.unit.trial.design.written import small

PEOPLE = 8000
SITES = "\n[sites]\nnumber = 200\nshare = 0.2\n"
NOBODY_LOST = ("[drop_out]\nquarterly = [0.1, 0.05]\ndepends_on_last = 0.2\n", "")
EVENT = """
[[event]]
id = "admission"
quarterly = { a = 0.1, b = 0.2 }
shift = 1.0
strategy = """


def many(design: TrialDesign) -> TrialDesign:
    return replace(design, people=PEOPLE)


def values(design: TrialDesign) -> Floats:
    return invent(many(design), 11, 0).values["score"]


def test_means_and_covariances(tmp_path: Path) -> None:
    design = small(tmp_path, *NOBODY_LOST)
    y, arm = values(design), np.arange(PEOPLE) % 2
    for n in (0, 1):
        mine = y[arm == n]
        assert np.allclose(mine.mean(axis=0), design.outcome.means[n], atol=4 * 5.75 / 63)
        assert np.allclose(np.cov(mine.T), design.outcome.covariance(n), atol=4 * 33 * 1.5 / 63)


def test_sites_share_an_effect_from_the_start(tmp_path: Path) -> None:
    made = invent(many(small(tmp_path, *NOBODY_LOST, SITES)), 11, 0)
    y, site = made.values["score"], made.seats.site
    between = np.array([y[site == s].mean(axis=0) for s in range(200)]).var(axis=0)
    within = np.mean([y[site == s].var(axis=0) for s in range(200)], axis=0)
    share = between / (between + within)
    assert np.allclose(share, 0.2 + 0.8 / 40, atol=0.07)


def test_therapists_matter_after_the_start_alone(tmp_path: Path) -> None:
    words = '\n[sites]\nnumber = 100\n[therapists]\nlayout = "crossed"\nper_site = 4\nshare = 0.3\n'
    made = invent(many(small(tmp_path, *NOBODY_LOST, words)), 11, 0)
    y, therapist = made.values["score"], made.seats.therapist
    between = np.array([y[therapist == s].mean(axis=0) for s in range(400)]).var(axis=0)
    person = np.array([25.0, *small(tmp_path).outcome.sd[1:] ** 2])
    assert between[0] < 0.09 * person[0]
    assert np.all(between[1:] > 0.3 * person[1:])


def test_as_many_are_lost_as_planned(tmp_path: Path) -> None:
    design = small(tmp_path, "depends_on_last = 0.2\n", "missed = 0.1\n")
    gone = np.isnan(values(design)).mean(axis=0)
    kept = design.drop_out.kept(0) * np.array([1.0, 0.9, 0.9, 0.9])
    assert np.allclose(1 - gone, kept, atol=4 * 0.5 / 89)


def test_loss_depends_on_the_last_value_seen(tmp_path: Path) -> None:
    y = values(small(tmp_path, "depends_on_last = 0.2", "depends_on_last = 1.5"))
    left = np.isnan(y[:, 1])
    assert y[left, 0].mean() > y[~left, 0].mean() + 2.5


def test_events_come_as_often_and_shift_what_follows(tmp_path: Path) -> None:
    design = small(tmp_path, *NOBODY_LOST, EVENT + '"treatment policy"\n')
    made = invent(many(design), 11, 0)
    before = values(small(tmp_path, *NOBODY_LOST))
    first = made.events[:, 0]
    arm = made.seats.arm
    for n, rate in ((0, 0.1), (1, 0.2)):
        met = (first[arm == n] > 0).mean()
        assert met == pytest.approx(1 - (1 - rate) ** 4, abs=4 * 0.5 / 63)
    moved = made.values["score"] - before
    since = (first[:, None] > 0) & (np.arange(4) >= first[:, None])
    assert np.allclose(moved, np.where(since, 5.0, 0.0))


def test_hypothetical_events_set_later_values_aside(tmp_path: Path) -> None:
    made = invent(many(small(tmp_path, *NOBODY_LOST, EVENT + '"hypothetical"\n')), 11, 0)
    first = made.events[:, 0]
    since = (first[:, None] > 0) & (np.arange(4) >= first[:, None])
    assert np.array_equal(np.isnan(made.values["score"]), since)


def test_outcomes_go_together_as_the_design_says() -> None:
    made = invent(many(read_design("climamithe-like")), 2, 0)
    base = np.column_stack([made.values[name][:, 0] for name in made.values])
    found = np.corrcoef(base.T)
    assert np.allclose(found, made.design.between, atol=4 / 89)


def test_counts_are_negative_binomial_with_a_level_of_each_person() -> None:
    design = many(read_design("equipoise"))
    made, outcome = invent(design, 3, 0).values["selfharm"][:, 0], design.outcomes[1]
    mean = outcome.means[0, 0]
    spread = np.exp(outcome.person_sd**2)
    variance = mean + mean**2 * (spread * (1 + 1 / outcome.size) - 1)
    assert np.array_equal(made, np.round(made))
    assert made.mean() == pytest.approx(mean, rel=0.1)
    assert made.var() == pytest.approx(variance, rel=0.35)


def test_the_table_has_a_row_a_person_and_visit() -> None:
    made = rounded(invent(read_design("tau-like"), 4, 2))
    table, events = outcomes_table(made), events_table(made)
    assert len(table) == 120 * 3
    assert list(table.columns[:6]) == ["person", "site", "therapist", "arm", "month", "quarters"]
    assert set(table.loc[table["arm"] == "tau", "therapist"]) == {""}
    assert table["quarters"].tolist()[:3] == [1.0, 1.0, 2.0]
    assert set(events["event"]) == {"admission"}
    assert set(events["at"]) <= {1.5, 4.5, 9.0}
    assert set(events["person"]) <= set(table["person"])
