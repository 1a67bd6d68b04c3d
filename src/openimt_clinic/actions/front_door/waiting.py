"""What begins while somebody waits, and the day on which their therapy starts."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from openimt.errors import RecordError
from openimt_clinic.access.care import require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action
from openimt_clinic.actions.enrolling import set_course
from openimt_clinic.audit.log import record
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.referral import Referral, ReferralState
from openimt_clinic.records.user import User

LONGEST_WAIT = timedelta(days=60)
"""Whoever waits hears from us sooner than that."""


@action
def give_numbers(*, referral: Referral, by: User) -> Referral:
    """The emergency numbers and the clinic's own are in the person's hands."""
    kept = _waiting(referral, by)
    kept.numbers_given_on = kept.numbers_given_on or timezone.localdate()
    kept.save(update_fields=["numbers_given_on"])
    record("referral.numbers_given", by=by, patient=kept.patient, referral=kept.pk)
    return kept


@action
def set_check_in(*, referral: Referral, on: date, by: User) -> Referral:
    """The next day on which somebody calls the person who waits."""
    kept = _waiting(referral, by)
    today = timezone.localdate()
    if on < today:
        raise RecordError(_("This day is past; choose today or a later day."), field="on")
    if on > today + LONGEST_WAIT:
        raise RecordError(_("Choose a day within two months."), field="on")
    kept.check_in_on = on
    kept.save(update_fields=["check_in_on"])
    record("referral.check_in", by=by, patient=kept.patient, referral=kept.pk, on=on)
    return kept


@action
def start_course(
    *, referral: Referral, on: date, therapy: str, by: User, sessions_per_week: float = 1.0
) -> Patient:
    """The wait is over: the course under its therapy begins on this day. Twice is once."""
    before = referral.patient
    if before is None:
        raise RecordError(_("Nobody has taken this person in yet."))
    require(by, Permission.PLAN, before)
    now = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    if now.state == ReferralState.STARTED.value and now.started_on is not None:
        record("referral.started_again", by=by, patient=before, referral=now.pk)
        return before
    kept = _waiting(referral, by)
    if not kept.referred_on <= on <= timezone.localdate():
        raise RecordError(_("A course starts on a day from the referral until today."), field="on")
    patient: Patient = set_course(
        patient=before, therapy=therapy, sessions_per_week=sessions_per_week, by=by
    )
    patient.started_on = on
    patient.save(update_fields=["started_on"])
    kept.state, kept.started_on = ReferralState.STARTED.value, on
    kept.save(update_fields=["state", "started_on"])
    record("referral.started", by=by, patient=patient, referral=kept.pk, on=on)
    return patient


def _waiting(referral: Referral, by: User) -> Referral:
    kept = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    if kept.patient is None:
        raise RecordError(_("Nobody has taken this person in yet."))
    require(by, Permission.ASSESS, kept.patient)
    if kept.state != ReferralState.WAITING.value:
        raise RecordError(_("This person does not wait any more; look at the page again."))
    return kept
