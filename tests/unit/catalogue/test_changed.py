"""What two versions of a catalogue say differently, found part by part."""

from dataclasses import replace

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.changed import (
    NumberChange,
    RuleChange,
    gate_changes,
    module_changes,
    number_changes,
)
from openimt.catalogue.load import load
from openimt.catalogue.module import Module

NOW = load()


def with_module(module: Module) -> Catalogue:
    return replace(NOW, modules={**NOW.modules, module.id: module})


def test_the_same_catalogue_differs_in_nothing() -> None:
    imt = NOW.therapy("imt")
    assert (module_changes(NOW, NOW), gate_changes(imt, imt), number_changes(NOW, NOW)) == (
        (),
        (),
        (),
    )


def test_a_part_that_differs_is_named() -> None:
    r3 = NOW.module("r3")
    other = with_module(replace(r3, summary="Other.", dose=replace(r3.dose, usual=9)))
    (found,) = module_changes(NOW, other)
    assert (found.module, found.parts, found.rules) == ("r3", ("summary", "dose"), ())


def test_a_rule_is_shown_before_and_after() -> None:
    r3 = NOW.module("r3")
    first, *rest = r3.requires
    (found,) = module_changes(NOW, with_module(replace(r3, requires=tuple(rest))))
    assert found.rules == (RuleChange(first.id, first.says, ""),)
    (back,) = module_changes(with_module(replace(r3, requires=tuple(rest))), NOW)
    assert back.rules == (RuleChange(first.id, "", first.says),)


def test_a_rule_that_moves_to_another_list_is_another_rule() -> None:
    r3 = NOW.module("r3")
    first, *rest = r3.requires
    moved = replace(r3, requires=tuple(rest), contraindicated=(*r3.contraindicated, first))
    (found,) = module_changes(NOW, with_module(moved))
    assert [rule.id for rule in found.rules] == [first.id]


def test_new_and_gone() -> None:
    less = replace(NOW, modules={k: m for k, m in NOW.modules.items() if k != "r3"})
    (gone,) = module_changes(NOW, less)
    (new,) = module_changes(less, NOW)
    assert (gone.gone, gone.new, new.gone, new.new) == (True, False, False, True)
    assert module_changes(NOW, less, ["r2", "zz"]) == ()


def test_a_criterion_that_is_dropped_is_found_with_its_gate() -> None:
    imt = NOW.therapy("imt")
    gate = imt.gates[1]
    fewer = replace(gate, criteria=gate.criteria[1:])
    other = replace(imt, gates=(imt.gates[0], fewer, *imt.gates[2:]))
    (found,) = gate_changes(imt, other)
    dropped = gate.criteria[0]
    assert found == RuleChange(f"{gate.id}.{dropped.id}", dropped.says, "")


def test_a_number_before_and_after() -> None:
    first, *rest = NOW.settings.entries
    settings = replace(NOW.settings, entries=(replace(first, value=first.value + 1), *rest))
    assert number_changes(NOW, replace(NOW, settings=settings)) == (
        NumberChange(first.name, first.says, first.value, first.value + 1),
    )
