"""The forms of the safety page: a contact, how to reach the person, a copy, a rehearsal."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt_clinic.actions.contacting import Near
from openimt_clinic.clinician.alert_forms import ContactForm
from openimt_clinic.clinician.fields import DayField, SentOnce, today_field
from openimt_clinic.components.day_fields import MomentField
from openimt_clinic.components.plan_form import A_NUMBER
from openimt_clinic.records.plan_holder import PlanHolder
from openimt_clinic.records.reach import Reach
from openimt_clinic.records.safety_plan import SafetyPlan

SPACE = re.compile(r"\s+")


def now_on_the_minute() -> Any:
    """The moment as the field shows it."""
    return timezone.localtime().replace(second=0, microsecond=0)


class NoteForm(ContactForm):
    """A contact without an alert: a call, a letter, a relative's call."""

    at = MomentField(side="past", label=gettext_lazy("When"), initial=now_on_the_minute)
    consent = forms.CharField(
        label=gettext_lazy("What the person has agreed to about that, and when"),
        help_text=gettext_lazy("Needed when somebody else was spoken with. Listening is allowed."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=4000,
    )
    field_order = ("key", "at", "way", "reached", "whom", "consent", "says", "agreed", "next_by")


class NumberField(forms.CharField):
    """A number that a phone can call."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel"})
        super().__init__(required=False, max_length=30, widget=widget, **options)

    def clean(self, value: object) -> str:
        text = str(super().clean(value))
        if text and not A_NUMBER.fullmatch(text):
            raise ValidationError(_("Write a number that a phone can call."))
        return text


class ReachForm(SentOnce):
    """How the clinic reaches the person, and somebody close by whom they have named."""

    number = NumberField(label=gettext_lazy("The person's number"))
    number_says = forms.CharField(
        label=gettext_lazy("When, and whether a message may be left"),
        required=False,
        max_length=200,
    )
    near_name = forms.CharField(
        label=gettext_lazy("Somebody close by, named by the person"), required=False, max_length=120
    )
    near_number = NumberField(label=gettext_lazy("Their number"))
    near_agreed_on = DayField(past=True, required=False, label=gettext_lazy("The person agreed on"))
    near_says = forms.CharField(
        label=gettext_lazy("Agreed for what"), required=False, max_length=200
    )

    def __init__(self, *args: Any, held: Reach | None, **named: Any) -> None:
        names = [name for name in self.base_fields if name != "key"]
        kept = {name: getattr(held, name) for name in names} if held else {}
        super().__init__(*args, **{"initial": kept, **named})

    def near(self) -> Near | None:
        """Who is close by; None where nobody was named."""
        given = self.cleaned_data
        if not given["near_name"] and not given["near_number"]:
            return None
        return Near(
            given["near_name"], given["near_number"], given["near_agreed_on"], given["near_says"]
        )


class CopyForm(forms.Form):
    """Somebody is given a copy of the plan."""

    name = forms.CharField(label=gettext_lazy("Who was given a copy"), max_length=120, strip=True)
    named = forms.BooleanField(
        label=gettext_lazy("The person has named them for it"), required=False
    )
    on = today_field(gettext_lazy("On"))

    def __init__(self, *args: Any, plan: SafetyPlan | None, **named: Any) -> None:
        super().__init__(*args, **named)
        people = [*plan.people_to_ask, *plan.professionals] if plan else []
        self.known = [str(one.get("name", "")) for one in people if isinstance(one, dict)]
        self.fields["name"].widget.attrs["list"] = "people-of-the-plan"

    def clean_name(self) -> str:
        return SPACE.sub(" ", self.cleaned_data["name"])


class BackForm(forms.Form):
    """A copy was taken back."""

    holder = forms.ChoiceField(label=gettext_lazy("Whose copy"))
    on = today_field(gettext_lazy("Taken back on"))

    def __init__(self, *args: Any, holders: list[PlanHolder], **named: Any) -> None:
        super().__init__(*args, **named)
        self.holders = {str(one.pk): one for one in holders}
        field = self.fields["holder"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(key, one.name) for key, one in self.holders.items()]


class RehearsedForm(forms.Form):
    """The plan was gone through as if it were needed."""

    on = today_field(gettext_lazy("Gone through together on"))
