"""A person asks that what is kept about them be taken away, and is answered in words."""

from django.utils import timezone

from openimt.errors import RecordError
from openimt_clinic.access.care import require, roles_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.role_names import RoleName
from openimt_clinic.actions.action import action, said
from openimt_clinic.audit.log import record
from openimt_clinic.records.erasure_request import ErasureRequest
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

LONGEST = 4000
TAKEN_BACK = "Taken back by the person."


@action
def ask_for_erasure(*, patient: Patient, by: User, says: str = "") -> ErasureRequest:
    """Keeps the wish. One is open at a time; asking again while it is changes its words."""
    require(by, Permission.ANSWER_OWN, patient)
    if len(says) > LONGEST:
        raise RecordError(f"Write at most {LONGEST} letters here.", field="says")
    Patient.objects.select_for_update(of=("self",)).get(pk=patient.pk)
    asked = ErasureRequest.objects.filter(patient=patient, answered_at__isnull=True).first()
    asked = asked or ErasureRequest(
        clinic_id=patient.clinic_id, patient=patient, asked_by=by, asked_at=timezone.now()
    )
    asked.says = says.strip() or asked.says
    asked.save()
    record("erasure.asked", by=by, patient=patient, request=asked.pk)
    return asked


@action
def take_erasure_back(*, request: ErasureRequest, by: User) -> ErasureRequest:
    """The person wishes it no more. That it was asked, and taken back, stays in the log."""
    require(by, Permission.ANSWER_OWN, request.patient)
    _close(request, TAKEN_BACK, by)
    record("erasure.taken_back", by=by, patient=request.patient, request=request.pk)
    return request


@action
def answer_erasure(*, request: ErasureRequest, answer: str, by: User) -> ErasureRequest:
    """Answers in words: what was taken away, what is kept, why, and for how long.

    Whoever treats the person answers, or who leads the team.
    """
    if not leads(by, request.patient):
        require(by, Permission.KEEP_SAFE, request.patient)
    answer = said(
        answer, field="answer", remedy="Write what is done, and what the law asks to keep."
    )
    _close(request, answer, by)
    record("erasure.answered", by=by, patient=request.patient, request=request.pk)
    return request


def _close(request: ErasureRequest, answer: str, by: User) -> None:
    if request.answered_at is not None:
        raise RecordError("This has been answered already.")
    request.answer, request.answered_by, request.answered_at = answer, by, timezone.now()
    request.save(update_fields=["answer", "answered_by", "answered_at"])


def leads(user: User, patient: Patient) -> bool:
    """Whether the user leads the team of the person's clinic."""
    return RoleName.TEAM_LEAD in roles_of(user, patient.clinic)
