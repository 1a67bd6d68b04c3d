"""Filling in a form for a patient: worrying answers act when given, with or without script."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from openimt.assess.library import known, load
from openimt_clinic.clinician.answers_form import (
    AnswersForm,
    acting_items,
    conditions,
    item_label,
)
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.clinical_event import ClinicalEvent
from tests.web.kept import a_duty
from tests.web.pages_of import Browser, address, opened, sent
from tests.web.people import People


@pytest.fixture
def ana(people: People, signed_in: Browser) -> Client:
    return signed_in(people.ana)


def given(instrument: str, value: str = "1", **other: str) -> dict[str, object]:
    answers = {item.id: value for item in load(instrument).items}
    today = timezone.localdate().isoformat()
    return {**answers, "filled_on": today, "sent_key": uuid4().hex, **other}


def test_our_own_form_has_its_words_and_a_published_one_only_numbers(
    people: People, ana: Client
) -> None:
    page = opened(ana, "fill_form", people, "oi-safety")
    assert "Did you try to end your life this week?" in page
    assert "Hard to hold back" in page
    page = opened(ana, "fill_form", people, "phq9")
    assert "Item 9, 0 to 3" in page
    assert "Numbers only" in page


def test_a_form_that_is_sent_is_scored_and_kept(people: People, ana: Client) -> None:
    page, done = sent(ana, "fill_form", people, "phq9", **given("phq9", q9="0"))
    assert done
    assert "The form is kept." in page
    kept = AnswerSet.objects.get()
    assert kept.scores["scales"]["total"]["value"] == 8
    assert not AlertCase.objects.exists()


def test_a_worrying_answer_acts_before_the_form_is_sent(people: People, ana: Client) -> None:
    a_duty(people, hours=24 * 365 * 30)
    fields = {"item": "intent", "intent": "1", "sent_key": "k"}
    answer = ana.post(address("give_answer", people, "oi-safety"), fields)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Somebody is needed now." in page
    assert "Intent was stated" in page
    assert AlertCase.objects.get().response == "same_day"
    assert AnswerSet.objects.get().state == "draft"
    assert ClinicalEvent.objects.get().kind == "suicidal_intent"


def test_an_answer_that_worries_nobody_shows_nothing(people: People, ana: Client) -> None:
    fields = {"item": "intent", "intent": "0"}
    answer = ana.post(address("give_answer", people, "oi-safety"), fields)
    assert answer.content.decode().strip() == ""
    assert not AlertCase.objects.exists()


def test_without_script_the_same_answer_acts_when_the_form_is_sent(
    people: People, ana: Client
) -> None:
    page, done = sent(ana, "fill_form", people, "oi-safety", **given("oi-safety", "0", attempt="1"))
    assert done
    assert "An attempt was reported" in page
    assert AlertCase.objects.get().response == "emergency"


def test_given_and_then_sent_is_one_form_with_one_case(people: People, ana: Client) -> None:
    ana.post(address("give_answer", people, "oi-safety"), {"item": "intent", "intent": "1"})
    page = opened(ana, "fill_form", people, "oi-safety")
    assert 'name="intent" value="1" id="id_intent_1" checked' in page.replace(" required", "")
    sent(ana, "fill_form", people, "oi-safety", **given("oi-safety", "0", intent="1"))
    assert AnswerSet.objects.count() == AlertCase.objects.count() == 1


def test_sent_twice_is_kept_once(people: People, ana: Client) -> None:
    fields = given("phq9")
    for _ in range(2):
        _, done = sent(ana, "fill_form", people, "phq9", **fields)
        assert done
    assert AnswerSet.objects.count() == 1


def test_a_form_on_paper_keeps_its_own_day(people: People, ana: Client) -> None:
    day = timezone.localdate() - timedelta(5)
    sent(ana, "fill_form", people, "phq9", **given("phq9", filled_on=day.isoformat()))
    kept = AnswerSet.objects.get()
    assert timezone.localtime(kept.given_at).date() == day
    assert kept.received_at > kept.given_at


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"q3": "7"}, "is 7; expected a whole number from 0 to 3"),
        ({"q3": "often"}, "Give a number from 0 to 3"),
        ({"q3": "1.5"}, "is 1.5; expected a whole number"),
        ({"filled_on": "2099-01-01"}, "still to come"),
        ({"filled_on": ""}, "This field is required"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(
    wrong: dict[str, str], says: str, people: People, ana: Client
) -> None:
    page, done = sent(ana, "fill_form", people, "phq9", **given("phq9", "2", **wrong))
    assert not done
    assert says in page
    assert page.count(" checked") >= 8
    assert not AnswerSet.objects.exists()


def test_an_empty_form_is_refused(people: People, ana: Client) -> None:
    page, done = sent(ana, "fill_form", people, "phq9", **given("phq9", ""))
    assert not done
    assert "answer at least one question" in page


def test_a_wrong_answer_given_alone_is_refused_with_its_sentence(
    people: People, ana: Client
) -> None:
    asked = {"item": "suicidal_urge", "suicidal_urge": "9"}
    answer = ana.post(address("give_answer", people, "oi-safety"), asked)
    assert answer.status_code == 422
    assert "is 9; expected a whole number from 0 to 5" in answer.content.decode()
    assert not AnswerSet.objects.exists()


@pytest.mark.parametrize("asked", [{"item": "no_such"}, {"item": "q1", "q1": "1"}, {}])
def test_only_answers_that_can_need_somebody_are_given_alone(
    asked: dict[str, str], people: People, ana: Client
) -> None:
    assert ana.post(address("give_answer", people, "phq9"), asked).status_code == 404


@pytest.mark.parametrize("name", known())
def test_every_instrument_has_a_form_that_can_be_answered_at_both_ends(name: str) -> None:
    shape = load(name)
    for end in ("lowest", "highest"):
        values = {item.id: f"{getattr(item, end):g}" for item in shape.items}
        form = AnswersForm(
            shape, "en", {**values, "filled_on": timezone.localdate(), "sent_key": "k"}
        )
        assert form.is_valid(), form.errors
        assert form.answers() == {item.id: getattr(item, end) for item in shape.items}


def test_which_items_act_and_which_are_asked_only_then() -> None:
    safety = load("oi-safety")
    assert acting_items(safety) >= {"suicidal_urge", "self_harm_act", "attempt", "intent"}
    assert acting_items(load("phq9")) == {"q9"}
    assert '"plan": [["suicidal_urge", 4.0], ["intent", 1.0]]' in conditions(safety)
    assert item_label(load("phq9").items[0], 1, "en") == "Item 1, 0 to 3"
