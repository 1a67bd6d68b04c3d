"""One's own data: take all of it with one, or ask that it be taken away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from openimt_clinic.access.doors import my_page, standing_of
from openimt_clinic.actions.erasing import ask_for_erasure, take_erasure_back
from openimt_clinic.actions.sharing import take_own_copy
from openimt_clinic.actions.telling import team_leads
from openimt_clinic.patient.medicines import medicine_list
from openimt_clinic.patient.own_copy.zipped import own_copy
from openimt_clinic.patient.shell import ME, shown
from openimt_clinic.patient.who_sees import who_treats
from openimt_clinic.records.erasure_request import ErasureRequest
from openimt_clinic.records.patient import Patient


@my_page
def export(request: HttpRequest, patient: Patient) -> HttpResponse:
    """Says what is in it; sent, it hands the file over."""
    if request.method != "POST":
        context = {"medicines": medicine_list(patient)}
        return shown(request, "patient/own/export.html", patient, context, here=ME)
    take_own_copy(patient=patient, by=standing_of(request).user)
    now = timezone.now()
    headers = {"Content-Disposition": f'attachment; filename="my-data-{now:%Y-%m-%d}.zip"'}
    content = own_copy(patient, now)
    return HttpResponse(content, content_type="application/zip", headers=headers)


@my_page
def erasure(request: HttpRequest, patient: Patient) -> HttpResponse:
    """What can be taken away at once, what the law asks to keep, and the wish itself."""
    requests = list(ErasureRequest.objects.filter(patient=patient).select_related("answered_by"))
    open_one = next((one for one in requests if one.answered_at is None), None)
    by = standing_of(request).user
    if request.method == "POST":
        if "take_back" not in request.POST:
            ask_for_erasure(patient=patient, says=request.POST.get("says", ""), by=by)
        elif open_one:
            take_erasure_back(request=open_one, by=by)
        return redirect("patient:erasure")
    leads = team_leads(patient.clinic)
    context = {
        "requests": requests,
        "open": open_one,
        "who": who_treats(patient),
        "lead": leads[0].name if leads else "",
        "story_url": reverse("patient:story"),
        "moments_url": reverse("patient:moments"),
    }
    return shown(request, "patient/own/erasure.html", patient, context, here=ME)
