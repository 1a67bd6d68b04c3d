"""The page on writing a therapy names every word that a therapy's file may hold."""

import re
from dataclasses import fields

import pytest

from openimt.catalogue.shape_reader import NOT_WRITTEN, WORDS
from openimt.catalogue.therapy import AgendaItem, Therapy
from openimt.catalogue.therapy_parts import (
    BetweenRule,
    Diary,
    DiaryField,
    Fidelity,
    FidelityConcept,
    FidelityFact,
    Hierarchy,
    Lent,
    Level,
    Mode,
    Procedure,
    ProcedureStep,
    Regulator,
    Stage,
    State,
)
from openimt.deliver.agenda import _OPENS as OPENS
from tests.house.tree import ROOT

PAGE = (ROOT / "docs/how-to/write-a-therapy.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `\[+([a-z_.]+)\]+`[^|]*\|(.*)$", PAGE, flags=re.MULTILINE))
TABLES = {
    "lends": Lent, "stage": Stage, "procedure": Procedure, "procedure.step": ProcedureStep,
    "procedure.regulator": Regulator, "hierarchy": Hierarchy, "hierarchy.level": Level,
    "agenda": AgendaItem, "mode": Mode, "between": BetweenRule, "fidelity": Fidelity,
    "fidelity.concept": FidelityConcept, "fidelity.fact": FidelityFact, "diary": Diary,
    "diary.field": DiaryField, "state": State,
}  # fmt: skip


def words_of(shape: type) -> set[str]:
    """The plain keys of a shape's table: what has a table of its own stands in its own row."""
    names = {part.name for part in fields(shape)} - NOT_WRITTEN.get(shape, frozenset())
    return names - set(WORDS.get(shape, {}))


@pytest.mark.parametrize("table", TABLES)
def test_each_table_names_exactly_its_words(table: str) -> None:
    told = re.sub(r"\([^)]*\)", "", ROWS[table].split("|")[1])
    assert set(re.findall(r"`([a-z_]+)`", told)) == words_of(TABLES[table])


def test_the_head_of_the_file_names_every_plain_word() -> None:
    head = PAGE[PAGE.index("```toml") : PAGE.index("## Its parts")]
    told = set(re.findall(r"^([a-z_]+) =", head, flags=re.MULTILINE))
    tables = {name.partition(".")[0] for name in (*TABLES, *ROWS)}
    assert told | tables == words_of(Therapy) | tables


def test_every_point_that_opens_is_named() -> None:
    opening = PAGE[PAGE.index("## Points that open") : PAGE.index("## What is refused")]
    assert set(OPENS) <= set(re.findall(r"`([a-z_]+)`", opening))
