"""The addresses of what is written about a person, beneath ``patient/<id>/``."""

from django.urls import path

from openimt_clinic.clinician import work
from openimt_clinic.clinician.writing import closing, pages, paper, sending

urlpatterns = [
    path("work/", work.work, name="work"),
    path("written/<slug:kind>/", pages.documents, name="documents"),
    path("written/<slug:kind>/begin/", pages.begin, name="begin_document"),
    path("document/<uuid:document_id>/", pages.document, name="document"),
    path("document/<uuid:document_id>/entries/", sending.entries, name="document_entries"),
    path("document/<uuid:document_id>/now/", sending.now, name="document_now"),
    path("document/<uuid:document_id>/undo/", sending.take_back, name="document_undo"),
    path("document/<uuid:document_id>/paper/", paper.document_paper, name="document_paper"),
    path("document/<uuid:document_id>/<slug:do>/", closing.close, name="close_document"),
]
