"""What a person sets about their reminders: hours, how many, quiet hours, a rest."""

from dataclasses import replace
from datetime import date, time, timedelta

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt.deliver.prompts.hours import Quiet
from openimt.deliver.prompts.limits import usual
from openimt.deliver.prompts.schedule import Schedule, Way
from openimt_clinic.actions.prompting import new_id
from openimt_clinic.components.number_fields import WholeField
from openimt_clinic.components.schedule_words import when_words
from openimt_clinic.patient.reminder_words import about_words
from openimt_clinic.records.mapping.prompted import CARD
from openimt_clinic.records.mapping.prompts import Wanted

EVENING = time(19)


def _clock() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class WhenForm(forms.Form):
    """Each schedule can be left out, or have other hours; then how many, and when it is quiet."""

    most_a_day = WholeField()
    quiet_from = forms.TimeField(label=gettext_lazy("Quiet from"), widget=_clock())
    quiet_until = forms.TimeField(label=gettext_lazy("Quiet until"), widget=_clock())

    def __init__(self, wanted: Wanted, today: date, *args: object, **named: object) -> None:
        self.wanted, self.today = wanted, today
        initial: dict[str, object] = {
            "most_a_day": wanted.budget.most_a_day,
            "quiet_from": wanted.quiet.begins,
            "quiet_until": wanted.quiet.ends,
        }
        super().__init__(*args, **(named | {"initial": initial}))  # type: ignore[arg-type]
        self.fields["most_a_day"] = WholeField(
            label=_("How many reminders a day at most?"),
            min_value=1,
            max_value=wanted.budget.most_a_day,
        )
        own: dict[str, forms.Field] = {}
        for one in wanted.schedules:
            own |= self._fields_of(one)
        if not any(one.about == CARD for one in wanted.schedules):
            own["new_at"] = forms.TimeField(
                label=_("Remind me of my card each day at"),
                required=False,
                widget=_clock(),
                help_text=_("Leave it empty for none. An evening hour suits many: 19:00."),
            )
        self.fields = own | self.fields

    def _fields_of(self, one: Schedule) -> dict[str, forms.Field]:
        label = f"{capfirst(about_words(one.about))}: {when_words(one)}"
        found: dict[str, forms.Field] = {
            f"on_{one.id}": forms.BooleanField(label=label, required=False, initial=True)
        }
        for place, at in enumerate(one.times):
            found[f"at_{one.id}_{place}"] = forms.TimeField(
                label=_("At"), initial=at, widget=_clock()
            )
        return found

    def wished(self) -> Wanted:
        """What the person wants from now on."""
        given = self.cleaned_data
        kept = [self._kept(one) for one in self.wanted.schedules if given[f"on_{one.id}"]]
        if given.get("new_at"):
            kept.append(
                Schedule(
                    new_id(), Way.FIXED, CARD, self.today, times=(given["new_at"],),
                    stands=timedelta(minutes=usual("stands_minutes")),
                )
            )  # fmt: skip
        return replace(
            self.wanted,
            schedules=tuple(kept),
            budget=replace(self.wanted.budget, most_a_day=given["most_a_day"]),
            quiet=Quiet(given["quiet_from"], given["quiet_until"]),
        )

    def _kept(self, one: Schedule) -> Schedule:
        hours = (self.cleaned_data[f"at_{one.id}_{place}"] for place in range(len(one.times)))
        return replace(one, times=tuple(dict.fromkeys(hours)))


class PauseForm(forms.Form):
    """A rest: until a day, or until the person takes reminders up again."""

    until = forms.DateField(
        label=gettext_lazy("Until which day? Leave it empty for: until I want them again."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
