"""The pages of reminders, as the person and as who treats them sees them."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt.deliver.prompts.schedule import Burst, Delay, Schedule, Unit, Way, Window
from openimt_clinic.actions.prompting import before
from openimt_clinic.actions.sharing import choose
from openimt_clinic.audit.event import AuditEvent
from openimt_clinic.patient.reminder_events import reminders_as_events
from openimt_clinic.pushing.keys import new_key
from openimt_clinic.records.mapping.prompts import in_force, proposed
from openimt_clinic.records.prompt import Prompt
from openimt_clinic.records.prompt_pause import PromptPause
from openimt_clinic.records.prompt_schedule import PromptSchedule
from openimt_clinic.records.sharing_choice import Shares
from openimt_clinic.records.user import User
from tests.web.people import People
from tests.web.prompted import A_SUBSCRIPTION, EVERY_DAY, a_prompt, agreed
from tests.web.sights import whole_and_readable

Browser = Callable[[User], Client]
MINE = reverse("patient:reminders")


@pytest.fixture
def dan(people: People, signed_in: Browser) -> Client:
    return signed_in(people.dan)


@pytest.fixture
def ana(people: People, signed_in: Browser) -> Client:
    return signed_in(people.ana)


def theirs(people: People) -> str:
    return reverse("clinician:reminders", args=[people.patient.pk])


def words(browser: Client, address: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", browser.get(address).content.decode()))


def the_form(people: People, **changed: Any) -> dict[str, Any]:
    base = {"do": "when", "most_a_day": "3", "quiet_from": "22:00", "quiet_until": "07:00"}
    return {**base, "on_card": "on", "at_card_0": "19:00"} | changed


def test_what_nothing_brings_is_not_said_to_come(people: People, dan: Client) -> None:
    says = "Nothing brings them to you yet."
    assert says not in words(dan, MINE), "nothing is set"
    assert "A rest" not in words(dan, MINE), "there is nothing to rest from"
    given = {"do": "when", "most_a_day": "3", "quiet_from": "22:00", "quiet_until": "07:00"}
    assert dan.post(MINE, {**given, "new_at": "19:00"}).status_code == 302
    assert says in words(dan, MINE)
    assert "A rest" in words(dan, MINE)
    choose(patient=people.patient, what=Shares.CALENDAR, agreed=True, by=people.dan)
    assert says not in words(dan, MINE)


def test_a_person_sets_one_reminder_a_day_of_their_card(people: People, dan: Client) -> None:
    given = {"do": "when", "most_a_day": "2", "quiet_from": "21:30", "quiet_until": "08:00"}
    assert dan.post(MINE, {**given, "new_at": "19:00"}).status_code == 302
    wanted = before(people.patient)
    assert [one.times[0].hour for one in wanted.schedules] == [19]
    assert wanted.budget.most_a_day == 2
    assert "every day at 19:00" in words(dan, MINE)
    assert Prompt.objects.filter(state="planned").exists()


def test_other_hours_and_leaving_one_out(people: People, dan: Client) -> None:
    agreed(people, EVERY_DAY, at=timezone.now())
    dan.post(MINE, the_form(people, at_card_0="20:15"))
    assert before(people.patient).schedules[0].times[0].minute == 15
    given = the_form(people)
    del given["on_card"]
    dan.post(MINE, given)
    assert before(people.patient).schedules == ()


def test_more_is_refused_beside_its_field(people: People, dan: Client) -> None:
    agreed(people, EVERY_DAY, at=timezone.now())
    response = dan.post(MINE, the_form(people, most_a_day="5"))
    assert response.status_code == 200
    assert "field-error" in response.content.decode()
    assert in_force(people.patient).number == 1


def test_a_rest_without_guilt(people: People, dan: Client) -> None:
    agreed(people, EVERY_DAY, at=timezone.now())
    dan.post(MINE, {"do": "pause", "until": ""})
    assert "No reminders until you want them again." in words(dan, MINE)
    dan.post(MINE, {"do": "take_up"})
    assert "No reminders until" not in words(dan, MINE)
    yesterday = timezone.localdate() - timedelta(days=1)
    response = dan.post(MINE, {"do": "pause", "until": yesterday.isoformat()})
    assert "Choose a day after today." in response.content.decode()
    assert not PromptPause.objects.filter(ended_at=None).exists()


def test_how_far_ahead_is_said(people: People, dan: Client) -> None:
    agreed(people, EVERY_DAY, at=timezone.now())
    assert "It goes on by itself, one day each day." in words(dan, MINE)


def test_what_became_of_the_last_ones_in_plain_words(people: People, dan: Client) -> None:
    now = timezone.now()
    a_prompt(people, now - timedelta(hours=1), state="dropped", because="paused")
    a_prompt(people, now - timedelta(hours=5), key="x", state="delivered", delivered_at=now,
             channel="push", answered_at=now)  # fmt: skip
    said = words(dan, MINE)
    assert "It did not come: you were having a rest." in said
    assert "Sent to your phone. Done. Thank you." in said
    for word in ("missed", "failed to", "should have", "streak", "%"):
        assert word not in said


def test_the_suggestion_of_the_team_is_theirs_to_answer(
    people: People, dan: Client, ana: Client
) -> None:
    given = {"about": "card", "way": "fixed", "times": "19:00", "number": "1", "every": "2",
             "unit": "weeks", "weekdays": ["0", "2"], "stands": "120",
             "starts_on": timezone.localdate().isoformat()}  # fmt: skip
    sent = {f"one-{name}": value for name, value in given.items()} | {"do": "add"}
    assert ana.post(theirs(people), sent).status_code == 302
    assert proposed(people.patient) is not None
    assert "Monday, Wednesday, every second week at 19:00" in words(dan, MINE)
    dan.post(MINE, {"do": "yes"})
    assert in_force(people.patient).rows[0]["every"] == 2
    assert "Agreed" in words(ana, theirs(people))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"times": "7 pm"}, "Write times such as 09:00, 19:30."),
        ({"times": ""}, "Give at least one hour."),
        ({"way": "random"}, "Give the hours of the window."),
        ({"way": "after"}, "Say how long after it, or when next morning."),
        ({"burst_days": "7"}, "A burst needs both numbers, or none."),
        ({"burst_days": "30", "burst_weeks": "8"}, "Choose a number from 1 to 14."),
    ],
)
def test_a_schedule_that_cannot_be_is_refused_in_words(
    wrong: dict[str, str], says: str, people: People, ana: Client
) -> None:
    today = timezone.localdate().isoformat()
    given = {"about": "card", "way": "fixed", "times": "19:00", "number": "1", "every": "1",
             "unit": "days", "stands": "120", "starts_on": today}  # fmt: skip
    sent = {f"one-{name}": value for name, value in (given | wrong).items()} | {"do": "add"}
    response = ana.post(theirs(people), sent)
    assert says in response.content.decode()
    assert in_force(people.patient) is None


def test_staff_read_each_moment_apart_and_why(people: People, ana: Client) -> None:
    now = timezone.now()
    a_prompt(people, now - timedelta(hours=1), state="delivered", delivered_at=now, channel="push")
    a_prompt(people, now - timedelta(hours=2), key="x", state="dropped", because="day_full")
    said = words(ana, theirs(people))
    assert "push – – – as agreed" in said
    assert "not sent: the day" in said


def test_staff_change_the_bounds_and_take_one_away(people: People, ana: Client) -> None:
    agreed(people, EVERY_DAY, at=timezone.now())
    bounds = {"bounds-most_a_day": "2", "bounds-most_a_week": "10", "bounds-least_gap": "90"}
    ana.post(theirs(people), {**bounds, "bounds-together": "on", "do": "bounds"})
    assert before(people.patient).budget.most_a_week == 10
    ana.post(theirs(people), {"do": "remove", "id": "card", "together": "on"})
    assert before(people.patient).schedules == ()


def change(people: People, ana: Client, **changed: Any) -> Any:
    """What the form of the one schedule says as the page shows it, and then what is changed."""
    page = ana.get(theirs(people))
    (there,) = page.context["schedules"]
    asked = {field.html_name: field.value() for field in there.form}
    given = {name: value for name, value in asked.items() if value is not None}
    given |= {f"{there.form.prefix}-{name}": value for name, value in changed.items()}
    sent = {"do": "change", "id": there.id, "seen": page.context["seen"], **given}
    return ana.post(theirs(people), sent | {n: v for n, v in changed.items() if n in sent})


BY_CHANCE = replace(
    EVERY_DAY, way=Way.RANDOM, times=(), weekdays=frozenset({0, 4}), every=2, unit=Unit.WEEKS,
    windows=(Window(time(9), time(11)), Window(time(15), time(18))), burst=Burst(7, 8),
    stands=timedelta(minutes=45),
)  # fmt: skip
AFTER = replace(EVERY_DAY, way=Way.AFTER, about="later", times=(), delay=Delay(timedelta(hours=2)))


@pytest.mark.parametrize("there", [EVERY_DAY, BY_CHANCE, AFTER])
def test_what_is_kept_without_a_change_stays_what_it_was(
    there: Schedule, people: People, ana: Client
) -> None:
    agreed(people, there, at=timezone.now())
    assert change(people, ana, together="on").status_code == 302
    assert before(people.patient).schedules == (there,)


def test_a_schedule_is_changed_where_it_stands(people: People, ana: Client) -> None:
    agreed(people, EVERY_DAY, at=timezone.now())
    change(people, ana, times="08:15, 19:00", together="on")
    (one,) = before(people.patient).schedules
    assert (one.id, one.times) == ("card", (time(8, 15), time(19)))
    assert one.starts_on == EVERY_DAY.starts_on, "it goes on from the day on which it began"
    versions = PromptSchedule.objects.order_by("number")
    assert [version.rows[0]["times"] for version in versions] == [["19:00"], ["08:15", "19:00"]]
    logged = AuditEvent.objects.filter(action="reminders.agreed").order_by("id")
    assert [event.details["number"] for event in logged] == [1, 2]
    assert {prompt.row for prompt in Prompt.objects.filter(state="planned")} == {"card"}
    assert "every day at 08:15, 19:00" in words(ana, theirs(people))


def test_a_change_that_was_not_agreed_together_waits_for_their_yes(
    people: People, ana: Client
) -> None:
    agreed(people, EVERY_DAY, at=timezone.now())
    change(people, ana, times="08:15")
    assert before(people.patient).schedules == (EVERY_DAY,)
    assert proposed(people.patient).rows[0]["times"] == ["08:15"]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"times": ""}, "Give at least one hour."),
        ({"starts_on": "2026-01-01"}, "This day is past; choose today or a later day."),
        ({"stands": "2000"}, "Choose a number from 5 to 1440."),
        ({"seen": "0"}, "These reminders were changed meanwhile."),
    ],
)
def test_a_change_that_cannot_be_is_refused_beside_what_was_typed(
    wrong: dict[str, str], says: str, people: People, ana: Client
) -> None:
    agreed(people, EVERY_DAY, at=timezone.now())
    response = change(people, ana, **({"times": "08:15"} | wrong), together="on")
    assert response.status_code == 200
    assert says in response.content.decode()
    assert before(people.patient).schedules == (EVERY_DAY,)


def test_one_that_was_taken_away_meanwhile_says_so(people: People, ana: Client) -> None:
    response = ana.post(theirs(people), {"do": "change", "id": "card"})
    assert response.status_code == 422
    assert "taken away meanwhile" in response.content.decode()


def test_an_old_reminder_leads_home_with_a_kind_word(people: People, dan: Client) -> None:
    prompt = a_prompt(people, about="later", key="later/gone")
    response = dan.get(reverse("patient:open_reminder", args=[prompt.pk]), follow=True)
    assert response.redirect_chain[-1][0] == "/me/"
    assert "This is not needed any more. All is well." in response.content.decode()
    prompt.refresh_from_db()
    assert prompt.opened_at is not None


def test_a_page_that_the_phone_fetches_for_later_is_not_an_opening(
    people: People, dan: Client
) -> None:
    prompt = a_prompt(people)
    dan.get(reverse("patient:open_reminder", args=[prompt.pk]), headers={"X-Phone": "keeps"})
    prompt.refresh_from_db()
    assert prompt.opened_at is None


def test_a_phone_is_taken_and_a_wrong_one_refused(people: People, dan: Client) -> None:
    where = reverse("patient:reminder_phone")
    keys = {"p256dh": A_SUBSCRIPTION.p256dh, "auth": A_SUBSCRIPTION.auth}
    good = {"endpoint": A_SUBSCRIPTION.endpoint, "keys": keys, "device": "no uuid"}
    assert dan.post(where, good, content_type="application/json").status_code == 200
    for wrong in (
        {**good, "endpoint": "https://10.0.0.1/"},
        {**good, "keys": {"p256dh": "x", "auth": "y"}},
        {**good, "keys": "x"},
        [],
    ):
        assert dan.post(where, wrong, content_type="application/json").status_code == 422


def test_in_german_words_keep_their_capitals(people: People, dan: Client) -> None:
    agreed(people, EVERY_DAY, at=timezone.now())
    dan.cookies["django_language"] = "de"
    assert "Ihre Tageskarte: jeden Tag um 19:00" in words(dan, MINE)


def test_what_is_agreed_can_stand_in_the_own_calendar(people: People) -> None:
    by_chance = replace(
        EVERY_DAY, id="now", way=Way.RANDOM, times=(), windows=(Window(time(9), time(12)),)
    )
    now = timezone.now()
    agreed(people, EVERY_DAY, by_chance, at=now)
    events = list(reminders_as_events(people.patient, now))
    assert {event.starts_at.hour for event in events} == {19}
    assert len(events) in {13, 14}
    assert len({event.uid for event in events}) == len(events)


@pytest.mark.journey
def test_the_pages_are_whole_on_every_screen(
    people: People, dan: Client, ana: Client, settings: Any
) -> None:
    settings.VAPID_KEY = new_key()
    now = timezone.now()
    agreed(people, EVERY_DAY, at=now - timedelta(days=2))
    a_prompt(people, now - timedelta(hours=9), key="x", state="dropped", because="day_full")
    a_prompt(people, now - timedelta(hours=3), key="y", state="delivered", delivered_at=now,
             channel="push", shown_at=now)  # fmt: skip
    people.dan.language = "en"
    facts = "/me/phone.json"
    whole_and_readable({MINE: dan.get(MINE), facts: dan.get(facts)}, {"reminders": MINE})
    staff = theirs(people)
    whole_and_readable({staff: ana.get(staff)}, {"reminders-staff": staff}, unfold=True)
