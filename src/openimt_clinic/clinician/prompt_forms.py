"""Agreeing on reminders with the person: one more schedule, another one, or other bounds."""

from dataclasses import replace
from datetime import time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt.deliver.prompts.limits import at_most, usual
from openimt.deliver.prompts.schedule import Burst, Delay, Schedule, Unit, Way, Window, parts
from openimt_clinic.actions.prompting import new_id
from openimt_clinic.clinician.fields import DayField
from openimt_clinic.components.number_fields import NumberField, WholeField
from openimt_clinic.records.mapping.prompted import CARD, FORM, LATER, TRUTH
from openimt_clinic.records.mapping.prompts import Wanted

DAYS = [
    (0, gettext_lazy("Mon")), (1, gettext_lazy("Tue")), (2, gettext_lazy("Wed")),
    (3, gettext_lazy("Thu")), (4, gettext_lazy("Fri")), (5, gettext_lazy("Sat")),
    (6, gettext_lazy("Sun")),
]  # fmt: skip
ABOUT = [
    (CARD, gettext_lazy("the diary card")),
    (LATER, gettext_lazy("after a moment: how strong it still is")),
    (TRUTH, gettext_lazy("after a moment, next day: what it turned out to be")),
    (FORM + "oi-safety", gettext_lazy("the weekly safety form")),
    (FORM + "oi-where", gettext_lazy("the monthly question where we are")),
]
WAYS = [
    (Way.FIXED.value, gettext_lazy("At set times")),
    (Way.RANDOM.value, gettext_lazy("At random moments in a window")),
    (Way.AFTER.value, gettext_lazy("After an event")),
]
WINDOW = ("begins", "ends", "number")
UNITS = [(Unit.DAYS.value, gettext_lazy("days")), (Unit.WEEKS.value, gettext_lazy("weeks"))]


def _clock() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class TimesField(forms.CharField):
    """Times of the day with commas between; its value is a tuple of times."""

    def clean(self, value: object) -> tuple[time, ...]:
        text = str(super().clean(value) or "")
        try:
            return tuple(time.fromisoformat(t.strip()) for t in text.split(",") if t.strip())
        except ValueError:
            raise forms.ValidationError(_("Write times such as 09:00, 19:30.")) from None


class TogetherForm(forms.Form):
    """What every change asks: was it agreed with the person?"""

    together = forms.BooleanField(
        label=gettext_lazy("We agreed on this together"),
        required=False,
        help_text=gettext_lazy("Otherwise it is a suggestion that waits for their yes."),
    )


