"""The pages of DBT and GPM, and the team's agenda: one next step, nothing summed up."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt.deliver.session import AppointmentState
from openimt.errors import RecordError
from openimt.terms import CommonState, EventKind
from openimt_clinic.actions.assessing import note_event, set_common_state
from openimt_clinic.actions.care.opening import open_document
from openimt_clinic.actions.care.signing import sign
from openimt_clinic.actions.care.writing import Writing, write
from openimt_clinic.actions.looking import look_at
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.mapping.assessment import assessment_of
from openimt_clinic.records.session_record import SessionRecord
from openimt_clinic.records.user import User
from tests.web.kept import a_document
from tests.web.people import People
from tests.web.test_diary_days import wrote

Browser = Callable[[User], Client]
TODAY = timezone.localdate()
A_CHAIN: Mapping[str, Any] = {
    "act": "Cut the left arm",
    "prompt": "He did not answer",
    "links": [["thought", "I am a burden", None], ["emotion", "Shame", "Ring my sister"]],
    "short_self": "Relief",
    "commitment": "Ring before",
}


@pytest.fixture
def ana(people: People, signed_in: Browser) -> Client:
    people.patient.therapy = "dbt"
    people.patient.save()
    return signed_in(people.ana)


def days_ago(number: int) -> date:
    return TODAY - timedelta(days=number)


def written(people: People, kind: str, values: Mapping[str, Any], **more: Any) -> CareDocument:
    """A document that is signed where its kind lets it be."""
    made = open_document(
        patient=people.patient, kind=kind, by=people.ana, values=dict(values), **more
    )
    return sign(document=made, by=people.ana)


def begun(people: People, kind: str, values: Mapping[str, Any], **more: Any) -> CareDocument:
    return open_document(
        patient=people.patient, kind=kind, by=people.ana, values=dict(values), **more
    )


def page(browser: Client, name: str, *arguments: object) -> str:
    answer = browser.get(reverse(f"clinician:{name}", args=arguments))
    assert answer.status_code == 200
    return answer.content.decode()


def step_of(text: str) -> str:
    found = re.search(r'aria-labelledby="next-step">(.*?)</section>', text, re.DOTALL)
    assert found
    return found[1]


def hours(people: People, *states: AppointmentState) -> None:
    """Individual appointments of the last weeks, the last one yesterday."""
    for place, state in enumerate(reversed(states)):
        Appointment.objects.create(
            clinic=people.clinic,
            patient=people.patient,
            with_whom=people.ana,
            starts_at=timezone.now() - timedelta(days=1 + 7 * place),
            state=state.value,
            marked_by=people.ana,
            marked_at=timezone.now(),
        )


# ---- DBT ----


def test_an_empty_page_has_one_next_step_and_no_number(people: People, ana: Client) -> None:
    text = page(ana, "dbt", people.patient.pk)
    assert "Look at the diary card together." in step_of(text)
    assert "No hour is noted yet." in text
    assert "never reported as fidelity" in text
    assert "not yet checked against the source" in text


def test_an_act_without_a_chain_asks_for_one_and_never_as_punishment(
    people: People, ana: Client
) -> None:
    note_event(patient=people.patient, kind=EventKind.SELF_HARM_ACT, on=days_ago(3), by=people.ana)
    text = page(ana, "dbt", people.patient.pk)
    assert "Begin a chain of what happened" in step_of(text)
    assert "never a punishment" in step_of(text)
    written(people, "chain", {**A_CHAIN, "on": days_ago(3).isoformat()})
    assert "Begin a chain" not in step_of(page(ana, "dbt", people.patient.pk))


def test_a_draft_is_gone_on_with_and_says_what_is_open(people: People, ana: Client) -> None:
    one = begun(people, "chain", {"act": "Cut"}, about=days_ago(2))
    step = step_of(page(ana, "dbt", people.patient.pk))
    assert "Go on with the chain that was begun" in step
    assert "The day is not said" in step
    assert reverse("clinician:chain", args=[people.patient.pk, one.pk]) in step


def test_a_chain_is_drawn_in_its_order_with_what_is_open(people: People, ana: Client) -> None:
    one = begun(people, "chain", A_CHAIN)
    text = page(ana, "chain", people.patient.pk, one.pk)
    drawn = text[text.index('<ol class="chain">') :].partition("</ol>")[0]
    order = [drawn.index(word) for word in ("He did not answer", "I am a burden", "Shame")]
    assert order == sorted(order)
    assert drawn.count("no solution yet") == 1
    assert "Ring my sister" in drawn
    assert "data-up" in text, "links are moved with buttons, so with the keyboard"
    assert "never a punishment" in text


def test_a_signed_chain_is_read_and_what_was_open_stays_said(people: People, ana: Client) -> None:
    one = written(people, "chain", {"act": "Cut"})
    text = page(ana, "chain", people.patient.pk, one.pk)
    assert "There is no prompting event" in text
    assert "data-writing" not in text
    assert "Signed" in text or people.ana.name in text


def test_the_drawing_alone_follows_what_is_written(people: People, ana: Client) -> None:
    one = begun(people, "chain", {"act": "Cut"})
    assert "not said yet" in page(ana, "chain_drawn", people.patient.pk, one.pk)
    writing = Writing(uuid4(), "a window", 1, {"prompt": "He did not answer"}, {})
    write(document=one, writing=writing, by=people.ana)
    drawn = page(ana, "chain_drawn", people.patient.pk, one.pk)
    assert "He did not answer" in drawn
    assert "<html" not in drawn


def test_another_document_is_no_chain(people: People, ana: Client) -> None:
    one = begun(people, "consultation", {"asks": "What now?"})
    address = reverse("clinician:chain", args=[people.patient.pk, one.pk])
    assert ana.get(address).status_code == 404


def test_links_that_come_again_are_a_question(people: People, ana: Client) -> None:
    for ago in (3, 12):
        on = days_ago(ago).isoformat()
        written(people, "chain", {**A_CHAIN, "on": on}, about=days_ago(ago))
    text = page(ana, "dbt", people.patient.pk)
    assert "does it often come here" in text
    assert "Ring my sister" in text


def test_hostile_words_stay_words(people: People, ana: Client) -> None:
    one = begun(people, "chain", {**A_CHAIN, "prompt": "<script>alert(1)</script>"})
    text = page(ana, "chain", people.patient.pk, one.pk)
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_four_missed_in_a_row_ask_the_team_and_change_nothing_else(
    people: People, ana: Client
) -> None:
    hours(people, AppointmentState.KEPT, *[AppointmentState.MISSED] * 4)
    text = page(ana, "dbt", people.patient.pk)
    assert "Get in touch" in step_of(text)
    assert "Missed 4 in a row" in text
    assert "never ends care by itself" in text
    people.patient.refresh_from_db()
    assert people.patient.ended_on is None
    assert page(ana, "safety_plan", people.patient.pk)
    assert "4 missed in a row" in page(ana, "consultation")


def test_the_group_is_counted_by_itself(people: People, ana: Client) -> None:
    hours(people, *[AppointmentState.MISSED] * 2)
    for ago in (1, 8):
        written(
            people, "group_hour", {"on": days_ago(ago).isoformat(), "came": "missed"},
            about=days_ago(ago),
        )  # fmt: skip
    text = page(ana, "dbt", people.patient.pk)
    assert text.count("Missed 2 in a row") == 2
    assert "ask the team</span>" not in text
    assert "missed in a row" not in page(ana, "consultation").replace("Missed in a row", "")


def test_the_rule_after_an_act_says_what_stands(people: People, ana: Client) -> None:
    assert "no extra coaching call until" not in page(ana, "dbt", people.patient.pk)
    note_event(patient=people.patient, kind=EventKind.SELF_HARM_ACT, on=TODAY, by=people.ana)
    text = page(ana, "dbt", people.patient.pk)
    assert "no extra coaching call until" in text
    assert "Emergency care still applies" in text
    assert "alerts and the person on duty work as ever" in text


def test_a_call_can_be_noted_whatever_the_rule_says(people: People, ana: Client) -> None:
    note_event(patient=people.patient, kind=EventKind.SELF_HARM_ACT, on=TODAY, by=people.ana)
    call = {"on": TODAY.isoformat(), "minutes": 9, "skill": "stop", "why": "Before a quarrel"}
    written(people, "coaching_call", call)
    text = page(ana, "dbt", people.patient.pk)
    assert "9 min" in text
    assert "Before a quarrel" in text


def test_skills_stand_in_one_table_taught_and_used(people: People, ana: Client) -> None:
    written(people, "skill_taught", {"skills": ["stop"], "where": "individual"})
    written(
        people, "group_hour",
        {"on": days_ago(5).isoformat(), "came": "kept", "skills": ["opposite"]},
    )  # fmt: skip
    written(
        people, "group_hour",
        {"on": days_ago(2).isoformat(), "came": "missed", "skills": ["soothe"]},
    )  # fmt: skip
    text = page(ana, "dbt", people.patient.pk)
    assert "Stop and step back" in text
    assert "Do the opposite" in text
    assert "Soothe my senses" not in text, "who was not there was not taught"
    assert "nothing heard yet: ask" in text
    assert "Ask how “" in step_of(text)


def skill_rows(text: str) -> str:
    return text[text.index('id="skills"') :].partition("</table>")[0]


def test_what_the_diary_and_the_own_list_say_stands_beside_it(people: People, ana: Client) -> None:
    now = timezone.localtime()
    wrote(people, {"skills_used": ["stop"], "helped_stop": 6}, day=TODAY, at=now)
    wrote(people, {"skills_used": ["breathe_out"]}, day=days_ago(1), at=now, number=2)
    mine = {"title": "Play the drums", "words": "Ten minutes", "helped": "a_lot"}
    a_document(people, "skill", "1", **mine)
    kept_back = a_document(people, "skill", "2", title="Nobody knows")
    kept_back.shared = False
    kept_back.save()
    rows = skill_rows(page(ana, "dbt", people.patient.pk))
    assert "6 of 7" in rows
    assert "not said" in rows, "used and not rated is no nought"
    assert "a lot · Ten minutes" in rows
    assert "Nobody knows" not in rows


def test_a_call_says_what_the_rule_never_touches(people: People, ana: Client) -> None:
    one = begun(people, "coaching_call", {"minutes": 5})
    assert "emergency care still applies" in page(ana, "document", people.patient.pk, one.pk)


def test_who_reads_along_sees_it_and_begins_nothing(people: People, signed_in: Browser) -> None:
    text = page(signed_in(people.ben), "dbt", people.patient.pk)
    assert "Begin a chain" not in text
    assert "/begin/" not in text


# ---- the team ----


def held_sessions(people: People, *days: int) -> None:
    for ago in days:
        at = timezone.now() - timedelta(days=ago)
        appointment = Appointment.objects.create(
            clinic=people.clinic, patient=people.patient, with_whom=people.ana, starts_at=at,
            state=AppointmentState.KEPT.value, marked_by=people.ana, marked_at=at,
        )  # fmt: skip
        SessionRecord.objects.create(
            clinic=people.clinic, patient=people.patient, appointment=appointment, held_at=at,
            minutes=50, by=people.ana, noted_at=at,
        )  # fmt: skip


def torn(people: People, ago: int) -> None:
    for state in (CommonState.MET, CommonState.NEEDS_REPAIR):
        set_common_state(
            patient=people.patient, module="c2", state=state, because="He felt dropped",
            on=days_ago(ago), by=people.ana,
        )  # fmt: skip


def test_after_three_sessions_in_repair_it_is_a_point_for_the_team(
    people: People, ana: Client
) -> None:
    torn(people, 10)
    held_sessions(people, 1, 2)
    assert "He felt dropped" not in page(ana, "consultation")
    held_sessions(people, 5)
    text = page(ana, "consultation")
    assert "He felt dropped" in text
    assert "3 sessions since" in text
    assert "Bring it to the team" in text


def test_what_was_brought_is_asked_once_and_then_agreed(people: People, ana: Client) -> None:
    torn(people, 10)
    held_sessions(people, 1, 2, 3)
    address = reverse("clinician:begin_document", args=[people.patient.pk, "consultation"])
    assert ana.post(address, {"subject": "c2"}).status_code == 302
    assert "Bring it to the team" not in page(ana, "consultation")
    one = CareDocument.objects.get(kind="consultation")
    one.delete()
    values = {"asks": "How to go on?", "there": ["Ana", "Ben"], "agreed": "Ana says her part"}
    written(people, "consultation", values, subject="c2")
    text = page(ana, "consultation")
    assert "Ana says her part" in text
    assert "He felt dropped" not in text


def test_a_consultation_that_lets_it_wait_is_heard_by_the_plan(people: People, ana: Client) -> None:
    """With reason and end, and no longer than that (clinical decision 1)."""
    torn(people, 10)
    held_sessions(people, 1, 2, 3)
    assert assessment_of(people.patient, TODAY).common["c2"].sessions_in_repair == 3
    values = {
        "asks": "?", "there": ["Ana"], "agreed": "Wait", "postpones": True, "because": "Soon",
        "until": (TODAY + timedelta(days=7)).isoformat(),
    }  # fmt: skip
    written(people, "consultation", values, subject="c2")
    assert assessment_of(people.patient, TODAY).common["c2"].sessions_in_repair == 0
    later = TODAY + timedelta(days=8)
    assert assessment_of(people.patient, later).common["c2"].sessions_in_repair == 3


def test_a_supervision_about_it_counts_as_brought(people: People, ana: Client) -> None:
    torn(people, 10)
    held_sessions(people, 1, 2, 3)
    assert "He felt dropped" in page(ana, "consultation")
    values = {
        "held": TODAY.isoformat(), "with_whom": "Dr Roth", "about": ["c2"], "said": "Own part",
    }  # fmt: skip
    written(people, "supervision", values)
    assert "He felt dropped" not in page(ana, "consultation")


def test_going_on_postponing_needs_a_reason_and_an_end(people: People, ana: Client) -> None:
    values = {"asks": "?", "there": ["Ana"], "agreed": "Wait", "postpones": True}
    one = begun(people, "consultation", values)
    with pytest.raises(RecordError, match="why and until when"):
        sign(document=one, by=people.ana)


def test_nobody_reads_of_people_who_are_not_theirs(people: People, signed_in: Browser) -> None:
    begun(people, "consultation", {"asks": "I am tired of it."})
    assert "I am tired of it." in page(signed_in(people.ben), "consultation")
    assert "I am tired of it." not in page(signed_in(people.cleo), "consultation")


# ---- GPM ----


@pytest.fixture
def gpm(people: People, ana: Client) -> Client:
    people.patient.therapy = "gpm"
    people.patient.started_on = days_ago(20)
    people.patient.save()
    return ana


def state(people: People, ago: int, name: str, **more: str) -> CareDocument:
    values = {"on": days_ago(ago).isoformat(), "state": name, **more}
    return written(people, "connection_state", values, about=days_ago(ago))


PLAN = {
    "responsible": "Dr Ana Weber",
    "goals": [["Four hours of work a week", "role", TODAY.isoformat(), "A contract"]],
    "others": [["prescriber", "Dr Lind", "Sees him monthly"]],
    "comorbid": [["Low mood", "watched", None]],
}


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
    assert "Somebody to be with" in text or "More support" in text
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


# ---- where they are found ----


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
