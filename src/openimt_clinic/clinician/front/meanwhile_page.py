"""The small forms of who waits: numbers given, the next call, the start of the course."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from openimt_clinic.access.doors import standing_of
from openimt_clinic.actions.front_door.waiting import give_numbers, set_check_in, start_course
from openimt_clinic.clinician.fit.offers import therapies_of
from openimt_clinic.clinician.front.door import referral_page
from openimt_clinic.clinician.front.referral_forms import CheckInForm, StartForm
from openimt_clinic.clinician.front.referral_page import CALL, START
from openimt_clinic.records.referral import Referral
from openimt_clinic.refusals import carried_out

SENDS = ("POST",)


@referral_page
def meanwhile(request: HttpRequest, sent: Referral) -> HttpResponse:
    """One step; afterwards back to the referral."""
    if request.method != "POST":
        return HttpResponseNotAllowed(SENDS)
    do, by = request.POST.get("do", ""), standing_of(request).user
    if do == "numbers":
        give_numbers(referral=sent, by=by)
        return _done(request, sent)
    starts = do == "start"
    form: CheckInForm | StartForm = (
        StartForm(therapies_of(sent.clinic), request.POST, prefix=START)
        if starts
        else CheckInForm(request.POST, prefix=CALL)
    )
    if form.is_valid():
        act = start_course if starts else set_check_in
        given = form.cleaned_data
        if carried_out(form, lambda: act(referral=sent, by=by, **given)) is not None:
            return _done(request, sent)
    context = {"referral": sent, "form": form, "do": do}
    return render(request, "clinician/front/meanwhile.html", context)


def _done(request: HttpRequest, sent: Referral) -> HttpResponse:
    messages.success(request, _("Written down."))
    return redirect("clinician:referral", sent.pk)
