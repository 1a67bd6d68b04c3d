"""A document on paper."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.clinician.papers.printing import PRINTS
from openimt_clinic.clinician.writing.finding import document_or_404
from openimt_clinic.clinician.writing.form import DocumentForm, form_of
from openimt_clinic.clinician.writing.history import words
from openimt_clinic.paper.answer import as_pdf
from openimt_clinic.paper.sheet import Heading, Part, Points, Sheet, Words, printed
from openimt_clinic.records.care_signature import CareSignature, SignerRole
from openimt_clinic.records.patient import Patient


@patient_page()
@require_safe
def document_paper(request: HttpRequest, patient: Patient, document_id: UUID) -> HttpResponse:
    """The document as PDF; a draft says that it is one."""
    one = document_or_404(patient, document_id, standing_of(request).user)
    form = form_of(one, standing_of(request).user)
    own = PRINTS.get(one.kind)
    content = own(one) if own else printed(sheet_of(form))
    return as_pdf(content, str(form.kind.title), patient.code)


def sheet_of(form: DocumentForm) -> Sheet:
    """The document as a sheet: its fields in order, then who signed."""
    one = form.document
    parts: list[Part] = []
    for drawn in form.filled:
        parts.append(Heading(str(drawn.field.label)))
        lines = words(drawn.field, drawn.value)
        listed = len(lines) > 1 and (drawn.rows or drawn.sort in ("lines", "choices"))
        parts.append(Points(tuple((line, "") for line in lines)) if listed else _text(lines))
    return Sheet(
        title=str(form.kind.title),
        above=f"{one.patient.name} · {date_format(one.about, 'j F Y')}",
        summary=_says(form),
        foot=_signed(form),
        parts=tuple(parts),
    )


def _says(form: DocumentForm) -> str:
    """Whether it is for its author alone, and whether anybody signed it."""
    private = _("Private, for %(who)s alone; on no paper of the record.") % {
        "who": form.document.author.name
    }
    parts = (private if form.document.private else "", form.unsigned_says)
    return " ".join(part for part in parts if part)


def _text(lines: tuple[str, ...]) -> Words:
    return Words("\n".join(lines))


def _signed(form: DocumentForm) -> str:
    one = form.document
    if one.signed_at is None:
        return ""
    names = [_by(str(one.signed_by), one.signed_at)]
    for also in CareSignature.objects.filter(document=one).select_related("by"):
        patient = also.role == SignerRole.PATIENT.value
        who = one.patient.name if patient else str(also.by)
        room = _(" (agreed in the room)") if also.in_the_room else ""
        names.append(_by(who, also.at) + room)
    return _("Signed: %(names)s") % {"names": "; ".join(names)}


def _by(who: str, at: object) -> str:
    return f"{who}, {date_format(timezone.localtime(at), 'j M Y, H:i')}"  # type: ignore[arg-type]
