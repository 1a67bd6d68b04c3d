"""The agenda of a session day, from the plan in force and everything the records hold for it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from openimt.catalogue.catalogue import Catalogue
from openimt.deliver.agenda import agenda
from openimt.deliver.diary import DiaryDay
from openimt.deliver.session import AgendaPoint
from openimt.formulate.profile import Profile
from openimt.plan.plan import Plan
from openimt_clinic.clinician.agenda_from_phone import with_phone
from openimt_clinic.records.answer_set import AnswerSet, AnswerState
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.session_record import SessionRecord


def agenda_of(
    patient: Patient,
    plan: Plan,
    profile: Profile,
    catalogue: Catalogue,
    *,
    on: date,
    last: SessionRecord | None,
    alerts: tuple[str, ...] = (),
) -> tuple[AgendaPoint, ...]:
    """The points of the session on that day. ``last``: the session before it, if there was one."""
    today = timezone.now().astimezone(ZoneInfo(patient.clinic.time_zone)).date()
    points = agenda(
        plan,
        profile,
        catalogue,
        delivered=profile.assessment.delivered,
        open_homework=last.homework if last else "",
        alerts=alerts,
        on=max(on, plan.on),
        days=diary_days(patient, plan, catalogue, min(on, today)),
        since=patient.started_on,
        last=_day(last.held_at, patient) if last else None,
        looked_on=today,
    )
    return with_phone(points, patient, last)


def diary_days(
    patient: Patient, plan: Plan, catalogue: Catalogue, on: date
) -> tuple[DiaryDay, ...] | None:
    """The shared days of the therapy's diary up to the day; None where it has none here."""
    diary = catalogue.therapy(plan.therapy).diary
    if diary is None or not diary.instrument:
        return None
    since = on - timedelta(days=int(catalogue.settings["agenda_days"]))
    rows = AnswerSet.objects.filter(
        patient=patient,
        instrument=diary.instrument,
        state=AnswerState.COMPLETE.value,
        shared=True,
        given_at__date__gte=since,
    ).order_by("given_at")
    by_day = {
        _day(given, patient): answers for given, answers in rows.values_list("given_at", "answers")
    }
    return tuple(DiaryDay(day, values) for day, values in by_day.items() if since < day <= on)


def _day(moment: datetime, patient: Patient) -> date:
    return moment.astimezone(ZoneInfo(patient.clinic.time_zone)).date()
