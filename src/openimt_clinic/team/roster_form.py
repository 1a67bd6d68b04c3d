"""One entry of the roster, as a form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openimt_clinic.access.role_names import RoleName
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.membership import Membership
from openimt_clinic.records.user import User


class RosterForm(forms.Form):
    """Who is on duty, from when until when, and who is told second."""

    who = forms.ChoiceField(label=_("On duty"))
    second = forms.ChoiceField(
        label=_("Second person"),
        required=False,
        help_text=_("Told when the first has not acknowledged in time."),
    )
    starts_at = forms.DateTimeField(
        label=_("From"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    ends_at = forms.DateTimeField(
        label=_("Until"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )

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


def clinicians(clinic: Clinic) -> list[User]:
    """The clinicians of the clinic, by name."""
    rows = Membership.objects.filter(
        clinic=clinic, role=RoleName.CLINICIAN.value, user__is_active=True
    )
    return [row.user for row in rows.select_related("user").order_by("user__name")]
