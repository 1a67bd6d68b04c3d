"""The addresses about one person: earlier treatments, and how the course ends."""

from django.urls import path

from openimt_clinic.clinician.front import death_page, ending_page, prior_page

urlpatterns = [
    path("prior/", prior_page.prior, name="prior_treatments"),
    path("prior/<uuid:treatment_id>/", prior_page.change_prior, name="change_prior"),
    path(
        "prior/<uuid:treatment_id>/take-back/", prior_page.take_back_prior, name="take_back_prior"
    ),
    path("ending/", ending_page.ending, name="ending"),
    path("ending/prepare/", ending_page.prepare, name="prepare_ending"),
    path("ending/died/", death_page.died, name="died"),
    path("ending/asked/<uuid:follow_up_id>/", ending_page.one_follow_up, name="follow_up"),
]
