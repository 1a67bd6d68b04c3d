"""What can never come about is found and explained: modules, gates, phases."""

from dataclasses import replace
from pathlib import Path

import pytest

from openimt.catalogue.check import Level, check
from openimt.catalogue.directory import read_directory
from openimt.catalogue.load import PACKAGED, load
from openimt.catalogue.reach import reach
from openimt.catalogue.reachable import (
    phases_no_module_serves,
    what_cannot_be,
)
from openimt.errors import CatalogueError
from openimt.terms import ModuleKind, Phase
from tests.unit.catalogue.copies import errors, line_of, slip

FIRST = '[[intervention]]\nname = "'
TWIST = '{ all = [ { capacity = "can_settle" }, { not = { capacity = "can_settle" } } ] }'


def clause(kind: str, name: str, when: str) -> str:
    return f'[[{kind}]]\nid = "{name}"\nwhy = "x"\nwhen = {when}\nsource = "OpenIMT editors"\n\n'


def with_clauses(folder: Path, module: str, *clauses: str) -> Path:
    text = "".join(clauses)
    return slip(folder, f"modules/{module}.toml", FIRST, text + FIRST)


def only(folder: Path) -> str:
    (finding,) = errors(folder)
    return finding.says


def test_in_the_packaged_catalogue_everything_can_come_about() -> None:
    catalogue, draft = read_directory(PACKAGED)
    assert catalogue is not None
    found = reach(catalogue)
    assert list(what_cannot_be(found, draft.files)) == []
    assert found.starts.keys() == catalogue.modules.keys()
    assert found.capacities == catalogue.capacities.keys()
    assert found.ways.left > 0


def test_a_thing_and_its_opposite_is_asked_for_in_vain(tmp_path: Path) -> None:
    with_clauses(tmp_path, "r5", clause("requires", "r5.twist", TWIST))
    (finding,) = errors(tmp_path)
    assert finding.says == (
        "module 'r5' can never start: 'r5.twist' asks for what cannot be, "
        "in every phase that it names"
    )
    assert finding.line == line_of(tmp_path, "modules/r5.toml", f"when = {TWIST}")
    with pytest.raises(CatalogueError, match="can never start"):
        load(tmp_path)


EXCLUDING = [
    (
        '{ event = ["self_harm_act"], within_weeks = 2 }',
        '{ event = ["self_harm_act", "suicide_attempt"], within_weeks = 8 }',
    ),
    ('{ target = "anger", at_least = 0.6 }', '{ target = "anger", at_least = 0.5 }'),
    ('{ common = "c2", state = "met" }', '{ not = { common = "c2", state = "needs_repair" } }'),
    ('{ measure = "ders16", at_most = 30 }', '{ measure = "ders16", at_most = 40 }'),
    ('{ safety_plan = ["made"] }', '{ safety_plan = ["made", "offered"] }'),
    ("{ wish = true }", "{ wish = true }"),
]


@pytest.mark.parametrize(("needed", "held_back_by"), EXCLUDING)
def test_two_clauses_that_exclude_each_other_are_both_named(
    tmp_path: Path, needed: str, held_back_by: str
) -> None:
    needs = clause("requires", "r5.needs", needed)
    waits = clause("not_yet", "r5.waits", held_back_by)
    with_clauses(tmp_path, "r5", needs, waits)
    assert only(tmp_path).startswith(
        "module 'r5' can never start: 'r5.needs' and 'r5.waits' cannot hold together"
    )


APART = [
    (
        '{ event = ["self_harm_act"], within_weeks = 8 }',
        '{ event = ["self_harm_act"], within_weeks = 2 }',
    ),
    ('{ target = "anger", at_least = 0.5 }', '{ target = "anger", at_least = 0.6 }'),
    ('{ measure = "ders16", at_most = 40 }', '{ measure = "ders16", at_most = 30 }'),
    (TWIST.replace("all", "any"), '{ phase = ["exploration"] }'),
]


@pytest.mark.parametrize(("needed", "held_back_by"), APART)
def test_clauses_that_leave_room_are_sound(tmp_path: Path, needed: str, held_back_by: str) -> None:
    needs = clause("requires", "r5.needs", needed)
    waits = clause("not_yet", "r5.waits", held_back_by)
    with_clauses(tmp_path, "r5", needs, waits)
    assert errors(tmp_path) == []


def new_capacity(folder: Path, built_by: str, not_needed_when: str = "") -> None:
    path = folder / "capacities.toml"
    table = (
        f'[[capacity]]\nid = "new_one"\nname = "Can do something new"\nbuilt_by = [{built_by}]\n'
    )
    unless = f'not_needed_when = "{not_needed_when}"\n' if not_needed_when else ""
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{table}{unless}", encoding="utf-8")


