"""The addresses of groups."""

from django.urls import path

from openimt_clinic.clinician.groups import pages

urlpatterns = [
    path("", pages.groups, name="groups"),
    path("<uuid:group_id>/", pages.group, name="group"),
    path("<uuid:group_id>/<uuid:meeting_id>/", pages.meeting, name="group_meeting"),
]
