"""The addresses of work on the catalogue: its versions, the review of modules, learning it."""

from django.urls import path

from openimt_clinic.clinician import catalogue_versions, learning, reviewing

urlpatterns = [
    path("learn/", learning.learning, name="learning"),
    path("learn/all/", learning.learning_paper, name="learning_paper"),
    path("learn/stop/<slug:stop_id>/", learning.learning_stop, name="learning_stop"),
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
