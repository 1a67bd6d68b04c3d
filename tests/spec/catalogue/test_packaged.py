"""The catalogue that OpenIMT ships: sound, honest about its evidence, with signed numbers."""

import re
from pathlib import Path

import pytest

from openimt.catalogue.check import Level, check
from openimt.catalogue.load import load
from openimt.catalogue.module import Clause, Module
from openimt.catalogue.words import clauses
from openimt.terms import FACT_TARGETS, Domain, Evidence, ModuleKind

ROOT = Path(__file__).resolve().parents[3]
DECISIONS = (ROOT / "docs/explanation/clinical-decisions.md").read_text(encoding="utf-8")
SOURCES = [p.read_text(encoding="utf-8") for p in (ROOT / "src/openimt").rglob("*.py")]
MODULES = sorted(load().modules)
FIRST_ROOM = {
    "c1",
    "c2",
    "c3",
    "c4",
    "c5",
    "c6",
    "s1",
    "s2",
    "s3",
    "s4",
    "r1",
    "r2",
    "r3",
    "r5",
    "r8",
    "i1",
    "i2",
    "i3",
    "n0",
    "n3",
    "n5",
    "n7",
}
CONTRACT_TARGETS = {
    "suicidality",
    "self_harm",
    "crisis",
    "dissociation",
    "body_load",
    "medication_load",
    "emotion_awareness",
    "emotion_intensity",
    "emotion_avoidance",
    "impulsivity",
    "anger",
    "rumination",
    "ptsd",
    "shame_hopelessness",
    "rejection_sensitivity",
    "misread_intentions",
    "schema",
    "assertiveness",
    "hypersensitivity",
    "relationship_avoidance",
    "network",
    "abstract_talk",
    "identity",
    "self_attack",
    "agency",
    "healthy_self",
    "narrative",
    "trauma_story",
    "ending",
    "over_control",
    "comorbidity",
    "risk_to_others",
}


def every_clause(module: Module) -> tuple[Clause, ...]:
    lists = (module.mandatory, module.indicated, module.not_yet, module.contraindicated)
    return tuple(clause for one in (*lists, module.requires) for clause in one)


def test_nothing_is_wrong_with_it() -> None:
    assert [str(f) for f in check() if f.level is Level.ERROR] == []


def test_the_first_modules_are_there() -> None:
    assert set(load().modules) >= FIRST_ROOM
    assert [m.id for m in load().common()] == ["c1", "c2", "c3", "c4", "c5", "c6"]


def test_the_targets_of_the_contract_are_there() -> None:
    assert set(load().targets) >= CONTRACT_TARGETS
    assert {t.id for t in load().targets.values() if t.fact} == FACT_TARGETS
    assert load().targets["over_control"].domain is Domain.REG
    assert load().targets["risk_to_others"].domain is Domain.SYM


def test_each_target_is_reported_as_a_gap_unless_a_module_aims_at_it() -> None:
    aimed_at = {target for module in load().modules.values() for target in module.targets}
    warnings = [f for f in check() if f.level is Level.WARNING and f.file == "targets.toml"]
    warned = {f.says.split("'")[1] for f in warnings}
    assert warned == set(load().targets) - aimed_at


@pytest.mark.parametrize("name", MODULES)
def test_the_evidence_class_is_said_in_words(name: str) -> None:
    module = load().module(name)
    assert len(module.evidence_says) >= 40
    assert module.references
    if module.evidence is Evidence.T1:
        assert "trial" in module.evidence_says
    if module.evidence is Evidence.T2:
        assert re.search(
            "alone|module of its own|separate module|itself", module.evidence_says, re.IGNORECASE
        )


@pytest.mark.parametrize("name", MODULES)
def test_every_module_is_a_draft_until_people_have_signed(name: str) -> None:
    assert load().module(name).status == "draft"


