"""A therapy on screen: everything it says, what its rules never do, and which numbers are sure."""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass

import pytest
from django.test import Client

from openimt.catalogue.load import load
from openimt_clinic.access.role_names import RoleName
from openimt_clinic.clinician.therapy_view import therapy_view
from openimt_clinic.records.user import User
from tests.web.people import People, a_user
from tests.web.sights import SIGHTS, whole_and_readable

Browser = Callable[[User], Client]
THERAPIES = sorted(load().therapies)


@pytest.fixture
def author(people: People, signed_in: Browser) -> Client:
    return signed_in(a_user("Noor", people.clinic, RoleName.CATALOGUE_AUTHOR))


def read(author: Client, therapy: str) -> str:
    page = author.get(f"/catalogue/therapy/{therapy}/")
    assert page.status_code == 200
    return html.unescape(re.sub(r"\s+", " ", page.content.decode()))


PROSE = frozenset(
    {
        "says", "name", "do", "advance_when", "step_back_when", "seen_by", "never", "observer",
        "self_rating", "blank_says", "looks_like", "respond", "turns", "puts_there", "principles",
        "summary", "evidence_says", "rhythm",
    }
)  # fmt: skip
ELSEWHERE = frozenset({"phases", "gates"})
"""Told in the patient's own words, and by the tests of gates."""


def sentences(part: object) -> Iterator[str]:
    """Every text of a therapy's parts, however deep."""
    for field in fields(part):  # type: ignore[arg-type]
        value = getattr(part, field.name)
        for one in value if isinstance(value, tuple) else (value,):
            if is_dataclass(one) and field.name not in ELSEWHERE:
                yield from sentences(one)
            elif isinstance(one, str) and field.name in PROSE:
                yield one


@pytest.mark.parametrize("therapy", THERAPIES)
def test_a_therapy_is_whole_on_its_page(author: Client, therapy: str) -> None:
    page = read(author, therapy)
    told = list(sentences(load().therapy(therapy)))
    assert len(told) > 8
    for sentence in told:
        assert re.sub(r"\s+", " ", sentence) in page, sentence


def test_a_lender_says_that_no_course_runs_under_it(author: Client) -> None:
    says = "It lends to other therapies; no course runs under it."
    for therapy in load().therapies.values():
        assert (says in read(author, therapy.id)) is not therapy.runs_courses


def test_numbers_stand_with_unit_source_and_mark(author: Client) -> None:
    page = read(author, "dbt")
    for says in ("4 sessions in a row", "24 hours", "52 weeks"):
        assert f"<b>{says}</b>" in page
    view = therapy_view(load().therapy("dbt"), load())
    (missed,) = next(rule for rule in view.rules if rule.name == "The missed-session rule").numbers
    assert missed.source is not None
    assert missed.source.checked is False, "from memory, and said so"
    known = next(number for number in view.numbers if number.value == "26 weeks")
    assert known.source is not None
    assert known.source.checked is True


def test_a_step_says_what_the_records_must_show(author: Client) -> None:
    view = therapy_view(load().therapy("mit"), load())
    steps = {step.id: step for group in view.procedure for step in group.steps}
    assert [group.stage[:2] for group in view.procedure] == ["A:", "B:"]
    assert steps["a2"].back_to == "A1: gather scenes"
    assert steps["a1"].uses == ("explore",)
    assert steps["b3"].uses == ("explore", "change")
    assert steps["b4"].holds
    assert steps["b4"].holds in read(author, "mit")


@pytest.mark.journey
def test_the_pages_are_whole_and_readable(author: Client) -> None:
    """Each therapy at one width in one look, so that all four are seen."""
    told = ("mit", "dbt", "gpm", "mbt")
    answers = {f"/catalogue/therapy/{t}/": author.get(f"/catalogue/therapy/{t}/") for t in told}
    for sight, therapy, address in zip(SIGHTS, told, answers, strict=True):
        whole_and_readable(answers, {f"therapy-{therapy}": address}, [sight])
