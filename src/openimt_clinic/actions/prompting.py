"""Agreeing when a person is reminded, doing it less, and having a rest from it."""

import uuid
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo, available_timezones

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from openimt.deliver.prompts.hours import Quiet
from openimt.deliver.prompts.limits import within
from openimt.deliver.prompts.schedule import Schedule, checked
from openimt.errors import RecordError
from openimt_clinic.access.care import permissions_for, require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action
from openimt_clinic.actions.back_door.in_care import refuse_once_ended
from openimt_clinic.actions.prompt_ledger import plan_for
from openimt_clinic.actions.sent_again import in_turn, says_the_same
from openimt_clinic.audit.log import record
from openimt_clinic.phone_numbers import phone_number
from openimt_clinic.records.mapping.prompted import CARD
from openimt_clinic.records.mapping.prompts import (
    Wanted,
    in_force,
    nothing_wanted,
    proposed,
    wanted_of,
    zone_of,
)
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.prompt_pause import PromptPause
from openimt_clinic.records.prompt_schedule import PromptSchedule
from openimt_clinic.records.user import User

MOST_SCHEDULES = phone_number("reminders.schedules")


@action
def agree_reminders(
    *,
    patient: Patient,
    wanted: Wanted,
    by: User,
    together: bool = False,
    reason: str = "",
    at: datetime | None = None,
) -> PromptSchedule:
    """A new version. From who treats, it is a proposal unless both agreed on it ``together``; the
    person's own holds at once, and asks no more of them than before."""
    at = at or timezone.now()
    _check(wanted)
    alone = Permission.ANSWER_OWN in permissions_for(by, patient)
    if alone:
        _no_more(before(patient), wanted)
    else:
        require(by, Permission.DELIVER, patient)
        refuse_once_ended(patient)
    made = _version(patient, wanted, by, at, agreed=alone or together, reason=reason)
    if made.agreed_at:
        plan_for(patient, at)
    record(
        "reminders.agreed" if made.agreed_at else "reminders.proposed",
        by=by, patient=patient, number=made.number,
    )  # fmt: skip
    return made


@action
def answer_proposal(*, patient: Patient, yes: bool, by: User) -> PromptSchedule | None:
    """The person says yes to what was proposed, or that it stays as it was."""
    require(by, Permission.ANSWER_OWN, patient)
    waiting, now = proposed(patient), timezone.now()
    if waiting is None:
        raise RecordError(_("Nothing waits for your answer here."))
    if yes:
        waiting.agreed_at = now
        waiting.save(update_fields=["agreed_at"])
        plan_for(patient, now)
    else:
        _version(patient, before(patient), by, now, agreed=True)
    record("reminders.answered", by=by, patient=patient, number=waiting.number, yes=yes)
    return in_force(patient)


@action
def pause_reminders(
    *, patient: Patient, by: User, until: date | None = None, at: datetime | None = None
) -> PromptPause:
    """No reminders until that day, or until the person takes them up. No reason is asked."""
    require(by, Permission.ANSWER_OWN, patient)
    now = at or timezone.now()
    if until is not None and until <= now.astimezone(zone_of(patient)).date():
        raise RecordError(_("Choose a day after today."), field="until")
    in_turn(patient)
    there = PromptPause.objects.filter(patient=patient, ended_at__isnull=True).first()
    if there is not None and there.until == until:
        record("reminders.paused_again", by=by, patient=patient, until=until)
        return there
    _end_pauses(patient, now)
    pause = PromptPause.objects.create(
        clinic_id=patient.clinic_id, patient=patient, begins_at=now, until=until, by=by
    )
    plan_for(patient, now)
    record("reminders.paused", by=by, patient=patient, until=until)
    return pause


@action
def take_up_reminders(*, patient: Patient, by: User, at: datetime | None = None) -> None:
    """Reminders come again from now on; nothing that was left out is made up for."""
    require(by, Permission.ANSWER_OWN, patient)
    now = at or timezone.now()
    _end_pauses(patient, now)
    plan_for(patient, now)
    record("reminders.taken_up", by=by, patient=patient)


