"""The screening and the clinician's diagnosis, before there is a record."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt_clinic.access.doors import standing_of
from openimt_clinic.actions.front_door.referring import (
    Found,
    first_asked,
    note_found,
    screen_referral,
    take_found_back,
)
from openimt_clinic.clinician.front.door import referral_page
from openimt_clinic.clinician.front.read_again import read_again
from openimt_clinic.clinician.front.referral_forms import PatternForm, ScreeningForm, pattern_of
from openimt_clinic.clinician.front.sent import seen_of
from openimt_clinic.records.referral import Referral
from openimt_clinic.refusals import carried_out

WAITS = gettext_lazy(
    "The danger is kept, and whoever is on duty is told. The rest is not kept yet: somebody wrote "
    "here since this page was opened. Look at it, then send again."
)

OF_DANGER = (f"a_{first_asked()}", f"n_{first_asked()}", "danger_done")


@referral_page
def screening(request: HttpRequest, sent: Referral) -> HttpResponse:
    """Danger first, then what else has to be treated first, then what the person wants."""
    form = ScreeningForm(sent, request.POST or None)
    if request.method == "POST" and form.is_valid():
        kept = carried_out(
            form,
            lambda: screen_referral(
                referral=sent,
                answers=form.answers(),
                danger_done=form.cleaned_data["danger_done"],
                seen=seen_of(form.cleaned_data["seen"]),
                by=standing_of(request).user,
            ),
        )
        if kept is not None and not kept.waits:
            messages.success(request, _("Written down."))
            return redirect("clinician:referral", sent.pk)
        if kept is not None:
            form.add_error(None, WAITS)
        fresh = ScreeningForm(Referral.objects.get(pk=sent.pk))
        read_again(form, fresh, kept=OF_DANGER if kept else ())
    return render(request, "clinician/front/screening.html", {"referral": sent, "form": form})


@referral_page
def diagnosis(request: HttpRequest, sent: Referral) -> HttpResponse:
    """A diagnosis that holds, is considered or was ruled out. It moves into the record later."""
    by = standing_of(request).user
    if request.method == "POST" and "take" in request.POST:
        take_found_back(referral=sent, code=request.POST["take"], by=by)
        return redirect("clinician:referral", sent.pk)
    form = PatternForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        kept = carried_out(
            form,
            lambda: note_found(
                referral=sent,
                found=Found(
                    given["code"], given["on"], given["standing"], pattern_of(given), given["note"]
                ),
                by=by,
            ),
        )
        if kept is not None:
            messages.success(request, _("Written down."))
            return redirect("clinician:referral", sent.pk)
    return render(request, "clinician/front/diagnosis.html", {"referral": sent, "form": form})
