"""Letters, reports and plans on paper: from the record, with the person's yes, and noted."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from openimt.deliver.ending import Ending, Way
from openimt.errors import RecordError
from openimt_clinic.actions.answering import send_answers
from openimt_clinic.actions.back_door.ending import Later, prepare_ending
from openimt_clinic.actions.care.signing import sign
from openimt_clinic.actions.papers import note_sent
from openimt_clinic.clinician.papers.beginnings import letter_values
from openimt_clinic.clinician.papers.report import report_values
from openimt_clinic.paper.letter import Letter, Section, set_letter
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.module_progress import ModuleProgress
from openimt_clinic.records.paper_sent import PaperSent
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User
from tests.web.cases_of_fit import of_a_plan_in_force
from tests.web.fitted import a_letter, a_signed_letter
from tests.web.kept import an_appointment, an_event
from tests.web.people import People

Browser = Callable[[User], Client]
HOSTILE = '#read("/etc/passwd") $x^2$ *bold* <label> @cite #panic()'


def text_of(pdf: bytes) -> str:
    return " ".join(
        " ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages
    )


def begun(people: People, purpose: str) -> str:
    return letter_values(people.patient, purpose, people.ana)["text"]


def speaks(people: People, language: str) -> None:
    Patient.objects.filter(pk=people.patient.pk).update(language=language)
    people.patient.refresh_from_db()


def an_ending(people: People) -> None:
    on = timezone.localdate() + timedelta(days=40)
    ending = Ending(Way.PLANNED, on, gains=("I ask first.",), signs=("No sleep.",),
                    helps=("Call Jana.",), way_back="Just call.", call="Ana, 030 1")  # fmt: skip
    later = Later(check_ins=(on + timedelta(days=180),))
    prepare_ending(patient=people.patient, ending=ending, later=later, shown=True, by=people.ana)


@pytest.mark.parametrize("purpose", ["referrer", "family_doctor", "other"])
def test_to_others_a_letter_goes_with_the_person_s_yes_alone(people: People, purpose: str) -> None:
    with pytest.raises(RecordError) as refused:
        sign(document=a_letter(people, purpose=purpose), by=people.ana)
    assert refused.value.field == "agreed"


@pytest.mark.parametrize(("day", "says"), [(None, "Write the day"), ("2126-01-01", "lies ahead")])
def test_the_yes_has_its_day(people: People, day: str | None, says: str) -> None:
    letter = a_letter(people, purpose="family_doctor", agreed=True, agreed_on=day)
    with pytest.raises(RecordError, match=says):
        sign(document=letter, by=people.ana)


def test_with_a_yes_it_is_signed_and_to_oneself_none_is_needed(people: People) -> None:
    agreed = a_letter(people, purpose="referrer", agreed=True, agreed_on="2026-11-01")
    assert sign(document=agreed, by=people.ana).state == "signed"
    assert sign(document=a_letter(people, purpose="way_back"), by=people.ana).state == "signed"


def test_letters_begin_with_what_the_record_knows_and_name_no_diagnosis(people: People) -> None:
    an_ending(people)
    an_event(people, "suicide_attempt")
    for purpose in ("referrer", "family_doctor", "confirmation", "ending", "way_back"):
        text = begun(people, purpose)
        assert people.patient.given_name in text
        for word in ("6D1", "F60", "orderline", "attempt"):
            assert word not in text
    ending = begun(people, "ending")
    assert all(line in ending for line in ("– I ask first.", "– No sleep.", "Just call."))
    assert people.clinic.emergency_number in begun(people, "way_back")
    assert "reason for the treatment" in begun(people, "confirmation")


def test_what_the_person_reads_is_in_their_language(people: People) -> None:
    speaks(people, "de")
    given = letter_values(people.patient, "ending", people.ana)
    assert given["language"] == "de"
    assert given["text"].startswith("Guten Tag")
    assert letter_values(people.patient, "referrer", people.ana)["language"] == "en"


def test_a_report_begins_with_facts_their_days_and_no_acts(people: People) -> None:
    an_event(people, "suicide_attempt")
    an_appointment(people, state="kept", marked_by=people.ana, marked_at=timezone.now())
    for points in (3.0, 1.0):
        send_answers(patient=people.patient, instrument="bsl23", by=people.ana,
                     answers={f"q{n}": points for n in range(1, 24)})  # fmt: skip
    send_answers(patient=people.patient, instrument="oi-safety", by=people.ana,
                 answers={"suicidal_urge": 4.0, "self_harm_urge": 0.0, "self_harm_act": 0.0,
                          "intent": 0.0, "attempt": 0.0, "ingestion": 0.0})  # fmt: skip
    ModuleProgress.objects.create(
        clinic=people.clinic, patient=people.patient, module="s3", step=2, sessions=3,
        started_on=timezone.localdate(),
    )  # fmt: skip
    values = report_values(people.patient, people.ana)
    assert "step 2 of 4, in 3 sessions" in str(values["modules"])
    measures: Any = values["measures"]
    assert any("reliably better" in line and "From 2 forms" in line for line in measures)
    whole = str(values).lower()
    assert not any(word in whole for word in ("urge", "attempt", "harm", "safety check"))
    assert values["facts_on"] == timezone.localdate().isoformat()


def test_without_anything_in_the_record_a_report_still_begins(people: People) -> None:
    values = report_values(people.patient, people.ana)
    assert values["measures"] is None
    assert values["course"]


def test_a_paper_is_begun_once_a_purpose(people: People, signed_in: Browser) -> None:
    ana = signed_in(people.ana)
    for _ in range(2):
        for kind, purpose in (("letter", "way_back"), ("course_report", "course_report")):
            address = reverse("clinician:begin_paper", args=[people.patient.pk, kind, purpose])
            assert ana.post(address).status_code == 302
    assert CareDocument.objects.filter(patient=people.patient).count() == 2
    page = ana.get(reverse("clinician:papers", args=[people.patient.pk])).content.decode()
    assert "The way back, to the person" in page
    bad = reverse("clinician:begin_paper", args=[people.patient.pk, "letter", "nonsense"])
    assert ana.post(bad).status_code == 404


def test_where_it_went_is_noted_once_and_only_when_signed(
    people: People, signed_in: Browser
) -> None:
    letter, today = a_signed_letter(people), timezone.localdate()
    address = reverse("clinician:note_sent", args=[people.patient.pk, letter.pk])
    ana = signed_in(people.ana)
    for _ in range(2):
        ana.post(address, {"to_whom": "Dan", "way": "by_hand", "on": today.isoformat()})
    assert PaperSent.objects.get(document=letter).to_whom == "Dan"
    page = ana.get(reverse("clinician:papers", args=[people.patient.pk])).content.decode()
    assert "by hand (Ana)" in page
    early = ana.post(address, {"to_whom": "Dan", "way": "post", "on": "2020-01-01"})
    assert "from the signature until today" in early.content.decode()
    draft = a_letter(people, text="Another.")
    with pytest.raises(RecordError, match="Only a signed paper"):
        note_sent(document=draft, to_whom="Dan", way="post", on=today, by=people.ana)
    with pytest.raises(RecordError, match="to whom"):
        note_sent(document=letter, to_whom=" ", way="post", on=today, by=people.ana)
    with pytest.raises(RecordError, match="how it went"):
        note_sent(document=letter, to_whom="Dan", way="pigeon", on=today, by=people.ana)


def test_a_letter_is_set_with_address_date_words_and_numbers(
    people: People, signed_in: Browser
) -> None:
    letter = a_signed_letter(people, to="Dr Holm\nLong Lane 3", text=f"Line one.\n\n{HOSTILE}")
    address = reverse("clinician:document_paper", args=[people.patient.pk, letter.pk])
    answer = signed_in(people.ana).get(address)
    assert answer["Content-Type"] == "application/pdf"
    text = text_of(answer.content)
    for words in ("Dr Holm", "Long Lane 3", "Line one.", "#panic()", "Signed by Ana",
                  people.clinic.emergency_number):  # fmt: skip
        assert words in text
    assert "A draft" not in text


def test_a_draft_says_so_on_paper_and_a_report_has_its_parts(
    people: People, signed_in: Browser
) -> None:
    ana, who = signed_in(people.ana), people.patient.pk
    ana.post(reverse("clinician:begin_paper", args=[who, "course_report", "course_report"]))
    report = CareDocument.objects.get(patient=people.patient, kind="course_report")
    text = text_of(ana.get(reverse("clinician:document_paper", args=[who, report.pk])).content)
    assert "A draft: nobody has signed this yet." in text
    assert "Numbers are from our record as of" in text


def test_a_long_letter_loses_nothing(people: People) -> None:
    lines = tuple(f"Line {n} of many words that fill the page." for n in range(150))
    letter = Letter("Dan", "Long", date(2026, 11, 22), "de", sections=(Section("Parts", lines),))
    text = text_of(set_letter(letter, people.clinic))
    assert all(line in text for line in lines)
    assert "22. November 2026" in text
    assert set_letter(letter, people.clinic) == set_letter(letter, people.clinic)


def test_the_plan_on_paper_has_reasons_for_staff_and_plain_words_for_the_person(
    people: People, signed_in: Browser
) -> None:
    ana = signed_in(people.ana)
    nothing = reverse("clinician:plan_paper", args=[people.patient.pk])
    assert ana.get(nothing).status_code == 404
    of_a_plan_in_force(people)
    text = text_of(ana.get(nothing).content)
    assert "Plan of Dan" in text
    assert "Version 1" in text
    speaks(people, "de")
    plain = reverse("clinician:plain_plan_paper", args=[people.patient.pk])
    text = text_of(ana.get(plain).content)
    assert "Mein Weg" in text
    for word in ("Version", "Sitzung", "Punkte", "Stufe"):
        assert word not in text
