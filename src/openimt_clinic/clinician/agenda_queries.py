"""The agenda of a session day, from the plan in force and everything the records hold for it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from openimt.catalogue.catalogue import Catalogue
from openimt.deliver.agenda import agenda
from openimt.deliver.diary import DiaryDay
from openimt.deliver.matters import card_says
from openimt.deliver.session import AgendaPoint
from openimt.deliver.without_plan import agenda_without_plan
from openimt.formulate.profile import Profile
from openimt.plan.plan import Plan
from openimt_clinic.access.cover import clinic_day
from openimt_clinic.clinician.agenda_from_phone import with_phone
from openimt_clinic.records.mapping.brought import WrittenBeside, brought_of, written_beside
from openimt_clinic.records.mapping.common_modules import agreed_of
from openimt_clinic.records.mapping.connection import noted_state
from openimt_clinic.records.mapping.diary_days import diary_days_of
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
    written: WrittenBeside | None = None,
) -> tuple[AgendaPoint, ...]:
    """The points of the session on that day. ``last``: the session before it, if there was one."""
    today = clinic_day(patient.clinic, timezone.now())
    written = written or written_beside(patient, None, today)
    days = diary_days(patient, plan, catalogue, min(on, today))
    points = agenda(
        plan,
        profile,
        catalogue,
        delivered=profile.assessment.delivered,
        open_homework=last.homework if last else "",
        alerts=alerts,
        on=max(on, plan.on),
        days=days,
        since=patient.started_on,
        last=_day(last.held_at, patient) if last else None,
        looked_on=today,
        noted=noted_state(patient, catalogue.therapy(plan.therapy), min(on, today)),
        brought=brought_of(patient, written, today),
    )
    return with_phone((*points, *_card(plan, catalogue, days)), patient, last)


def first_agenda(
    patient: Patient,
    profile: Profile,
    catalogue: Catalogue,
    *,
    on: date,
    last: SessionRecord | None,
    alerts: tuple[str, ...] = (),
) -> tuple[AgendaPoint, ...]:
    """The points of a session that day while no plan is adopted."""
    points = agenda_without_plan(
        profile,
        catalogue,
        on=on,
        alerts=alerts,
        agreed=agreed_of(patient)[0] is not None,
        open_homework=last.homework if last else "",
    )
    return with_phone(points, patient, last)


def _card(
    plan: Plan, catalogue: Catalogue, days: tuple[DiaryDay, ...] | None
) -> tuple[AgendaPoint, ...]:
    """The person's own targets and skills; a therapy with a hierarchy has its place for them."""
    if catalogue.therapy(plan.therapy).hierarchy is not None:
        return ()
    lines = card_says(days or (), catalogue.settings["urge_notable"])
    because = "Their own targets and the skills they used, of the last days."
    point = AgendaPoint("diary_card", "The diary card", because, lines=lines)
    return (point,) if lines else ()


def diary_days(
    patient: Patient, plan: Plan, catalogue: Catalogue, on: date
) -> tuple[DiaryDay, ...] | None:
    """The days of the therapy's diary up to the day; None where it has none here."""
    diary = catalogue.therapy(plan.therapy).diary
    if diary is None or not diary.instrument:
        return None
    since = on - timedelta(days=int(catalogue.settings["agenda_days"]) - 1)
    return diary_days_of(patient, diary, diary.instrument, since, on)


def _day(moment: datetime, patient: Patient) -> date:
    return moment.astimezone(ZoneInfo(patient.clinic.time_zone)).date()
