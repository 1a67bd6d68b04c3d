"""The addresses of who fits a person, and of papers about them."""

from django.urls import path

from openimt_clinic.clinician.fit import fit_page
from openimt_clinic.clinician.papers import pages
from openimt_clinic.clinician.papers.plan_paper import plain_plan_paper, plan_paper

urlpatterns = [
    path("fit/", fit_page.fit, name="fit"),
    path("papers/", pages.papers, name="papers"),
    path("papers/<slug:kind>/<slug:purpose>/begin/", pages.begin, name="begin_paper"),
    path("papers/<uuid:document_id>/sent/", pages.sent, name="note_sent"),
    path("plan/paper/", plan_paper, name="plan_paper"),
    path("plan/paper/plain/", plain_plan_paper, name="plain_plan_paper"),
]
