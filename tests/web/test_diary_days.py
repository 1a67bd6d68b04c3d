"""Days of the diary as they arrive: on the person's own card, in parts, and never ahead."""

import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from openimt.deliver.card.card import Card
from openimt.deliver.card.editing import own_skill, own_target
from openimt.deliver.card.known import known
from openimt.errors import RecordError
from openimt_clinic.actions.diary_cards import agree_card
from openimt_clinic.actions.phone.arrival import Arrival, times
from openimt_clinic.actions.phone.receiving import Received, receive
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.clinical_event import ClinicalEvent
from openimt_clinic.records.diary_card import DiaryCard
from openimt_clinic.records.mapping.cards import (
    all_cards,
    card_in_force,
    card_of,
    diary_documents,
    first_card,
)
from openimt_clinic.records.phone_document import PhoneDocument
from tests.web.kept import NOW, TODAY
from tests.web.people import People

ROWS = known().rows


def wrote(
    people: People,
    values: dict[str, Any],
    *,
    day: date = TODAY,
    off: timedelta = timedelta(),
    **by: Any,
) -> Received:
    """Dan writes on his phone, whose clock may be off by so much."""
    said = by.pop("at", NOW) - off
    arrival = replace(
        Arrival(uuid.uuid4(), "diary", day.isoformat(), "phone", 1, said, values), **by
    )
    moments = times(said, said, said + off)
    return receive(patient=people.patient, arrival=arrival, times=moments, by=people.dan)


def agreed(people: People, *more: Any, past_days: int = 3, **changes: Any) -> DiaryCard:
    card = card_in_force(people.patient).card
    grown = replace(card, rows=(*card.rows, *more), **changes)
    return agree_card(patient=people.patient, card=grown, past_days=past_days, by=people.ana)


def test_a_day_is_a_document_and_an_answer_set_about_that_day(people: People) -> None:
    yesterday = TODAY - timedelta(days=1)
    wrote(people, {"sad": 3, "suicidal_urge": 0, "note": "It rained."}, day=yesterday)
    document, kept = PhoneDocument.objects.get(), AnswerSet.objects.get()
    assert (document.about, kept.about) == (yesterday, yesterday)
    assert kept.given_at == NOW
    assert kept.answers == {"sad": 3.0, "suicidal_urge": 0.0}
    assert document.values["note"] == "It rained."


def test_facts_are_of_the_day_that_was_written_about(people: People) -> None:
    wrote(people, {"self_harm_act": 1}, day=TODAY - timedelta(days=2))
    assert ClinicalEvent.objects.get().on == TODAY - timedelta(days=2)


def test_a_day_is_filled_in_parts_and_corrected(people: People) -> None:
    wrote(people, {"sad": 3, "angry": 2}, number=1)
    wrote(people, {"angry": 4, "sleep": 6.5}, number=2)
    wrote(people, {"sad": None, "done": True}, number=3)
    answers = {"sad": None, "angry": 4.0, "sleep": 6.5}
    assert PhoneDocument.objects.get().values == answers | {"done": True}
    assert AnswerSet.objects.get().answers == answers


def test_blank_is_not_zero_and_a_cleared_answer_is_blank_again(people: People) -> None:
    wrote(people, {"self_harm_urge": 0}, number=1)
    assert ClinicalEvent.objects.get().value == 0
    wrote(people, {"self_harm_urge": None}, number=2)
    assert not ClinicalEvent.objects.exists()
    assert AnswerSet.objects.get().answers == {"self_harm_urge": None}


@pytest.mark.parametrize(
    "values",
    [
        {"self_harm_urge": 0, "self_harm_act": 1},
        {"self_harm_act": 1},
        {"self_harm_urge": 5, "self_harm_act": 0},
    ],
)
def test_an_act_is_logged_whatever_the_urge_was(people: People, values: dict[str, int]) -> None:
    """An act on an urge of 0, an act alone, and an urge that was not acted on."""
    assert not wrote(people, values).refused
    assert AnswerSet.objects.get().answers == values


def test_own_rows_are_kept_as_they_were_agreed(people: People) -> None:
    urge, act = own_target("stay in bed", ())
    drums = own_skill("Play the drums", ())
    agreed(people, urge, act, ROWS["medicine"], skills=(drums,))
    values = {
        urge.id: 0, act.id: 1, "medicine": 1, "skills_used": ["own1"], "helped_own1": 6,
    }  # fmt: skip
    received = wrote(people, values)
    assert not received.refused
    document = PhoneDocument.objects.get()
    document.refresh_from_db()
    assert document.values == values


def test_the_answers_of_a_choice_keep_their_order(people: People) -> None:
    agreed(people, ROWS["company"])
    kept = card_in_force(people.patient).card.row("company")
    assert list(kept.choices) == list(ROWS["company"].choices)
    agreed(people, ROWS["medicine"])


