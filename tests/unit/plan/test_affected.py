"""Whose plan another catalogue changes, and the change that is why."""

from dataclasses import replace

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.condition import read_condition
from openimt.catalogue.load import load
from openimt.catalogue.module import Clause, Module
from openimt.exchange.examples import examples
from openimt.plan.affected import Affected, affected

CATALOGUE = load()
NEVER = Clause(
    "r3.never", read_condition({"wish": False}), "OpenIMT editors", says="It was not wished for."
)


def with_module(module: Module) -> Catalogue:
    return replace(CATALOGUE, modules={**CATALOGUE.modules, module.id: module})


def found(after: Catalogue) -> dict[str, Affected]:
    return {one.person: one for one in affected(examples(), CATALOGUE, after)}


def why(one: Affected, module: str, what: str) -> str:
    (reason,) = (
        w for c, w in zip(one.changes, one.why, strict=True) if (c.module, c.what) == (module, what)
    )
    return reason


def test_the_same_catalogue_changes_nobodys_plan() -> None:
    assert affected(examples(), CATALOGUE, CATALOGUE) == ()


def test_words_change_nobodys_plan() -> None:
    assert found(with_module(replace(CATALOGUE.module("r3"), record="Something else."))) == {}


def test_a_new_contraindication_is_why_a_module_goes() -> None:
    r3 = CATALOGUE.module("r3")
    people = found(with_module(replace(r3, contraindicated=(*r3.contraindicated, NEVER))))
    assert people
    for one in people.values():
        assert why(one, "r3", "removed") == "the rule r3.never says now: It was not wished for."


def test_a_rule_taken_out_is_why_a_module_comes() -> None:
    r3 = CATALOGUE.module("r3")
    strict = with_module(replace(r3, contraindicated=(*r3.contraindicated, NEVER)))
    people = {one.person: one for one in affected(examples(), strict, CATALOGUE)}
    assert people
    for one in people.values():
        assert why(one, "r3", "added") == "the rule r3.never said before: It was not wished for."


def test_a_module_that_is_gone_is_told_for_whoever_had_it() -> None:
    fewer = {name: m for name, m in CATALOGUE.modules.items() if name != "i3"}
    people = found(replace(CATALOGUE, modules=fewer))
    told = {
        w
        for one in people.values()
        for c, w in zip(one.changes, one.why, strict=True)
        if c.module == "i3"
    }
    assert told == {"the module is gone"}


def test_what_follows_from_elsewhere_names_what_changed() -> None:
    r3 = CATALOGUE.module("r3")
    longer = with_module(replace(r3, dose=replace(r3.dose, usual=16)))
    reasons = {
        (c.module, w)
        for one in found(longer).values()
        for c, w in zip(one.changes, one.why, strict=True)
        if c.module != "r3"
    }
    assert reasons
    assert {reason for _, reason in reasons} == {"it follows from what changed elsewhere: r3"}


def test_somebody_without_a_plan_any_more_is_told() -> None:
    fewer = {name: t for name, t in CATALOGUE.therapies.items() if name != "gpm"}
    people = found(replace(CATALOGUE, therapies=fewer))
    assert people["fortnightly GPM"].says[0].startswith("There is no plan any more: ")
    (back,) = affected(examples(), replace(CATALOGUE, therapies=fewer), CATALOGUE)
    assert back.says[0].startswith("There is a plan now; before there was none: ")


def test_it_says_the_same_each_time() -> None:
    r3 = CATALOGUE.module("r3")
    other = with_module(replace(r3, dose=replace(r3.dose, usual=9)))
    assert affected(examples(), CATALOGUE, other) == affected(examples(), CATALOGUE, other)
