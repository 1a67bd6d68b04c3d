"""The addresses of the front door."""

from django.urls import path

from openimt_clinic.clinician.front import (
    deciding,
    door_alert_page,
    front_door,
    meanwhile_page,
    referral_page,
    screening_page,
    way_back_page,
)

urlpatterns = [
    path("", front_door.front_door, name="front_door"),
    path("new/", referral_page.new_referral, name="new_referral"),
    path("back/", way_back_page.way_back, name="way_back"),
    path("back/<uuid:patient_id>/", way_back_page.take_up, name="take_up"),
    path("<uuid:referral_id>/", referral_page.referral, name="referral"),
    path("<uuid:referral_id>/alert/", door_alert_page.door_alert, name="referral_alert"),
    path("<uuid:referral_id>/screening/", screening_page.screening, name="screening"),
    path("<uuid:referral_id>/diagnosis/", screening_page.diagnosis, name="referral_diagnosis"),
    path("<uuid:referral_id>/take-in/", deciding.accept, name="accept_referral"),
    path("<uuid:referral_id>/help-on/", deciding.decline, name="decline_referral"),
    path("<uuid:referral_id>/withdraw/", deciding.withdraw, name="withdraw_referral"),
    path("<uuid:referral_id>/meanwhile/", meanwhile_page.meanwhile, name="meanwhile"),
]
