"""The way back: a new course for somebody who was here before, without a new referral."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from openimt.errors import RecordError
from openimt_clinic.access.care import permissions_for, require_in
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action
from openimt_clinic.actions.back_door.waiting_place import wait_no_more
from openimt_clinic.actions.relating import kept_apart, treats_from
from openimt_clinic.audit.log import record
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.course_ending import CourseEnding
from openimt_clinic.records.follow_up import FollowUp
from openimt_clinic.records.mapping.catalogues import current_catalogue
from openimt_clinic.records.mapping.endings import died_on
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.plan_version import PlanState, PlanVersion
from openimt_clinic.records.user import User


@action
def come_back(
    *, patient: Patient, on: date, by: User, treated_by: User | None = None, therapy: str = ""
) -> Patient:
    """The person is in care again from this day. Pressed twice it is done once.

    ``treated_by``: who treats from now on, where nobody does any more. ``therapy``: empty = the
    one before. The plan of the earlier course is history; what was learnt in it counts on.
    """
    if Permission.ASSESS not in permissions_for(by, patient):
        require_in(by, Permission.ENROL, patient.clinic)
    kept = Patient.objects.select_for_update(of=("self",)).get(pk=patient.pk)
    if kept.ended_on is None:
        record("course.in_care_already", by=by, patient=kept)
        return kept
    if died_on(kept) is not None:
        raise RecordError(
            _("It is written that %(name)s has died. Was that a mistake? Take it back there.")
            % {"name": kept.name}
        )
    if not kept.ended_on <= on <= timezone.localdate():
        raise RecordError(
            _("Choose a day from the end of the earlier course until today."), field="on"
        )
    _treated(kept, treated_by, on, by)
    if therapy:
        current_catalogue(kept.clinic).course_therapy(therapy)
    kept.ended_on, kept.started_on, kept.therapy = None, on, therapy or kept.therapy
    kept.save(update_fields=["ended_on", "started_on", "therapy"])
    _close_the_ending(kept, on, by)
    record("course.taken_up", by=by, patient=kept, on=on, therapy=kept.therapy)
    return kept


def _treated(patient: Patient, treated_by: User | None, on: date, by: User) -> None:
    if treated_by is not None:
        treats_from(patient, treated_by, on, by)
        return
    treating = CareRelation.objects.filter(
        patient=patient, until__isnull=True, kind=CareKind.TREATING.value
    ).exclude(user__in=kept_apart(patient).values("user"))
    if not treating.exists():
        raise RecordError(_("Nobody treats this person now; say who does."), field="treated_by")


def _close_the_ending(patient: Patient, on: date, by: User) -> None:
    now = timezone.now()
    wait_no_more(patient, by, now)
    CourseEnding.objects.filter(patient=patient, back_on__isnull=True).update(
        back_on=on, back_by=by, changed_at=now
    )
    FollowUp.objects.filter(patient=patient, done_at__isnull=True).update(
        done_at=now, done_by=by, reached=True, says=_("Came back.")
    )
    PlanVersion.objects.filter(patient=patient, state=PlanState.ADOPTED.value).update(
        state=PlanState.SUPERSEDED.value, ended_at=now
    )
