"""Every module, therapy and patient's page as PDF: all there, on so many pages, and safe."""

import io
import re
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest
from django.test import Client
from django.utils.translation import override
from pypdf import PdfReader

from openimt.catalogue.load import load
from openimt.catalogue.module import PatientPage
from openimt_clinic.clinician.module_sheet import module_sheet
from openimt_clinic.clinician.therapy_sheet import therapy_sheet
from openimt_clinic.paper.answer import as_pdf
from openimt_clinic.paper.handout import handout
from openimt_clinic.paper.press import pressed
from openimt_clinic.paper.sheet import Heading, Points, Sheet, Words, printed
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.user import User
from tests.web.people import People

Browser = Callable[[User], Client]
MODULES, THERAPIES = sorted(load().modules), sorted(load().therapies)
CLINIC = Clinic(
    name="Riverside clinic",
    patient_name="Riverside",
    emergency_number="112",
    emergency_label="Emergency medical help",
    crisis_numbers=[{"name": "Night line", "number": "030 555 01", "hours": "18 to 8"}],
)
HOSTILE = (
    '#read("/etc/passwd") $x^2$ *bold* <label> @cite \\ #panic() "quoted" #import "@preview/x"'
)


def pages(pdf: bytes) -> list[str]:
    """The text of each page, without the line at its foot."""
    read = PdfReader(io.BytesIO(pdf)).pages
    whole = [" ".join(page.extract_text().split()) for page in read]
    return [re.sub(r"OpenIMT catalogue \S+ · .{1,90}? \d+ ?/ ?\d+", " ", text) for text in whole]


def squeezed(text: str) -> str:
    """Letters and digits alone: a line's end may cut a word with a hyphen."""
    return "".join(letter for letter in text if letter.isalnum())


@cache
def module_pdf(module: str) -> bytes:
    return printed(module_sheet(load().module(module), load()))


@cache
def module_pages(module: str) -> list[str]:
    return pages(module_pdf(module))


@cache
def therapy_pdf(therapy: str) -> bytes:
    return printed(therapy_sheet(load().therapy(therapy), load()))


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_whole_on_two_pages(module: str) -> None:
    one = load().module(module)
    found = module_pages(module)
    assert len(found) <= 2
    text = squeezed(" ".join(found))
    clauses = (*one.mandatory, *one.indicated, *one.requires, *one.not_yet, *one.contraindicated)
    said = [one.name, one.summary, one.evidence_says, one.measure_says, one.repair]
    said += [f"{move.name} {move.do}" for move in one.interventions]
    said += [move.when_stalled for move in one.interventions]
    said += [clause.says for clause in clauses] + [clause.why for clause in clauses]
    said += [step.advance_when for step in one.steps] + [p.repair_when for p in one.by_phase]
    said += [load().references[name].says for name in one.references]
    assert [sentence for sentence in said if squeezed(sentence) not in text] == []


@pytest.mark.parametrize("module", MODULES)
def test_an_unchecked_work_is_marked_on_paper(module: str) -> None:
    unchecked = [r for r in load().module(module).references if not load().references[r].checked]
    text = squeezed(" ".join(module_pages(module)))
    assert text.count("notyetcheckedagainstthesource") == len(unchecked)


@pytest.mark.parametrize("therapy", THERAPIES)
def test_a_therapy_is_whole_on_two_pages(therapy: str) -> None:
    one = load().therapy(therapy)
    found = pages(therapy_pdf(therapy))
    assert len(found) <= 2
    text = squeezed(" ".join(found))
    said = [one.name, one.summary, one.evidence_says, *(item.says for item in one.agenda)]
    said += [c.says for gate in one.gates for c in gate.criteria]
    said += [mode.name for mode in one.modes] + [rule.never for rule in one.between_sessions]
    assert [sentence for sentence in said if squeezed(sentence) not in text] == []


@pytest.mark.parametrize("module", MODULES)
def test_a_patients_page_fits_one_page_and_holds_no_mark(module: str) -> None:
    for page in load().module(module).patient:
        (found,) = pages(handout(page, CLINIC))
        text = squeezed(found)
        for sentence in (page.name, page.says, page.try_this, "112", "030 555 01", "Riverside"):
            assert squeezed(sentence) in text
        assert not set(found) & set("◆◇?✓") - set(page.says + page.try_this)
        assert not [w for w in ("evidence", "draft", "risk", "severity") if w in found.lower()]


