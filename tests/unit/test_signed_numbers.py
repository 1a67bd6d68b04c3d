"""Clinical numbers stand in data, each with a source and an honest mark."""

import pytest

from openimt.assess.instruments import load as instrument
from openimt.catalogue.load import load
from openimt.errors import CatalogueError, OpenIMTError
from openimt.simulate.archetype import archetype, archetypes
from openimt.simulate.forms import form_models
from openimt.simulate.policy import may_judge, usual_modules
from openimt.simulate.world import known_worlds, world
from openimt.terms import PHASES
from openimt.track.measure import Measured, measured
from openimt.track.numbers import numbers, read_numbers

TWELVE = """
no_self_harm daily_ideation weekly_self_harm over_controlled ptsd_no_dissociation ptsd_flat_ders
employed refuses fortnightly_gpm from_inpatient no_group_or_prescriber leaves_week_10
"""


@pytest.mark.parametrize("file", ["recovery.toml", "status.toml"])
def test_every_number_of_the_course_has_a_source(file: str) -> None:
    given = numbers("openimt.track", file)
    assert all(len(number.source) > 10 for number in given.by_name.values())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a = 3", "expected a table"),
        ("a = { value = 3 }", "needs a source"),
        ('a = { value = 3, source = "x" }', "checked mark"),
        ('a = { value = true, source = "x", checked = true }', "must be a number"),
        ("a = [", "not sound TOML"),
    ],
)
def test_a_number_without_its_papers_is_refused(text: str, says: str) -> None:
    with pytest.raises(CatalogueError, match=says):
        read_numbers(text, "x.toml")


def test_a_missing_number_is_named() -> None:
    with pytest.raises(CatalogueError, match="is missing"):
        read_numbers("", "x.toml")["a.b"]


def test_the_twelve_archetypes_of_the_decisions() -> None:
    assert set(archetypes()) == set(TWELVE.split())
    assert all(kind.weight > 0 for kind in archetypes().values())
    with pytest.raises(OpenIMTError, match="there is no archetype"):
        archetype("hero")


def test_habits_name_modules_targets_and_criteria_that_exist() -> None:
    catalogue = load()
    gates = catalogue.therapy("imt").gates
    criteria = {c.id for gate in gates for c in gate.criteria}
    assert may_judge() <= criteria
    forbidden = {"risk_settled", "no_crisis_2w", "attending", "no_attempt_8w", "self_harm_down"}
    assert not may_judge() & forbidden, "no invented judgement sets a fact of safety aside"
    for kind in archetypes().values():
        used = {m for phase in PHASES for m in usual_modules(phase, kind)}
        assert used <= set(catalogue.modules)
        assert set(kind.targets) <= set(catalogue.targets)
        assert set(kind.not_needed) <= set(catalogue.capacities)
        assert kind.therapy in catalogue.therapies


def test_forms_name_instruments_that_exist() -> None:
    for model in form_models():
        items = instrument(model.instrument).items
        assert min(i.lowest for i in items) < model.mean < max(i.highest for i in items)


def test_worlds_inherit_and_override() -> None:
    assert set(known_worlds()) == {"clinic", "equipoise", "usual-care"}
    assert world("usual-care")["gain.sym"] < world("clinic")["gain.sym"]
    assert world("usual-care")["act.rate"] == world("clinic")["act.rate"]


def test_what_is_known_of_a_measure_comes_from_its_definition() -> None:
    bsl = measured(instrument("bsl23"))
    assert (bsl.id, bsl.lowest, bsl.highest, bsl.worse) == ("bsl23", 0, 4, 1)
    assert bsl.reliable_change == pytest.approx(1.96 * 2**0.5 * 0.8 * (1 - 0.841) ** 0.5, abs=0.01)
    brs = measured(instrument("brs"))
    assert (brs.lowest, brs.highest, brs.worse) == (1, 5, -1)
    part = measured(instrument("lpfs-bf-2"), "interpersonal")
    assert (part.id, part.lowest, part.highest) == ("lpfs-bf-2.interpersonal", 6, 24)


def test_without_a_norm_a_share_of_the_range_stands_in() -> None:
    bare = Measured("x", "X", 0, 10)
    assert bare.spread == pytest.approx(2.0)
    assert bare.reliable_change > 0
    assert Measured("x", "X", 0, 10, reliability=1.0).noise_sd > 0
