"""Planned absence: noted before it begins, with the name of who is there in that time."""

from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from openimt.errors import RecordError
from openimt_clinic.access.care import require_in, roles_of
from openimt_clinic.access.cover import clinic_day, day_bounds, standing_absences
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.role_names import RoleName
from openimt_clinic.actions.action import action
from openimt_clinic.audit.log import record
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.on_duty import OnDuty
from openimt_clinic.records.planned_absence import PlannedAbsence
from openimt_clinic.records.user import User


@action
def plan_absence(
    *, clinic: Clinic, first: date, last: date, cover: User, by: User
) -> PlannedAbsence:
    """One's own absence. Who covers may do for these people what the absent person may, on these
    days alone; the people read it on their appointments from now on.

    Sent twice it is noted once. Raises RecordError, naming the field.
    """
    require_in(by, Permission.SEE_CASELOAD, clinic)
    # The clinic's row is the lock: two plans that name each other as cover come one after another.
    Clinic.objects.select_for_update(of=("self",)).get(pk=clinic.pk)
    same = standing_absences().filter(who=by, cover=cover, first=first, last=last).first()
    if same is not None:
        record("absence.noted_again", by=by, clinic=clinic, absence=same.pk)
        return same
    _refuse_days(clinic, first, last, by)
    _refuse_cover(clinic, first, last, cover, by)
    _refuse_duty(clinic, first, last, by)
    made = PlannedAbsence.objects.create(
        clinic=clinic, who=by, cover=cover, first=first, last=last, noted_at=timezone.now()
    )
    record("absence.noted", by=by, clinic=clinic, absence=made.pk, first=first, last=last)
    return made


@action
def take_back_absence(*, absence: PlannedAbsence, by: User) -> PlannedAbsence:
    """It will not be so, or it is over early; the cover ends with it."""
    kept = PlannedAbsence.objects.select_for_update(of=("self",)).get(pk=absence.pk)
    need = Permission.SEE_CASELOAD if kept.who_id == by.pk else Permission.RUN_CLINIC
    require_in(by, need, kept.clinic)
    if kept.taken_back_at is None:
        kept.taken_back_at, kept.taken_back_by = timezone.now(), by
        kept.save(update_fields=["taken_back_at", "taken_back_by"])
    record("absence.taken_back", by=by, clinic=kept.clinic, absence=kept.pk)
    return kept


def _refuse_days(clinic: Clinic, first: date, last: date, by: User) -> None:
    if last < first:
        raise RecordError(_("The last day lies before the first."), field="last")
    if first < clinic_day(clinic, timezone.now()):
        raise RecordError(_("Begin today or later: it is told in advance."), field="first")
    if standing_absences().filter(who=by, first__lte=last, last__gte=first).exists():
        raise RecordError(_("Another absence of yours lies in these days."), field="first")


def _refuse_cover(clinic: Clinic, first: date, last: date, cover: User, by: User) -> None:
    if cover.pk == by.pk:
        raise RecordError(_("Name somebody else: you are away."), field="cover")
    if RoleName.CLINICIAN not in roles_of(cover, clinic):
        raise RecordError(_("Only a clinician of this clinic can cover."), field="cover")
    both = standing_absences().filter(first__lte=last, last__gte=first)
    if both.filter(who=cover).exists():
        says = _("%(who)s is away on some of these days. Name somebody else.")
        raise RecordError(says % {"who": cover.name}, field="cover")
    if both.filter(cover=by).exists():
        says = _("You cover for somebody on some of these days. Settle that first.")
        raise RecordError(says, field="first")


def _refuse_duty(clinic: Clinic, first: date, last: date, by: User) -> None:
    """Nobody is named on the roster while they are away: alerts would go to somebody who is not
    there."""
    start, end = day_bounds(clinic, first, last)
    duties = OnDuty.objects.filter(clinic=clinic, starts_at__lt=end, ends_at__gt=start)
    duty = duties.filter(Q(who=by) | Q(second=by)).order_by("starts_at").first()
    if duty is not None:
        day = date_format(clinic_day(clinic, max(duty.starts_at, start)), "j M Y")
        says = _("You are on duty on %(day)s. Have your duties in these days handed over first.")
        raise RecordError(says % {"day": day}, field="first")