def test_a_patients_paper_speaks_one_language() -> None:
    german = load().module("r5").page("de")
    assert german
    with override("en"):
        (found,) = pages(handout(german, CLINIC))
    assert "Ein kleiner Anfang" in found
    assert "A first small thing" not in found


def test_all_of_them_are_set_quickly() -> None:
    began = time.process_time()
    for module in MODULES[:8]:
        printed(module_sheet(load().module(module), load()))
    assert (time.process_time() - began) / 8 < 1


def test_the_same_is_the_same_to_the_byte() -> None:
    assert module_pdf("r3") == printed(module_sheet(load().module("r3"), load()))


def test_words_are_never_read_as_instructions() -> None:
    sheet = Sheet(HOSTILE, HOSTILE, HOSTILE, HOSTILE,
                  (Heading(HOSTILE), Words(HOSTILE, HOSTILE, HOSTILE),
                   Points(((HOSTILE, HOSTILE),), HOSTILE)), phase=HOSTILE)  # fmt: skip
    text = " ".join(pages(printed(sheet)))
    assert squeezed(text).count(squeezed(HOSTILE)) >= 8
    assert "root:" not in text
    page = PatientPage(HOSTILE, HOSTILE, HOSTILE)
    hostile = replace_numbers(HOSTILE)
    assert squeezed(HOSTILE) in squeezed(" ".join(pages(handout(page, hostile))))


def replace_numbers(text: str) -> Clinic:
    return Clinic(patient_name=text, emergency_number="112", emergency_label=text,
                  crisis_numbers=[{"name": text, "number": text, "hours": text}])  # fmt: skip


def test_what_is_too_long_is_set_small_and_not_cut() -> None:
    short = module_sheet(load().module("r3"), load())
    long = replace(short, parts=(*short.parts * 6, Words("The very last words.")))
    found = pages(printed(long))
    assert len(found) > 2
    assert "The very last words." in " ".join(found)


def test_the_largest_type_that_fits_is_taken() -> None:
    data = {**SMALL, "parts": []}
    largest = pressed("sheet", data, sizes=(10, 8), most_pages=2)
    assert largest == pressed("sheet", data, sizes=(10,), most_pages=2)
    many = [{"kind": "words", "says": "So many words. " * 900, "label": "", "note": ""}]
    tight = {**SMALL, "parts": many}
    assert pressed("sheet", tight, sizes=(14, 7.5), most_pages=2) == pressed(
        "sheet", tight, sizes=(7.5,), most_pages=2
    )


SMALL = {"title": "T", "above": "", "summary": "", "foot": "", "phase": "", "language": "en"}


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("r5", "Delay for impulses and anger"), "r5-delay-for-impulses-and-anger.pdf"),
        (('a"; filename=evil\r\nX: y',), "a-filenameevil-x-y.pdf"),
        (("../../etc/passwd",), "etcpasswd.pdf"),
        (("ключ",), "page.pdf"),
        (("Über Gefühle",), "uber-gefuhle.pdf"),
    ],
)
def test_a_file_s_name_is_harmless(words: tuple[str, ...], name: str) -> None:
    answer = as_pdf(b"%PDF", *words)
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["Content-Type"] == "application/pdf"


def test_the_addresses_hand_them_over(people: People, signed_in: Browser) -> None:
    ana = signed_in(people.ana)
    for address, name in (
        ("/catalogue/module/r3/paper/", "r3-emotion-regulation-skills.pdf"),
        ("/catalogue/therapy/imt/paper/", "imt-integrated-modular-treatment.pdf"),
    ):
        answer = ana.get(address)
        assert answer.content.startswith(b"%PDF-")
        assert name in answer["Content-Disposition"]
    german = pages(ana.get("/catalogue/module/r5/patient/paper/?language=de").content)
    assert "Zeit, bevor ich handle" in german[0]


def test_a_module_on_paper_says_who_stands_behind_it(people: People, signed_in: Browser) -> None:
    pdf = signed_in(people.ana).get("/catalogue/module/r3/paper/").content
    foot = squeezed(PdfReader(io.BytesIO(pdf)).pages[0].extract_text())
    assert "draftWaitsfor" in foot


def test_a_patient_takes_home_only_what_is_on_their_path(
    people: People, signed_in: Browser
) -> None:
    dan = signed_in(people.dan)
    own = dan.get("/me/path/c1/paper/")
    assert own.status_code == 200
    assert "Riverside" in pages(own.content)[0]
    assert dan.get("/me/path/r3/paper/").status_code == 404
    assert dan.get("/catalogue/module/r3/paper/").status_code == 404
