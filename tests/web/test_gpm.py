"""One person's GPM: the case, states between people, reviews by the calendar."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt.errors import RecordError
from openimt_clinic.actions.care.opening import open_document
from openimt_clinic.actions.care.signing import sign
from openimt_clinic.actions.looking import look_at
from openimt_clinic.records.user import User
from tests.web.dbt_and_gpm import (
    PLAN,
    TODAY,
    begun,
    days_ago,
    page,
    state,
    step_of,
    under_dbt,
    written,
)
from tests.web.people import People

Browser = Callable[[User], Client]


@pytest.fixture
def ana(people: People, signed_in: Browser) -> Client:
    return signed_in(under_dbt(people).ana)


@pytest.fixture
def gpm(people: People, ana: Client) -> Client:
    people.patient.therapy = "gpm"
    people.patient.started_on = days_ago(20)
    people.patient.save()
    return ana


def test_first_a_case_is_named_and_gets_goals(people: People, gpm: Client) -> None:
    text = page(gpm, "gpm", people.patient.pk)
    assert "Name the responsible clinician" in step_of(text)
    assert "No state is noted yet." in text
    assert "from memory and not yet checked" in text


def test_the_plan_stands_on_the_page_and_a_past_goal_is_next(people: People, gpm: Client) -> None:
    written(people, "case_plan", PLAN)
    text = page(gpm, "gpm", people.patient.pk)
    for words in ("Dr Ana Weber", "Dr Lind", "Prescriber", "Low mood", "A contract"):
        assert words in text
    assert "Look at the goal “Four hours of work a week”." in step_of(text)


def test_states_are_a_log_a_line_and_a_loop(people: People, gpm: Client) -> None:
    written(people, "case_plan", {"responsible": "Dr Ana Weber"})
    state(people, 9, "connected")
    state(people, 5, "threatened", changed="She cancelled", who="My sister")
    state(people, 2, "alone", who="my sister")
    text = page(gpm, "gpm", people.patient.pk)
    assert text.count("<svg") >= 2
    assert text.count('class="way is-seen"') == 1, "connected to threatened, which is checked"
    assert text.count("unchecked is-seen") == 1, "threatened to alone, from memory"
    assert "somebody to be with" in text, "how the therapy answers being alone"
    assert "Who felt gone?" in text
    assert "Ask how it is with others now" in step_of(text)


def test_despair_leads_to_the_plan_before_all_else(people: People, gpm: Client) -> None:
    state(people, 1, "despairing")
    assert "safety plan" in step_of(page(gpm, "gpm", people.patient.pk))


def reasons(people: People) -> list[str]:
    kept: list[str] = look_at(people.patient, timezone.now()).kinds
    return kept


def test_a_review_is_due_after_three_months_until_it_was_held(people: People, gpm: Client) -> None:
    written(people, "case_plan", {"responsible": "Dr Ana Weber"})
    people.patient.started_on = days_ago(100)
    people.patient.save()
    assert "review after 3 months" in step_of(page(gpm, "gpm", people.patient.pk))
    assert "course_review" in reasons(people)
    review = {
        "on": TODAY.isoformat(), "helped": "The timetable", "step": "step_down",
        "because": "Two steady months",
    }  # fmt: skip
    written(people, "case_review", review)
    text = page(gpm, "gpm", people.patient.pk)
    assert "course_review" not in reasons(people)
    assert "review after" not in step_of(text)
    assert "The review after 6 months is due" in text
    assert "Step down" in text
    assert "never care" in text


def test_under_another_therapy_no_calendar_asks_for_a_review(people: People, ana: Client) -> None:
    people.patient.started_on = days_ago(100)
    people.patient.save()
    assert "course_review" not in reasons(people)


def test_what_did_not_help_is_altered_or_stopped(people: People, gpm: Client) -> None:
    review = {
        "on": TODAY.isoformat(), "did_not": "The breathing", "step": "stay", "because": "It moves",
    }  # fmt: skip
    one = begun(people, "case_review", review)
    with pytest.raises(RecordError, match="altered, or stopped"):
        sign(document=one, by=people.ana)


def test_the_case_plan_goes_on_in_versions(people: People, gpm: Client) -> None:
    first = written(people, "case_plan", PLAN)
    again = open_document(patient=people.patient, kind="case_plan", by=people.ana)
    assert (again.line, again.number) == (first.line, 2)
    assert "Dr Ana Weber" in page(gpm, "gpm", people.patient.pk), "what was signed holds meanwhile"


def test_the_page_of_everything_leads_there(people: People, gpm: Client) -> None:
    text = page(gpm, "work", people.patient.pk)
    assert reverse("clinician:dbt", args=[people.patient.pk]) in text
    assert reverse("clinician:gpm", args=[people.patient.pk]) in text
    people.patient.started_on = days_ago(100)
    people.patient.save()
    assert "a review is due on" in page(gpm, "work", people.patient.pk)


def test_under_another_therapy_states_are_found_once_there_are_some(
    people: People, ana: Client
) -> None:
    address = reverse("clinician:gpm", args=[people.patient.pk])
    assert address not in page(ana, "work", people.patient.pk)
    state(people, 2, "connected")
    assert address in page(ana, "work", people.patient.pk)
