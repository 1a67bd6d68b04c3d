"""A skills group of the demo clinic: its people, its hours, and what the last one taught."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from openimt.deliver.card.known import known
from openimt_clinic.actions.groups.leading import Hours, join, make_group
from openimt_clinic.actions.groups.meeting import note_meeting
from openimt_clinic.demo.accounts import ANA, TOMAS
from openimt_clinic.demo.clinic import ZONE, Staff
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.skills_group import SkillsGroup

WEEKS_SO_FAR, WEEKS_AHEAD, MOST = 1, 10, 4


def make_a_group(clinic: Clinic, staff: Staff, now: datetime) -> None:
    """Those under DBT whom Tomas or Ana treats; the group met a week ago for the first time."""
    today = now.astimezone(ZONE).date()
    first = today - timedelta(weeks=WEEKS_SO_FAR)
    tomas, ana = staff[TOMAS.email], staff[ANA.email]
    hours = Hours(first, time(17, 30), today + timedelta(weeks=WEEKS_AHEAD), 120)
    group = make_group(
        clinic=clinic, name="Skills group", hours=hours, leader=tomas, second=ana,
        where="B 12", by=tomas,
    )  # fmt: skip
    people = Patient.objects.filter(clinic=clinic, therapy="dbt", ended_on__isnull=True)
    for patient in people.order_by("code")[:MOST]:
        treats = ana if int(patient.code.removeprefix("demo")) % 2 else tomas
        join(group=group, patient=patient, by=treats)
    _met(group, staff)


def _met(group: SkillsGroup, staff: Staff) -> None:
    """The first hour, once it has been: the first of them came, the others missed it."""
    hour = group.meetings.first()
    if hour is None or hour.starts_at > timezone.now():
        return
    people = [member.patient for member in group.members.select_related("patient")]
    made = Appointment.objects.bulk_create(
        Appointment(
            clinic_id=group.clinic_id, patient=one, series=group.series, meeting=hour,
            with_whom=group.leader, starts_at=hour.starts_at, minutes=group.minutes,
            where=group.where,
        )
        for one in people
    )  # fmt: skip
    came = {str(one.pk): "missed" if n else "kept" for n, one in enumerate(made)}
    note_meeting(
        meeting=hour, came=came, taught=list(known().skills)[:2], practice="One of them each day",
        by=staff[TOMAS.email],
    )  # fmt: skip
