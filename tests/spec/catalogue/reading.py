"""How easy a text is to read: the Flesch-Kincaid grade for English, LIX and Amstad for German."""

import re

from pyphen import Pyphen

_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"[^.!?:]*\w[^.!?:]*")
_HYPHENS = Pyphen(lang="en_GB")
_VOWELS = {"en": re.compile("[aeiouy]+"), "de": re.compile("ei|ie|au|eu|äu|[aeiouyäöü]")}
LONG_WORD = 6
"""LIX counts words of more letters than this as long."""


def words(text: str) -> list[str]:
    return _WORD.findall(text)


def words_in_a_sentence(text: str) -> float:
    return len(words(text)) / max(1, len(_SENTENCE.findall(text)))


def syllables(word: str, language: str) -> int:
    """By groups of vowels; in English at least as many as the hyphenation knows."""
    groups = len(_VOWELS[language].findall(word.lower()))
    if language == "en":
        if word.lower().endswith("e") and groups > 1 and not word.lower().endswith(("le", "ee")):
            groups -= 1
        groups = max(groups, len(_HYPHENS.positions(word)) + 1)
    return max(1, groups)


def syllables_in_a_word(text: str, language: str) -> float:
    found = words(text)
    return sum(syllables(word, language) for word in found) / max(1, len(found))


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
