"""Who treats a person and who reads along: from when, until when; inside an action that asked."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from openimt.errors import RecordError
from openimt_clinic.access.care import roles_of
from openimt_clinic.access.role_names import RoleName
from openimt_clinic.audit.log import record
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.fit_choice import KeptApart
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

TREATING = CareKind.TREATING.value


def begins(
    patient: Patient, user: User, kind: CareKind, since: date, by: User, because: str = ""
) -> CareRelation:
    """From this day on the user treats the person, or reads along."""
    if kind is CareKind.TREATING:
        refuse_who_is_kept_apart(patient, user)
    if RoleName.CLINICIAN not in roles_of(user, patient.clinic):
        raise RecordError(
            _("%(who)s is no clinician of this clinic.") % {"who": user.name}, field="user"
        )
    if CareRelation.objects.filter(patient=patient, user=user, until__isnull=True).exists():
        raise RecordError(
            _("%(who)s is there for this person already.") % {"who": user.name}, field="user"
        )
    made = CareRelation.objects.create(
        clinic_id=patient.clinic_id, patient=patient, user=user, kind=kind.value, since=since,
        because=because,
    )  # fmt: skip
    record("care.begun", by=by, patient=patient, user=user.pk, kind=kind.value)
    return made


def ends(relation: CareRelation, on: date, by: User, because: str = "") -> None:
    """From this day on the user no longer belongs to the person's care."""
    relation.until, relation.ended_by, relation.ended_because = on, by, because
    relation.save(update_fields=["until", "ended_by", "ended_because"])
    record("care.ended", by=by, patient=relation.patient, user=relation.user_id)


def treats_from(patient: Patient, user: User, on: date, by: User, because: str = "") -> None:
    """From this day on the user treats the person; who does already goes on.

    Who read along and now treats has one open relation, not two.
    """
    refuse_who_is_kept_apart(patient, user)
    there = CareRelation.objects.filter(patient=patient, user=user, until__isnull=True).first()
    if there is not None and there.kind == TREATING:
        return
    if there is not None:
        ends(there, on, by, because)
    begins(patient, user, CareKind.TREATING, on, by, because)


def kept_apart(patient: Patient) -> QuerySet[KeptApart]:
    """Who is not offered to the person any more: a change was asked for."""
    return KeptApart.objects.filter(patient=patient, taken_back_at__isnull=True)


def refuse_who_is_kept_apart(patient: Patient, user: User) -> None:
    """Nobody comes back to whom they asked to leave, by whatever door; no reason is told here."""
    if kept_apart(patient).filter(user=user).exists():
        raise RecordError(
            _(
                "A change from %(who)s was asked for. Choose somebody else, or take that back "
                "first where it is written who treats the person."
            )
            % {"who": user.name}
        )
