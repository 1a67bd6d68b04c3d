"""The addresses of formulation and procedure, beneath ``patient/<id>/``."""

from django.urls import path

from openimt_clinic.clinician.formulation import (
    beginning,
    episode_pages,
    overview,
    procedure_page,
    schema_pages,
)

urlpatterns = [
    path("formulation/", overview.formulation, name="formulation"),
    path("formulation/begin/", beginning.begin_formulation, name="begin_formulation"),
    path("formulation/scene/<uuid:document_id>/", episode_pages.episode, name="episode"),
    path(
        "formulation/scene/<uuid:document_id>/has/",
        episode_pages.episode_meter,
        name="episode_meter",
    ),
    path("formulation/moment/<uuid:document_id>/take/", beginning.take_moment, name="take_moment"),
    path("formulation/schema/<uuid:document_id>/", schema_pages.schema, name="schema"),
    path(
        "formulation/schema/<uuid:document_id>/loop/", schema_pages.schema_loop, name="schema_loop"
    ),
    path(
        "formulation/schema/<uuid:document_id>/show/", schema_pages.show_schema, name="show_schema"
    ),
    path("procedure/", procedure_page.procedure, name="procedure"),
]
