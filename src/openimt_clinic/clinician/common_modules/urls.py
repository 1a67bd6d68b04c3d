"""The addresses of the common modules, beneath ``patient/<id>/``."""

from django.urls import path

from openimt_clinic.clinician.common_modules import page

urlpatterns = [
    path("common-modules/", page.common, name="common"),
    path("common-modules/where/", page.rate_where, name="rate_where"),
]
