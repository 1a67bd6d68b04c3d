"""A feed for somebody's own calendar program: no sign-in, an address nobody can guess, only times.

RFC 5545. Nothing in it names this software: whoever sees the calendar learns nothing. What each
feed holds is said where it belongs, as entries; this is how they are written and given out.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.http import HttpResponse
from icalendar import Calendar, Event

PAST = timedelta(days=60)
"""So long an hour stays in a feed after it was."""
AN_HOUR = 3600
MOST_AN_HOUR = 60
TOO_OFTEN = 429


@dataclass(frozen=True)
class Entry:
    """One thing in a calendar. ``starts_at``: in the zone it keeps to, or a whole day. ``lasts``:
    how long, not until when: an hour that the clocks skip or repeat is still an hour.

    ``number`` rises with every change, or a calendar would go on showing the earlier hour. One that
    is ``cancelled`` stays and says so. ``busy``: whether others' invitations meet it.
    """

    uid: str
    title: str
    starts_at: datetime | date
    lasts: timedelta
    number: int = 0
    cancelled: bool = False
    busy: bool = True
    place: str = ""


def feed(name: str, entries: Iterable[Entry], now: datetime) -> bytes:
    """The feed under its name, in the order of its entries."""
    calendar = Calendar()
    calendar.add("prodid", "-//Calendar//Appointments//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for one in entries:
        calendar.add_component(_event(one, now))
    _add_zones(calendar, now)
    return bytes(calendar.to_ical())


def given_out(name: str, content: Callable[[], bytes]) -> HttpResponse:
    """The feed as an answer. ``name``: of the one who asks, who is told to wait when they ask more
    often than any calendar needs."""
    if _too_often(name):
        return HttpResponse(status=TOO_OFTEN, headers={"Retry-After": str(AN_HOUR)})
    headers = {"Content-Disposition": 'inline; filename="appointments.ics"'}
    return HttpResponse(content(), content_type="text/calendar; charset=utf-8", headers=headers)


def _event(one: Entry, now: datetime) -> Event:
    event = Event()
    event.add("uid", one.uid)
    event.add("summary", one.title)
    event.add("dtstart", one.starts_at)
    event.add("duration", one.lasts)
    event.add("dtstamp", now)
    event.add("sequence", 2 * one.number + (1 if one.cancelled else 0))
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    if one.place:
        event.add("location", one.place)
    if not one.busy:
        event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def _add_zones(calendar: Calendar, now: datetime) -> None:
    """The changes of clocks from the first year in the feed on; none of an earlier century."""
    calendar.add_missing_timezones(first_date=date((now - PAST).year, 1, 1))
    for zone in calendar.timezones:
        zone.pop("comment", None)


def _too_often(name: str) -> bool:
    """Whether this feed was asked for more often in an hour than any calendar needs."""
    key = f"calendar-feed-{name}"
    cache.add(key, 0, timeout=AN_HOUR)
    try:
        return int(cache.incr(key)) > MOST_AN_HOUR
    except ValueError:
        # It lapsed between the two lines; this is the first request of another hour.
        return False