@action
def use_zone(
    *, patient: Patient, zone: str, by: User, at: datetime | None = None
) -> PromptSchedule:
    """From now on the hours are those of the clock where the person is."""
    require(by, Permission.ANSWER_OWN, patient)
    now = at or timezone.now()
    wanted = replace(before(patient), zone=_zone(zone))
    made = _version(patient, wanted, by, now, agreed=True)
    plan_for(patient, now)
    record("reminders.zone_used", by=by, patient=patient, number=made.number)
    return made


def before(patient: Patient) -> Wanted:
    """What holds now; the usual bounds and no schedule where nothing was agreed."""
    version = in_force(patient)
    return wanted_of(version) if version else nothing_wanted(patient)


def new_id() -> str:
    """An id for a new schedule, which it keeps through all versions."""
    return uuid.uuid4().hex[:12]


def _version(
    patient: Patient,
    wanted: Wanted,
    by: User,
    at: datetime,
    *,
    agreed: bool,
    reason: str = "",
) -> PromptSchedule:
    in_turn(patient)
    newest = PromptSchedule.objects.filter(patient=patient).order_by("-number").first()
    given = {**wanted.fields(), "by_id": by.pk, "reason": reason.strip()}
    pressed_twice = newest is not None and says_the_same(newest, given)
    if newest is not None and pressed_twice and agreed == (newest.agreed_at is not None):
        return newest
    last = PromptSchedule.objects.filter(patient=patient).aggregate(last=Max("number"))["last"]
    return PromptSchedule.objects.create(
        clinic_id=patient.clinic_id,
        patient=patient,
        number=(last or 0) + 1,
        by=by,
        made_at=at,
        agreed_at=at if agreed else None,
        reason=reason.strip(),
        **wanted.fields(),
    )


def _end_pauses(patient: Patient, now: datetime) -> None:
    PromptPause.objects.filter(patient=patient, ended_at__isnull=True).update(ended_at=now)


def _check(wanted: Wanted) -> None:
    """Raises RecordError for what nobody can keep to."""
    within("most_a_day", wanted.budget.most_a_day)
    within("most_a_week", wanted.budget.most_a_week)
    within("least_gap_minutes", int(wanted.budget.least_gap.total_seconds() // 60), least=5)
    _zone(wanted.zone)
    if len(wanted.schedules) > MOST_SCHEDULES:
        raise RecordError(_("That is too much to be reminded of."), field="schedules")
    if len({one.id for one in wanted.schedules}) < len(wanted.schedules):
        raise RecordError("Two schedules have one id.", field="schedules")
    for one in wanted.schedules:
        checked(one)
    if _all_day(wanted.quiet):
        raise RecordError(_("Some hours have to stay for reminders."), field="quiet_from")


def _all_day(quiet: Quiet) -> bool:
    minutes = (quiet.ends.hour - quiet.begins.hour) * 60 + quiet.ends.minute - quiet.begins.minute
    return minutes % (24 * 60) > 23 * 60


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise RecordError(_("We do not know this time zone."), field="zone")
    return ZoneInfo(name).key


def _no_more(before: Wanted, wanted: Wanted) -> None:
    """A person decides alone to be asked less, or at other hours; more is agreed with their team.

    One reminder a day of their own card they can always set themselves.
    """
    if wanted.budget.most_a_day > before.budget.most_a_day:
        raise RecordError(_("More a day is for you and your team to agree on."), field="most_a_day")
    there = {one.id: one for one in before.schedules}
    for one in wanted.schedules:
        if one.id not in there:
            if one.about != CARD or len(one.times) != 1 or _reminds_of_card(before):
                raise RecordError(_("More reminders are for you and your team to agree on."))
        elif _asks_more(there[one.id], one):
            raise RecordError(_("More reminders are for you and your team to agree on."))


def _reminds_of_card(wanted: Wanted) -> bool:
    return any(one.about == CARD for one in wanted.schedules)


def _asks_more(there: Schedule, one: Schedule) -> bool:
    same = replace(
        one,
        times=there.times,
        windows=there.windows,
        ends_on=there.ends_on,
        starts_on=there.starts_on,
        delay=there.delay,
    )
    longer = there.ends_on is not None and (one.ends_on is None or one.ends_on > there.ends_on)
    more = len(one.times) > len(there.times) or len(one.windows) > len(there.windows)
    return same != there or longer or more or one.starts_on < there.starts_on
