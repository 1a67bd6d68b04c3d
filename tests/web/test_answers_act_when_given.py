"""Nobody answers into the void: what happens the moment an answer is given, sent or lost."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from procrastinate.exceptions import ConnectorException

from openimt.assess.library import load
from openimt.terms import Response
from openimt_clinic.actions.alerting import close
from openimt_clinic.patient import keeping
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.clinical_event import ClinicalEvent
from openimt_clinic.records.user import User
from tests.web.kept import a_safety_plan
from tests.web.people import People

Browser = Callable[[User], Client]
SAFETY = "/me/form/oi-safety/"
DIARY = "/me/form/oi-day/"


@pytest.fixture
def dan(people: People, signed_in: Browser) -> Client:
    return signed_in(people.dan)


def text(page: object) -> str:
    return page.content.decode()  # type: ignore[attr-defined]


def one(dan: Client, item: str, value: str, form: str = SAFETY, key: str = "k1") -> dict[str, str]:
    page = dan.post(f"{form}answer/", {item: value, "key": key, "page": "1"})
    assert page.status_code == 200, page.content
    return page.json()


def test_a_strong_wish_to_die_tells_somebody_before_the_form_is_sent(
    dan: Client, people: People
) -> None:
    go = one(dan, "suicidal_urge", "4")["go"]
    case = AlertCase.objects.get()
    assert (case.response, case.owner, case.answer) == ("same_day", people.ana, 4)
    assert AnswerSet.objects.get().state == "draft"
    page = text(dan.get(go))
    assert "Thank you for telling us" in page
    assert 'href="tel:112"' in page
    assert 'href="tel:03055501"' in page


def test_the_same_answer_sent_twice_is_one_case(dan: Client, people: People) -> None:
    first, second = one(dan, "intent", "1"), one(dan, "intent", "1")
    assert first == second
    assert AlertCase.objects.count() == 1


@pytest.mark.parametrize("item", ["attempt", "ingestion"])
def test_an_attempt_or_ingestion_asks_for_medical_help_at_once(
    dan: Client, people: People, item: str
) -> None:
    page = text(dan.get(one(dan, item, "1")["go"]))
    assert "Please get medical help now" in page
    assert "even if you feel well now" in page
    assert "card call now" in page, "the one red button a patient ever sees"
    assert "May we ask" not in page, "nothing is asked while help is to be called"


@pytest.mark.parametrize(("item", "value"), [("suicidal_urge", "2"), ("self_harm_urge", "3")])
def test_what_is_only_asked_about_leads_nowhere_and_opens_a_case(
    dan: Client, people: People, item: str, value: str
) -> None:
    assert one(dan, item, value)["go"] == ""
    assert AlertCase.objects.get().response == Response.ENQUIRE


def test_zero_and_blank_open_nothing(dan: Client, people: People) -> None:
    assert one(dan, "suicidal_urge", "0")["go"] == ""
    assert one(dan, "self_harm_act", "")["go"] == ""
    assert not AlertCase.objects.exists()
    assert AnswerSet.objects.get().answers == {"suicidal_urge": 0, "self_harm_act": None}


@pytest.mark.parametrize("value", ["6", "-1", "1.5", "nan", "inf", "x", "9" * 400])
def test_no_such_answer_is_refused_with_a_sentence(dan: Client, people: People, value: str) -> None:
    page = dan.post(f"{SAFETY}answer/", {"suicidal_urge": value, "key": "k"})
    assert page.status_code == 422
    assert "Please" in page.json()["says"]
    assert not AnswerSet.objects.exists()


def test_without_script_the_answer_acts_on_going_on(dan: Client, people: People) -> None:
    sent = {"key": "k", "page": "1", "suicidal_urge": "5", "self_harm_urge": "0", "go": "next"}
    page = dan.post(SAFETY, sent)
    assert page.status_code == 302
    assert page["Location"].endswith("?page=2")
    assert "/answers/" in page["Location"]
    help_page = text(dan.get(page["Location"]))
    assert f'href="{SAFETY}?page=2"' in help_page, "the way back is to where the person was"


def test_what_was_asked_about_once_does_not_lead_away_again(dan: Client, people: People) -> None:
    one(dan, "suicidal_urge", "5")
    page = dan.post(SAFETY, {"key": "k1", "page": "1", "suicidal_urge": "5", "go": "next"})
    assert page["Location"] == f"{SAFETY}?page=2"


def test_closing_keeps_and_acts_too(dan: Client, people: People) -> None:
    page = dan.post(SAFETY, {"key": "k", "page": "2", "self_harm_act": "1", "go": "close"})
    assert "/answers/" in page["Location"]
    assert AnswerSet.objects.get().answers == {"self_harm_act": 1}
    assert ClinicalEvent.objects.get().kind == "self_harm_act"


def test_the_page_asks_gently_and_the_answer_counts(dan: Client, people: People) -> None:
    go = one(dan, "suicidal_urge", "4")["go"]
    page = text(dan.get(go))
    for item in ("intent", "plan", "access"):
        assert f'name="{item}"' in page
    assert 'name="self_harm_act"' not in page, "only what the answer calls for is asked"
    answered = dan.post(go, {"intent": "1", "plan": "0", "access": ""})
    assert answered.status_code == 302
    assert AnswerSet.objects.get().answers["intent"] == 1
    assert "May we ask" not in text(dan.get(go))


def test_an_act_in_the_diary_asks_whether_a_doctor_is_needed(dan: Client, people: People) -> None:
    go = one(dan, "self_harm_act", "1", DIARY)["go"]
    page = text(dan.get(go))
    assert 'name="ingestion"' in page
    assert 'name="intent"' not in page
    assert dan.post(go, {"ingestion": "1", "attempt": "0"}).status_code == 302
    assert "Please get medical help now" in text(dan.get(go))


def test_the_persons_own_plan_stands_on_the_page(dan: Client, people: People) -> None:
    a_safety_plan(people)
    assert "walk to the river" in text(dan.get(one(dan, "intent", "1")["go"]))


def test_nobody_on_duty_is_said_and_so_is_what_holds_then(dan: Client, people: People) -> None:
    page = text(dan.get(one(dan, "intent", "1")["go"]))
    assert "Nobody of the team is on duty now" in page
    assert "At night nobody of the team reads here." in page


def test_once_somebody_is_on_it_the_page_says_who(dan: Client, people: People) -> None:
    go = one(dan, "intent", "1")["go"]
    case = AlertCase.objects.get()
    case.acknowledged_at, case.acknowledged_by = case.received_at, people.ana
    case.save()
    assert "Ana has read this and is on it." in text(dan.get(go))


@pytest.fixture(params=[OperationalError("gone"), ConnectorException("gone")])
def out_of_reach(request: pytest.FixtureRequest) -> Iterator[None]:
    with patch.object(keeping, "answer_given", side_effect=request.param):
        yield


def test_when_nothing_can_be_kept_the_numbers_come_all_the_same(
    dan: Client, people: People, out_of_reach: None
) -> None:
    page = dan.post(SAFETY, {"key": "k", "page": "2", "attempt": "1", "go": "next"})
    assert page.status_code == 200
    said = text(page)
    assert "We could not reach the team. Please call." in said
    assert 'href="tel:112"' in said
    assert "even if you feel well now" in said
    assert not AlertCase.objects.exists()


def test_a_script_is_told_when_nothing_was_kept(
    dan: Client, people: People, out_of_reach: None
) -> None:
    page = dan.post(f"{SAFETY}answer/", {"intent": "1", "key": "k"})
    assert page.status_code == 503
    assert "Please call" in page.json()["says"]


def test_the_numbers_are_in_the_form_before_anything_is_sent(dan: Client, people: People) -> None:
    """The script shows them when the line is broken: then nothing can be fetched any more."""
    page = text(dan.get(SAFETY))
    assert "data-unreached" in page
    assert 'href="tel:112"' in page
    assert 'data-response="same_day"' in page


def test_the_worst_answer_of_a_page_is_kept_first(people: People) -> None:
    """Should a later one fail, this one has told somebody."""
    values = {"self_harm_act": 1.0, "attempt": 1.0, "ingestion": 0.0}
    with patch.object(keeping, "answer_given", side_effect=OperationalError("gone")) as kept:
        keeping.keep_answers(people.patient, load("oi-safety"), values, key="k", by=people.dan)
    assert kept.call_args.kwargs["item"] == "attempt"


def sent_form(dan: Client) -> AnswerSet:
    one(dan, "self_harm_act", "0", key="k9")
    dan.post(SAFETY, {"key": "k9", "page": "3", "intent": "0", "go": "next"})
    kept = AnswerSet.objects.get()
    assert kept.state == "complete"
    return kept


def test_an_answer_that_comes_once_more_changes_nothing(dan: Client, people: People) -> None:
    kept = sent_form(dan)
    one(dan, "self_harm_act", "0", key="k9")
    assert AnswerSet.objects.get() == kept


def test_a_worrying_answer_that_comes_late_is_never_dropped(dan: Client, people: People) -> None:
    kept = sent_form(dan)
    one(dan, "attempt", "1", key="k9")
    assert AlertCase.objects.get().response == Response.EMERGENCY
    kept.refresh_from_db()
    assert "attempt" not in kept.answers, "what was sent stays as it was sent"


def test_sending_twice_keeps_one_form(dan: Client, people: People) -> None:
    sent = {"key": "k7", "page": "1", "where": "3", "go": "next"}
    first = dan.post("/me/form/oi-where/", sent)
    second = dan.post("/me/form/oi-where/", sent)
    assert first["Location"] == second["Location"]
    assert AnswerSet.objects.count() == 1


def test_yesterdays_diary_is_complete_as_it_stands_and_today_begins_anew(
    dan: Client, people: People
) -> None:
    one(dan, "sad", "7", DIARY)
    AnswerSet.objects.update(given_at=AnswerSet.objects.get().given_at - timedelta(days=1))
    assert 'value="7" checked' not in text(dan.get(DIARY)), "yesterday is not today"
    one(dan, "sad", "2", DIARY, key="k2")
    yesterday, today = AnswerSet.objects.order_by("given_at")
    assert (yesterday.state, yesterday.answers) == ("complete", {"sad": 7})
    assert (today.state, today.answers) == ("draft", {"sad": 2})


def test_what_was_typed_stays_beside_the_sentence(dan: Client, people: People) -> None:
    page = dan.post(DIARY, {"key": "k", "page": "4", "sleep": "a lot", "skills": "2", "go": "next"})
    assert page.status_code == 422
    assert 'value="a lot"' in text(page)
    assert "Please write a number here." in text(page)
    assert AnswerSet.objects.get().answers == {"skills": 2}, "the rest is kept"


def test_nothing_answered_is_said_and_not_sent(dan: Client, people: People) -> None:
    page = dan.post("/me/form/oi-where/", {"key": "k", "page": "1", "go": "next"})
    assert page.status_code == 422
    assert "One answer is enough" in text(page)


def test_strangers_answers_are_nobodys_page(
    dan: Client, people: People, signed_in: Browser
) -> None:
    go = one(dan, "intent", "1")["go"]
    for user in (people.ana, people.lea, people.cleo):
        assert signed_in(user).get(go).status_code == 404
    assert reverse("clinician:alert", args=[AlertCase.objects.get().pk])


def test_a_worse_answer_after_its_case_was_closed_tells_somebody_again(
    dan: Client, people: People
) -> None:
    one(dan, "suicidal_urge", "4")
    close(alert=AlertCase.objects.get(), reason="Spoke on the telephone.", by=people.ana)
    go = one(dan, "suicidal_urge", "5")["go"]
    closed, again = AlertCase.objects.order_by("received_at")
    assert (closed.open, again.open, again.answer) == (False, True, 5)
    page = text(dan.get(go))
    assert "sent word to Ana" in page
    assert "is on it" not in page, "the open case speaks, not the closed one"


def test_sending_the_form_opens_no_closed_case_again(dan: Client, people: People) -> None:
    one(dan, "suicidal_urge", "4")
    close(alert=AlertCase.objects.get(), reason="Spoke on the telephone.", by=people.ana)
    one(dan, "suicidal_urge", "4")
    dan.post(SAFETY, {"key": "k1", "page": "4", "go": "next"})
    assert AnswerSet.objects.get().state == "complete"
    assert AlertCase.objects.count() == 1


def test_help_comes_before_the_sentence_about_another_field(dan: Client, people: People) -> None:
    sent = {"key": "k1", "page": "1", "suicidal_urge": "5", "self_harm_urge": "99"}
    page = dan.post(SAFETY, sent)
    assert page.status_code == 302
    assert "Thank you for telling us" in text(dan.get(page["Location"]))
