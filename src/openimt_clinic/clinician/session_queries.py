"""What the session page asks the records."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from openimt.catalogue.catalogue import Catalogue
from openimt.deliver.session import AgendaPoint
from openimt.formulate.assessment import Delivered
from openimt.formulate.profile import Profile
from openimt.plan.plan import Plan
from openimt_clinic.access.cover import clinic_day
from openimt_clinic.clinician.agenda_queries import agenda_of, first_agenda
from openimt_clinic.clinician.duty_view import points_once
from openimt_clinic.clinician.stage_view import stage_words
from openimt_clinic.database.asked import Asked, AskedValues, Given
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.mapping.brought import WrittenBeside, written_beside
from openimt_clinic.records.mapping.situations import plan_in_force, profile_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.session_record import SessionRecord

SHOWN = 4
"""So many of the last sessions stand beside the agenda."""
PREPARE_HOURS = 12
"""How long after its hour an appointment is still the one to write down, before the next one."""
OF = Given("patient")
BEFORE = Asked(
    lambda: (
        SessionRecord.objects.filter(patient=OF, held_at__lt=Given("at"))
        .select_related("by")
        .order_by("-held_at")[:1]
    )
)
EARLIER = Asked(
    lambda: (
        SessionRecord.objects.filter(patient=OF).select_related("by").order_by("-held_at")[:SHOWN]
    )
)
COMING = Asked(
    lambda: Appointment.objects.filter(
        patient=OF, state=AppointmentState.PLANNED.value, starts_at__gt=Given("at"),
        meeting__isnull=True,
    ).order_by("starts_at")[:1]
)  # fmt: skip
OPEN_HOURS = Asked(
    lambda: Appointment.objects.filter(
        patient=OF, session__isnull=True, meeting__isnull=True, starts_at__gte=Given("since"),
        state__in=[AppointmentState.PLANNED.value, AppointmentState.KEPT.value],
    ).order_by("starts_at")[:1]
)  # fmt: skip
WORRIES = AskedValues(
    lambda: (
        AlertCase.objects.filter(patient=OF, closed_at__isnull=True)
        .order_by("due_at")
        .values_list("says")
    )
)


@dataclass(frozen=True)
class Prepared:
    """Everything a session is prepared from. ``written``: what stands beside the plan; ``therapy``
    and ``stage`` in words."""

    on: date
    catalogue: Catalogue
    plan: Plan | None
    points: tuple[AgendaPoint, ...]
    delivered: dict[str, Delivered]
    last: SessionRecord | None
    profile: Profile
    written: WrittenBeside
    therapy: str = ""
    stage: str = ""


def prepared(patient: Patient, appointment: Appointment) -> Prepared:
    """The agenda of one appointment, from the plan in force and what is known on its day."""
    plan, catalogue = plan_in_force(patient)
    day = appointment.starts_at.astimezone(ZoneInfo(patient.clinic.time_zone)).date()
    profile = profile_of(patient, day, catalogue, plan)
    last = BEFORE.first(patient=patient.pk, at=appointment.starts_at)
    delivered = {one.module: one for one in profile.assessment.delivered}
    written = written_beside(patient, None, clinic_day(patient.clinic, timezone.now()))
    alerts = _alerts(patient)
    points = (
        first_agenda(patient, profile, catalogue, on=day, last=last, alerts=alerts)
        if plan is None
        else agenda_of(
            patient, plan, profile, catalogue, on=day, last=last, alerts=alerts, written=written
        )
    )
    return Prepared(
        on=day,
        catalogue=catalogue,
        plan=plan,
        points=points_once(points),
        delivered=delivered,
        last=last,
        profile=profile,
        written=written,
        therapy=catalogue.therapy(patient.therapy).name,
        stage=stage_words(catalogue, profile),
    )


def appointment_to_prepare(patient: Patient, now: datetime) -> Appointment | None:
    """The appointment whose session is next to be held or written down.

    One of the last hours that nobody wrote down goes before the next one ahead.
    """
    return OPEN_HOURS.first(patient=patient.pk, since=now - timedelta(hours=PREPARE_HOURS))


def following(patient: Patient, appointment: Appointment) -> Appointment | None:
    """The planned appointment after this one."""
    return COMING.first(patient=patient.pk, at=appointment.starts_at)


def earlier_sessions(patient: Patient) -> list[SessionRecord]:
    """The latest sessions that were written down."""
    return EARLIER.all(patient=patient.pk)


def _alerts(patient: Patient) -> tuple[str, ...]:
    return tuple(WORRIES.flat(patient=patient.pk))
