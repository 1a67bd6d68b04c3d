"""Therapies side by side: two to four, everything the files say, and never a ranking."""

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client

from openimt.catalogue.load import load
from openimt_clinic.clinician.compare_therapies import COMPARED, comparison
from openimt_clinic.records.user import User
from tests.web.people import People

Browser = Callable[[User], Client]
USUAL = {"imt", "mit", "dbt", "gpm"}


@pytest.fixture
def ana(people: People, signed_in: Browser) -> Client:
    return signed_in(people.ana)


def shown(wanted: list[str]) -> list[str]:
    return [column.therapy.id for column in comparison(wanted, load()).columns]


def read(ana: Client, query: str = "") -> str:
    page = ana.get(f"/catalogue/compare/{query}")
    assert page.status_code == 200
    return html.unescape(re.sub(r"\s+", " ", page.content.decode()))


def test_without_a_choice_the_four_that_run_courses_are_shown() -> None:
    assert set(shown([])) == USUAL
    assert not comparison([], load()).amended


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (["dbt", "mit"], {"dbt", "mit"}),
        (["mit", "mit", "gpm"], {"mit", "gpm"}),
        (["mit"], {"mit", "imt"}),
        (["imt"], {"imt", "mit"}),
        (["nonsense"], USUAL),
        (["imt", "mit", "dbt", "gpm", "mbt"], USUAL),
    ],
)
def test_two_to_four_are_shown_whatever_was_asked(wanted: list[str], found: set[str]) -> None:
    assert set(shown(wanted)) == found


def test_who_asked_for_too_few_or_too_many_is_told() -> None:
    assert comparison(["mit"], load()).amended
    assert comparison(["imt", "mit", "dbt", "gpm", "mbt"], load()).amended
    assert not comparison(["dbt", "mit"], load()).amended


def test_the_order_is_that_of_names_whatever_was_asked_first() -> None:
    names = [load().therapy(one).name for one in shown(["mit", "gpm", "dbt"])]
    assert names == sorted(names)
    assert shown(["mit", "dbt"]) == shown(["dbt", "mit"])


def test_every_facet_of_each_is_there(ana: Client) -> None:
    page = read(ana)
    for one in map(load().therapy, USUAL):
        said = [one.name, one.evidence_says, *(item.says for item in one.agenda)]
        said += [mode.name for mode in one.modes]
        said += [rule.never for rule in one.between_sessions]
        said += [stage.name for stage in one.stages]
        if one.hierarchy:
            said += [level.name for level in one.hierarchy.levels]
        if one.fidelity:
            said += [one.fidelity.observer]
        if one.diary:
            said += [one.diary.name]
        missing = [text for text in said if re.sub(r"\s+", " ", text) not in page]
        assert missing == [], one.id
    assert all(f'id="row-{facet}"' in page for facet in COMPARED)


def test_nothing_ranks_them(ana: Client) -> None:
    words = re.sub(r"<[^>]+>", " ", read(ana)).lower()
    own = " ".join(_words(one).lower() for one in map(load().therapy, USUAL))
    for word in ("superior", "winner", "recommended", "best", "rank", "score"):
        assert words.count(word) <= own.count(word) + words.count("not a score"), word


def _words(therapy: object) -> str:
    return repr(therapy)


def test_each_therapy_of_each_facet_has_the_same_shape(ana: Client) -> None:
    page = read(ana)
    for place in range(1, 5):
        assert page.count(f"compare-cell at-{place}") == len(COMPARED) + 2


def test_it_is_light(ana: Client) -> None:
    for query in ("", "?therapy=imt&therapy=mit", "?therapy=mbt&therapy=tfp&therapy=schema"):
        assert len(ana.get(f"/catalogue/compare/{query}").content) <= 60_000
