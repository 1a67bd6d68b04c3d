"""The addresses of the application on the phone."""

from django.urls import path

from openimt_clinic.patient import app, phone, plan_copy

urlpatterns = [
    path("phone.json", phone.phone_json, name="phone_json"),
    path("phone/", phone.on_this_phone, name="on_this_phone"),
    path("phone/plan/", plan_copy.plan_copy, name="plan_copy"),
    path("manifest.webmanifest", app.manifest, name="manifest"),
    path("icons/<int:size>.png", app.icon, name="icon"),
    path("worker.js", app.worker, name="worker"),
    path("offline/", app.offline, name="offline"),
    path("numbers/", app.numbers, name="numbers"),
]
