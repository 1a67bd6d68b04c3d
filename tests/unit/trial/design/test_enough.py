"""Designs that nobody can learn from say so in words: too few people, or too few who stay."""

import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from openimt.cli.trial_simulate import LARGEST_SEED as LARGEST_OPTION
from openimt.errors import TrialError
from openimt.trial.design.enough import fewest_people
from openimt.trial.design.limits import limits, says, with_people
from openimt.trial.design.power import people_needed, precision
from openimt.trial.design.read import read_design, scenario_text
from openimt.trial.design.read_loss import between_visits
from openimt.trial.design.trial_design import LARGEST_SEED, Model, TrialDesign
from openimt.trial.simulation.recipe import recipe
from tests.unit.trial.design.written import small

EQUIPOISE = read_design("equipoise")


def losing(first: float, second: float, model: Model = Model.MMRM) -> TrialDesign:
    """The design in which that many leave each arm in a quarter of a year."""
    rows = [between_visits((chance,), EQUIPOISE.visits) for chance in (first, second)]
    loss = replace(EQUIPOISE.drop_out, hazard=np.array(rows))
    return replace(EQUIPOISE, drop_out=loss, analysis=replace(EQUIPOISE.analysis, model=model))


@pytest.mark.parametrize("model", [Model.MMRM, Model.ANCOVA, Model.MIXED])
@pytest.mark.parametrize("chance", [0.5, 0.7, 0.8, 0.9, 0.95])
def test_where_nearly_all_are_lost_nothing_is_shown(chance: float, model: Model) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made, told = limits(losing(chance, chance, model)), says(losing(chance, chance, model))
    assert (made.with_loss, made.power, made.detectable) == (None, None, None)
    assert (made.half_width, made.small_power) == (None, None)
    assert told[0].startswith("Nearly everybody is lost by month ")
    assert "expected to remain" in told[0]
    assert "nothing can be shown" in told[0]
    assert told[1].startswith("With nobody lost they find")
    assert not any("points) in 80 of 100 such trials" in one for one in told)
    with pytest.raises(TrialError, match="nothing can be shown"):
        precision(losing(chance, chance, model))


@pytest.mark.parametrize("chance", [0.05, 0.1, 0.2, 0.3, 0.35, 0.4, 0.45])
def test_between_a_few_and_nearly_all_it_is_a_number_or_a_sentence(chance: float) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made = limits(losing(chance, chance))
    expected = 120 * (1 - chance) ** 6
    assert (made.with_loss is None) == (expected < 8)
    if made.with_loss is not None:
        assert made.with_loss.df > 8


def test_an_arm_of_which_nobody_is_left() -> None:
    told = says(losing(0.02, 0.6))[0]
    assert told.startswith("Nearly everybody is lost by month 12: of 60 people about 1.5 are")
    assert "arm dbt needs 2 there" in told


def test_few_who_are_left_make_a_formula_rough() -> None:
    assert "chance will leave too few" in says(losing(0.35, 0.35))[-1]
    assert "chance will leave too few" not in " ".join(says(EQUIPOISE))


def test_people_needed_knows_what_is_lost() -> None:
    with pytest.raises(TrialError, match="no number of people"):
        people_needed(losing(0.9, 0.9), 6.9)
    assert people_needed(losing(0.5, 0.5), 6.9) > 10_000


@pytest.mark.parametrize("people", [3, 4, 5, 7])
def test_reader_formula_and_simulation_have_one_lowest_limit(people: int, tmp_path: Path) -> None:
    assert fewest_people(EQUIPOISE) == 8
    path = tmp_path / "few.toml"
    text = scenario_text("equipoise").replace("people = 120", f"people = {people}")
    path.write_text(text, encoding="utf-8")
    few, told = replace(EQUIPOISE, people=people), []
    for refuse in (
        lambda: with_people(EQUIPOISE, people),
        lambda: precision(few, loss=False),
        lambda: recipe(few),
        lambda: read_design(path),
    ):
        with pytest.raises(TrialError, match="too few for the planned analysis") as caught:
            refuse()
        told.append(caught.value.says)
        assert caught.value.field == "people"
    assert len(set(told)) == 1
    assert f"{people} people are too few" in told[0]
    assert caught.value.line == 5


def test_a_file_may_hold_any_seed_that_the_option_takes(tmp_path: Path) -> None:
    assert LARGEST_SEED == LARGEST_OPTION
    made = small(tmp_path, "seed = 7", f"seed = {LARGEST_SEED}")
    assert made.seed == LARGEST_SEED
    with pytest.raises(TrialError, match="a number lies between"):
        small(tmp_path, "seed = 7", f"seed = {LARGEST_SEED + 1}")
