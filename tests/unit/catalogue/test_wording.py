"""The last touch of loading: each rule gets its sentence, its judge and the codes it asks about."""

from dataclasses import replace

from openimt.catalogue.catalogue import Catalogue, DiagnosisKind, JudgementKind
from openimt.catalogue.condition import Condition, read_condition
from openimt.catalogue.load import load
from openimt.catalogue.therapy import Criterion
from openimt.catalogue.wording import rule_sentence, settled, worded
from openimt.terms import Phase
from tests.builders import catalogue, clause, module, therapy

WORDS = {
    "judgements": {
        "threat": JudgementKind("threat", "there is a threat"),
        "release": JudgementKind("release", "it is released", "senior", 8, "it is not released"),
    },
    "diagnoses": {
        "ptsd": DiagnosisKind("ptsd", "post-traumatic stress disorder", ("6B40", "F43.1")),
        "psychosis": DiagnosisKind("psychosis", "psychosis", ("6A2",)),
    },
}


def here(*modules: object, **more: object) -> Catalogue:
    return catalogue(*modules, **(WORDS | more))


def asked(rule: dict) -> Condition:
    return read_condition(rule)


def test_a_diagnosis_becomes_its_codes_and_keeps_its_name_in_the_sentence() -> None:
    either = {"diagnosis": ["ptsd", "psychosis"]}
    found = worded(here(module("r9", indicated=(clause("r9.one", either),)))).module("r9")
    assert found.indicated[0].when.of == ("6B40", "F43.1", "6A2")
    says = "A clinician has diagnosed post-traumatic stress disorder or psychosis."
    assert found.indicated[0].says == says


def test_a_judgement_asks_the_role_of_its_word_unless_the_rule_names_one() -> None:
    for rule, role in [
        ({"judgement": "threat"}, "clinician"),
        ({"judgement": "release"}, "senior"),
        ({"judgement": "release", "role": "prescriber"}, "prescriber"),
        ({"judgement": "threat", "role": "senior"}, "senior"),
    ]:
        assert settled(asked(rule), here()).option("role") == role


def test_roles_and_codes_are_put_in_place_however_deep_a_rule_is() -> None:
    rule = {"any": [{"wish": True}, {"not": {"all": [
        {"judgement": "release"}, {"diagnosis": "ptsd"},
    ]}}]}  # fmt: skip
    inside = settled(asked(rule), here()).flat()
    assert [p.option("role") for p in inside if p.asks == "judgement"] == ["senior"]
    assert [p.of for p in inside if p.asks == "diagnosis"] == [("6B40", "F43.1")]


def test_every_list_of_clauses_is_worded() -> None:
    kinds = ("mandatory", "indicated", "not_yet", "contraindicated", "requires")
    rules = {kind: (clause(f"r9.{kind}", {"wish": True}),) for kind in kinds}
    found = worded(here(module("r9", **rules))).module("r9")
    assert {getattr(found, kind)[0].says for kind in kinds} == {"The person has asked for it."}


def test_a_sentence_that_somebody_wrote_does_not_survive_loading() -> None:
    written = replace(clause("r9.wish", {"wish": True}), says="Anything else.")
    found = worded(here(module("r9", requires=(written,)))).module("r9")
    assert found.requires[0].says == "The person has asked for it."


def test_wording_twice_changes_nothing() -> None:
    rules = (clause("r9.one", {"diagnosis": "ptsd"}), clause("r9.two", {"judgement": "release"}))
    once = worded(here(module("r9", indicated=rules)))
    again = worded(once)
    whens = [c.when for c in once.module("r9").indicated]
    assert [c.when for c in again.module("r9").indicated] == whens


def criterion_says(**parts: object) -> str:
    made = Criterion("one", "test", **parts)  # type: ignore[arg-type]
    gates = therapy().gates
    gate = replace(gates[0], criteria=(made,))
    found = worded(here(therapies={"imt": replace(therapy(), gates=(gate, *gates[1:]))}))
    return found.therapy("imt").gates[0].criteria[0].says


def test_each_kind_of_criterion_has_its_sentence() -> None:
    assert criterion_says(when=asked({"wish": True})) == "The person has asked for it."
    assert criterion_says(modules_of=Phase.REGULATION) == (
        "Each regulation module of this plan is at step 3, or ended with a reason."
    )
    assert criterion_says(change_of=("ders16", "lpfs-bf-2.interpersonal")) == (
        "DERS-16 or LPFS-BF-2 (interpersonal) is reliably better, or was in range at the start."
    )
    assert criterion_says() == "A clinician judges this."


def test_the_sentence_of_any_condition_uses_the_names_of_the_catalogue() -> None:
    assert rule_sentence(asked({"not": {"judgement": "release"}}), here()) == (
        "A clinician judges that it is not released."
    )
    assert rule_sentence(asked({"module": "s4", "step": 2}), load()) == (
        f"“{load().module('s4').short}” has reached step 2."
    )


def test_the_packaged_catalogue_asks_for_no_diagnosis_by_name_and_no_judge_without_a_role() -> None:
    names = set(load().diagnoses)
    parts = [
        part
        for m in load().modules.values()
        for kind in ("mandatory", "indicated", "not_yet", "contraindicated", "requires")
        for c in getattr(m, kind)
        for part in c.when.flat()
    ]
    assert {part.asks for part in parts} >= {"diagnosis", "judgement"}
    assert not [p for p in parts if p.asks == "diagnosis" and names & set(p.of)]
    assert not [p for p in parts if p.asks == "judgement" and p.option("role") is None]
