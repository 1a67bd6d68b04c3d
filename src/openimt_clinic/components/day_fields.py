"""Fields for a day or a moment, typed as people write them, and the address that says which it is.

A typed field, not the browser's own calendar: *tomorrow* or *3.12.* is quicker than three boxes.
``days.js`` adds a calendar to choose from and says in words which day was understood.
"""

from datetime import UTC, date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from openimt.deliver.writing.written_day import Side, in_our_time, written_day, written_moment

FOR_EXAMPLE = gettext_lazy("3.12., 3 Dec, tomorrow")
THAT_WAS = gettext_lazy("3.11., 3 Nov, yesterday")
WITH_HOUR = gettext_lazy("tomorrow 14:00, 3.12. 9:30")
THAT_WAS_WITH_HOUR = gettext_lazy("yesterday 14:00, 3.11. 9:30")
SIDES = {"past": Side.PAST, "ahead": Side.AHEAD, "nearest": Side.NEAREST}


def _attrs(side: str, example: object, *, hour: bool = False) -> dict[str, object]:
    told: dict[str, object] = {"data-day": side, "autocomplete": "off", "placeholder": example}
    return told | ({"data-hour": ""} if hour else {})


class DayField(forms.DateField):
    """A day; ``past``: today or earlier; ``ahead``: today or later. ``kept``: one that stands there
    already and may stay, whenever it is."""

    kept: date | None = None

    def __init__(self, *, past: bool = False, ahead: bool = False, **options: object) -> None:
        self.past, self.ahead = past, ahead
        self.side = "past" if past else "ahead" if ahead else "nearest"
        attrs = _attrs(self.side, THAT_WAS if past else FOR_EXAMPLE)
        widget = forms.DateInput(attrs=attrs, format="%-d %b %Y")
        super().__init__(widget=widget, **options)  # type: ignore[arg-type]

    def to_python(self, value: str | datetime | date | None) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        day = written_day(str(value), timezone.localdate(), SIDES[self.side])
        if day is None:
            says = _("“%(said)s” is no day; write 3.12.2026, 3 Dec or tomorrow.")
            raise ValidationError(says % {"said": str(value)[:30]})
        return day

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and value == self.kept:
            return
        today = timezone.localdate()
        _require_near(value, today)
        if value and self.past and value > today:
            raise ValidationError(_("This day is still to come; choose today or an earlier day."))
        if value and self.ahead and value < today:
            raise ValidationError(_("This day is past; choose today or a later day."))


class MomentField(forms.DateTimeField):
    """A day with its hour, by the clinic's clock."""

    def __init__(self, *, side: str = "nearest", **options: object) -> None:
        self.side = side
        attrs = _attrs(side, THAT_WAS_WITH_HOUR if side == "past" else WITH_HOUR, hour=True)
        widget = forms.DateTimeInput(attrs=attrs, format="%-d %b %Y, %H:%M")
        super().__init__(widget=widget, **options)  # type: ignore[arg-type]

    def to_python(self, value: str | datetime | date | None) -> datetime | None:
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        moment = written_moment(str(value), timezone.localdate(), SIDES[self.side])
        if moment is None:
            says = _("“%(said)s” is no day with its hour; write 3.12. 14:00 or tomorrow 9:30.")
            raise ValidationError(says % {"said": str(value)[:30]})
        _require_near(moment.date(), timezone.localdate())
        return _by_the_clock(moment)


def _require_near(day: date | None, today: date) -> None:
    """A slip of the year is no day that anybody means, and some the database could not read."""
    if day and not in_our_time(day, today):
        says = _("Look at the year again: %(year)d.")
        raise ValidationError(says % {"year": day.year})


def _by_the_clock(moment: datetime) -> datetime:
    """By the clinic's clock. An hour that the clocks repeat is the first of the two; one that they
    skip is none."""
    zone = timezone.get_current_timezone()
    local = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    there = local.astimezone(UTC).astimezone(zone)
    if there.replace(tzinfo=None) != local.replace(tzinfo=None):
        says = _("On this day the clocks skip %(at)s; write %(there)s instead.")
        raise ValidationError(says % {"at": f"{moment:%H:%M}", "there": f"{there:%H:%M}"})
    return local


@require_safe
def understood(request: HttpRequest) -> JsonResponse:
    """Which day or moment a text means, in words and as a calendar wants it; empty where none."""
    text, today = request.GET.get("says", ""), timezone.localdate()
    side = SIDES.get(request.GET.get("side", ""), Side.NEAREST)
    if "hour" in request.GET:
        moment = written_moment(text, today, side)
        return _answer(moment, "l j F Y, H:i")
    return _answer(written_day(text, today, side), "l j F Y")


def _answer(found: date | None, form: str) -> JsonResponse:
    says = date_format(found, form) if found else ""
    return JsonResponse({"says": says, "day": found.isoformat()[:10] if found else ""})
