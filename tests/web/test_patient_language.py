"""Every text that a patient can meet, in both languages: easy, kind, and from us alone.

Texts come from the templates and the code of the patient's side (with the German of the message
catalogue), the instruments in our own words, the pages of the catalogue, and the forms on paper.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from openimt.assess.library import known, load
from openimt.catalogue.load import load as load_catalogue
from openimt.catalogue.patient_words import banned_words
from openimt.catalogue.reading import hard_to_read, words

SRC = Path(__file__).parents[2] / "src"
PATIENT = SRC / "openimt_clinic/patient"
GERMAN = SRC / "openimt_clinic/locale/de/LC_MESSAGES/django.po"
FROM = re.compile(r"openimt_clinic/(patient|paper/handout|components/document_words)")
LANGUAGES = ("en", "de")
A_SENTENCE = (".", "?", "!", ":")
ENOUGH = 40
"""A reading grade means nothing for a few words: texts of a file are read together from here on."""

NEVER: Mapping[str, tuple[str, ...]] = {
    "en": (
        "streak", "scores?", "risk", "relaps", "fail", "misread", "wrong\\b", "non-?complian",
        "in a row\\b", "\\d+ (days|weeks|times) (since|without)", "since your last", "well done",
        "congratulat", "points\\b", "levels?\\b", "badge", "reward", "days clean", "self-harm",
        "should have", "your fault", "overreact", "exaggerat", "irrational", "distort",
    ),
    "de": (
        "serie\\b", "punkte\\b", "punktzahl", "risiko", "rückfall", "versag", "gescheitert",
        "falsch", "missverst", "unkooperativ", "(tage|wochen|mal) (seit|ohne)\\b",
        "seit ihrem letzten", "gut gemacht", "glückwunsch", "stufe\\b", "belohn",
        "selbstverletz", "hätten sie .* sollen",
        "überreag", "übertr(ei|ie)b", "irrational", "verzerr", "schuld",
    ),
}  # fmt: skip
"""Beside the words that the catalogue bans: counts, praise for days, blame."""

ALLOWED: Mapping[str, tuple[str, ...]] = {
    "en": (
        "or is something wrong?", "I have a guess, and I may be wrong.", "Nobody may threaten you",
        "You do nothing wrong by calling.", "Something is wrong with what this phone has sent.",
    ),
    "de": (
        "Ich habe eine Ahnung und kann falsch liegen.", "Niemand darf Sie bedrohen",
        "Sie machen nichts falsch, wenn Sie anrufen.", "schuldig",
    ),
}  # fmt: skip
"""Sentences, and a feeling, in which such a word means something else."""


@cache
def messages() -> tuple[Message, ...]:
    with GERMAN.open("rb") as file:
        return tuple(m for m in read_po(file, locale="de") if m.id)


def texts(language: str) -> Iterator[tuple[str, str]]:
    """Where a text stands (its file), and the text, with names in the place of gaps."""
    for message in messages():
        places = [place for place, _ in message.locations if FROM.search(place)]
        said = message.id if language == "en" else message.string
        for text in said if isinstance(said, tuple | list) else (said,):
            if places and text:
                yield places[0], re.sub(r"%\(\w+\)[sd]|\{\w+\}|%%", "Ana", text)
    for instrument in map(load, known()):
        if instrument.own and instrument.rater == "patient":
            for item in instrument.items:
                yield instrument.id, (item.says or {}).get(language, "")
                for option in (item.options or {}).get(language, ()):
                    yield instrument.id, option


def never(language: str) -> str:
    return rf"\b(?:{'|'.join(NEVER[language])})"


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_something_to_look_at(language: str) -> None:
    found = list(texts(language))
    assert len(found) > 500
    assert {"oi-safety", "oi-targets"} <= {place for place, _ in found}


def test_the_phone_has_one_name_in_each_language() -> None:
    other = {"en": r"\b(devices?|handset|mobile)\b", "de": r"(?<!am )telefon\b|telefone|gerät"}
    for language, names in other.items():
        found = [text for _, text in texts(language) if re.search(names, text.lower())]
        assert not found, found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_blames_counts_grades_or_frightens(language: str) -> None:
    found = [
        (place, text)
        for place, text in texts(language)
        if text not in ALLOWED[language] and not any(one in text for one in ALLOWED[language])
        if re.search(never(language), text.lower()) or any(banned_words(text, language))
    ]
    assert not found, found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_read_with_ease(language: str) -> None:
    """School grade 7 at most, in German by the same measures as the catalogue's pages."""
    by_file: dict[str, list[str]] = {}
    for place, text in texts(language):
        if text.rstrip().endswith(A_SENTENCE):
            by_file.setdefault(place, []).append(text.strip().removesuffix(":") + ".")
    hard = {}
    for place, sentences in by_file.items():
        whole = " ".join(sentences)
        if len(words(whole)) >= ENOUGH and (found := hard_to_read(whole, language)):
            hard[place] = found
    assert not hard, hard


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_long(language: str) -> None:
    long = [
        (place, sentence)
        for place, text in texts(language)
        for sentence in re.split(r"[.?!:;–]\s", text)
        if len(words(sentence)) > 24
    ]
    assert not long, long


def test_german_says_sie() -> None:
    """But for words in quotes, which are offered for saying to somebody close."""
    said = (re.sub("„[^“]*“", "", text) for _, text in texts("de"))
    familiar = [text for text in said if re.search(r"\b(du|dein\w*|dir|dich)\b", text.lower())]
    assert not familiar, familiar


def test_the_words_of_modules_are_looked_at_too() -> None:
    """The catalogue's own check reads them; here only that it has them for every module."""
    for module in load_catalogue().modules.values():
        assert {page.language for page in module.patient} >= set(LANGUAGES), module.id


# ---- from us alone ----


def served() -> list[Path]:
    kinds = ("*.html", "*.css", "*.js", "*.svg", "*.webmanifest", "*.json")
    folders = (PATIENT, SRC / "openimt_clinic/components")
    return sorted(path for folder in folders for kind in kinds for path in folder.rglob(kind))


def test_nothing_is_loaded_from_anybody_else() -> None:
    loads = re.compile(
        r"""(?:src|href|action|srcset|poster|data)\s*=\s*["'](?:https?:)?//|@import|url\(\s*["']?"""
        r"""(?:https?:)?//|(?:fetch|import|importScripts|WebSocket|EventSource|Worker)\(\s*["'`](?:https?|wss?):"""
    )
    found = [path.name for path in served() if loads.search(path.read_text(encoding="utf-8"))]
    assert served()
    assert not found, found


def test_no_word_of_anybody_who_counts_visits() -> None:
    trackers = re.compile("google|gtag|analytics|facebook|sentry|matomo|hotjar|doubleclick")
    found = [path.name for path in served() if trackers.search(path.read_text().lower())]
    assert not found, found


def test_no_picture_but_our_own_icons() -> None:
    pictures = [
        path
        for path in (PATIENT / "static").rglob("*")
        if path.suffix in {".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg", ".mp4"}
    ]
    assert {path.parent.name for path in pictures} <= {"icons"}
