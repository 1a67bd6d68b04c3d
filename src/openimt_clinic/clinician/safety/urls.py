"""The addresses of safety: a person's page and plan, the routing table, the downtime sheet."""

from django.urls import path

from openimt_clinic.clinician import look_after_page, safety_plan_page
from openimt_clinic.clinician.safety import page, routing_page, sheet_page

PERSON = "patient/<uuid:patient_id>/safety/"
urlpatterns = [
    path(PERSON, page.safety, name="safety"),
    path(f"{PERSON}plan/", safety_plan_page.safety_plan, name="safety_plan"),
    path(f"{PERSON}plan/write/", safety_plan_page.write_safety_plan, name="write_safety_plan"),
    path(f"{PERSON}plan/paper/", safety_plan_page.safety_plan_paper, name="safety_plan_paper"),
    path(f"{PERSON}after/", look_after_page.look_after_page, name="look_after"),
    path("alerts/routing/", routing_page.routing, name="routing"),
    path("caseload/sheet/", sheet_page.sheet, name="sheet"),
    path("caseload/sheet/paper/", sheet_page.sheet_paper, name="sheet_paper"),
]