@pytest.mark.parametrize("built_by", ["", '"r5"'])
def test_a_capacity_nobody_can_come_to_is_named(tmp_path: Path, built_by: str) -> None:
    """Also when the one module that builds it waits for it."""
    with_clauses(tmp_path, "r5", clause("requires", "r5.new", '{ capacity = "new_one" }'))
    new_capacity(tmp_path, built_by)
    assert only(tmp_path) == (
        "module 'r5' can never start: 'r5.new' needs the capacity 'new_one', which nothing builds "
        "and nobody can do without"
    )


@pytest.mark.parametrize(("built_by", "unless"), [('"r2"', ""), ("", "It is there already.")])
def test_a_capacity_that_is_built_or_not_needed_is_no_obstacle(
    tmp_path: Path, built_by: str, unless: str
) -> None:
    with_clauses(tmp_path, "r5", clause("requires", "r5.new", '{ capacity = "new_one" }'))
    new_capacity(tmp_path, built_by, unless)
    assert errors(tmp_path) == []


def test_what_waits_for_a_module_nobody_can_start_is_found_too(tmp_path: Path) -> None:
    with_clauses(tmp_path, "r5", clause("requires", "r5.twist", TWIST))
    path = tmp_path / "modules/r6.toml"
    needs = clause("requires", "r6.after", '{ module = "r5", step = 1 }')
    text = path.read_text(encoding="utf-8").replace(FIRST, needs + FIRST, 1)
    path.write_text(text, encoding="utf-8")
    says = [finding.says for finding in errors(tmp_path)]
    assert any("'r6.after' needs the module 'r5', which can never start" in one for one in says)


def gate_with(folder: Path, *criteria: tuple[str, str]) -> Path:
    text = "".join(
        f'[[gate.criterion]]\nid = "{name}"\nwhy = "x"\n'
        f'source = "OpenIMT editors"\nwhen = {when}\n\n'
        for name, when in criteria
    )
    leaves = '[[gate]]\nid = "leave_exploration"'
    return slip(folder, "therapies/imt.toml", leaves, text + leaves)


def test_a_criterion_nobody_can_meet_is_named_with_its_line(tmp_path: Path) -> None:
    gate_with(tmp_path, ("twist", TWIST))
    (finding,) = errors(tmp_path)
    assert finding.says == "gate 'leave_regulation': nobody can ever meet 'twist'"
    assert finding.line == line_of(tmp_path, "therapies/imt.toml", f"when = {TWIST}")


def test_criteria_that_exclude_each_other_shut_the_gate(tmp_path: Path) -> None:
    gate_with(
        tmp_path,
        ("recent", '{ event = ["suicide_attempt"], within_weeks = 4 }'),
    )
    assert only(tmp_path) == (
        "nobody can pass gate 'leave_regulation': 'no_attempt_8w' and 'recent' exclude each other"
    )


def test_a_phase_that_no_module_serves_is_found() -> None:
    catalogue, draft = read_directory(PACKAGED)
    assert catalogue is not None
    fewer = {
        name: replace(module, phases=tuple(p for p in module.phases if p is not Phase.EXPLORATION))
        if module.kind is ModuleKind.SPECIFIC
        else module
        for name, module in catalogue.modules.items()
    }
    found = list(phases_no_module_serves(reach(replace(catalogue, modules=fewer)), draft.files))
    assert [error.says for error in found] == [
        "under 'imt' no module can start in the phase exploration"
    ]
    assert found[0].file == "therapies/imt.toml"


def test_a_phase_that_a_module_shuts_itself_out_of_is_found(tmp_path: Path) -> None:
    waits = clause("not_yet", "r5.later", '{ phase = ["regulation"] }')
    found = [one for one in check(with_clauses(tmp_path, "r5", waits)) if "phase" in one.says]
    assert [(one.file, one.level, one.says) for one in found] == [
        (
            "modules/r5.toml",
            Level.WARNING,
            "names the phase regulation, but its own rules never let it start there",
        )
    ]


def test_rules_too_many_sided_to_decide_are_told(tmp_path: Path) -> None:
    seats = [f"{{ any = [ {', '.join(_sits(p, h) for h in range(8))} ] }}" for p in range(9)]
    alone = [
        f"{{ not = {{ all = [ {_sits(a, h)}, {_sits(b, h)} ] }} }}"
        for h in range(8)
        for a in range(9)
        for b in range(a)
    ]
    pigeons = clause("requires", "r5.pigeons", f"{{ all = [ {', '.join(seats + alone)} ] }}")
    found = [one.says for one in check(with_clauses(tmp_path, "r5", pigeons))]
    assert any("too many alternatives to decide" in one for one in found)


def _sits(pigeon: int, hole: int) -> str:
    return f'{{ measure = "p{pigeon}h{hole}", at_least = 1 }}'
