"""The addresses of pauses, rehearsals and moments."""

from django.urls import path

from openimt_clinic.patient.moments import later_page, mine, moment_page, pages

urlpatterns = [
    path("moments/", mine.moments, name="moments"),
    path("pause/", pages.pause, name="pause"),
    path("pause/<uuid:name>/", pages.one_pause, name="one_pause"),
    path("rehearsal/", pages.rehearsal, name="rehearsal"),
    path("rehearsal/<uuid:name>/", pages.one_rehearsal, name="one_rehearsal"),
    path("moment/", moment_page.moment, name="moment"),
    path("moment/<uuid:name>/", moment_page.one_moment, name="one_moment"),
    path("later/<slug:kind>/<uuid:name>/", later_page.later, name="later"),
]
