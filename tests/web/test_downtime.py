"""The sheet for when the system is down: who is on it, who may make it, and that it is logged."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from openimt_clinic.actions.downtime import note_sheet
from openimt_clinic.audit.event import AuditEvent
from openimt_clinic.clinician.safety.sheet import sheet_of
from openimt_clinic.paper.downtime import downtime_paper
from openimt_clinic.records.care_relation import CareRelation
from openimt_clinic.records.downtime_sheet import DowntimeSheet
from openimt_clinic.records.user import User
from tests.web.kept import NOW, TODAY, a_duty, an_alert, an_appointment
from tests.web.people import People, a_patient
from tests.web.safe import a_reach
from tests.web.worrying import PLAN

Browser = Callable[[User], Client]
SHEET, PAPER = "/caseload/sheet/", "/caseload/sheet/paper/"


@pytest.fixture
def cared(people: People) -> People:
    from openimt_clinic.actions.safety_planning import make_safety_plan

    make_safety_plan(patient=people.patient, elements=PLAN, on=TODAY, by=people.dan)
    a_reach(people)
    an_alert(people, says="Intent was stated: contact the same day.")
    an_appointment(people, timezone.now() + timedelta(days=2))
    return people


def on_duty(people: People) -> None:
    now = timezone.now()
    a_duty(people, second=None, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(1))


def readings(people: People, who: User) -> int:
    found = AuditEvent.objects.filter(action="record.read", by_id=who.pk)
    return found.filter(patient_id=people.patient.pk, details__page="clinician:sheet").count()


def test_each_person_is_there_with_all_that_is_needed(cared: People, signed_in: Browser) -> None:
    page = signed_in(cared.ana).get(SHEET).content.decode()
    for said in (
        "Dan M.", "dan", "030 555 0111", "after four, no messages", "030 555 0112", "Su",
        "Cold water.", "030 555 0172", "Treated by", "Ana", "Intent was stated", "112",
        "Confidential", "Made on",
    ):  # fmt: skip
        assert said in page, said


def test_the_paper_is_a_pdf_made_now(cared: People, signed_in: Browser) -> None:
    answer = signed_in(cared.ana).get(PAPER)
    assert answer["Content-Type"] == "application/pdf"
    assert "downtime-" in answer["Content-Disposition"]
    assert DowntimeSheet.objects.get().people == 1


def test_looking_at_it_and_printing_it_are_logged_as_reading(
    cared: People, signed_in: Browser
) -> None:
    ana = signed_in(cared.ana)
    ana.get(SHEET)
    assert (readings(cared, cared.ana), DowntimeSheet.objects.count()) == (1, 0)
    ana.get(PAPER)
    assert (readings(cared, cared.ana), DowntimeSheet.objects.count()) == (2, 1)


def test_it_is_offered_once_a_day(people: People, signed_in: Browser) -> None:
    ana, offer = signed_in(people.ana), "print today&#x27;s sheet"
    assert offer in ana.get("/caseload/").content.decode().replace("&#39;", "&#x27;").replace(
        "today's", "today&#x27;s"
    )
    ana.get(PAPER)
    assert "sheet</a>" not in ana.get("/caseload/").content.decode()
    DowntimeSheet.objects.update(made_at=timezone.now() - timedelta(hours=21))
    assert "sheet</a>" in ana.get("/caseload/").content.decode()


def test_nobody_elses_people_are_on_it(cared: People, signed_in: Browser) -> None:
    a_patient(cared.clinic, given_name="Noor")
    page = signed_in(cared.ana).get(SHEET).content.decode()
    assert "Noor" not in page
    assert "Nobody is in your care yet." in signed_in(cared.lea).get(SHEET).content.decode()


def test_the_desks_sheet_holds_everybody_in_care_for_who_is_on_duty(
    cared: People, signed_in: Browser
) -> None:
    a_patient(cared.clinic, given_name="Noor")
    gone = a_patient(cared.clinic, given_name="Omar")
    gone.ended_on = TODAY
    gone.save()
    on_duty(cared)
    page = signed_in(cared.ben).get(SHEET, {"for": "desk"}).content.decode()
    assert "Dan M." in page
    assert "Noor M." in page
    assert "Omar" not in page
    assert signed_in(cared.ben).get(PAPER, {"for": "desk"}).status_code == 200
    assert DowntimeSheet.objects.get().desk


@pytest.mark.parametrize("who", ["ana", "lea"])
def test_who_is_not_on_duty_finds_no_desk_sheet(
    cared: People, signed_in: Browser, who: str
) -> None:
    on_duty(cared)
    browser = signed_in(getattr(cared, who))
    for address in (SHEET, PAPER):
        assert browser.get(address, {"for": "desk"}).status_code == 404


def test_the_action_refuses_people_of_others_by_itself(people: People) -> None:
    noor = a_patient(people.clinic, given_name="Noor")
    with pytest.raises(PermissionDenied):
        note_sheet(clinic=people.clinic, patients=[people.patient, noor], by=people.ana)
    assert not AuditEvent.objects.filter(action="record.read").exists()


def test_without_number_or_plan_that_is_said(people: People, signed_in: Browser) -> None:
    page = signed_in(people.ana).get(SHEET).content.decode()
    assert "The clinic holds no number." in page
    assert "not offered yet" in page


def test_words_of_typst_stay_words(cared: People) -> None:
    cared.patient.given_name = '#eval("1") $x$ *b*'
    cared.patient.save()
    people = sheet_of([cared.patient], NOW)
    duty = type("Duty", (), {"who": "", "second": "", "until": None})()
    content = downtime_paper(people, clinic=cared.clinic, made_by="Ana", duty=duty, at=NOW)
    assert content.startswith(b"%PDF")


def test_two_hundred_people_are_a_few_questions_and_soon_on_paper(
    people: People, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    patients = [a_patient(people.clinic, given_name=f"P{n}") for n in range(200)]
    CareRelation.objects.bulk_create(
        CareRelation(clinic=people.clinic, patient=one, user=people.ana, kind="treating",
                     since=TODAY)
        for one in patients
    )  # fmt: skip
    with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
        rows = sheet_of(patients, NOW)
    duty = type("Duty", (), {"who": "Ana", "second": "", "until": None})()
    begun = time.monotonic()
    content = downtime_paper(rows, clinic=people.clinic, made_by="Ana", duty=duty, at=NOW)
    assert content.startswith(b"%PDF")
    assert time.monotonic() - begun < 5
