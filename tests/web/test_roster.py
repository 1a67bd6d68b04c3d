"""The roster: week by week, gaps before they come, swaps, and what cannot be entered."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt.errors import OpenIMTError
from openimt.terms import Response
from openimt_clinic.actions.alerting import raise_alert
from openimt_clinic.actions.duty import hand_duty, put_on_duty, swap_duty
from openimt_clinic.components.cover import Gap, gaps_ahead, whom_to_ask
from openimt_clinic.records.on_duty import OnDuty
from openimt_clinic.records.user import User
from openimt_clinic.team.roster_weeks import until_when, weeks
from tests.web.kept import NOW, a_duty
from tests.web.people import People

Browser = Callable[[User], Client]
ROSTER = "/clinic/roster/"
BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)


def enter(people: People, browser: Client, starts: str, ends: str, **more: object) -> str:
    sent = {"who": people.ana.pk, "second": people.ben.pk, "starts_at": starts, "ends_at": ends}
    answer = browser.post(ROSTER, sent | more)
    return "" if answer.status_code == 302 else answer.content.decode()


def put(people: People, starts: datetime, ends: datetime, **more: object) -> OnDuty:
    given = {"clinic": people.clinic, "who": people.ana, "by": people.lea} | more
    return put_on_duty(starts_at=starts, ends_at=ends, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("starts", "ends", "says"),
    [
        ("2027-03-28T02:30", "2027-03-28T08:00", "the clocks skip 02:30; write 03:30 instead"),
        ("2026-12-01T08:00", "2026-12-01T08:00", "would end before it begins"),
        ("2026-12-01T08:00", "2062-12-01T08:00", "One duty lasts 14 days at most"),
        ("tomorrow", "2026-12-01T08:00", "is no day with its hour"),
        ("", "2026-12-01T08:00", "This field is required."),
    ],
)
def test_what_cannot_be_entered_is_said(
    people: People, signed_in: Browser, starts: str, ends: str, says: str
) -> None:
    assert says in enter(people, signed_in(people.lea), starts, ends)
    assert not OnDuty.objects.exists()


def test_a_duty_from_an_hour_that_comes_twice_begins_with_the_first(
    people: People, signed_in: Browser
) -> None:
    """On the night of 31 October 2027 half past two comes twice; no duty begins too late."""
    enter(people, signed_in(people.lea), "2027-10-31T02:30", "2027-10-31T08:00")
    assert OnDuty.objects.get().starts_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_two_duties_at_once_are_refused_with_who_and_until_when(
    people: People, signed_in: Browser
) -> None:
    lea = signed_in(people.lea)
    assert enter(people, lea, "2027-01-04T08:00", "2027-01-11T08:00") == ""
    page = enter(people, lea, "2027-01-10T08:00", "2027-01-17T08:00")
    assert "Ana is on duty then, until 11 Jan 2027, 08:00." in page
    assert enter(people, lea, "2027-01-11T08:00", "2027-01-18T08:00") == "", "one after the other"
    assert OnDuty.objects.count() == 2


def test_the_night_of_the_clock_change_is_no_gap(people: People) -> None:
    """A duty from Saturday to Monday holds every hour of it, the twenty-fifth, too."""
    starts = datetime(2027, 10, 30, 8, tzinfo=BERLIN)
    ends = datetime(2027, 11, 1, 8, tzinfo=BERLIN)
    entry = put(people, starts, ends)
    assert gaps_ahead(people.clinic, starts, ends - starts) == ()
    with timezone.override(BERLIN):
        (week,) = weeks([entry], starts, datetime(2027, 11, 1, tzinfo=BERLIN))
    assert [day.open for day in week[5:]] == [(), ()]


def test_the_days_of_a_week_say_who_and_the_hours_with_nobody(people: People) -> None:
    starts = datetime(2026, 11, 18, 8, tzinfo=BERLIN)
    entry = put(people, starts, starts + 10 * HOUR, second=people.ben)
    with timezone.override(BERLIN):
        end = until_when(starts)
        found = weeks([entry], starts, end)
    assert len(found) == 5
    wednesday = found[0][2]
    assert (wednesday.who, wednesday.open, wednesday.today) == (("Ana",), ("18:00 – 24:00",), True)
    assert found[0][1].past
    assert found[0][1].open == ()
    assert found[0][3].open == ("00:00 – 24:00",)


def test_a_gap_says_whom_to_ask_and_what_patients_read(people: People, signed_in: Browser) -> None:
    now = timezone.now()
    a_duty(people, second=people.ana, starts_at=now - HOUR, ends_at=now + 2 * HOUR)
    page = signed_in(people.lea).get(ROSTER).content.decode()
    assert "ask: Ana, Ben" in page
    assert people.clinic.out_of_hours in page
    assert "ask: Ana, Ben" in signed_in(people.lea).get("/caseload/").content.decode()
    assert "ask: Ana, Ben" in signed_in(people.ana).get("/alerts/").content.decode()


def test_those_beside_the_gap_are_asked_first_then_who_has_least(people: People) -> None:
    held = [
        OnDuty(who=people.ben, second=people.ana, starts_at=NOW, ends_at=NOW + HOUR),
        OnDuty(who=people.ana, starts_at=NOW + 3 * HOUR, ends_at=NOW + 9 * HOUR),
    ]
    between = Gap(NOW + HOUR, NOW + 3 * HOUR)
    assert whom_to_ask(between, held, [people.ana, people.ben]) == ("Ana", "Ben")
    elsewhere = Gap(NOW + 20 * HOUR, NOW + 21 * HOUR)
    assert whom_to_ask(elsewhere, held, [people.ana, people.ben]) == ("Ben", "Ana")


def test_a_full_roster_has_no_gap(people: People) -> None:
    put(people, NOW - HOUR, NOW + timedelta(days=9))
    assert gaps_ahead(people.clinic, NOW) == ()


def test_somebody_else_takes_a_duty_over(people: People, signed_in: Browser) -> None:
    now = timezone.now()
    entry = a_duty(people, starts_at=now, ends_at=now + HOUR)
    address = reverse("team:change_duty", args=[entry.pk])
    lea = signed_in(people.lea)
    assert "Ben" in lea.get(address).content.decode()
    sent = {"do": "take", "who": people.ana.pk, "second": ""}
    assert lea.post(address, sent).status_code == 302
    entry.refresh_from_db()
    assert (entry.who, entry.second) == (people.ana, None)
    wrong = lea.post(address, {"do": "take", "who": people.ana.pk, "second": people.ana.pk})
    assert "must be somebody else" in wrong.content.decode()


def test_two_people_swap_and_change_places_as_second(people: People, signed_in: Browser) -> None:
    now = timezone.now()
    first = a_duty(people, starts_at=now, ends_at=now + HOUR)
    other = a_duty(
        people, who=people.ana, second=people.ben, starts_at=now + HOUR, ends_at=now + 2 * HOUR
    )
    address = reverse("team:change_duty", args=[first.pk])
    sent = {"do": "swap", "other": other.pk}
    assert signed_in(people.lea).post(address, sent).status_code == 302
    first.refresh_from_db()
    other.refresh_from_db()
    assert (first.who, first.second) == (people.ana, people.ben)
    assert (other.who, other.second) == (people.ben, people.ana)


def test_nobody_swaps_with_themselves(people: People) -> None:
    first = a_duty(people)
    other = a_duty(people, starts_at=NOW + 9 * HOUR, ends_at=NOW + 10 * HOUR)
    with pytest.raises(OpenIMTError, match="Both duties are Ben's"):
        swap_duty(entry=first, other=other, by=people.lea)


def test_a_duty_that_was_taken_out_meanwhile_is_said(people: People) -> None:
    entry = a_duty(people)
    OnDuty.objects.filter(pk=entry.pk).delete()
    with pytest.raises(OpenIMTError, match="taken out of the roster meanwhile"):
        hand_duty(entry=entry, who=people.ana, second=None, by=people.lea)


def test_an_open_alert_stays_with_whom_it_has_when_the_roster_changes(people: People) -> None:
    entry = a_duty(people)
    case = raise_alert(
        patient=people.patient,
        response=Response.SAME_DAY,
        says="On the phone.",
        by=people.ana,
        at=NOW,
    )
    hand_duty(entry=entry, who=people.ana, second=None, by=people.lea)
    case.refresh_from_db()
    assert case.owner == people.ben


def test_a_day_in_utc_is_the_clinics_day(people: People) -> None:
    """Half an hour before midnight in Berlin is still that day, although UTC is no measure."""
    late = datetime(2026, 11, 18, 22, 30, tzinfo=UTC)
    with timezone.override(BERLIN):
        (first, *_) = weeks([], late, until_when(late))
    assert [day.today for day in first] == [False, False, True, False, False, False, False]
