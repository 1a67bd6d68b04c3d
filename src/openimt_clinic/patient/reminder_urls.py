"""The addresses of reminders."""

from django.urls import path

from openimt_clinic.patient import reminder_reports, reminders

urlpatterns = [
    path("reminders/", reminders.reminders, name="reminders"),
    path("reminders/phone/", reminder_reports.reminder_phone, name="reminder_phone"),
    path("reminders/report/", reminder_reports.report_reminder, name="report_reminder"),
    path("reminders/<uuid:prompt_id>/open/", reminders.open_reminder, name="open_reminder"),
]
