"""The caseload: the people in one's care."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openimt_clinic.access.doors import clinic_page
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.records.care_relation import CareRelation


@clinic_page(Permission.SEE_CASELOAD)
@require_safe
def caseload(request: HttpRequest, standing: Standing) -> HttpResponse:
    mine = CareRelation.objects.filter(user=standing.user, until__isnull=True)
    people = [relation.patient for relation in mine.select_related("patient")]
    return render(request, "clinician/caseload.html", {"people": people})