def test_why_no_skill_was_used_is_kept(people: People) -> None:
    wrote(people, {"skills_used": ["none"], "no_skill_why": "Too tired."})
    assert PhoneDocument.objects.get().values["no_skill_why"] == "Too tired."


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("note", 3),
        ("sleep", 30),
        ("sad", 6),
        ("skills_used", ["hack"]),
        ("helped_hack", 2),
        ("hack", 1),
    ],
)
def test_what_no_answer_has_is_refused_and_the_worry_acts(
    people: People, field: str, value: Any
) -> None:
    received = wrote(people, {field: value, "suicidal_urge": 4})
    assert set(received.refused) == {field}
    assert AlertCase.objects.get().answer == 4


def test_a_day_ahead_and_one_too_long_ago_are_refused_in_words(people: People) -> None:
    agreed(people, ROWS["medicine"], past_days=2)
    for days, says in ((1, "still ahead"), (-3, "2 days later")):
        received = wrote(people, {"sad": 1, "attempt": 1}, day=TODAY + timedelta(days=days))
        assert says in received.entry.says
        assert received.alerts[0].response == "emergency", "the worrying answer acts all the same"
    assert not PhoneDocument.objects.exists()
    assert wrote(people, {"sad": 1}, day=TODAY - timedelta(days=2)).document


def test_three_days_offline_are_counted_from_the_day_they_were_written(people: People) -> None:
    then = NOW - timedelta(days=9)
    arrival = Arrival(uuid.uuid4(), "diary", then.date().isoformat(), "phone", 1, then, {"sad": 2})
    moments = times(then, NOW, NOW)
    received = receive(patient=people.patient, arrival=arrival, times=moments, by=people.dan)
    assert received.document
    assert received.document.about == then.date()


def test_a_phone_whose_clock_is_a_day_behind_writes_about_today(people: People) -> None:
    wrote(people, {"sad": 2}, day=TODAY - timedelta(days=1), off=timedelta(days=1))
    assert PhoneDocument.objects.get().name == TODAY.isoformat()


@pytest.mark.parametrize("name", ["today", "2026-13-40", "9999-12-31", "x"])
def test_what_is_no_day_is_refused(people: People, name: str) -> None:
    assert wrote(people, {"sad": 2}, name=name).document is None


def test_a_day_just_after_midnight_is_the_phones_own(people: People) -> None:
    """It is Wednesday in Berlin, and still Tuesday where the phone is."""
    at = datetime(2026, 11, 18, 0, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    there = at.astimezone(ZoneInfo("America/New_York"))
    wrote(people, {"sad": 2}, day=there.date(), at=there)
    assert PhoneDocument.objects.get().about == date(2026, 11, 17)


# ---- the card ----


def test_the_first_day_keeps_the_card_it_began_with(people: People) -> None:
    wrote(people, {"sad": 2})
    card = DiaryCard.objects.get()
    assert (card.number, PhoneDocument.objects.get().card) == (1, card)
    assert all_cards(people.patient)[0].card == first_card(people.patient)


def test_older_days_stay_readable_on_the_card_they_were_filled_on(people: People) -> None:
    wrote(people, {"other_urge": 3, "sad": 2}, day=TODAY - timedelta(days=1))
    card = card_in_force(people.patient).card
    rows = tuple(r for r in card.rows if r.about != "other" and r.id != "sad")
    agree_card(patient=people.patient, card=Card(rows), past_days=1, by=people.ana)
    wrote(people, {"angry": 1})
    days = diary_documents(people.patient, TODAY - timedelta(days=3), TODAY)
    before, after = (card_of(days[day], all_cards(people.patient)) for day in sorted(days))
    assert "other_urge" in before.ids
    assert "other_urge" not in after.ids


def test_who_was_offline_while_the_card_changed_loses_nothing(people: People) -> None:
    wrote(people, {"sad": 1}, day=TODAY - timedelta(days=1))
    urge, act = own_target("stay in bed", ())
    agreed(people, urge, act)
    agree_card(patient=people.patient, card=first_card(people.patient), past_days=3, by=people.ana)
    assert not wrote(people, {urge.id: 4, "note": "On the old card."}).refused


def test_a_new_version_is_the_next_number_with_its_reason(people: People) -> None:
    card = first_card(people.patient)
    for n, reason in enumerate(("", "He asked for it."), start=1):
        rows = (*card.rows, *(ROWS[one] for one in ("medicine", "food")[:n]))
        kept = agree_card(
            patient=people.patient, card=replace(card, rows=rows), past_days=3, by=people.ana,
            reason=reason,
        )  # fmt: skip
        assert (kept.number, kept.reason, kept.by) == (n, reason, people.ana)


def test_a_card_that_breaks_a_rule_is_refused(people: People) -> None:
    card = first_card(people.patient)
    bare = replace(card, rows=tuple(r for r in card.rows if r.id != "suicidal_urge"))
    for given, days in ((bare, 3), (card, 15), (card, -1)):
        with pytest.raises(RecordError):
            agree_card(patient=people.patient, card=given, past_days=days, by=people.ana)
    agreed(people)
    with pytest.raises(RecordError, match="Nothing is different"):
        agreed(people)
    assert DiaryCard.objects.count() == 1
