"""The addresses of what therapists offer."""

from django.urls import path

from openimt_clinic.clinician.fit import offers

urlpatterns = [
    path("", offers.offers, name="offers"),
    path("mine/", offers.my_offer, name="my_offer"),
    path("<uuid:user_id>/", offers.offer_of, name="offer_of"),
    path("hours/<uuid:hour_id>/gone/", offers.gone, name="hour_is_gone"),
]
