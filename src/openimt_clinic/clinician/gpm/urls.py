"""The addresses of these pages, beneath ``patient/<id>/``."""

from django.urls import path

from openimt_clinic.clinician.gpm import page

urlpatterns = [
    path("gpm/", page.gpm, name="gpm"),
]
