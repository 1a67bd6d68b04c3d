"""When a schedule asks, in words for both sides: *every day at 19:00*."""

from datetime import date, time

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openimt.deliver.prompts.schedule import Schedule, Unit, Way


def when_words(one: Schedule) -> str:
    """On which days and at what hours, such as *every day at 19:00*."""
    if one.way is Way.AFTER:
        return _after(one)
    days = _days(one)
    if one.way is Way.FIXED:
        hours = _("%(days)s at %(hours)s") % {"days": days, "hours": _listed(one.times)}
    else:
        first, last = one.windows[0].begins, one.windows[-1].ends
        hours = _("%(days)s, at some moment between %(from)s and %(until)s") % {
            "days": days, "from": _hour(first), "until": _hour(last),
        }  # fmt: skip
    return hours + _span(one)


def _after(one: Schedule) -> str:
    if one.delay.next_day_at:
        return _("the next day at %(hour)s") % {"hour": _hour(one.delay.next_day_at)}
    hours = round(one.delay.wait.total_seconds() / 3600) if one.delay.wait else 0
    says = ngettext("%(n)d hour after it", "%(n)d hours after it", hours)
    return says % {"n": hours}


def _days(one: Schedule) -> str:
    if one.unit is Unit.DAYS and one.every == 1 and not one.weekdays:
        return _("every day")
    if one.unit is Unit.DAYS and one.every > 1:
        return _("every %(n)d days") % {"n": one.every}
    names = _weekdays(one)
    if one.every == 1:
        return names
    if one.every == 2:
        return _("%(days)s, every second week") % {"days": names}
    return _("%(days)s, every %(n)d weeks") % {"days": names, "n": one.every}


def _weekdays(one: Schedule) -> str:
    """2024 began on a Monday, so its first days are the days of the week in order."""
    chosen = sorted(one.weekdays or {one.starts_on.weekday()})
    return ", ".join(date_format(date(2024, 1, 1 + day), "l") for day in chosen)


def _span(one: Schedule) -> str:
    parts = []
    if one.burst:
        says = _("for %(days)d days, again every %(weeks)d weeks")
        parts.append(says % {"days": one.burst.days, "weeks": one.burst.every_weeks})
    if one.ends_on:
        parts.append(_("until %(day)s") % {"day": date_format(one.ends_on, _("j F Y"))})
    return "".join(f", {part}" for part in parts)


def _listed(times: tuple[time, ...]) -> str:
    return ", ".join(_hour(at) for at in times)


def _hour(at: time) -> str:
    return at.strftime("%H:%M")
