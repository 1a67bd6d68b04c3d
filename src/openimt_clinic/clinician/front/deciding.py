"""Taking somebody in, helping them on elsewhere, or closing a referral that is none any more."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.doors import standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.front_door.accepting import accept_referral, next_code
from openimt_clinic.actions.front_door.referring import decline_referral, withdraw_referral
from openimt_clinic.actions.front_door.same_person import Perhaps, perhaps_the_same
from openimt_clinic.clinician.front.door import referral_page
from openimt_clinic.clinician.front.referral_forms import AcceptForm, DeclineForm, WithdrawForm
from openimt_clinic.records.mapping.referrals import screening_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.referral import Referral
from openimt_clinic.refusals import carried_out


@referral_page
def accept(request: HttpRequest, sent: Referral) -> HttpResponse:
    """One press makes the record; a second one finds it."""
    user = standing_of(request).user
    known = _known(sent)
    initial = {"code": next_code(sent.clinic, timezone.localdate()), "treated_by": str(user.pk)}
    choices = [(str(one.patient.pk), one.says) for one in known if one.ended and one.patient]
    form = AcceptForm(sent.clinic, choices, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        same = Patient.objects.filter(pk=given["same_as"]).first() if given.get("same_as") else None
        patient = carried_out(
            form,
            lambda: accept_referral(
                referral=sent,
                treated_by=given["treated_by"],
                code=form.own_code(),
                same_as=same,
                by=user,
            ),
        )
        if patient is not None:
            return _after(request, sent, patient)
    context = {
        "referral": sent,
        "form": form,
        "known": known,
        "found": screening_of(sent),
        "asked": bool(sent.screening),
    }
    return render(request, "clinician/front/accept.html", context)


@referral_page
def decline(request: HttpRequest, sent: Referral) -> HttpResponse:
    """Not here, and where instead."""
    by = standing_of(request).user
    form = DeclineForm(request.POST or None)
    return _close(
        request, sent, form, lambda: decline_referral(referral=sent, by=by, **form.cleaned_data)
    )


@referral_page
def withdraw(request: HttpRequest, sent: Referral) -> HttpResponse:
    """It is wanted no more."""
    by = standing_of(request).user
    form = WithdrawForm(request.POST or None)
    return _close(
        request, sent, form, lambda: withdraw_referral(referral=sent, by=by, **form.cleaned_data)
    )


def _known(sent: Referral) -> tuple[Perhaps, ...]:
    return perhaps_the_same(sent.clinic, sent.given_name, sent.family_initial, but=sent)


def _after(request: HttpRequest, sent: Referral, patient: Patient) -> HttpResponse:
    """To the person, for whoever may open the record; to the list for who gave them to another."""
    messages.success(request, _("Taken in. What begins now stands below, the next step first."))
    user = standing_of(request).user
    if Permission.READ_RECORD in permissions_for(user, patient):
        return redirect("clinician:referral", sent.pk)
    return redirect("clinician:front_door")


def _close(
    request: HttpRequest, sent: Referral, form: Form, act: Callable[[], Referral]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and carried_out(form, act) is not None:
        messages.success(request, _("Written down."))
        return redirect("clinician:referral", sent.pk)
    declining = isinstance(form, DeclineForm)
    context = {
        "referral": sent, "form": form, "declining": declining, "found": screening_of(sent),
    }  # fmt: skip
    return render(request, "clinician/front/close.html", context)
