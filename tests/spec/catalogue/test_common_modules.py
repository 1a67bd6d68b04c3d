"""The six common modules: spelled out for every phase, with four states and kind repair."""

import re

import pytest

from openimt.catalogue.load import load
from openimt.catalogue.module import COMMON_STATE_SAYS, Module, PhaseGuide
from openimt.terms import PHASES, CommonState, Phase

SHORT_NAMES = {
    "c1": "Agreement",
    "c2": "Alliance",
    "c3": "Consistency",
    "c4": "Validation",
    "c5": "Motivation",
    "c6": "Self-reflection",
}

PUNISHING = re.compile(
    r"punish|penalt|sanction|forfeit|discharg|terminat|warn|reprimand|"
    r"non-?complian|resistan|refus|manipulat|lack of motivation|unmotivated|"
    r"excuse|(?:your|their) fault",
    re.IGNORECASE,
)
"""What a repair never speaks of."""

STAFF_ONLY = re.compile(
    r"alliance|consistency|motivation|adherence|repair|building|\bmet\b|score|phase|module|"
    r"Allianz|Konsistenz|Motivation|Reparatur|Phase|Modul",  # codespell:ignore
    re.IGNORECASE,
)
"""Words of states and of staff screens, which patients never see (clinical decision 5)."""

MATRIX = [(name, phase) for name in SHORT_NAMES for phase in PHASES]


def common(name: str) -> Module:
    return load().module(name)


def cell(name: str, phase: Phase) -> PhaseGuide:
    return next(guide for guide in common(name).by_phase if guide.phase is phase)


def test_there_are_six_in_the_order_of_the_lane() -> None:
    assert {m.id: m.short for m in load().common()} == SHORT_NAMES
    assert [m.id for m in load().common()] == sorted(SHORT_NAMES)


@pytest.mark.parametrize(("name", "phase"), MATRIX)
def test_a_cell_says_what_it_is_when_it_is_met_and_when_it_needs_repair(
    name: str, phase: Phase
) -> None:
    guide = cell(name, phase)
    assert len(guide.says) > 60
    assert len(guide.met_when) > 30
    assert len(guide.repair_when) > 30


def test_no_cell_repeats_another() -> None:
    cells = [cell(name, phase) for name, phase in MATRIX]
    for texts in zip(*((c.says, c.met_when, c.repair_when) for c in cells), strict=True):
        assert len(set(texts)) == len(MATRIX) == 30


def test_each_state_has_words_for_staff() -> None:
    assert [(state.value, COMMON_STATE_SAYS[state]) for state in CommonState] == [
        ("not_assessed", "not assessed yet"),
        ("building", "building"),
        ("met", "met"),
        ("needs_repair", "needs repair"),
    ]


@pytest.mark.parametrize("name", SHORT_NAMES)
def test_repair_punishes_nobody(name: str) -> None:
    module = common(name)
    assert len(module.repair) > 200
    for text in (module.repair, *(guide.repair_when for guide in module.by_phase)):
        found = PUNISHING.findall(text)
        assert not found, f"{found} in: {text}"


@pytest.mark.parametrize("name", SHORT_NAMES)
def test_repair_has_words_of_its_own_that_begin_on_our_side(name: str) -> None:
    words = common(name).repair_sounds_like
    assert words not in {move.sounds_like for move in common(name).interventions}
    assert re.search(r"\b([Ww]e|ours?|mine|I)\b", words), words
    assert not PUNISHING.search(words)


@pytest.mark.parametrize(
    "text", ["She was warned.", "a sanction", "They are non-compliant", "Lack of motivation"]
)
def test_the_punishing_words_would_be_found(text: str) -> None:
    assert PUNISHING.search(text)


def test_missing_homework_is_asked_about_in_four_ways() -> None:
    for cause in ("too big", "shame", "crisis", "forgotten"):
        assert cause in common("c5").repair


@pytest.mark.parametrize("name", SHORT_NAMES)
def test_it_runs_everywhere_and_costs_and_holds_back_nothing(name: str) -> None:
    module = common(name)
    clauses = (
        module.mandatory,
        module.indicated,
        module.not_yet,
        module.contraindicated,
        module.requires,
    )
    assert module.phases == PHASES
    assert not module.dose.budget
    assert not module.aims
    assert not any(clauses)
    assert not module.competences


@pytest.mark.parametrize("name", SHORT_NAMES)
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_patient_meets_no_state_and_no_word_of_staff(name: str, language: str) -> None:
    page = common(name).page(language)
    assert page is not None
    assert page.language == language
    assert not STAFF_ONLY.findall(f"{page.name} {page.says} {page.try_this}")
