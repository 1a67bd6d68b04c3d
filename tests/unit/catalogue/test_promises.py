"""Promises that cannot be meant are refused with their line; those of the catalogue can be."""

from pathlib import Path

import pytest

from openimt.catalogue.load import load
from openimt.terms import ModuleKind
from tests.unit.catalogue.copies import copy, errors, line_of, slip

FILE = "promises.toml"
CATALOGUE = load()

REFUSED = [
    # what was written, what it became, what is said of it
    ('module = "r7"', 'module = "r77"', "speaks of the unknown module 'r77'; did you mean 'r7'?"),
    ('module = "s1"', 'module = "s4"', "safety cannot call for 's4': it costs sessions"),
    ('"r7.attempt"]', '"r7.attempd"]', "did you mean 'r7.attempt'?"),
    ('"r7.attempt"]', '"r7.psychosis"]', "nobody may set 'r7.psychosis' aside"),
    ('"s3.safety_plan_offered"', '"s3.plan"', "there is no clause 's3.plan'"),
    ('"no_crisis_2w"', '"no_crisis_3w"', "containment looks for 'no_crisis_3w'"),
    ('\nunknown = "blocks"', '\nunknown = "stops"', "'stops' is neither passes nor blocks"),
    ('change_of = ["ders16"]', 'modules_of = "safety"\nchange_of = ["ders16"]', "exactly one"),
    ('change_of = ["ders16"]', "", "exactly one of"),
    ('criterion = "attending"', 'criterion = "attending"\nmodule = "r7"', "and no module"),
    ('criterion = "attending"', "", "names the criterion"),
    ('module = "i7"', "", "names the module it speaks of"),
    ('beyond = "regulation"\ncriterion = "regulation_better"', 'module = "r3"', "say beyond which"),
    ('safety_answer = "any"', 'safety_answer = "all"', "asks about 'all'"),
    ('capacity = "can_settle"', 'capacity = "can_setle"', "did you mean 'can_settle'?"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "says"), REFUSED)
def test_a_promise_that_cannot_be_meant_is_refused(
    old: str, new: str, says: str, tmp_path: Path
) -> None:
    found = [e for e in errors(slip(tmp_path, FILE, old, new)) if e.file == FILE]
    assert [e for e in found if says in e.says], [e.says for e in found]
    assert all(e.line for e in found)


def test_a_mistake_is_told_at_its_line(tmp_path: Path) -> None:
    slip(tmp_path, FILE, '\nunknown = "blocks"', '\nunknown = "stops"')
    (found,) = errors(tmp_path)
    assert found.line == line_of(tmp_path, FILE, 'unknown = "stops"')


def test_the_catalogue_keeps_every_rule(tmp_path: Path) -> None:
    assert errors(copy(tmp_path)) == []


def test_each_gate_of_trauma_work_is_promised() -> None:
    """One promise for each clause of the four modules that touch trauma, however it is written."""
    for module in ("r7", "i7", "n5", "n6"):
        promised = [p for p in CATALOGUE.promises.values() if p.module == module]
        shape = CATALOGUE.modules[module]
        clauses = (*shape.contraindicated, *shape.not_yet, *shape.requires)
        assert len(promised) + (3 if module == "r7" else 0) == len(clauses), module


def test_only_the_eight_weeks_and_self_harm_may_be_set_aside() -> None:
    may = {p.id: p.set_aside for p in CATALOGUE.promises.values() if p.set_aside}
    assert may == {
        "trauma.attempt": ("r7.attempt",),
        "trauma.life_threatening_act": ("r7.life_threatening_act",),
        "trauma.self_harm": ("r7.self_harm",),
    }


def test_every_module_with_a_gate_has_a_promise() -> None:
    gated = {
        m.id
        for m in CATALOGUE.modules.values()
        if m.kind is ModuleKind.SPECIFIC and (m.contraindicated or m.not_yet or m.requires)
    }
    assert gated <= {p.module for p in CATALOGUE.promises.values()}


def test_a_promise_says_itself() -> None:
    promise = CATALOGUE.promises["trauma.attempt"]
    assert promise.says == "There was no suicide attempt in the last 8 weeks."
    assert all(p.says for p in CATALOGUE.promises.values())
    assert "step 3" in CATALOGUE.promises["beyond_regulation.modules_there"].says
    assert "reliably better" in CATALOGUE.promises["beyond_regulation.reliably_better"].says
