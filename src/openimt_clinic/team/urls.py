"""The addresses of the team lead's pages."""

from django.urls import path

from openimt_clinic.team import care, nonresponse, overview, people, roster

app_name = "team"
urlpatterns = [
    path("", overview.overview, name="clinic"),
    path("roster/", roster.roster, name="roster"),
    path("roster/<uuid:entry_id>/", roster.take_off, name="take_off"),
    path("roster/<uuid:entry_id>/change/", roster.change, name="change_duty"),
    path("members/", people.members, name="members"),
    path("people/", people.loads, name="people"),
    path("people/<uuid:patient_id>/", care.care, name="care"),
    path("earlier-treatments/", nonresponse.nonresponse, name="nonresponse"),
]
