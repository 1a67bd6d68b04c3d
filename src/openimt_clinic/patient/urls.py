"""The addresses of the patient's side."""

from django.urls import include, path

from openimt_clinic.patient import card, fill, me, response, safety_plan, start
from openimt_clinic.patient import path as my_path

app_name = "patient"
urlpatterns = [
    path("", start.start, name="home"),
    path("path/", my_path.path, name="path"),
    path("path/<str:module_id>/", my_path.module, name="module"),
    path("path/<str:module_id>/paper/", my_path.module_paper, name="module_paper"),
    path("me/", me.me, name="me"),
    path("", include("openimt_clinic.patient.own_urls")),
    path("", include("openimt_clinic.patient.moments.urls")),
    path("story/", include("openimt_clinic.patient.story.urls")),
    path("", include("openimt_clinic.patient.sync_urls")),
    path("", include("openimt_clinic.patient.phone_urls")),
    path("", include("openimt_clinic.patient.reminder_urls")),
    path("card/", card.card, name="card"),
    path("card/<int:back>/", card.card, name="card_of_day"),
    path("form/<str:form_id>/", fill.form, name="form"),
    path("answers/<uuid:answers_id>/", response.response, name="response"),
    path("safety-plan/", safety_plan.safety_plan, name="safety_plan"),
    path("safety-plan/edit/", safety_plan.edit_safety_plan, name="edit_safety_plan"),
]
