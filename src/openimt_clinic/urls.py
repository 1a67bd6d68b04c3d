"""Every address of the clinic. Pages for one kind of person lie in that kind's package."""

from django.urls import include, path
from django.views.i18n import set_language

from openimt_clinic import front, refusals, relatives
from openimt_clinic.clinician.calendar_feed import hours_feed
from openimt_clinic.patient import calendar_feed

urlpatterns = [
    path("", front.home, name="home"),
    path("alive/", front.alive, name="alive"),
    path("numbers/", front.numbers, name="numbers"),
    path("help/<uuid:clinic_id>/", front.clinic_numbers, name="clinic_numbers"),
    path("for-relatives/", relatives.for_relatives, name="for_relatives"),
    path("calendar/<slug:secret>/", calendar_feed.calendar_feed, name="calendar_feed"),
    path("calendar/hours/<slug:secret>/", hours_feed, name="hours_feed"),
    path("language/", set_language, name="set_language"),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("", include("openimt_clinic.components.urls")),
    path("", include("openimt_clinic.clinician.urls")),
    path("clinic/", include("openimt_clinic.team.urls")),
    path("me/", include("openimt_clinic.patient.urls")),
]

handler403 = refusals.forbidden
handler404 = refusals.not_found
handler500 = refusals.broken
