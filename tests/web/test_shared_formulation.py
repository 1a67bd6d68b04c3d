"""The shared formulation: begun with what is known, signed by both, on paper in their language."""

from collections.abc import Callable
from io import BytesIO

from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from openimt_clinic.actions.care.signing import cosign, sign
from openimt_clinic.actions.care.versions import amend
from openimt_clinic.clinician.formulation.paper import formulation_paper, page_of
from openimt_clinic.clinician.formulation.patterns import patterns
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.care_signature import SignerRole
from openimt_clinic.records.resilience_profile import ResilienceProfile
from openimt_clinic.records.user import User
from tests.web.formulated import SCHEMA, a_schema, scenes
from tests.web.kept import NOW, TODAY, of_dan
from tests.web.kept import a_document as a_phone_document
from tests.web.people import People
from tests.web.test_formulation_pages import overview
from tests.web.written import a_document, wrote

Browser = Callable[[User], Client]
SHARED = {"state": "shared", "shown_on": "2026-11-01", "agrees": True}


def test_a_formulation_begins_with_what_is_known(people: People, signed_in: Browser) -> None:
    ResilienceProfile.objects.create(
        **of_dan(people, skills=["cooking"], supports=["Su"], strengths=["humour"], roles=[],
                 by=people.ana, on=TODAY, noted_at=NOW)
    )  # fmt: skip
    a_phone_document(people, "target", "words", aim1_words="See my brother")
    a_schema(people, scenes(people), state="shared", shown_on="2026-11-01")
    browser = signed_in(people.ana)
    address = reverse("clinician:begin_formulation", args=[people.patient.pk])
    browser.post(address)
    browser.post(address)
    made = CareDocument.objects.get(kind="formulation")
    assert made.values["strengths"] == ["humour", "cooking"]
    assert made.values["supports"] == ["Su"]
    assert made.values["goals"] == ["See my brother"]
    assert "What I wish for: That somebody is glad to see me." in str(made.values["patterns"])
    assert "Go on with the draft" in overview(people, signed_in)


def test_a_guess_alone_is_not_in_it(people: People, signed_in: Browser) -> None:
    a_schema(people, scenes(people), state="hypothesis")
    signed_in(people.ana).post(reverse("clinician:begin_formulation", args=[people.patient.pk]))
    assert "patterns" not in CareDocument.objects.get(kind="formulation").values


def test_both_sign_and_the_page_says_who_has(people: People, signed_in: Browser) -> None:
    made = a_document(people, "formulation", hard=("Sundays",), goals=("See my brother",))
    sign(document=made, by=people.ana)
    assert "The person has not signed yet." in overview(people, signed_in)
    close = reverse(
        "clinician:close_document", args=[people.patient.pk, made.pk, "agreed-in-the-room"]
    )
    signed_in(people.ana).post(close)
    assert "(agreed in the room)" in overview(people, signed_in)


def test_it_is_one_page_on_paper_in_the_person_s_language(
    people: People, signed_in: Browser
) -> None:
    people.patient.language = "de"
    people.patient.save()
    long = "Ich zeige etwas, und dann nehme ich es zurück. " * 25
    hostile = '#import "x" $1+1$ <b>*so*</b>'
    made = a_document(people, "formulation", hard=("Sonntage", hostile), goals=("Eine Wohnung",),
                      patterns=long, keeps_going=long)  # fmt: skip
    sign(document=made, by=people.ana)
    address = reverse("clinician:document_paper", args=[people.patient.pk, made.pk])
    paper = PdfReader(BytesIO(signed_in(people.ana).get(address).content))
    said = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    assert len(paper.pages) == 1
    assert "Was jetzt schwer ist" in said
    assert "*so*" in said
    assert "Unterschrieben: Ana" in said
    assert "Riverside" in said
    assert address in overview(people, signed_in)


def test_a_draft_on_paper_says_so(people: People, signed_in: Browser) -> None:
    made = a_document(people, "formulation", hard=("Sundays",))
    address = reverse("clinician:document_paper", args=[people.patient.pk, made.pk])
    paper = PdfReader(BytesIO(signed_in(people.ana).get(address).content))
    assert "A draft. Nobody has signed it yet." in paper.pages[0].extract_text()


def test_on_paper_the_loop_is_drawn_as_it_stood_with_version_and_both_signatures(
    people: People,
) -> None:
    schema = sign(document=a_schema(people, scenes(people), **SHARED), by=people.ana)
    made = a_document(people, "formulation", hard=("Sundays",), goals=("A flat",),
                      patterns=patterns(people.patient))  # fmt: skip
    made = sign(document=made, by=people.ana)
    page = page_of(made)
    assert page.version.startswith("Version 1, ")
    assert page.to_sign, "there is a line for the person's hand"
    (loop,) = page.loops
    assert len(loop.stops) == 7
    assert loop.stops[0].lines == (SCHEMA["wish"],)
    assert "What keeps happening with others" not in [part.label for part in page.parts]
    cosign(document=made, role=SignerRole.PATIENT, by=people.ana, in_the_room=True)
    later = amend(document=schema, reason="New", by=people.ana)
    wrote(later, people.ana, wish="Something else")
    sign(document=later, by=people.ana)
    page = page_of(made)
    assert not page.to_sign
    assert "(agreed when you met)" in page.signed[1]
    assert page.loops[0].stops[0].lines == (SCHEMA["wish"],)
    paper = PdfReader(BytesIO(formulation_paper(made)))
    assert len(paper.pages) <= 2
    assert SCHEMA["cost"] in " ".join(" ".join(p.extract_text() for p in paper.pages).split())
