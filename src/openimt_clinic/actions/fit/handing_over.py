"""Who belongs to a person's care: brought in, taken over from, let go; nobody is left alone.

A change of therapist is nobody's fault. What runs goes with it: open alerts, appointments to come,
and what was begun and not signed, which whoever treats the person can go on with.
"""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from openimt.errors import RecordError
from openimt_clinic.access.care import require, roles_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.role_names import RoleName
from openimt_clinic.actions import alerting
from openimt_clinic.actions.action import action, said
from openimt_clinic.actions.relating import TREATING, begins, ends, treats_from
from openimt_clinic.actions.telling import team_leads, treating
from openimt_clinic.audit.log import record
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.fit_choice import FitChoice
from openimt_clinic.records.handover import Handover
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

LONGEST = 1000


@dataclass(frozen=True)
class Words:
    """``because``: for staff. ``says``: to the person, on their own pages; may be empty."""

    because: str
    says: str = ""


@dataclass(frozen=True)
class Taken:
    """What came of a handover: how many alerts and appointments went along."""

    handover: Handover
    alerts: int
    appointments: int


@action
def bring_in(
    *, patient: Patient, user: User, kind: CareKind, words: Words, by: User
) -> CareRelation:
    """Somebody more treats the person, or reads along; who reads along may come to treat."""
    _may_settle(by, patient)
    because = _why(words)
    there = _open(patient).filter(user=user).first()
    if there is not None and there.kind in (kind.value, TREATING):
        raise RecordError(
            _("%(who)s is there for this person already.") % {"who": user.name}, field="user"
        )
    if there is not None:
        ends(there, timezone.localdate(), by, because)
    relation = begins(patient, user, kind, timezone.localdate(), by, because)
    if kind is CareKind.TREATING:
        _tell(patient, None, user, words.says, by)
    return relation


@action
def take_over(
    *, patient: Patient, leaving: User, to: User, words: Words, by: User, reads_on: bool = False
) -> Taken:
    """From today ``to`` treats the person in place of ``leaving``, who may go on reading
    (``reads_on``). Pressed twice, the second is told that it is done."""
    _may_settle(by, patient)
    because = _why(words)
    old = _open(patient).filter(user=leaving, kind=TREATING).first()
    if old is None:
        raise RecordError(_("They do not treat this person (any more)."), field="leaving")
    if leaving.pk == to.pk:
        raise RecordError(_("Choose somebody else."), field="to")
    today = timezone.localdate()
    treats_from(patient, to, today, by, because)
    alerts = _hand_alerts(patient, leaving, to, by)
    ends(old, today, by, because)
    if reads_on:
        begins(patient, leaving, CareKind.TEAM, today, by, because)
    made = Taken(
        _tell(patient, leaving, to, words.says, by), alerts, _hand_hours(patient, leaving, to)
    )
    _close_choice(patient, leaving, by)
    record(
        "care.taken_over", by=by, patient=patient, left=leaving.pk, came=to.pk, alerts=alerts,
        appointments=made.appointments,
    )  # fmt: skip
    return made


@action
def let_go(*, relation: CareRelation, because: str, by: User) -> CareRelation:
    """Somebody no longer belongs to the person's care. Who treats goes only where somebody else
    treats them, and what they had goes to that one."""
    patient = relation.patient
    _may_settle(by, patient)
    why = _why(Words(because))
    kept = _open(patient).filter(pk=relation.pk).select_related("user").first()
    if kept is None:
        record("care.ended_again", by=by, patient=patient, user=relation.user_id)
        return relation
    if kept.kind == TREATING:
        others = [one for one in treating(patient) if one.pk != kept.user_id]
        if not others:
            raise RecordError(_("Nobody would treat this person any more; hand over instead."))
        _hand_alerts(patient, kept.user, others[0], by)
        _hand_hours(patient, kept.user, others[0])
    ends(kept, timezone.localdate(), by, why)
    return kept


@action
def put_away(*, handover: Handover, by: User) -> Handover:
    """The person has read who treats them now."""
    require(by, Permission.ANSWER_OWN, handover.patient)
    if handover.seen_at is None:
        handover.seen_at = timezone.now()
        handover.save(update_fields=["seen_at"])
    record("care.handover_read", by=by, patient=handover.patient, handover=handover.pk)
    return handover


def _may_settle(by: User, patient: Patient) -> None:
    """The team lead of the clinic, or who treats the person; the person's care stays locked."""
    if RoleName.TEAM_LEAD not in roles_of(by, patient.clinic):
        require(by, Permission.PLAN, patient)
    Patient.objects.select_for_update(of=("self",)).get(pk=patient.pk)


def _why(words: Words) -> str:
    return said(words.because, field="because", remedy=_("Write why, in a sentence."))[:LONGEST]


def _open(patient: Patient) -> QuerySet[CareRelation]:
    return CareRelation.objects.filter(patient=patient, until__isnull=True)


def _hand_alerts(patient: Patient, leaving: User, to: User, by: User) -> int:
    """Open alerts of the one who leaves: the other is told and has to acknowledge them."""
    mine = AlertCase.objects.filter(patient=patient, closed_at__isnull=True)
    owned = list(mine.filter(owner=leaving))
    for case in owned:
        alerting.hand_over(alert=case, to=to, by=by)
    known = [*treating(patient), *team_leads(patient.clinic)]
    for case in mine.filter(second__in=[leaving, to]):
        others = (one for one in known if one.pk not in (case.owner_id, leaving.pk))
        case.second = next(others, None)
        case.save(update_fields=["second"])
    return len(owned)


def _hand_hours(patient: Patient, leaving: User, to: User) -> int:
    """Appointments to come stay as they are, with the other; hours of a group are the group's."""
    coming = Appointment.objects.filter(
        patient=patient, with_whom=leaving, meeting__isnull=True,
        state=AppointmentState.PLANNED.value, starts_at__gte=timezone.now(),
    )  # fmt: skip
    return coming.update(with_whom=to)


def _tell(patient: Patient, left: User | None, came: User, says: str, by: User) -> Handover:
    return Handover.objects.create(
        clinic_id=patient.clinic_id, patient=patient, left=left, came=came,
        on=timezone.localdate(), says=says.strip()[:LONGEST], by=by, made_at=timezone.now(),
    )  # fmt: skip


def _close_choice(patient: Patient, leaving: User, by: User) -> None:
    """The choice that had led to who leaves is over; they may be offered again another time."""
    FitChoice.objects.filter(patient=patient, chosen=leaving, changed_at__isnull=True).update(
        changed_at=timezone.now(), changed_by=by
    )
