"""What patients read is short, warm and easy, in English and in German."""

import re

import pytest

from openimt.catalogue.load import load
from openimt.catalogue.patient_words import LANGUAGES, banned_words
from openimt.catalogue.reading import amstad, grade, lix, syllables, words_in_a_sentence

MODULES = sorted(load().modules)
THERAPIES = sorted(load().therapies)
HARDEST_GRADE = 7
EASY_GERMAN_LIX = 40
EASY_GERMAN_AMSTAD = 60


def text_of(module: str, language: str) -> str:
    page = load().module(module).page(language)
    assert page is not None
    assert page.language == language
    return f"{page.says} {page.try_this}"


@pytest.mark.parametrize("module", MODULES)
def test_the_english_page_reads_at_grade_seven_or_below(module: str) -> None:
    assert grade(text_of(module, "en")) <= HARDEST_GRADE


@pytest.mark.parametrize("module", MODULES)
def test_the_german_page_is_easy_by_two_measures(module: str) -> None:
    assert lix(text_of(module, "de")) < EASY_GERMAN_LIX
    assert amstad(text_of(module, "de")) > EASY_GERMAN_AMSTAD


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("module", MODULES)
def test_a_page_speaks_to_the_person_and_offers_one_small_thing(module: str, language: str) -> None:
    page = load().module(module).page(language)
    assert page is not None
    text = f"{page.name} {page.says} {page.try_this}".lower()
    you = {
        "en": r"\b(you|your|we|us|i|me|my)\b",
        "de": r"\b(sie|ihr\w*|ihnen|wir|uns|ich|mich)\b",  # codespell:ignore
    }
    assert re.search(you[language], text)
    assert 10 <= len(page.try_this) <= 240
    assert page.name[0].isupper()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("therapy", THERAPIES)
def test_every_phase_has_kind_plain_words(therapy: str, language: str) -> None:
    told = [phase.words(language) for phase in load().therapy(therapy).phases]
    assert all(name and says and later for name, says, later in told)
    text = " ".join(f"{name}. {says} {later}" for name, says, later in told)
    assert not list(banned_words(text, language))
    if language == "en":
        assert grade(text) <= HARDEST_GRADE
    else:
        assert lix(text) < EASY_GERMAN_LIX
        assert amstad(text) > EASY_GERMAN_AMSTAD


def test_the_phases_are_told_alike_under_every_therapy() -> None:
    """A person who changes therapy finds the same five stations on the map."""
    for language in LANGUAGES:
        told = {
            tuple(phase.words(language) for phase in load().therapy(name).phases)
            for name in THERAPIES
            if load().therapy(name).runs_courses
        }
        assert len(told) == 1


def test_no_two_languages_share_a_sentence() -> None:
    for module in MODULES:
        assert text_of(module, "en") != text_of(module, "de")


HARD = (
    "Psychoeducational interventions facilitate differentiation of maladaptive interpersonal "
    "expectancies, particularly considering individuals' heterogeneous developmental histories."
)
HARD_GERMAN = (
    "Die Berücksichtigung lebensgeschichtlicher Entwicklungsbedingungen ermöglicht eine "
    "differenzierte Betrachtung zwischenmenschlicher Erwartungshaltungen."
)


def test_the_measures_tell_hard_from_easy() -> None:
    assert grade(HARD) > 15
    assert lix(HARD_GERMAN) > 60
    assert amstad(HARD_GERMAN) < 20
    assert grade("The cat sat on the mat. It was warm.") < 2


def test_the_grade_by_hand() -> None:
    """Two sentences, six words, eight syllables: 0.39 * 3 + 11.8 * 8 / 6 - 15.59."""
    text = "A happy dog runs. It stopped."
    assert words_in_a_sentence(text) == 3
    counted = [syllables(word, "en") for word in ("A", "happy", "dog", "runs", "It", "stopped")]
    assert counted == [1, 2, 1, 1, 1, 2]
    assert grade(text) == pytest.approx(0.39 * 3 + 11.8 * 8 / 6 - 15.59)


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Your risk is high.", "en", ["risk"]),
        ("A distorted view.", "en", ["distorted"]),
        ("You are manipulative and severely ill.", "en", ["manipulative", "severely"]),
        ("Ask for quetiapine.", "en", ["quetiapine"]),
        ("People with borderline.", "en", ["borderline"]),
        ("Take the frisky dog to the brisk walk.", "en", []),
        ("Ihr Risiko ist hoch, die Störung auch.", "de", ["Risiko", "Störung"]),  # codespell:ignore
        ("Niemand wird Sie stören.", "de", []),  # codespell:ignore
    ],
)
def test_banned_words_are_whole_words(text: str, language: str, found: list[str]) -> None:
    assert list(banned_words(text, language)) == found
