"""One person's DBT: one next step, chains, modes counted apart, skills; nothing summed up."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt.deliver.session import AppointmentState
from openimt.terms import EventKind
from openimt_clinic.actions.assessing import note_event
from openimt_clinic.actions.care.writing import Writing, write
from openimt_clinic.records.user import User
from tests.web.dbt_and_gpm import (
    A_CHAIN,
    TODAY,
    begun,
    days_ago,
    hours,
    page,
    step_of,
    under_dbt,
    written,
)
from tests.web.kept import a_document
from tests.web.people import People
from tests.web.test_diary_days import wrote

Browser = Callable[[User], Client]


@pytest.fixture
def ana(people: People, signed_in: Browser) -> Client:
    return signed_in(under_dbt(people).ana)


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
    assert f"<li>{people.ana.name}, " in text, "who signed it"


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
