"""Nobody answers into the void: what happens the moment an answer is given, sent or lost."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.exceptions import ConnectorException

from openimt.terms import Response
from openimt_clinic.actions.alerting import acknowledge, close
from openimt_clinic.patient import write
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.clinical_event import ClinicalEvent
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.user import User
from tests.web.kept import a_safety_plan
from tests.web.people import People

Browser = Callable[[User], Client]
SAFETY = "/me/write/form/oi-safety:today/"
WHERE = "/me/write/form/oi-where:today/"
DIARY = "/me/write/diary/today/"


@pytest.fixture
def dan(people: People, signed_in: Browser) -> Client:
    return signed_in(people.dan)


def text(page: object) -> str:
    return page.content.decode()  # type: ignore[attr-defined]


def one(dan: Client, item: str, value: str, form: str = SAFETY, **more: str) -> str:
    """Where an answer leads."""
    page = dan.post(form, {item: value, **more})
    assert page.status_code == 302, text(page)
    return page["Location"]


def test_a_strong_wish_to_die_tells_somebody_before_the_form_is_done(
    dan: Client, people: People
) -> None:
    go = one(dan, "suicidal_urge", "4")
    case = AlertCase.objects.get()
    assert (case.response, case.owner, case.answer) == ("same_day", people.ana, 4)
    assert "done" not in PhoneDocument.objects.get().values
    page = text(dan.get(go))
    assert "Thank you for telling us" in page
    assert 'href="tel:112"' in page
    assert 'href="tel:03055501"' in page


def test_the_same_answer_sent_twice_is_one_case(dan: Client, people: People) -> None:
    key = "6a1a6ab5-14b1-4b2b-9b06-6a0a2b3f7f01"
    first, second = one(dan, "intent", "1", key=key), one(dan, "intent", "1", key=key)
    assert first.endswith(f"/{AnswerSet.objects.get().pk}/")
    assert second == first
    assert AlertCase.objects.count() == 1


@pytest.mark.parametrize("item", ["attempt", "ingestion"])
def test_an_attempt_or_ingestion_asks_for_medical_help_at_once(
    dan: Client, people: People, item: str
) -> None:
    page = text(dan.get(one(dan, item, "1")))
    assert "Please get medical help now" in page
    assert "even if you feel well now" in page
    assert "card call now" in page, "the one red button a patient ever sees"
    assert "May we ask" not in page, "nothing is asked while help is to be called"


@pytest.mark.parametrize(("item", "value"), [("suicidal_urge", "2"), ("self_harm_urge", "3")])
def test_what_is_only_asked_about_leads_home_and_says_who_asks(
    dan: Client, people: People, item: str, value: str
) -> None:
    home = one(dan, item, value)
    assert home == "/me/"
    assert AlertCase.objects.get().response == Response.ENQUIRE
    page = text(dan.get(home))
    assert "Ana asks you about it when you next speak" in page
    assert "please do not wait for us" in page


def test_today_speaks_of_the_gravest_until_somebody_is_on_it(dan: Client, people: People) -> None:
    one(dan, "attempt", "1")
    one(dan, "suicidal_urge", "2")
    page = text(dan.get("/me/"))
    assert "Please get medical help at once, even if you feel well now" in page
    assert "Ana" in page, "who was told, at whatever hour this is"
    assert "when you next speak" not in page, "no milder words beside it"
    case = AlertCase.objects.get(response=Response.EMERGENCY)
    assert f"/me/answers/{case.answer_set_id}/" in page
    long_ago = timezone.now() - timedelta(days=9)
    AlertCase.objects.filter(pk=case.pk).update(received_at=long_ago)
    assert "even if you feel well now" in text(dan.get("/me/")), "nobody has read it yet"
    acknowledge(alert=case, by=people.ana)
    page = text(dan.get("/me/"))
    assert "Please get medical help" not in page.split("<h1>")[1].split("phone-words")[0]
    assert "Ana asks you about it when you next speak" in page


def test_zero_and_blank_open_nothing(dan: Client, people: People) -> None:
    assert one(dan, "suicidal_urge", "0") == "/me/"
    assert one(dan, "self_harm_act", "") == "/me/"
    assert not AlertCase.objects.exists()
    assert AnswerSet.objects.get().answers == {"suicidal_urge": 0}


@pytest.mark.parametrize("value", ["6", "-1", "1.5", "nan", "inf", "x", "9" * 400])
def test_no_such_answer_is_refused_with_a_sentence(dan: Client, people: People, value: str) -> None:
    page = dan.post(SAFETY, {"suicidal_urge": value})
    assert page.status_code == 422
    assert "Choose a number from 0 to 5." in text(page)
    assert not AnswerSet.objects.exists()


def test_the_way_back_is_to_where_the_person_was(dan: Client, people: People) -> None:
    go = one(dan, "suicidal_urge", "5", self_harm_urge="0")
    assert f'href="{reverse("patient:form", args=["oi-safety"])}"' in text(dan.get(go))
    go = one(dan, "suicidal_urge", "5", DIARY)
    assert f'href="{reverse("patient:card")}"' in text(dan.get(go))


def test_what_was_asked_about_once_does_not_lead_away_again(dan: Client, people: People) -> None:
    one(dan, "suicidal_urge", "5")
    assert one(dan, "suicidal_urge", "5", self_harm_urge="0", done="true") == "/me/"


def test_keeping_it_for_later_keeps_and_acts_too(dan: Client, people: People) -> None:
    assert "/answers/" in one(dan, "self_harm_act", "1", done="false")
    assert AnswerSet.objects.get().answers == {"self_harm_act": 1}
    assert ClinicalEvent.objects.get().kind == "self_harm_act"


def test_the_page_asks_gently_and_the_answer_counts(dan: Client, people: People) -> None:
    go = one(dan, "suicidal_urge", "4")
    page = text(dan.get(go))
    for item in ("intent", "plan", "access"):
        assert f'name="{item}"' in page
    assert 'name="self_harm_act"' not in page, "only what the answer calls for is asked"
    name = PhoneDocument.objects.get().name
    assert f'action="/me/write/form/{name}/"' in page
    assert (
        one(dan, "intent", "1", f"/me/write/form/{name}/", plan="0", access="", leads_to=go) == go
    )
    assert AnswerSet.objects.get().answers["intent"] == 1
    assert 'name="plan"' not in text(dan.get(go))


def test_an_act_in_the_diary_asks_whether_a_doctor_is_needed(dan: Client, people: People) -> None:
    go = one(dan, "self_harm_act", "1", DIARY)
    page = text(dan.get(go))
    assert 'name="ingestion"' in page
    assert 'name="intent"' not in page
    assert one(dan, "ingestion", "1", DIARY, attempt="0", leads_to=go) == go
    assert "Please get medical help now" in text(dan.get(go))


def test_the_persons_own_plan_stands_on_the_page(dan: Client, people: People) -> None:
    a_safety_plan(people)
    assert "walk to the river" in text(dan.get(one(dan, "intent", "1")))


def test_nobody_on_duty_is_said_and_so_is_what_holds_then(dan: Client, people: People) -> None:
    page = text(dan.get(one(dan, "intent", "1")))
    assert "Nobody of the team is on duty now" in page
    assert "At night nobody of the team reads here." in page


def test_once_somebody_is_on_it_the_page_says_who(dan: Client, people: People) -> None:
    go = one(dan, "intent", "1")
    case = AlertCase.objects.get()
    case.acknowledged_at, case.acknowledged_by = case.received_at, people.ana
    case.save()
    assert "Ana has read this and is on it." in text(dan.get(go))


@pytest.fixture(params=[OperationalError("gone"), ConnectorException("gone")])
def out_of_reach(request: pytest.FixtureRequest) -> Iterator[None]:
    with patch.object(write, "receive", side_effect=request.param):
        yield


def test_when_nothing_can_be_kept_the_numbers_come_all_the_same(
    dan: Client, people: People, out_of_reach: None
) -> None:
    page = dan.post(SAFETY, {"attempt": "1"})
    assert page.status_code == 200
    said = text(page)
    assert "We could not reach the team. Please call." in said
    assert 'href="tel:112"' in said
    assert "even if you feel well now" in said
    assert not AlertCase.objects.exists()


def test_each_worrying_choice_says_so_to_the_script(dan: Client, people: People) -> None:
    """It is sent the moment it is touched, and the help on the phone opens by itself."""
    for address in ("/me/form/oi-safety/", "/me/card/"):
        page = text(dan.get(address))
        assert 'name="suicidal_urge" value="4" data-response="same_day"' in page
        assert 'name="attempt" value="1" data-response="emergency"' in page


def test_an_answer_that_comes_once_more_changes_nothing(dan: Client, people: People) -> None:
    one(dan, "self_harm_act", "0", intent="0", done="true")
    kept = AnswerSet.objects.get()
    one(dan, "self_harm_act", "0", done="true")
    assert AnswerSet.objects.get() == kept


def test_a_worrying_answer_that_comes_late_is_never_dropped(dan: Client, people: People) -> None:
    one(dan, "self_harm_act", "0", done="true")
    one(dan, "attempt", "1")
    assert AlertCase.objects.get().response == Response.EMERGENCY


def test_sending_twice_keeps_one_form(dan: Client, people: People) -> None:
    for _ in range(2):
        assert one(dan, "where", "3", WHERE, done="true") == "/me/"
    assert AnswerSet.objects.count() == 1


def test_yesterdays_diary_stays_and_today_begins_anew(dan: Client, people: People) -> None:
    one(dan, "sad", "5", "/me/write/diary/today-1/")
    assert 'name="sad" value="5" checked' not in text(dan.get("/me/card/")), "not of today"
    assert 'name="sad" value="5" checked' in text(dan.get("/me/card/1/"))
    one(dan, "sad", "2", DIARY)
    yesterday, today = AnswerSet.objects.order_by("about")
    assert (yesterday.answers, today.answers) == ({"sad": 5}, {"sad": 2})
    assert today.about - yesterday.about == timedelta(days=1)


def test_a_card_can_be_kept_for_later_and_is_due_until_it_is_done(
    dan: Client, people: People
) -> None:
    """Finished never shows as unfinished, nor the other way round."""
    assert "about 90 seconds" in text(dan.get("/me/"))
    one(dan, "sad", "3", DIARY, done="false")
    assert "You have begun." in text(dan.get("/me/"))
    one(dan, "sad", "3", DIARY, done="true")
    assert "Your card for today is done." in text(dan.get("/me/"))
    one(dan, "angry", "1", DIARY, done="true")
    assert "Your card for today is done." in text(dan.get("/me/"))


def test_a_form_waits_until_it_is_done_whatever_came_before(dan: Client, people: People) -> None:
    one(dan, "suicidal_urge", "4")
    assert "/me/form/oi-safety/" in text(dan.get("/me/"))
    one(dan, "intent", "0", done="true")
    assert "/me/form/oi-safety/" not in text(dan.get("/me/"))


def test_what_was_typed_stays_beside_the_sentence(dan: Client, people: People) -> None:
    page = dan.post(DIARY, {"sleep": "a lot", "sad": "2"})
    assert page.status_code == 422
    assert "a lot" in text(page)
    assert AnswerSet.objects.get().answers == {"sad": 2}, "the rest is kept"


def test_strangers_answers_are_nobodys_page(
    dan: Client, people: People, signed_in: Browser
) -> None:
    go = one(dan, "intent", "1")
    for user in (people.ana, people.lea, people.cleo):
        assert signed_in(user).get(go).status_code == 404
    assert reverse("clinician:alert", args=[AlertCase.objects.get().pk])


def test_a_worse_answer_after_its_case_was_closed_tells_somebody_again(
    dan: Client, people: People
) -> None:
    one(dan, "suicidal_urge", "4")
    close(
        alert=AlertCase.objects.get(),
        reason="Spoke on the telephone.",
        by=people.ana,
        no_contact="Spoke at the door.",
    )
    go = one(dan, "suicidal_urge", "5")
    closed, again = AlertCase.objects.order_by("received_at")
    assert (closed.open, again.open, again.answer) == (False, True, 5)
    page = text(dan.get(go))
    assert "sent word to Ana" in page
    assert "is on it" not in page, "the open case speaks, not the closed one"


def test_sending_the_form_opens_no_closed_case_again(dan: Client, people: People) -> None:
    one(dan, "suicidal_urge", "4")
    close(
        alert=AlertCase.objects.get(),
        reason="Spoke on the telephone.",
        by=people.ana,
        no_contact="Spoke at the door.",
    )
    one(dan, "suicidal_urge", "4", done="true")
    assert PhoneDocument.objects.get().values["done"] is True
    assert AlertCase.objects.count() == 1


def test_help_comes_before_the_sentence_about_another_field(dan: Client, people: People) -> None:
    page = dan.post(SAFETY, {"suicidal_urge": "5", "self_harm_urge": "99"})
    assert page.status_code == 302
    assert "Thank you for telling us" in text(dan.get(page["Location"]))


def test_nothing_is_asked_once_a_person_is_on_it(dan: Client, people: People) -> None:
    go = one(dan, "suicidal_urge", "4")
    close(
        alert=AlertCase.objects.get(),
        reason="Spoke on the telephone.",
        by=people.ana,
        no_contact="Spoke at the door.",
    )
    assert "May we ask" not in text(dan.get(go))


def test_a_form_is_of_the_clinics_day(dan: Client, people: People) -> None:
    one(dan, "where", "2", WHERE)
    assert AnswerSet.objects.get().about == timezone.localdate()
