"""The addresses of the design system itself."""

from django.urls import path

from openimt_clinic.components import day_fields, theme

app_name = "components"
urlpatterns = [
    path("day/", day_fields.understood, name="day"),
    path("look/", theme.keep_theme, name="theme"),
    path("hand/", theme.keep_hand, name="hand"),
]
