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
from openimt.terms import ModuleKind
from openimt_clinic.access.cover import clinic_day
from openimt_clinic.clinician.agenda_queries import agenda_of, first_agenda
from openimt_clinic.clinician.duty_view import points_once
from openimt_clinic.clinician.stage_view import stage_words
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.mapping.brought import WrittenBeside, written_beside
from openimt_clinic.records.mapping.catalogues import catalogue_for
from openimt_clinic.records.mapping.situations import adopted_plan, profile_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.session_record import SessionRecord

PREPARE_HOURS = 12
"""How long after its hour an appointment is still the one to write down, before the next one."""


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

    @property
    def worked_modules(self) -> tuple[str, ...]:
        """The specific modules on the agenda, in order."""
        listed = dict.fromkeys(p.module for p in self.points if p.id.startswith("module_"))
        return tuple(m for m in listed if self._specific(m))

    def _specific(self, module: str) -> bool:
        known = self.catalogue.modules.get(module)
        return known is not None and known.kind is ModuleKind.SPECIFIC


def prepared(patient: Patient, appointment: Appointment) -> Prepared:
    """The agenda of one appointment, from the plan in force and what is known on its day."""
    catalogue, plan = catalogue_for(patient), adopted_plan(patient)
    day = appointment.starts_at.astimezone(ZoneInfo(patient.clinic.time_zone)).date()
    profile = profile_of(patient, day, catalogue, plan)
    earlier = SessionRecord.objects.filter(patient=patient, held_at__lt=appointment.starts_at)
    last = earlier.select_related("by").order_by("-held_at").first()
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
    open_ones = Appointment.objects.filter(
        patient=patient, session__isnull=True, meeting__isnull=True
    ).filter(state__in=[AppointmentState.PLANNED.value, AppointmentState.KEPT.value])
    recent = now - timedelta(hours=PREPARE_HOURS)
    return open_ones.filter(starts_at__gte=recent).order_by("starts_at").first()


def following(patient: Patient, appointment: Appointment) -> Appointment | None:
    """The planned appointment after this one."""
    later = Appointment.objects.filter(
        patient=patient,
        state=AppointmentState.PLANNED.value,
        starts_at__gt=appointment.starts_at,
        meeting__isnull=True,
    )
    return later.order_by("starts_at").first()


def earlier_sessions(patient: Patient, how_many: int = 4) -> list[SessionRecord]:
    """The latest sessions that were written down."""
    found = SessionRecord.objects.filter(patient=patient).select_related("by")
    return list(found.order_by("-held_at")[:how_many])


def _alerts(patient: Patient) -> tuple[str, ...]:
    open_ones = AlertCase.objects.filter(patient=patient, closed_at__isnull=True)
    return tuple(open_ones.order_by("due_at").values_list("says", flat=True))
