"""The catalogue on screen: every module and therapy, with its clauses, sources and marks."""

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client

from openimt.catalogue.check import check
from openimt.catalogue.load import load
from openimt.catalogue.module import Module
from openimt_clinic.access.role_names import RoleName
from openimt_clinic.records.user import User
from tests.web.people import People, a_user
from tests.web.test_search import QUESTIONS, worked

Browser = Callable[[User], Client]
MODULES, THERAPIES = sorted(load().modules), sorted(load().therapies)
MIT = load().therapy("mit")


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


@pytest.mark.parametrize("module", MODULES)
def test_each_module_is_whole(author: Client, module: str) -> None:
    one = load().module(module)
    page = read(author, f"/catalogue/module/{module}/")
    clauses = (*one.mandatory, *one.indicated, *one.requires, *one.not_yet, *one.contraindicated)
    said = [clause.says for clause in clauses] + [clause.why for clause in clauses]
    said += [move.sounds_like for move in one.interventions]
    said += [move.when_stalled for move in one.interventions]
    said += [guide.says for guide in (*one.steps, *one.by_phase)]
    said += [one.evidence_says, one.repair, one.homework, one.record, *one.adherence]
    assert [text for text in said if re.sub(r"\s+", " ", text) not in page] == []
    moves = [move.name for move in one.interventions]
    places = [page.index(f"</span> {name}</h3>") for name in moves]
    assert places == sorted(places), "the moves stand in their order"
    assert "Its file says: draft." in page or one.status != "draft"


@pytest.mark.parametrize("module", MODULES)
def test_a_clinician_sees_what_the_patient_reads(author: Client, module: str) -> None:
    page = read(author, f"/catalogue/module/{module}/patient/")
    previews = page.split('<article class="phone patient"')[1:]
    pages = load().module(module).patient
    assert len(previews) == len(pages)
    for words, shown in zip(pages, previews, strict=True):
        preview = shown.partition("</article>")[0]
        for sentence in re.split(r"(?<=[.?!]) ", f"{words.says} {words.try_this}"):
            assert sentence in preview
        assert preview.startswith(f' lang="{words.language}"')
        assert "evidence" not in preview
        other = "A first small thing" if words.language == "de" else "Ein kleiner Anfang"
        assert other not in preview
        assert f"/patient/paper/?language={words.language}" in page


def test_pages_are_light(author: Client) -> None:
    addresses = ["/catalogue/", "/catalogue/?q=feeling", "/catalogue/?evidence=T2"]
    addresses += [f"/catalogue/module/{module}/" for module in MODULES]
    sizes = {address: len(author.get(address).content) for address in addresses}
    assert {address: size for address, size in sizes.items() if size > 60_000} == {}


def hits(page: str) -> list[str]:
    return re.findall(r'class="hit-name" href="([^"]+)"', page)


def test_a_search_lists_what_it_found_and_shows_where(author: Client) -> None:
    page = read(author, "/catalogue/?q=ladder+of+delay")
    assert hits(page)[0] == "/catalogue/module/r5/"
    assert "<mark>ladder</mark> of <mark>delay</mark>" in page
    assert 'value="ladder of delay"' in page


def test_what_was_typed_is_written_back_as_text(author: Client) -> None:
    raw = author.get("/catalogue/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in raw
    assert "&quot;&gt;&lt;script&gt;" in raw


def test_a_slip_is_answered_and_said(author: Client) -> None:
    page = read(author, "/catalogue/?q=homewrok")
    assert "Shown is what was found for “homework”" in page
    assert hits(page)


def test_when_nothing_is_found_the_way_back_is_shown(author: Client) -> None:
    page = read(author, "/catalogue/?q=xqzzvwk")
    assert "Nothing like that is in the catalogue" in page
    assert hits(page) == []


@pytest.mark.parametrize(
    ("name", "value", "has"),
    [
        ("phase", "exploration", lambda m: "exploration" in m.phases),
        ("domain", "int", lambda m: m.domain == "int"),
        ("evidence", "T1", lambda m: m.evidence == "T1"),
        ("target", "anger", lambda m: "anger" in m.targets),
        ("therapy", "mit", lambda m: "mit" in m.systems or m.id in MIT.core_modules),
    ],
)
def test_each_filter_keeps_exactly_what_has_it(
    author: Client, name: str, value: str, has: Callable[[Module], bool]
) -> None:
    page = read(author, f"/catalogue/?{name}={value}")
    wanted = {f"/catalogue/module/{m.id}/" for m in load().modules.values() if has(m)}
    assert wanted
    assert {one for one in hits(page) if "/module/" in one} == wanted
    assert f'value="{value}" selected' in page


def test_filters_and_words_narrow_together(author: Client) -> None:
    both = set(hits(read(author, "/catalogue/?q=anger&phase=exploration&evidence=T2")))
    assert both
    assert both < set(hits(read(author, "/catalogue/?q=anger")))


def test_an_unknown_filter_narrows_nothing(author: Client) -> None:
    assert hits(read(author, "/catalogue/?phase=nonsense&target='--")) == []
    assert "/catalogue/module/c1/" in read(author, "/catalogue/?phase=nonsense")


def test_a_script_s_question_is_answered_with_the_list_alone(author: Client) -> None:
    part = author.get("/catalogue/?q=urge", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert hits(part)
    assert 'hx-swap-oob="innerHTML:#found-says"' in part


def test_the_answer_takes_less_than_a_tenth_of_a_second(author: Client) -> None:
    author.get("/catalogue/?q=urge")
    began = worked()
    for words in QUESTIONS:
        author.get("/catalogue/", {"q": words}, headers={"HX-Request": "true"})
    assert (worked() - began) / len(QUESTIONS) < 0.1


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
