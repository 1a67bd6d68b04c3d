"""The three forms of an alert case: a try to reach the person, another owner, what came of it."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.alerting import needs_contact
from openimt_clinic.actions.contacting import Said
from openimt_clinic.clinician.contact_words import WAYS
from openimt_clinic.components.day_fields import MomentField
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.membership import Membership
from openimt_clinic.records.user import User


class ContactForm(forms.Form):
    """One try to reach the person. ``key``: made when the page was opened, so that a form that is
    sent twice is one line."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)
    way = forms.ChoiceField(
        label=_("How"),
        choices=[(way.value, words) for way, words in WAYS.items()],
        widget=forms.RadioSelect,
    )
    reached = forms.TypedChoiceField(
        label=_("Did you speak with the person?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
    )
    says = forms.CharField(
        label=_("What was said"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=4000,
    )
    agreed = forms.CharField(
        label=_("What was agreed"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=4000,
    )
    next_by = MomentField(side="ahead", label=_("Next contact by"), required=False)
    whom = forms.CharField(
        label=_("Spoken with somebody else: who"), required=False, max_length=120
    )


def came_of_it(given: Mapping[str, Any]) -> Said:
    """What came of a contact, from the valid form."""
    names = ("says", "agreed", "next_by", "whom", "consent")
    return Said(**{name: given[name] for name in names if name in given})


class HandOverForm(forms.Form):
    """Somebody who may answer alerts of this person, and is told at once."""

    to = forms.ChoiceField(label=_("To whom"))

    def __init__(self, *args: Any, alert: AlertCase, **named: Any) -> None:
        super().__init__(*args, **named)
        self.people = {str(user.pk): user for user in who_may_answer(alert)}
        field = self.fields["to"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(key, user.name) for key, user in self.people.items()]


class CloseForm(forms.Form):
    """What came of it; and why nobody was called, where contact is called for and none is in the
    log."""

    reason = forms.CharField(
        label=_("What came of it"),
        help_text=_("How the person is, what was agreed, who goes on."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
    )

    def __init__(self, *args: Any, alert: AlertCase | None = None, **named: Any) -> None:
        super().__init__(*args, **named)
        if alert is not None and needs_contact(alert):
            self.fields["no_contact"] = forms.CharField(
                label=_("No try to reach the person is in the log: why was none needed?"),
                help_text=_("Or add the try to the log first."),
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
                max_length=1000,
            )


def chosen(form: forms.Form) -> User:
    """Whom the form names; only for a valid form of the kind above."""
    assert isinstance(form, HandOverForm)  # noqa: S101 - another form here is a bug of ours
    return form.people[form.cleaned_data["to"]]


def who_may_answer(alert: AlertCase) -> list[User]:
    """Everybody in the clinic who may answer alerts of this person, but the owner."""
    rows = Membership.objects.filter(clinic=alert.patient.clinic, user__is_active=True)
    users = dict.fromkeys(row.user for row in rows.select_related("user").order_by("user__name"))
    return [
        user
        for user in users
        if user.pk != alert.owner_id
        and Permission.ANSWER_ALERTS in permissions_for(user, alert.patient)
    ]
