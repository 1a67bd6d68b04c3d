"""Every property is proved of the packaged catalogue, over all possible patients."""

import re
from functools import cache

import pytest

from openimt.catalogue.load import load
from openimt.prove.cases import World
from openimt.prove.property import Property, Search
from openimt.prove.prove import PROPERTIES, Verdict, judge
from tools.gates import PROOFS

CATALOGUE = load()


@cache
def tools() -> tuple[World, Search]:
    return World(CATALOGUE), Search()


@cache
def verdict(one: Property) -> Verdict:
    return judge(one, *tools())


def by_id(one: Property) -> str:
    return one.id


@pytest.mark.parametrize("one", PROPERTIES, ids=by_id)
def test_it_is_proved_for_everybody(one: Property) -> None:
    found = verdict(one)
    assert found.proved, found.against


@pytest.mark.parametrize("one", PROPERTIES, ids=by_id)
def test_the_page_of_proofs_says_so(one: Property) -> None:
    found = verdict(one)
    cases = f"proved in {found.cases} cases" if found.cases else "true as it is written"
    page = PROOFS.read_text(encoding="utf-8")
    assert f"| `{one.id}` | {one.says} | {cases} |" in page, "run .venv/bin/python tools/gates.py"


def test_the_page_of_proofs_tells_of_nothing_else() -> None:
    page = PROOFS.read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE) == [one.id for one in PROPERTIES]


def test_each_promise_is_asked_under_every_therapy() -> None:
    """A gate or a call of safety once for each therapy, an end of a phase where phases bind."""
    promises = CATALOGUE.promises.values()
    therapies = len(CATALOGUE.course_therapies())
    cases = {one.id: verdict(one).cases for one in PROPERTIES[:3]}
    assert cases == {
        "gates_hold": therapies * sum(p.needs is not None and not p.beyond for p in promises),
        "safety_comes": therapies * sum(p.comes_when is not None for p in promises),
        "phases_hold": sum(p.beyond is not None for p in promises),
    }
