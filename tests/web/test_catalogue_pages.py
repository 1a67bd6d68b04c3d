"""The catalogue on screen: every module and therapy, with its clauses, sources and marks."""

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client

from openimt.catalogue.check import check
from openimt.catalogue.load import load
from openimt_clinic.access.role_names import RoleName
from openimt_clinic.records.user import User
from tests.web.people import People, a_user

Browser = Callable[[User], Client]
MODULES, THERAPIES = sorted(load().modules), sorted(load().therapies)


@pytest.fixture
def author(people: People, signed_in: Browser) -> Client:
    return signed_in(a_user("Noor", people.clinic, RoleName.CATALOGUE_AUTHOR))


def read(author: Client, address: str) -> str:
    page = author.get(address)
    assert page.status_code == 200
    return html.unescape(re.sub(r"\s+", " ", page.content.decode()))


def test_signing_in_leads_an_author_to_the_catalogue(author: Client) -> None:
    assert author.get("/")["Location"] == "/catalogue/"


def test_an_author_sees_no_patient(author: Client, people: People) -> None:
    assert author.get(f"/patient/{people.patient.pk}/").status_code == 404
    assert author.get("/caseload/").status_code == 404


def test_everything_stands_in_the_list(author: Client) -> None:
    page = read(author, "/catalogue/")
    assert {f"/catalogue/module/{one}/" for one in MODULES} <= set(
        re.findall(r'href="([^"]+)"', page)
    )
    assert {f"/catalogue/therapy/{one}/" for one in THERAPIES} <= set(
        re.findall(r'href="([^"]+)"', page)
    )


def test_each_module_is_whole(author: Client) -> None:
    for module in load().modules.values():
        page = read(author, f"/catalogue/module/{module.id}/")
        clauses = (*module.mandatory, *module.indicated, *module.requires, *module.not_yet,
                   *module.contraindicated)  # fmt: skip
        said = [clause.says for clause in clauses]
        said += [move.sounds_like for move in module.interventions]
        said += [guide.says for guide in (*module.steps, *module.by_phase)]
        said += [module.evidence_says, *(page_.says for page_ in module.patient)]
        for sentence in said:
            assert re.sub(r"\s+", " ", sentence) in page, (module.id, sentence)


def test_a_source_says_whether_it_was_checked(author: Client) -> None:
    references = load().references
    checked = [references[one].checked for one in load().module("r3").references]
    page = read(author, "/catalogue/module/r3/")
    assert page.count("not yet checked against the source") == checked.count(False)
    assert page.count('unchecked">') + page.count('"small soft checked">') == len(checked)


@pytest.mark.parametrize("therapy", THERAPIES)
def test_each_therapy_says_what_is_looked_for(author: Client, therapy: str) -> None:
    one = load().therapy(therapy)
    page = read(author, f"/catalogue/therapy/{therapy}/")
    for gate in one.gates:
        for criterion in gate.criteria:
            assert re.sub(r"\s+", " ", criterion.says) in page


def test_the_findings_are_those_of_the_command_line(author: Client) -> None:
    page = read(author, "/catalogue/check/")
    for finding in check():
        assert re.sub(r"\s+", " ", finding.says) in page
    assert "None: the catalogue can be used." in page


@pytest.mark.parametrize("address", ["/catalogue/module/zz/", "/catalogue/therapy/zz/"])
def test_what_is_not_there_is_no_page(author: Client, address: str) -> None:
    assert author.get(address).status_code == 404
