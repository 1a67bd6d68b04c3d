"""The routing table says what the rules do: every rule is walked, and each really does it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from openimt.assess.instrument import SafetyRule
from openimt.assess.library import known, load
from openimt.terms import Response
from openimt_clinic.actions.alerting import pass_on
from openimt_clinic.actions.answering import answer_given
from openimt_clinic.actions.clock import clock_of
from openimt_clinic.clinician.safety.routing import Route, routes
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.user import User
from tests.web.kept import NOW, a_duty
from tests.web.people import People

Browser = Callable[[User], Client]
RULES = [(name, rule) for name in known() for rule in load(name).safety]
EDGES = [(name, rule, value) for name, rule in RULES for value in {rule.at_least, rule.at_most}]


def route(clinic: Clinic, response: Response, at: datetime = NOW) -> Route:
    return next(one for one in routes(clinic, at) if one.response is response)


def test_there_are_rules_to_walk() -> None:
    assert len(RULES) > 25
    assert {rule.response for _, rule in RULES} == set(Response)


@pytest.mark.parametrize(
    ("name", "rule"), RULES, ids=[f"{n}-{r.item}-{r.at_least:g}" for n, r in RULES]
)
def test_every_rule_stands_in_the_table_under_its_response(
    people: People, name: str, rule: SafetyRule
) -> None:
    shown = route(people.clinic, rule.response)
    said = [one for one in shown.answers if one.says == rule.says]
    assert said, rule
    assert load(name).name in {one.instrument for one in said}
    assert all(one.answer for one in said)


def test_the_table_has_no_line_that_is_no_rule(people: People) -> None:
    listed = sum(len(one.answers) for one in routes(people.clinic, NOW))
    assert listed == len(RULES)


@pytest.mark.parametrize(
    ("name", "rule", "value"),
    EDGES,
    ids=[f"{n}-{r.item}-{v:g}" for n, r, v in EDGES],
)
def test_every_rule_does_what_the_table_says(
    people: People, name: str, rule: SafetyRule, value: float
) -> None:
    """The answer is given, and the case has the owner, the second person and the hour named."""
    now = timezone.now()
    a_duty(people, who=people.ben, second=None, starts_at=now - timedelta(hours=1),
           ends_at=now + timedelta(hours=9))  # fmt: skip
    given = answer_given(
        patient=people.patient, instrument=name, item=rule.item, value=value, by=people.dan
    )
    (case,) = [one for one in given.alerts if one.item == rule.item]
    clock = clock_of(people.clinic, rule.response)
    on_duty, treats = people.ben, people.ana
    assert case.response == rule.response.value
    assert case.owner == (on_duty if clock.to_on_duty else treats)
    assert case.second == (treats if clock.to_on_duty else on_duty)
    assert not case.nobody_on_duty
    if clock.minutes is not None:
        assert case.due_at - case.received_at == timedelta(minutes=clock.minutes)
        says = f"Acknowledged within {clock.minutes} minutes."
    else:
        says = f"Acknowledged by {clock.hour}:00 of the next working day."
    steps = route(people.clinic, rule.response).steps
    assert says in steps
    assert any("second person is told" in step for step in steps) is clock.passes_on


@pytest.mark.parametrize("response", list(Response))
def test_with_nobody_on_duty_those_who_treat_and_then_the_leads_are_told(
    people: People, response: Response
) -> None:
    rule = next((name, one) for name, one in RULES if one.response is response)
    given = answer_given(
        patient=people.patient, instrument=rule[0], item=rule[1].item, value=rule[1].at_least,
        by=people.dan,
    )  # fmt: skip
    case = given.alerts[0]
    assert (case.owner, case.second, case.nobody_on_duty) == (people.ana, people.lea, True)


def test_attempt_and_ingestion_call_for_emergency_help_on_every_form() -> None:
    """Clinical decision 4, read in the data themselves."""
    found = {rule.item: rule.response for _, rule in RULES if rule.item in {"attempt", "ingestion"}}
    assert set(found.values()) == {Response.EMERGENCY}


@pytest.mark.parametrize("item", ["suicidal_urge", "intent"])
def test_a_strong_urge_or_intent_calls_for_contact_the_same_day(item: str) -> None:
    at_top = [rule for _, rule in RULES if rule.item == item and rule.at_most >= load_top(item)]
    assert at_top
    assert {rule.response for rule in at_top} == {Response.SAME_DAY}


def load_top(item: str) -> float:
    return 5 if item == "suicidal_urge" else 1


def test_the_clinics_own_minutes_stand_in_the_table(people: People, signed_in: Browser) -> None:
    people.clinic.clock = {"emergency": 5}
    people.clinic.clock_signed_by, people.clinic.clock_signed_on = "Dr Lea", NOW.date()
    people.clinic.save()
    shown = route(people.clinic, Response.EMERGENCY)
    assert shown.signed
    assert "Acknowledged within 5 minutes." in shown.steps
    assert not route(people.clinic, Response.SAME_DAY).signed
    page = signed_in(people.ana).get("/alerts/routing/").content.decode()
    assert "signed by Dr Lea on 18 November 2026" in page
    assert "not yet checked against the source" in page


def test_what_the_person_reads_says_when_nobody_is_on_duty(people: People) -> None:
    shown = route(people.clinic, Response.SAME_DAY)
    assert any("Nobody of the team is on duty now." in says for says in shown.read_without)
    assert not any("Nobody of the team" in says for says in shown.read_on_duty)
    assert people.clinic.out_of_hours in shown.read_without


def test_the_most_urgent_stands_first_and_nothing_is_a_grade(
    people: People, signed_in: Browser
) -> None:
    ordered = [one.response for one in routes(people.clinic, NOW)]
    assert ordered == sorted(Response, key=lambda one: -one.urgency)
    page = signed_in(people.lea).get("/alerts/routing/").content.decode().lower()
    main = page[page.index("<main") :]
    for word in ("risk", "severity", "high", "medium", "card act"):
        assert word not in main


def test_the_clock_passes_a_case_on_only_when_its_time_has_come(people: People) -> None:
    given = {"item": "intent", "answer": 1, "response": "same_day", "given_at": NOW}
    case = AlertCase.objects.create(
        clinic=people.clinic, patient=people.patient, received_at=NOW, owner=people.ana,
        second=people.ben, due_at=NOW + timedelta(minutes=60), **given,
    )  # fmt: skip
    for minutes, passed in ((59, False), (60, True)):
        at = NOW + timedelta(minutes=minutes)
        assert (pass_on(alert=case, at=at).passed_on_at is not None) is passed
