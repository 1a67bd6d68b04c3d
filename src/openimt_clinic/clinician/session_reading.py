"""A session as it was signed: read only, with its versions; or that none was held."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.doors import standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.care.session_fields import AGENDA, TICK
from openimt_clinic.actions.care.strains import rupture_of
from openimt_clinic.clinician.appointment_view import appointment_row
from openimt_clinic.clinician.session_note import Sent
from openimt_clinic.clinician.session_queries import earlier_sessions, following
from openimt_clinic.clinician.writing.form import DocumentForm, Drawn, form_of
from openimt_clinic.clinician.writing.history import history_of
from openimt_clinic.clinician.written_session import written_session
from openimt_clinic.records.answer_set import AnswerSet, AnswerState
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.session_record import SessionRecord
from openimt_clinic.refusals import NOT_TYPED

FEEDBACK = "oi-session-client"
TOLD_ABOVE = ("note", "homework", "next_on", AGENDA.name)
"""What the record of the session says already."""
UNPROCESSABLE = 422


def read_page(
    request: HttpRequest,
    one: Appointment,
    note: CareDocument | None,
    came: Sent | None = None,
    sent: QueryDict | None = None,
) -> HttpResponse:
    """``came``: something was sent that this page takes no longer; it is shown, to be taken
    along."""
    user, patient = standing_of(request).user, one.patient
    written = SessionRecord.objects.filter(appointment=one).select_related("by").first()
    if written is not None:
        written.patient, written.appointment = patient, one
    form = form_of(note, user) if note else None
    context = {
        "patient": patient,
        "row": appointment_row(one, timezone.now()),
        "written": written_session(written) if written else None,
        "form": form,
        "more": _more(form),
        "history": history_of(note) if note else (),
        "strain": rupture_of(note) if note else None,
        "feedback": _feedback(written) if written else None,
        "coming": following(patient, one),
        "may_write": Permission.DELIVER in permissions_for(user, patient),
        "appointment": one,
        "says": came.says if came else "",
        "typed": _typed(sent) if sent else [],
        "earlier": earlier_sessions(patient),
    }
    status = UNPROCESSABLE if context["says"] else 200
    return render(request, "clinician/session_read.html", context, status=status)


def _more(form: DocumentForm | None) -> tuple[Drawn, ...]:
    """What the note holds beside the record: place, what was caught, promises, and the rest."""
    shown = form.filled if form else ()
    names = ("step_", "seen_", "rated_", TICK)
    kept = (one for one in shown if one.field.name not in TOLD_ABOVE)
    return tuple(one for one in kept if not one.field.name.startswith(names))


def _feedback(written: SessionRecord) -> AnswerSet | None:
    """The person's own five items, where they came in after this session and are shared."""
    given = AnswerSet.objects.filter(
        patient=written.patient_id,
        instrument=FEEDBACK,
        state=AnswerState.COMPLETE.value,
        shared=True,
        given_at__gte=written.held_at,
    )
    return given.order_by("given_at").first()


def _typed(sent: QueryDict) -> list[str]:
    """Sentences that were typed and are not kept."""
    left = NOT_TYPED | {"do", "standing"}
    return [
        text
        for name, texts in sent.lists()
        for text in texts
        if name not in left
        and not name.startswith(("has-", "seen-", "chosen-", TICK))
        and " " in text.strip()
    ]
