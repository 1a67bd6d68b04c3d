"""A word absent from the glossary names no class, and every word there has its paragraph."""

import re

import pytest

from tests.house.tree import ROOT

TEXT = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
ENTRY = re.compile(r"^\*\*(?P<word>[^*]+)\*\*(?P<text>.*)$", re.MULTILINE)
ENTRIES = {match["word"].lower(): match["text"] for match in ENTRY.finditer(TEXT)}

WANTED = """
alert, allocation, arm, capacity, common module, course, criterion, domain, estimand, event,
formulation, gate, instrument, intervention, module, moment, narrative episode, need, needs repair,
phase, placement, plan, profile, reading, reason, schema, session, step, suicide attempt, target,
therapy
"""


@pytest.mark.parametrize("word", [word.strip() for word in WANTED.split(",")])
def test_the_word_has_its_paragraph(word: str) -> None:
    assert len(ENTRIES.get(word, "")) > 60


def test_the_words_stand_in_order() -> None:
    assert list(ENTRIES) == sorted(ENTRIES)


def test_every_shared_type_is_a_word_of_the_glossary() -> None:
    import openimt.terms as terms

    types = [
        name
        for name, value in vars(terms).items()
        if isinstance(value, type) and value.__module__ == terms.__name__
    ]
    missing = [name for name in types if not re.search(rf"\b{name}\b", TEXT)]
    assert not missing, f"no paragraph in GLOSSARY.md speaks of {missing}"
