"""The shared formulation on paper, in the person's language, with who signed it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openimt.deliver.writing.field import Sort
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.actions.care.kinds.formulation import FIELDS, KIND
from openimt_clinic.clinician.writing.finding import document_or_404
from openimt_clinic.clinician.writing.history import words
from openimt_clinic.paper.answer import as_pdf
from openimt_clinic.paper.shared_page import Said, SharedPage, shared_page
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.care_signature import CareSignature, SignerRole
from openimt_clinic.records.mapping.written import values_of
from openimt_clinic.records.patient import Patient


@patient_page()
@require_safe
def formulation_paper(request: HttpRequest, patient: Patient, document_id: UUID) -> HttpResponse:
    """One page; a draft says that it is one."""
    one = document_or_404(patient, document_id, standing_of(request).user)
    if one.kind != KIND.name:
        raise Http404
    with translation.override(patient.language):
        page = page_of(one)
        return as_pdf(shared_page(page), page.title, patient.code)


def page_of(one: CareDocument) -> SharedPage:
    """What stands in it, field by field; what is empty has no heading."""
    values = values_of(one.fields)
    filled = [field for field in FIELDS if values.get(field.name)]
    signed_at = one.signed_at
    return SharedPage(
        title=str(KIND.title),
        above=one.patient.clinic.patient_name,
        on=date_format(timezone.localtime(signed_at) if signed_at else one.about, "DATE_FORMAT"),
        language=one.patient.language,
        parts=tuple(
            Said(str(f.label), words(f, values[f.name]), listed=f.sort is Sort.LINES)
            for f in filled
        ),
        signed=_signed(one),
        draft="" if signed_at else _("A draft. Nobody has signed it yet."),
    )


def _signed(one: CareDocument) -> tuple[str, ...]:
    if one.signed_at is None:
        return ()
    names = [(str(one.signed_by), one.signed_at)]
    for also in CareSignature.objects.filter(document=one).select_related("by"):
        patient = also.role == SignerRole.PATIENT.value
        names.append((one.patient.name if patient else str(also.by), also.at))
    return tuple(
        _("Signed: %(who)s, %(day)s")
        % {"who": who, "day": date_format(timezone.localtime(at), "DATE_FORMAT")}
        for who, at in names
    )