class ScheduleForm(TogetherForm):
    """One more schedule, or with ``there`` another form of one that was agreed on."""

    about = forms.ChoiceField(label=gettext_lazy("About"), choices=ABOUT)
    way = forms.ChoiceField(
        label=gettext_lazy("When"), choices=WAYS, widget=forms.RadioSelect, initial=Way.FIXED.value
    )
    times = TimesField(
        label=gettext_lazy("Times"), required=False,
        help_text=gettext_lazy("For set times, such as 19:00 or 09:00, 19:30."),
    )  # fmt: skip
    begins = forms.TimeField(
        label=gettext_lazy("Window from"), required=False, widget=_clock(),
        help_text=gettext_lazy("For random moments."),
    )  # fmt: skip
    ends = forms.TimeField(label=gettext_lazy("Window until"), required=False, widget=_clock())
    number = WholeField(
        label=gettext_lazy("Moments in the window"), initial=1, min_value=1, max_value=6
    )
    wait = NumberField(
        label=gettext_lazy("Hours after the event"), required=False, min_value=0.25, max_value=24
    )
    next_day_at = forms.TimeField(
        label=gettext_lazy("Or the next morning at"), required=False, widget=_clock()
    )
    every = WholeField(label=gettext_lazy("Every"), initial=1, min_value=1, max_value=52)
    unit = forms.ChoiceField(label=gettext_lazy("days or weeks"), choices=UNITS)
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("On these days (none = all)"), choices=DAYS, coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    starts_on = DayField(ahead=True, label=gettext_lazy("First day"), initial=timezone.localdate)
    ends_on = DayField(ahead=True, label=gettext_lazy("Last day"), required=False)
    burst_days = WholeField(
        label=gettext_lazy("In bursts of days"), required=False, min_value=1,
        help_text=gettext_lazy("For instance 7 days, again every 8 weeks. Empty = no bursts."),
    )  # fmt: skip
    burst_weeks = WholeField(
        label=gettext_lazy("again every so many weeks"), required=False, min_value=1
    )
    stands = WholeField(
        label=gettext_lazy("Stands for minutes"), min_value=5,
        help_text=gettext_lazy("So long it can be put off, or come late after a break."),
    )  # fmt: skip
    field_order = (
        "about", "way", "times", "begins", "ends", "number", "wait", "next_day_at", "every",
        "unit", "weekdays", "starts_on", "ends_on", "burst_days", "burst_weeks", "stands",
    )  # fmt: skip

    def __init__(self, *args: object, there: Schedule | None = None, **named: object) -> None:
        self.there = there
        initial = as_written(there) if there else {"stands": usual("stands_minutes")}
        super().__init__(*args, **(named | {"initial": initial}))  # type: ignore[arg-type]
        if there:
            # What began weeks ago goes on, whatever else is changed about it.
            self.fields["starts_on"].kept = there.starts_on  # type: ignore[attr-defined]
            self.fields["ends_on"].kept = there.ends_on  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        given: dict[str, object] = super().clean() or {}
        if given.get("way") == Way.RANDOM.value:
            for name in ("begins", "ends"):
                if given.get(name) is None:
                    self.add_error(name, _("Give the hours of the window."))
        if bool(given.get("burst_days")) != bool(given.get("burst_weeks")):
            self.add_error("burst_weeks", _("A burst needs both numbers, or none."))
        return given

    def schedule(self) -> Schedule:
        """The schedule that was written: under the id that it had, or one of its own."""
        given, way = self.cleaned_data, Way(self.cleaned_data["way"])
        wait = given["wait"]
        delay = Delay(timedelta(hours=wait) if wait else None, given["next_day_at"])
        burst = Burst(given["burst_days"], given["burst_weeks"]) if given["burst_days"] else None
        return Schedule(
            id=self.there.id if self.there else new_id(), way=way, about=given["about"],
            starts_on=given["starts_on"], ends_on=given["ends_on"],
            every=given["every"], unit=Unit(given["unit"]),
            weekdays=frozenset(given["weekdays"]), burst=burst,
            times=given["times"] if way is Way.FIXED else (),
            windows=self._windows() if way is Way.RANDOM else (),
            delay=delay if way is Way.AFTER else Delay(),
            stands=timedelta(minutes=given["stands"]),
        )  # fmt: skip

    def _windows(self) -> tuple[Window, ...]:
        given = self.cleaned_data
        if self.there and self.there.windows and not set(WINDOW) & set(self.changed_data):
            return self.there.windows
        return parts(Window(given["begins"], given["ends"]), given["number"])


def as_written(there: Schedule) -> dict[str, object]:
    """What the form says of a schedule."""
    windows, wait = there.windows, there.delay.wait
    return {
        "about": there.about,
        "way": there.way.value,
        "times": ", ".join(f"{at:%H:%M}" for at in there.times),
        "begins": windows[0].begins if windows else None,
        "ends": windows[-1].ends if windows else None,
        "number": len(windows) or 1,
        "wait": wait / timedelta(hours=1) if wait else None,
        "next_day_at": there.delay.next_day_at,
        "every": there.every,
        "unit": there.unit.value,
        "weekdays": sorted(there.weekdays),
        "starts_on": there.starts_on,
        "ends_on": there.ends_on,
        "burst_days": there.burst.days if there.burst else None,
        "burst_weeks": there.burst.every_weeks if there.burst else None,
        "stands": int(there.stands / timedelta(minutes=1)),
    }


class BoundsForm(TogetherForm):
    """How much at most."""

    most_a_day = WholeField(
        label=gettext_lazy("At most a day"), min_value=1, max_value=at_most("most_a_day")
    )
    most_a_week = WholeField(
        label=gettext_lazy("At most a week"), min_value=1, max_value=at_most("most_a_week")
    )
    least_gap = WholeField(
        label=gettext_lazy("Minutes between two"), min_value=5,
        max_value=at_most("least_gap_minutes"),
    )  # fmt: skip
    field_order = ("most_a_day", "most_a_week", "least_gap", "together")

    def __init__(self, wanted: Wanted, *args: object, **named: object) -> None:
        initial = {
            "most_a_day": wanted.budget.most_a_day,
            "most_a_week": wanted.budget.most_a_week,
            "least_gap": int(wanted.budget.least_gap.total_seconds() // 60),
        }
        self.wanted = wanted
        super().__init__(*args, **(named | {"initial": initial}))  # type: ignore[arg-type]

    def wished(self) -> Wanted:
        """The same schedules within these bounds."""
        given = self.cleaned_data
        budget = replace(
            self.wanted.budget,
            most_a_day=given["most_a_day"],
            most_a_week=given["most_a_week"],
            least_gap=timedelta(minutes=given["least_gap"]),
        )
        return replace(self.wanted, budget=budget)
