"""What goes on in each form of the therapy, each counted by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from openimt.catalogue.catalogue import Catalogue
from openimt.deliver.modes.coaching import AfterAnAct, after_an_act
from openimt.deliver.modes.coming import Coming, Hour, coming
from openimt.deliver.session import AppointmentState
from openimt.terms import EventKind
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.clinical_event import ClinicalEvent
from openimt_clinic.records.mapping.care import signed_ones, written_about
from openimt_clinic.records.mapping.told_day import told_day
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

INDIVIDUAL, GROUP = "individual", "group"
ACTS = (EventKind.SELF_HARM_ACT.value, EventKind.SUICIDE_ATTEMPT.value)
CALLS_SHOWN = 5


@dataclass(frozen=True)
class Modes:
    """``after``: the rule after an act, where it holds now. ``asked_at``: so many missed in a row
    of one mode are a matter for the team."""

    individual: Coming
    group: Coming
    calls: tuple[CareDocument, ...]
    after: AfterAnAct | None
    consultations: tuple[CareDocument, ...]
    asked_at: int

    @property
    def asking(self) -> tuple[Coming, ...]:
        """The modes in which so many were missed in a row."""
        return tuple(one for one in (self.individual, self.group) if one.asks)


def modes_of(patient: Patient, catalogue: Catalogue, user: User, now: datetime) -> Modes:
    """All four, as the records tell."""
    asked_at = int(catalogue.settings["dbt_missed_in_a_row"])
    hours = catalogue.settings["dbt_hours_after_act"]
    asked = written_about(patient, ["consultation"], user)
    return Modes(
        individual=coming(INDIVIDUAL, individual_hours([patient])[patient.pk], asked_at),
        group=coming(
            GROUP,
            [
                *group_hours(signed_ones(patient, "group_hour")),
                *hours_together([patient])[patient.pk],
            ],
            asked_at,
        ),
        calls=tuple(signed_ones(patient, "coaching_call")[:CALLS_SHOWN]),
        after=after_an_act(acts_of(patient, now), now, hours),
        consultations=tuple(asked[:CALLS_SHOWN]),
        asked_at=asked_at,
    )


def individual_hours(patients: Iterable[Patient]) -> dict[UUID, list[Hour]]:
    """Own appointments that have come to something, by person, in one look."""
    return _hours(patients, together=False)


def hours_together(patients: Iterable[Patient]) -> dict[UUID, list[Hour]]:
    """Hours of a group that have come to something for each of these people."""
    return _hours(patients, together=True)


def _hours(patients: Iterable[Patient], *, together: bool) -> dict[UUID, list[Hour]]:
    people = list(patients)
    found: dict[UUID, list[Hour]] = {one.pk: [] for one in people}
    zones = {one.pk: ZoneInfo(one.clinic.time_zone) for one in people}
    rows = Appointment.objects.filter(patient__in=people, meeting__isnull=not together).exclude(
        state=AppointmentState.PLANNED.value
    )
    for patient, at, state in rows.values_list("patient", "starts_at", "state"):
        day = at.astimezone(zones[patient]).date()
        found[patient].append(Hour(day, AppointmentState(state)))
    return found


def group_hours(documents: Iterable[CareDocument]) -> list[Hour]:
    """Hours of the skills group, as they were signed."""
    return [Hour(told_day(one), AppointmentState(str(one.values["came"]))) for one in documents]


def acts_of(patient: Patient, now: datetime) -> list[datetime]:
    """Acts of the last days. Of an act that was noted on a later day only the day is known; it is
    taken as the latest it can have been."""
    zone = ZoneInfo(patient.clinic.time_zone)
    since = now.astimezone(zone).date() - timedelta(days=7)
    rows = ClinicalEvent.objects.filter(patient=patient, kind__in=ACTS, on__gte=since)
    return [_moment(on, noted, now, zone) for on, noted in rows.values_list("on", "noted_at")]


def _moment(on: date, noted: datetime, now: datetime, zone: ZoneInfo) -> datetime:
    if noted.astimezone(zone).date() == on:
        return noted
    return min(datetime.combine(on, time.max, tzinfo=zone), now)
