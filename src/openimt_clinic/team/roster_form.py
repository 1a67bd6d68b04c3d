"""One entry of the roster, as a form."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from openimt_clinic.access.clinicians import clinicians
from openimt_clinic.components.day_fields import MomentField
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.on_duty import OnDuty
from openimt_clinic.records.user import User


class RosterForm(forms.Form):
    """Who is on duty, from when until when, and who is told second."""

    who = forms.ChoiceField(label=_("On duty"))
    second = forms.ChoiceField(
        label=_("Second person"),
        required=False,
        help_text=_("Told when the first has not acknowledged in time."),
    )
    starts_at = MomentField(label=_("From"))
    ends_at = MomentField(label=_("Until"))

    def __init__(self, *args: Any, clinic: Clinic, **named: Any) -> None:
        super().__init__(*args, **named)
        self.people = {str(user.pk): user for user in clinicians(clinic)}
        named_ones = [(key, user.name) for key, user in self.people.items()]
        for name, choices in (("who", named_ones), ("second", [("", "–"), *named_ones])):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices

    @property
    def first(self) -> User:
        return self.people[self.cleaned_data["who"]]

    @property
    def other(self) -> User | None:
        return self.people.get(self.cleaned_data["second"])


class TakeOverForm(RosterForm):
    """Who takes a duty over, and who is second then."""

    def __init__(self, *args: Any, entry: OnDuty, **named: Any) -> None:
        initial = {"who": str(entry.who_id), "second": str(entry.second_id or "")}
        super().__init__(*args, clinic=entry.clinic, initial=initial, **named)
        for name in ("starts_at", "ends_at"):
            del self.fields[name]


class SwapForm(forms.Form):
    """With whose duty it is swapped."""

    other = forms.ChoiceField(label=_("Swap with"))

    def __init__(self, *args: Any, others: Sequence[OnDuty], **named: Any) -> None:
        super().__init__(*args, **named)
        self.others = {str(one.pk): one for one in others}
        field = self.fields["other"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(key, duty_says(one)) for key, one in self.others.items()]

    @property
    def chosen(self) -> OnDuty:
        return self.others[self.cleaned_data["other"]]


def duty_says(entry: OnDuty) -> str:
    """Whose duty it is, from when until when."""
    starts, ends = (
        date_format(localtime(at), str(_("D j M, H:i"))) for at in (entry.starts_at, entry.ends_at)
    )
    return f"{entry.who.name}, {starts} – {ends}"
