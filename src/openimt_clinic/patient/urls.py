"""The addresses of these pages."""

from django.urls import path

from openimt_clinic.patient import start

app_name = "patient"
urlpatterns = [path("", start.start, name="home")]
