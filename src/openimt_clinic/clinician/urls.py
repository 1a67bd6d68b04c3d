"""The addresses of these pages."""

from django.urls import include, path

from openimt_clinic.clinician import (
    absences,
    alerts,
    caseload,
    catalogue_home,
    catalogue_pages,
    compare_therapies,
    erasure,
    gallery,
    gap_page,
    own_calendar,
    patient_home,
)

app_name = "clinician"
urlpatterns = [
    path("caseload/", caseload.caseload, name="caseload"),
    path("caseload/away/", absences.absences, name="absences"),
    path("caseload/calendar/", own_calendar.own_calendar, name="own_calendar"),
    path(
        "caseload/away/<uuid:absence_id>/take-back/",
        absences.take_back,
        name="take_back_absence",
    ),
    path("gallery/", gallery.gallery, name="gallery"),
    path("front-door/", include("openimt_clinic.clinician.front.urls")),
    path("patient/<uuid:patient_id>/", patient_home.patient_home, name="patient"),
    path("patient/<uuid:patient_id>/", include("openimt_clinic.clinician.work_urls")),
    path("patient/<uuid:patient_id>/", include("openimt_clinic.clinician.front.patient_urls")),
    path("patient/<uuid:patient_id>/", include("openimt_clinic.clinician.writing.urls")),
    path("patient/<uuid:patient_id>/", include("openimt_clinic.clinician.formulation.urls")),
    path("patient/<uuid:patient_id>/", include("openimt_clinic.clinician.dbt.urls")),
    path("patient/<uuid:patient_id>/", include("openimt_clinic.clinician.gpm.urls")),
    path("patient/<uuid:patient_id>/", include("openimt_clinic.clinician.fit.urls")),
    path("offers/", include("openimt_clinic.clinician.fit.team_urls")),
    path("groups/", include("openimt_clinic.clinician.groups.urls")),
    path("consultation/", include("openimt_clinic.clinician.dbt.team_urls")),
    path("", include("openimt_clinic.clinician.safety.urls")),
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/<uuid:alert_id>/", alerts.alert, name="alert"),
    path("erasure/<uuid:request_id>/", erasure.erasure, name="erasure"),
    path("catalogue/", catalogue_home.catalogue, name="catalogue"),
    path("catalogue/", include("openimt_clinic.clinician.catalogue_work_urls")),
    path("catalogue/check/", catalogue_pages.findings, name="catalogue_check"),
    path("catalogue/module/<str:module_id>/", catalogue_pages.module, name="module"),
    path(
        "catalogue/module/<str:module_id>/paper/", catalogue_pages.module_paper, name="module_paper"
    ),
    path(
        "catalogue/module/<str:module_id>/patient/",
        catalogue_pages.patient_words_page,
        name="patient_words",
    ),
    path(
        "catalogue/module/<str:module_id>/patient/paper/",
        catalogue_pages.patient_words_paper,
        name="patient_words_paper",
    ),
    path("catalogue/gaps/", gap_page.gap_page, name="gaps"),
    path("catalogue/compare/", compare_therapies.compare_therapies, name="compare_therapies"),
    path("catalogue/therapy/<str:therapy_id>/", catalogue_pages.therapy, name="therapy"),
    path(
        "catalogue/therapy/<str:therapy_id>/paper/",
        catalogue_pages.therapy_paper,
        name="therapy_paper",
    ),
]
