"""The days after hard or experiential work: each check, whose it is, and that it is done."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt.deliver.story.checks import Check, LookAfter
from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.looking_after import look_after
from openimt_clinic.clinician.fields import text_field, yes_no
from openimt_clinic.clinician.hard_topics import LOOKED_BACK, STATES
from openimt_clinic.records.look_after import LookAfter as Done
from openimt_clinic.records.mapping.look_after import after_work
from openimt_clinic.records.patient import Patient
from openimt_clinic.refusals import carried_out


class AskedForm(forms.Form):
    """Which check, and what came of it."""

    about = forms.CharField(widget=forms.HiddenInput)
    reached = yes_no(
        gettext_lazy("Was the person reached?"), yes=gettext_lazy("Yes"), no=gettext_lazy("No")
    )
    says = text_field(gettext_lazy("How it is, and both urges, in a sentence"), rows=2)


@dataclass(frozen=True)
class Row:
    """One check in words. ``form``: where somebody still has to ask."""

    check: Check
    state: object
    done: Done | None
    form: AskedForm | None


@patient_page(write=Permission.KEEP_SAFE)
def look_after_page(request: HttpRequest, patient: Patient) -> HttpResponse:
    """All of the last weeks; sent, one is done."""
    now, by = timezone.now(), standing_of(request).user
    found = after_work(patient, now - LOOKED_BACK, now)
    sent = AskedForm(request.POST or None)
    if request.method == "POST" and sent.is_valid():
        given = sent.cleaned_data
        check = _asked(found, given["about"])
        if check is not None:
            kept = carried_out(
                sent,
                lambda: look_after(
                    patient=patient, worked_at=check.held_at, hours=check.hours,
                    reached=given["reached"], says=given["says"], by=by,
                ),
            )  # fmt: skip
            if kept is not None:
                messages.success(request, _("Written down."))
                return redirect("clinician:look_after", patient.pk)
    may = Permission.KEEP_SAFE in permissions_for(by, patient)
    done = {(one.worked_at, one.hours): one for one in _done(patient)}
    context = {
        "patient": patient,
        "work": [(one, [_row(c, done, sent, may=may) for c in one.checks]) for one in found],
    }
    return render(request, "clinician/look_after.html", context)


def _done(patient: Patient) -> list[Done]:
    since = timezone.now() - LOOKED_BACK - timedelta(days=1)
    rows = Done.objects.filter(patient=patient, worked_at__gte=since)
    return list(rows.select_related("by"))


def _row(
    check: Check, done: dict[tuple[datetime, int], Done], sent: AskedForm, *, may: bool
) -> Row:
    name, form = _name(check), None
    if may and check.state.waits_for_staff:
        here = sent.is_bound and sent.data.get("about") == name
        form = sent if here else AskedForm(initial={"about": name}, auto_id=f"{name}-%s")
    return Row(check, STATES[check.state], done.get((check.held_at, check.hours)), form)


def _name(check: Check) -> str:
    return f"{check.held_at.timestamp():.0f}-{check.hours}"


def _asked(found: list[LookAfter], name: str) -> Check | None:
    return next((c for one in found for c in one.checks if _name(c) == name), None)