@pytest.mark.parametrize("name", MODULES)
def test_every_clause_names_a_source_that_is_there(name: str) -> None:
    for clause in every_clause(load().module(name)):
        section = re.fullmatch(r"OpenIMT clinical decisions, (\d+)", clause.source)
        if section:
            assert f"\n## {section[1]} " in DECISIONS
        else:
            assert clause.source in load().references, clause.source


@pytest.mark.parametrize("name", MODULES)
def test_every_clause_is_one_sentence_for_a_colleague(name: str) -> None:
    """The rule makes its own sentence; the author adds a short reason that is no copy of it."""
    for clause in every_clause(load().module(name)):
        assert clause.id.startswith(f"{name}.")
        assert clause.says.endswith(".")
        assert len(clause.says) <= 360
        assert clause.why.endswith(".")
        assert 20 <= len(clause.why) <= 160
        assert clause.why != clause.says


@pytest.mark.parametrize("name", MODULES)
def test_an_effect_is_an_opinion_with_a_wide_spread(name: str) -> None:
    module = load().module(name)
    for aim in module.aims:
        if aim.effect is not None:
            assert module.opinion is not None
            assert aim.sd is not None
            assert aim.sd >= aim.effect / 2


@pytest.mark.parametrize("name", MODULES)
def test_moves_tell_what_to_do_and_what_when_it_stalls(name: str) -> None:
    module = load().module(name)
    assert 5 <= len(module.interventions) <= 9
    for move in module.interventions:
        assert move.do
        assert move.sounds_like
        assert move.look_for
        assert move.when_stalled
    for guide in module.steps:
        assert guide.advance_when
        assert guide.when_stalled


@pytest.mark.parametrize("name", MODULES)
def test_no_sentence_stands_in_two_modules(name: str) -> None:
    own = {move.sounds_like for move in load().module(name).interventions}
    for other in load().modules.values():
        if other.id != name:
            assert own.isdisjoint(move.sounds_like for move in other.interventions)


def test_nothing_asks_for_a_severity_of_a_fact() -> None:
    asked = [part for _, _, when in clauses(load()) for part in when.flat()]
    assert not [part for part in asked if part.asks == "target" and part.of[0] in FACT_TARGETS]
    assert not [link for link in load().measures if set(link.targets) & FACT_TARGETS]


def test_counting_borderline_symptoms_shows_no_personality_disorder() -> None:
    personality = {link.measure for link in load().measures if link.personality}
    assert personality >= {"lpfs-bf-2", "zan-bpd", "stip51", "pds-icd11"}
    assert personality.isdisjoint({"bsl23", "phq9", "gad7", "qids-sr16", "ders16"})


def test_every_reading_of_a_measure_is_somebodys_opinion() -> None:
    for link in load().measures:
        assert link.by
        assert link.on is not None
        assert link.source
        assert 0.05 <= link.sd <= 0.5


@pytest.mark.parametrize("setting", load().settings.entries, ids=lambda setting: setting.name)
def test_every_setting_says_what_it_does_and_where_it_comes_from(setting) -> None:  # type: ignore[no-untyped-def]
    assert setting.unit
    assert setting.says.endswith(".")
    assert setting.source
    assert not (setting.checked and "proposal" in setting.source)


def test_every_setting_that_the_code_reads_is_there() -> None:
    read = {name for text in SOURCES for name in re.findall(r"setting(?:s\[|\()\"(\w+)\"", text)}
    assert read, "the pattern found nothing"
    assert read <= set(load().settings.values)


def test_a_reference_is_cited_as_checked_only_with_its_mark() -> None:
    unchecked = {r.id for r in load().references.values() if not r.checked}
    assert {"linehan1993", "linehan2015manual", "lind2019", "lynch2018"} <= unchecked
    for reference in load().references.values():
        assert re.fullmatch(r"[a-z0-9_]+", reference.id)
        assert not reference.doi or reference.doi.startswith("10.")


def test_common_modules_have_no_domain_and_specific_ones_have() -> None:
    for module in load().modules.values():
        assert (module.domain is None) == (module.kind is ModuleKind.COMMON)
