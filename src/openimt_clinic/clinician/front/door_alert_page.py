"""The alert of somebody at the front door: who acts, how to reach the person, what was done."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from openimt_clinic.access.doors import standing_of
from openimt_clinic.access.role_names import RoleName
from openimt_clinic.actions.front_door.door_alerts import (
    close_at_the_door,
    hand_over_at_the_door,
    take_at_the_door,
    try_at_the_door,
)
from openimt_clinic.audit.who import names_of
from openimt_clinic.clinician.alert_forms import CloseForm, ContactForm
from openimt_clinic.clinician.alert_log import Line
from openimt_clinic.clinician.contact_words import WAYS
from openimt_clinic.clinician.front.door import referral_page
from openimt_clinic.clinician.front.words import CONTACTS
from openimt_clinic.components.open_case import case_row, open_at_the_door
from openimt_clinic.records.contact_line import ContactWay
from openimt_clinic.records.membership import Membership
from openimt_clinic.records.referral import ContactWay as Wished
from openimt_clinic.records.referral import Referral
from openimt_clinic.records.referral_alert import ReferralAlert
from openimt_clinic.records.user import User
from openimt_clinic.refusals import carried_out

MAY_TAKE = (RoleName.CLINICIAN.value, RoleName.TEAM_LEAD.value)


class TryForm(ContactForm):
    """One try to reach the person; nothing is agreed with others yet."""

    field_order = ("key", "way", "reached", "says")

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for name in ("agreed", "next_by", "whom"):
            del self.fields[name]


class GiveForm(forms.Form):
    """Whom else it is handed to."""

    to = forms.ChoiceField()

    def __init__(self, alert: ReferralAlert, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.people = {str(user.pk): user for user in _others(alert)}
        listed = [(key, user.name) for key, user in self.people.items()]
        self.fields["to"] = forms.ChoiceField(label=_("To whom"), choices=listed)

    def chosen(self) -> User:
        """Whom the valid form names."""
        return self.people[self.cleaned_data["to"]]


@referral_page
def door_alert(request: HttpRequest, sent: Referral) -> HttpResponse:
    """Everything needed to act, and what was done so far."""
    alert = _latest(sent)
    if alert is None:
        raise Http404
    do, by = request.POST.get("do", ""), standing_of(request).user
    tried = TryForm(request.POST if do == "contact" else None)
    given = GiveForm(alert, request.POST if do == "hand_over" else None)
    ending = CloseForm(request.POST if do == "close" else None)
    if request.method == "POST" and _done(alert, do, by, tried, given, ending):
        return redirect("clinician:referral_alert", sent.pk)
    context = {
        "referral": sent,
        "alert": alert,
        "row": case_row(open_at_the_door(alert), timezone.now()),
        "on_it": alert.acknowledged_by is not None,
        "contact": CONTACTS[sent.contact_way],
        "call": sent.contact_way == Wished.TELEPHONE.value,
        "lines": sorted(_lines(alert), key=lambda line: line.at),
        "contact_form": tried,
        "hand_over_form": given,
        "close_form": ending,
    }
    return render(request, "clinician/front/door_alert.html", context)


def _latest(sent: Referral) -> ReferralAlert | None:
    """The open one, else the one closed last."""
    people = ("referral", "owner", "second", "acknowledged_by", "closed_by")
    rows = list(ReferralAlert.objects.filter(referral=sent).select_related(*people))
    return max(rows, key=lambda one: (one.open, one.received_at), default=None)


def _done(
    alert: ReferralAlert, do: str, by: User, tried: TryForm, given: GiveForm, ending: CloseForm
) -> bool:
    """Whether what was asked for was done; a refusal stands in its form."""
    if do == "acknowledge":
        take_at_the_door(alert=alert, by=by)
        return True
    if do == "contact" and tried.is_valid():
        row = tried.cleaned_data
        way, reached = ContactWay(row["way"]), row["reached"]
        return carried_out(
            tried,
            lambda: try_at_the_door(
                alert=alert, way=way, reached=reached, says=row["says"], key=row["key"], by=by
            ),
        ) is not None  # fmt: skip
    if do == "hand_over" and given.is_valid():
        return carried_out(
            given, lambda: hand_over_at_the_door(alert=alert, to=given.chosen(), by=by)
        ) is not None  # fmt: skip
    if do == "close" and ending.is_valid():
        reason = ending.cleaned_data["reason"]
        return carried_out(
            ending, lambda: close_at_the_door(alert=alert, reason=reason, by=by)
        ) is not None  # fmt: skip
    return False


def _others(alert: ReferralAlert) -> list[User]:
    """Everybody who may answer at the front door, but the owner."""
    rows = Membership.objects.filter(
        clinic=alert.clinic, role__in=MAY_TAKE, user__is_active=True
    ).select_related("user")
    users = dict.fromkeys(row.user for row in rows.order_by("user__name"))
    return [user for user in users if user.pk != alert.owner_id]


def _lines(alert: ReferralAlert) -> Iterator[Line]:
    yield Line(alert.received_at, "", _("Said at the front door."))
    if alert.passed_on_at:
        second = alert.second.name if alert.second else _("nobody")
        says = _("Not acknowledged in time; the second person was told: %(who)s.") % {"who": second}
        yield Line(alert.passed_on_at, "", says)
    if alert.acknowledged_at and alert.acknowledged_by:
        yield Line(
            alert.acknowledged_at, alert.acknowledged_by.name, _("Acknowledged: I am on it.")
        )
    names = names_of(row["by"] for row in alert.tries)
    for row in alert.tries:
        reached = _("reached") if row["reached"] else _("not reached")
        says = f"{WAYS[ContactWay(str(row['way']))]}: {reached}. {row['says']}".strip()
        yield Line(datetime.fromisoformat(str(row["at"])), names.get(str(row["by"]), ""), says)
    if alert.closed_at and alert.closed_by:
        yield Line(alert.closed_at, alert.closed_by.name, alert.closed_reason)
