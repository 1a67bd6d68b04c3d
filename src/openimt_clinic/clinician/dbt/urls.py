"""The addresses of these pages, beneath ``patient/<id>/``."""

from django.urls import path

from openimt_clinic.clinician.dbt import page

urlpatterns = [
    path("dbt/", page.dbt, name="dbt"),
    path("dbt/chain/<uuid:document_id>/", page.chain, name="chain"),
    path("dbt/chain/<uuid:document_id>/drawn/", page.chain_drawn, name="chain_drawn"),
]
