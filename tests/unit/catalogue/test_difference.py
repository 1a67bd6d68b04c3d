"""What two versions say differently, part by part."""

from dataclasses import replace

from openimt.catalogue.changed import NumberChange, RuleChange
from openimt.catalogue.condition import read_condition
from openimt.catalogue.difference import EntryChange, difference
from openimt.catalogue.load import load
from openimt.catalogue.module import Clause

CATALOGUE = load()


def test_a_catalogue_does_not_differ_from_itself() -> None:
    what = difference(CATALOGUE, CATALOGUE)
    assert what.nothing
    assert (what.before, what.after) == (CATALOGUE.version, CATALOGUE.version)


def test_modules_that_come_and_go_are_told() -> None:
    fewer = {name: m for name, m in CATALOGUE.modules.items() if name != "r3"}
    (gone,) = difference(CATALOGUE, replace(CATALOGUE, modules=fewer)).modules
    (new,) = difference(replace(CATALOGUE, modules=fewer), CATALOGUE).modules
    assert (gone.module, gone.gone, gone.new) == ("r3", True, False)
    assert (new.module, new.gone, new.new) == ("r3", False, True)


def test_a_rule_is_told_as_its_sentence_before_and_after() -> None:
    r5 = CATALOGUE.module("r5")
    extra = Clause("r5.extra", read_condition({"wish": True}), "OpenIMT editors", says="Wished.")
    changed = replace(r5, requires=(*r5.requires[1:], extra), record="Something else.")
    after = replace(CATALOGUE, modules={**CATALOGUE.modules, "r5": changed})
    (module,) = difference(CATALOGUE, after).modules
    first = r5.requires[0]
    assert set(module.rules) == {
        RuleChange("r5.extra", "", "Wished."),
        RuleChange(first.id, first.says, ""),
    }
    assert module.parts == ("record",)


def test_therapies_numbers_and_lists_are_compared_too() -> None:
    imt = CATALOGUE.therapy("imt")
    settings = CATALOGUE.settings
    entries = tuple(
        replace(one, value=0.5) if one.name == "need_threshold" else one for one in settings.entries
    )
    after = replace(
        CATALOGUE,
        therapies={
            **CATALOGUE.therapies,
            "imt": replace(imt, summary="Other.", gates=imt.gates[1:]),
        },
        settings=replace(settings, entries=entries),
        capacities={k: v for k, v in CATALOGUE.capacities.items() if k != "can_settle"},
        measures=CATALOGUE.measures[1:],
    )
    what = difference(CATALOGUE, after)
    (therapy,) = what.therapies
    assert (therapy.therapy, therapy.parts) == ("imt", ("summary",))
    assert {rule.id.split(".")[0] for rule in therapy.rules} == {imt.gates[0].id}
    (number,) = what.numbers
    assert isinstance(number, NumberChange)
    assert (number.before, number.after) == (settings["need_threshold"], 0.5)
    assert what.entries == (
        EntryChange("capacities", "can_settle", "gone"),
        EntryChange("measures", CATALOGUE.measures[0].measure, "gone"),
    )
