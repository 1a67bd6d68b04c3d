"""The addresses of work on the catalogue: its versions, the review of modules, learning it."""

from django.urls import path

from openimt_clinic.clinician import catalogue_versions, reviewing

urlpatterns = [
    path("versions/", catalogue_versions.versions, name="catalogue_versions"),
    path("versions/<uuid:version_id>/use/", catalogue_versions.use_version, name="use_catalogue"),
    path("review/", reviewing.reviews, name="reviews"),
    path("review/module/<slug:module_id>/", reviewing.review, name="review"),
    path(
        "review/signature/<uuid:signature_id>/take-back/",
        reviewing.take_back,
        name="take_back_signature",
    ),
]
