"""How easy a text is to read: the Flesch-Kincaid grade for English, LIX and Amstad for German.

The Flesch-Kincaid grade (Kincaid and others 1975) is the school year in which a text is read with
ease. LIX (Björnsson 1968) adds words in a sentence to the share of long words. Amstad (1978) is
Flesch's ease for German: 0 very hard to 100 very easy.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from pyphen import Pyphen

HARDEST_GRADE = 7.0
"""The hardest Flesch-Kincaid grade of a page for patients."""

HARDEST_LIX = 40.0
"""German pages stay below this LIX: an easy text."""

LEAST_AMSTAD = 60.0
"""German pages stay above this ease: plain language."""

LONG_WORD = 6
"""LIX counts words of more letters than this as long."""

LONGEST_WORD = 60
"""No language has longer words; what is longer is counted, not looked up."""

_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE_END = re.compile(r"[.!?:]+")
_VOWELS: Mapping[str, re.Pattern[str]] = {
    "en": re.compile("[aeiouy]+"),
    "de": re.compile("ei|ie|au|eu|äu|[aeiouyäöü]"),
}


def hard_to_read(text: str, language: str) -> str | None:
    """What makes a text too hard for a page for patients, in a few words; None when it is easy.

    >>> hard_to_read("You can try one small thing. We look at it together.", "en") is None
    True
    """
    if language == "en" and (found := grade(text)) > HARDEST_GRADE:
        return f"reads at school grade {found:.1f}; at most {HARDEST_GRADE:g}"
    if language == "de" and (found := lix(text)) >= HARDEST_LIX:
        return f"has LIX {found:.0f}; an easy German text stays below {HARDEST_LIX:g}"
    if language == "de" and (found := amstad(text)) <= LEAST_AMSTAD:
        return f"has Amstad ease {found:.0f}; plain German lies above {LEAST_AMSTAD:g}"
    return None


def grade(text: str) -> float:
    """The Flesch-Kincaid school grade of an English text."""
    return 0.39 * words_in_a_sentence(text) + 11.8 * syllables_in_a_word(text, "en") - 15.59


def amstad(text: str) -> float:
    """Amstad's German form of the Flesch ease: 0 very hard to 100 very easy."""
    return 180 - words_in_a_sentence(text) - 58.5 * syllables_in_a_word(text, "de")


def lix(text: str) -> float:
    """Words in a sentence plus the percentage of long words; below 40 is easy."""
    long = sum(len(word) > LONG_WORD for word in words(text))
    return words_in_a_sentence(text) + 100 * long / max(1, len(words(text)))


def words(text: str) -> list[str]:
    """The words of a text: runs of letters."""
    return _WORD.findall(text)


def words_in_a_sentence(text: str) -> float:
    """Words for each sentence; a colon ends one, too."""
    sentences = sum(bool(_WORD.search(part)) for part in _SENTENCE_END.split(text))
    return len(words(text)) / max(1, sentences)


def syllables_in_a_word(text: str, language: str) -> float:
    """Syllables for each word."""
    found = words(text)
    return sum(syllables(word.lower(), language) for word in found) / max(1, len(found))


@lru_cache(maxsize=10_000)
def syllables(word: str, language: str) -> int:
    """By groups of vowels; in English at least as many as the hyphenation knows."""
    if len(word) > LONGEST_WORD:
        return len(word) // 3
    groups = len(_VOWELS[language].findall(word.lower()))
    if language == "en":
        if word.lower().endswith("e") and groups > 1 and not word.lower().endswith(("le", "ee")):
            groups -= 1
        groups = max(groups, len(_hyphens().positions(word)) + 1)
    return max(1, groups)


@cache
def _hyphens() -> Pyphen:
    return Pyphen(lang="en_GB")
