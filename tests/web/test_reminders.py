"""The ledger of reminders: planned ahead once, sent once, late ones dropped, each with its why."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from openimt.deliver.prompts.because import Because
from openimt.deliver.prompts.schedule import Delay, Schedule, Way
from openimt.errors import RecordError
from openimt_clinic.actions.prompt_ledger import plan_for, plan_waiting
from openimt_clinic.actions.prompt_moments import Mark, mark_prompt, remind_later
from openimt_clinic.actions.prompt_sending import note_answers, take_due
from openimt_clinic.actions.prompting import (
    agree_reminders,
    answer_proposal,
    before,
    pause_reminders,
    take_up_reminders,
    use_zone,
)
from openimt_clinic.clinician.prompt_words import troubles
from openimt_clinic.environment import Mode
from openimt_clinic.jobs.prompts import deliver, send_prompts
from openimt_clinic.page_context import prompts_are_silent
from openimt_clinic.patient.today.reminders import reminders as card_of_today
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.prompt import Prompt
from openimt_clinic.records.prompt_schedule import PromptSchedule
from tests.web.kept import NOW, TODAY, of_dan
from tests.web.people import People
from tests.web.prompted import BUDGET, EVERY_DAY, WANTED, a_prompt, agreed, wanted

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SEVEN = datetime(2026, 11, 18, 19, tzinfo=ZoneInfo("Europe/Berlin"))
AFTER = Schedule(
    "later", Way.AFTER, "later", date(2026, 11, 1), delay=Delay(timedelta(hours=2)),
    stands=timedelta(hours=8),
)  # fmt: skip


def ledger() -> list[tuple[Any, ...]]:
    return list(Prompt.objects.values_list("key", "due_at", "state", "because"))


def states() -> set[str]:
    return set(Prompt.objects.values_list("state", flat=True))


def minute(people: People, at: datetime) -> list[Prompt]:
    """What the worker does in that minute; which prompts it sent."""
    plan_waiting(people.clinic, at)
    note_answers(people.clinic, at)
    taken = take_due(people.clinic, at)
    for prompt in taken:
        deliver(prompt, at)
    return taken


def a_moment(people: People, at: datetime, **values: Any) -> PhoneDocument:
    fields = {name: {"value": value} for name, value in values.items()}
    return PhoneDocument.objects.create(
        **of_dan(people, kind="moment", name=str(uuid4()), about=at.date(), fields=fields,
                 made_at=at, changed_at=at)
    )  # fmt: skip


def test_two_weeks_are_planned_and_planning_again_doubles_nothing(people: People) -> None:
    agreed(people, EVERY_DAY)
    first = ledger()
    assert len(first) == 14
    assert first[0][1] == SEVEN
    for _ in range(3):
        assert plan_for(people.patient, NOW) == 0
    assert ledger() == first


def test_each_day_it_goes_on_by_one_day(people: People) -> None:
    agreed(people, EVERY_DAY)
    plan_waiting(people.clinic, NOW + timedelta(days=1))
    assert Prompt.objects.count() == 15


def test_another_hour_moves_what_is_to_come_and_not_what_went_out(people: People) -> None:
    agreed(people, EVERY_DAY)
    assert len(minute(people, SEVEN)) == 1
    later = replace(EVERY_DAY, times=(time(20),))
    agreed(people, later, at=SEVEN + MINUTE)
    assert minute(people, SEVEN + HOUR) == [], "today's went out already"
    assert Prompt.objects.filter(state="planned").first().due_at == SEVEN + timedelta(hours=25)
    assert Prompt.objects.filter(day=TODAY).count() == 1


def test_what_is_taken_away_says_why_it_does_not_come(people: People) -> None:
    agreed(people, EVERY_DAY)
    agreed(people)
    assert {(row[2], row[3]) for row in ledger()} == {("dropped", "changed")}


def test_the_zone_of_the_person_moves_and_seven_stays_seven(people: People) -> None:
    agreed(people, EVERY_DAY)
    minute(people, SEVEN)
    use_zone(patient=people.patient, zone="America/New_York", by=people.dan, at=SEVEN + MINUTE)
    there = ZoneInfo("America/New_York")
    coming = Prompt.objects.filter(state="planned")
    assert {row.due_at.astimezone(there).hour for row in coming} == {19}
    assert not coming.filter(day=TODAY).exists(), "the same day is not asked twice"


def test_sent_in_its_minute_and_never_again(people: People) -> None:
    agreed(people, EVERY_DAY)
    assert minute(people, SEVEN - MINUTE) == []
    assert len(minute(people, SEVEN)) == 1
    for n in range(1, 200, 7):
        assert minute(people, SEVEN + n * MINUTE) == []


def test_late_ones_are_dropped_with_their_reason_and_never_come_in_a_heap(people: People) -> None:
    hours = replace(EVERY_DAY, times=(time(12), time(15), time(18)), stands=timedelta(hours=7))
    agreed(people, hours)
    after_a_break = SEVEN - 30 * MINUTE
    sent = minute(people, after_a_break)
    assert [one.key for one in sent] == ["card/2026-11-18/2"]
    rows = Prompt.objects.filter(day=TODAY).exclude(pk=sent[0].pk)
    assert {row.because for row in rows} == {"too_close"}
    minute(people, after_a_break + timedelta(days=3))
    assert Prompt.objects.filter(because="too_late").count() > 0
    assert Prompt.objects.filter(state="delivered").count() == 2


def test_what_is_answered_is_not_asked(people: People) -> None:
    agreed(people, EVERY_DAY)
    AnswerSet.objects.create(
        **of_dan(people, instrument="oi-day", version="1", answers={}, scores={"scales": {}},
                 state="complete", source="form", given_at=NOW, received_at=NOW, about=TODAY)
    )  # fmt: skip
    assert minute(people, SEVEN) == []
    assert Prompt.objects.get(day=TODAY).because == "answered"
    assert len(minute(people, SEVEN + timedelta(days=1))) == 1


def test_when_it_is_answered_is_kept_apart_from_delivery(people: People) -> None:
    agreed(people, EVERY_DAY)
    minute(people, SEVEN)
    prompt = Prompt.objects.get(day=TODAY)
    assert prompt.answered_at is None
    given = SEVEN + 20 * MINUTE
    PhoneDocument.objects.create(
        **of_dan(people, kind="diary", name="2026-11-18", about=TODAY, made_at=given,
                 changed_at=given)
    )  # fmt: skip
    minute(people, SEVEN + HOUR)
    prompt.refresh_from_db()
    assert prompt.answered_at == given
    assert prompt.opened_at is None


def test_two_hours_after_a_moment_unless_it_was_looked_at(people: People) -> None:
    agreed(people, AFTER)
    first = a_moment(people, NOW)
    second = a_moment(people, NOW + 90 * MINUTE)
    plan_for(people.patient, NOW + 91 * MINUTE)
    assert [row[1] for row in ledger()] == [NOW + 2 * HOUR, NOW + 2 * HOUR + 90 * MINUTE]
    first.fields = {"strength_later": {"value": 3}}
    first.save()
    minute(people, NOW + 2 * HOUR)
    sent = minute(people, NOW + 2 * HOUR + 90 * MINUTE)
    assert [one.key for one in sent] == [f"later/{second.name}"]
    assert Prompt.objects.get(key=f"later/{first.name}").because == "answered"


def test_no_reminder_of_what_is_no_longer_there(people: People) -> None:
    agreed(people, AFTER)
    moment = a_moment(people, NOW)
    plan_for(people.patient, NOW + MINUTE)
    moment.removed_at, moment.fields = NOW + HOUR, {}
    moment.save()
    assert minute(people, NOW + 2 * HOUR) == []
    assert Prompt.objects.get().because == "gone"


def test_a_rest_and_taking_it_up_again_without_making_up(people: People) -> None:
    agreed(people, EVERY_DAY)
    pause_reminders(patient=people.patient, by=people.dan, until=TODAY + timedelta(3), at=NOW)
    assert [row[3] for row in ledger()][:4] == ["paused", "paused", "paused", "agreed"]
    assert minute(people, SEVEN) == []
    take_up_reminders(patient=people.patient, by=people.dan, at=NOW + timedelta(days=1))
    assert [row[3] for row in ledger()][:3] == ["paused", "agreed", "agreed"]
    assert len(minute(people, SEVEN + timedelta(days=1))) == 1


def test_later_within_its_time_three_times_at_most(people: People) -> None:
    agreed(people, EVERY_DAY)
    at = SEVEN
    for _ in range(3):
        assert len(minute(people, at)) == 1
        remind_later(prompt=Prompt.objects.get(day=TODAY), by=people.dan, now=at + MINUTE)
        assert minute(people, at + 20 * MINUTE) == []
        at += 31 * MINUTE
    assert len(minute(people, at)) == 1
    remind_later(prompt=Prompt.objects.get(day=TODAY), by=people.dan, now=at + MINUTE)
    assert Prompt.objects.get(day=TODAY).state == "delivered"


def test_later_is_not_after_its_time(people: People) -> None:
    prompt = a_prompt(people, state="delivered", delivered_at=NOW)
    remind_later(prompt=prompt, by=people.dan, now=NOW + timedelta(minutes=100))
    assert Prompt.objects.get().state == "delivered"


def test_a_phones_wrong_clock_cannot_leave_the_span(people: People) -> None:
    prompt = a_prompt(people)
    wrong = NOW - timedelta(days=400)
    marked = mark_prompt(prompt=prompt, mark=Mark.SHOWN, at=wrong, by=people.dan, now=NOW)
    assert marked.shown_at == prompt.planned_at
    ahead = NOW + timedelta(days=2)
    marked = mark_prompt(prompt=prompt, mark=Mark.OPENED, at=ahead, by=people.dan, now=NOW)
    assert marked.opened_at == NOW


def test_a_proposal_waits_for_the_persons_yes(people: People) -> None:
    proposal = agree_reminders(patient=people.patient, wanted=WANTED, by=people.ana, at=NOW)
    assert proposal.agreed_at is None
    assert ledger() == []
    answer_proposal(patient=people.patient, yes=False, by=people.dan)
    assert before(people.patient).schedules == ()
    agree_reminders(patient=people.patient, wanted=WANTED, by=people.ana, at=NOW)
    answer_proposal(patient=people.patient, yes=True, by=people.dan)
    assert before(people.patient) == WANTED
    with pytest.raises(RecordError):
        answer_proposal(patient=people.patient, yes=True, by=people.dan)


def test_the_person_alone_can_have_less_and_other_hours_but_not_more(people: People) -> None:
    agreed(people, EVERY_DAY)
    told = {"patient": people.patient, "by": people.dan, "at": NOW}
    less = wanted(replace(EVERY_DAY, times=(time(20, 30),)), budget=replace(BUDGET, most_a_day=1))
    assert agree_reminders(**told, wanted=less).agreed_at == NOW
    more = wanted(replace(EVERY_DAY, times=(time(9), time(20))))
    for refused in (more, WANTED, wanted(EVERY_DAY, AFTER, budget=less.budget)):
        with pytest.raises(RecordError, match="agree on"):
            agree_reminders(**told, wanted=refused)
    assert agree_reminders(**told, wanted=wanted(budget=less.budget)).rows == []
    with pytest.raises(PermissionDenied):
        agree_reminders(patient=people.patient, wanted=WANTED, by=people.ben)


def test_when_the_course_has_ended_nobody_is_reminded(people: People) -> None:
    agreed(people, EVERY_DAY)
    people.patient.ended_on = TODAY
    people.patient.save()
    assert minute(people, SEVEN) == []
    assert Prompt.objects.get(day=TODAY).because == "ended"


def test_staff_see_that_the_sender_is_not_running(people: People, settings: Any) -> None:
    settings.MODE = Mode.SERVE
    assert prompts_are_silent(people.clinic)
    send_prompts(timestamp=int(timezone.now().timestamp()))
    people.clinic.refresh_from_db()
    assert not prompts_are_silent(people.clinic)


def test_a_burst_that_does_not_arrive_is_noticed(people: People) -> None:
    from openimt.deliver.prompts.schedule import Burst

    agreed(people, replace(EVERY_DAY, starts_on=TODAY, burst=Burst(7, 8)))
    assert troubles(people.patient, NOW) == []
    (says,) = [t for t in troubles(people.patient, NOW + timedelta(hours=20)) if "burst" in t]
    assert says == "The burst that began on 2026-11-18: nothing was handed over so far."
    minute(people, SEVEN)
    assert not any("burst" in t for t in troubles(people.patient, NOW + timedelta(hours=20)))


def test_a_schedule_that_silently_stopped_is_said(people: People) -> None:
    agreed(people, EVERY_DAY)
    (says,) = troubles(people.patient, NOW + timedelta(days=2))
    assert says == "Nothing was planned ahead for more than a day."


def test_a_lost_worker_loses_no_reminder(people: People) -> None:
    agreed(people, EVERY_DAY)
    (lost,) = take_due(people.clinic, SEVEN)
    assert take_due(people.clinic, SEVEN + MINUTE) == []
    (again,) = take_due(people.clinic, SEVEN + 6 * MINUTE)
    assert again.pk == lost.pk


def test_a_lost_mail_is_not_sent_twice(people: People) -> None:
    a_prompt(people, state="sending", taken_at=NOW, channel="email", attempts=1)
    assert take_due(people.clinic, NOW + 6 * MINUTE) == []
    assert Prompt.objects.get().because == "not_taken"


def test_today_shows_what_stands_and_nothing_that_has_its_own_card(people: People) -> None:
    assert card_of_today(people.patient, NOW) is None
    a_prompt(people, state="delivered", delivered_at=NOW)
    assert card_of_today(people.patient, NOW) is None
    Prompt.objects.update(about="form:oi-safety")
    assert card_of_today(people.patient, NOW) is not None
    assert card_of_today(people.patient, NOW + timedelta(hours=3)) is None


def test_a_hundred_and_fifty_due_at_once_are_all_taken_once(people: People) -> None:
    version = PromptSchedule.objects.create(
        **of_dan(people, **WANTED.fields(), number=1, by=people.ana, made_at=NOW, agreed_at=NOW)
    )
    Prompt.objects.bulk_create(
        Prompt(**of_dan(people, schedule=version, key=f"k{n}", row="card", about="card", day=TODAY,
                        due_at=NOW, try_at=NOW, until=NOW + HOUR, because=Because.AGREED.value,
                        planned_at=NOW))
        for n in range(150)
    )  # fmt: skip
    taken = [one.key for _ in range(4) for one in take_due(people.clinic, NOW)]
    assert len(taken) == 1, "one person gets one, not a heap"
    assert states() == {"sending", "dropped"}
