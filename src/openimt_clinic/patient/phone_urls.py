"""The addresses of the application on the phone."""

from django.urls import path

from openimt_clinic.patient import app, phone

urlpatterns = [
    path("phone.json", phone.phone_json, name="phone_json"),
    path("manifest.webmanifest", app.manifest, name="manifest"),
    path("icons/<int:size>.png", app.icon, name="icon"),
    path("worker.js", app.worker, name="worker"),
    path("offline/", app.offline, name="offline"),
    path("numbers/", app.numbers, name="numbers"),
]
