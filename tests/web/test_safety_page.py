"""One person's safety on one page: facts apart, contacts, who is on duty; and no grade anywhere."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from openimt.errors import OpenIMTError
from openimt_clinic.actions.alerting import log_contact
from openimt_clinic.actions.assessing import judge_safety
from openimt_clinic.actions.contacting import Near, Said, note_contact, set_reach
from openimt_clinic.audit.event import AuditEvent
from openimt_clinic.clinician.contact_words import contact_says
from openimt_clinic.records.contact_line import ContactLine, ContactWay
from openimt_clinic.records.reach import Reach
from openimt_clinic.records.user import User
from tests.web.kept import NOW, TODAY, a_duty, an_alert, an_event
from tests.web.pages_of import address, opened, sent
from tests.web.people import People
from tests.web.safe import a_contact, a_holder, a_reach, days_from_now
from tests.web.worrying import worry

Browser = Callable[[User], Client]


def contact(**more: Any) -> dict[str, Any]:
    at = timezone.localtime() - timedelta(hours=1)
    given = {
        "do": "contact", "key": uuid.uuid4(), "at": at.strftime("%Y-%m-%dT%H:%M"),
        "way": "phone", "reached": "yes", "says": "She sounded tired.", "agreed": "",
        "next_by": "", "whom": "", "consent": "",
    }  # fmt: skip
    return given | more


def test_each_fact_stands_apart_with_its_day(people: People, signed_in: Browser) -> None:
    an_event(people, "suicidal_urge", value=4)
    an_event(people, "self_harm_act", on=TODAY - timedelta(3))
    page = opened(signed_in(people.ana), "safety", people)
    for name in (
        "Wish to die", "Urge to self-harm", "Self-harm", "Suicide attempt", "Intent stated",
        "Plan stated", "Means at hand",
    ):  # fmt: skip
        assert f"<dt>{name}</dt>" in page
    assert "18 Nov 2026 · 4 of 5" in page
    assert "15 Nov 2026" in page
    assert page.count("not asked yet: missing data is not safety") == 5


def test_there_is_no_grade_score_or_colour_of_the_person(
    people: People, signed_in: Browser
) -> None:
    worry(people)
    page = opened(signed_in(people.ana), "safety", people).lower()
    main = page[page.index("<main") :]
    for word in (
        "risk level",
        "high risk",
        "low risk",
        "medium",
        "severity",
        "stratif",
        "is-danger",
    ):
        assert word not in main


def test_a_fact_that_nobody_has_looked_at_can_be_looked_at(
    people: People, signed_in: Browser
) -> None:
    event = an_event(people, "suicide_attempt")
    ana = signed_in(people.ana)
    assert "I have looked at it" in opened(ana, "safety", people)
    ana.post(address("look_at_event", people, event.pk))
    page = opened(ana, "safety", people)
    assert "looked at by Ana" in page
    assert "I have looked at it" not in page


def test_a_lapsed_judgement_is_a_task_and_changes_nothing_else(
    people: People, signed_in: Browser
) -> None:
    begun, ended = days_from_now(-20), days_from_now(-6)
    judge_safety(
        patient=people.patient, imminent_risk=False, on=begun, until=ended, reason="Spoke.",
        by=people.ana,
    )  # fmt: skip
    page = opened(signed_in(people.ana), "safety", people)
    assert "The judgement has lapsed: judge again." in page
    assert "lapsed on" in page


def test_who_is_on_duty_and_who_would_be_second(people: People, signed_in: Browser) -> None:
    now = timezone.now()
    a_duty(people, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=5))
    page = opened(signed_in(people.ana), "safety", people)
    assert "<b>Ben</b>" in page
    assert "Second person: Ana" in page


def test_without_a_second_the_next_one_to_be_told_is_named(
    people: People, signed_in: Browser
) -> None:
    now = timezone.now()
    a_duty(people, second=None, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(1))
    assert "Second person: Ana" in opened(signed_in(people.ana), "safety", people)


def test_with_nobody_on_duty_it_says_who_is_told_instead(
    people: People, signed_in: Browser
) -> None:
    page = opened(signed_in(people.ana), "safety", people)
    assert "Nobody is on duty now." in page
    assert people.clinic.out_of_hours in page
    assert "Told instead, in this order: Ana, Lea" in page


def test_a_call_is_noted_without_any_alert(people: People, signed_in: Browser) -> None:
    ahead = (timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    asked = contact(agreed="We speak on Thursday.", next_by=ahead)
    page, done = sent(signed_in(people.ana), "safety", people, **asked)
    assert done
    assert "By phone: reached. She sounded tired. Agreed: We speak on Thursday." in page
    assert "Next contact by" in page
    kept = ContactLine.objects.get()
    assert (kept.alert, kept.by) == (None, people.ana)


def test_sent_twice_it_is_one_line(people: People, signed_in: Browser) -> None:
    ana, asked = signed_in(people.ana), contact()
    for _ in range(2):
        assert sent(ana, "safety", people, **asked)[1]
    assert ContactLine.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"at": "2099-01-01T10:00"}, "This moment is still to come."),
        ({"next_by": "2026-01-01T10:00"}, "The next contact would be before this one."),
        ({"way": "other_person"}, "Write who it was."),
        ({"way": "other_person", "whom": "her sister"}, "Write what the person has agreed to"),
        ({"way": ""}, "This field is required."),
        ({"at": "2026-03-29T02:30"}, "the clocks skip 02:30; write 03:30 instead"),
        ({"says": "x" * 4001}, "at most 4000 characters"),
    ],
)
def test_what_cannot_be_is_refused_and_stays_typed(
    people: People, signed_in: Browser, change: dict[str, str], says: str
) -> None:
    page, done = sent(signed_in(people.ana), "safety", people, **contact(**change))
    assert not done
    assert says in page
    assert not ContactLine.objects.exists()


def test_a_relatives_call_is_kept_with_the_consent(people: People, signed_in: Browser) -> None:
    given = {"whom": "her sister", "consent": "She may call; agreed on 3 November."}
    page, done = sent(
        signed_in(people.ana), "safety", people, **contact(way="other_person", **given)
    )
    assert done
    assert "Spoken with her sister." in page
    assert "With the person's consent: She may call; agreed on 3 November." in page


def test_the_database_refuses_others_without_consent_and_an_alert(people: People) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        a_contact(people, way="other_person", whom="her sister")
    a_contact(people, way="other_person", whom="her sister", alert=an_alert(people))


def test_a_next_contact_that_has_passed_is_said_until_another_line(
    people: People, signed_in: Browser
) -> None:
    a_contact(people, at=NOW - timedelta(9), next_by=NOW - timedelta(8))
    ana = signed_in(people.ana)
    assert "no contact has been noted since" in opened(ana, "safety", people)
    a_contact(people)
    assert "no contact has been noted since" not in opened(ana, "safety", people)


def test_tries_of_an_alert_stand_in_the_same_log(people: People, signed_in: Browser) -> None:
    case = an_alert(people)
    came = Said("No answer.", "We try again.", NOW + timedelta(hours=1))
    log_contact(
        alert=case, way=ContactWay.PHONE, reached=False, came_of_it=came, by=people.ana, at=NOW
    )
    page = opened(signed_in(people.ana), "safety", people)
    assert "By phone: not reached. No answer. Agreed: We try again." in page
    assert f"/alerts/{case.pk}/" in page


def test_an_alerts_next_contact_lies_ahead(people: People) -> None:
    with pytest.raises(OpenIMTError, match="before this one"):
        log_contact(
            alert=an_alert(people), way=ContactWay.PHONE, reached=True, by=people.ana, at=NOW,
            came_of_it=Said(next_by=NOW),
        )  # fmt: skip


def test_a_line_says_only_what_was_written() -> None:
    line = ContactLine(way="letter", reached=False, says="")
    assert contact_says(line) == "By letter: not reached."


def test_a_contact_after_discharge_is_kept_too(people: People) -> None:
    people.patient.ended_on = TODAY
    people.patient.save()
    kept = note_contact(
        patient=people.patient, way=ContactWay.LETTER, reached=False, by=people.ana, at=NOW
    )
    assert kept.patient == people.patient


def test_how_to_reach_the_person_and_somebody_close_by(people: People, signed_in: Browser) -> None:
    asked = {
        "do": "reach", "number": "030 555 0111", "number_says": "after four",
        "near_name": "Su", "near_number": "030 555 0112", "near_agreed_on": TODAY.isoformat(),
        "near_says": "if he cannot be reached",
    }  # fmt: skip
    page, done = sent(signed_in(people.ana), "safety", people, **asked)
    assert done
    assert 'href="tel:0305550111"' in page
    assert "agreed on 18 November 2026: if he cannot be reached" in page


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"near_name": "Su"}, "Give the day on which the person agreed to it."),
        ({"near_number": "030 1", "near_agreed_on": "2026-11-18"}, "Write who it is."),
        ({"number": "ask at work"}, "Write a number that a phone can call."),
        ({"near_name": "Su", "near_agreed_on": "2099-01-01"}, "This day is still to come"),
    ],
)
def test_nobody_close_by_without_the_persons_word(
    people: People, signed_in: Browser, change: dict[str, str], says: str
) -> None:
    page, done = sent(signed_in(people.ana), "safety", people, do="reach", **change)
    assert not done
    assert says in page
    assert not Reach.objects.exists()


def test_an_earlier_number_stays_in_the_record(people: People) -> None:
    a_reach(people)
    set_reach(patient=people.patient, number="030 2", near=Near("Su", "1", TODAY), by=people.ana)
    assert [row.number for row in Reach.objects.all()] == ["030 2", "030 555 0111"]


def test_no_words_of_a_contact_stand_in_an_event(people: People, signed_in: Browser) -> None:
    sent(signed_in(people.ana), "safety", people, **contact(says="She told me of Tom."))
    for event in AuditEvent.objects.filter(patient_id=people.patient.pk):
        assert "Tom" not in str(event.details)


def test_the_plan_stands_there_with_who_holds_it(people: People, signed_in: Browser) -> None:
    a_holder(people)
    page = opened(signed_in(people.ana), "safety", people)
    assert "Su" in page
    assert "version 1, since 18 November 2026" in page


def test_who_reads_along_sees_no_form(people: People, signed_in: Browser) -> None:
    a_contact(people)
    page = opened(signed_in(people.ben), "safety", people)
    assert "Spoke." in page
    assert 'name="do"' not in page


def test_a_long_log_is_shown_from_its_newest_lines_on(people: People, signed_in: Browser) -> None:
    for n in range(40):
        a_contact(people, at=NOW - timedelta(hours=n), says=f"line {n}.")
    page = opened(signed_in(people.ana), "safety", people)
    assert "line 0." in page
    assert "line 35." not in page
    assert len(page.encode()) < 60_000
