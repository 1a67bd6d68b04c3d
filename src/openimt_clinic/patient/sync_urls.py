"""The addresses by which phones write, and where a person looks after their phones."""

from django.urls import path

from openimt_clinic.patient import clashes, devices, sync, write

urlpatterns = [
    path("sync/", sync.sync, name="sync"),
    path("write/<str:kind>/<str:name>/", write.write, name="write"),
    path("clashes/", clashes.clashes, name="clashes"),
    path("devices/", devices.devices, name="devices"),
    path("devices/<uuid:device_id>/end/", devices.end, name="end_device"),
]
