"""The demo clinic itself: its numbers, which are nobody's, its staff, and who is on duty."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from openimt_clinic.actions.absences import plan_absence
from openimt_clinic.actions.clinic_numbers import CrisisNumber, Numbers
from openimt_clinic.actions.duty import put_on_duty
from openimt_clinic.actions.running import found_clinic, invite
from openimt_clinic.demo.accounts import ANA, IVO, LEA, PASSWORD, ROSA, STAFF, TOMAS, Account
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.user import User

NAME = "Demo clinic (everybody invented)"
ZONE = ZoneInfo("Europe/Berlin")
NUMBERS = Numbers(
    emergency_number="112",
    emergency_label="Emergency medical help (this number is real)",
    crisis_numbers=(
        CrisisNumber(
            "Night line of the demo clinic (invented)",
            "030 555 0100",
            "18:00 to 8:00",
            {"de": {"name": "Nachttelefon der Demoklinik (erfunden)", "hours": "18:00 bis 8:00"}},
        ),
        CrisisNumber(
            "Reception of the demo clinic (invented)",
            "030 555 0101",
            "8:00 to 18:00",
            {"de": {"name": "Empfang der Demoklinik (erfunden)", "hours": "8:00 bis 18:00"}},
        ),
    ),
    who_reads="This clinic is invented: nobody reads what is written here.",
    out_of_hours="If you need help yourself, call your country's emergency number at any hour.",
    translations={
        "de": {
            "emergency_label": "Rettungsdienst (diese Nummer ist echt)",
            "who_reads": "Diese Klinik ist erfunden: Niemand liest, was hier geschrieben wird.",
            "out_of_hours": (
                "Wenn Sie selbst Hilfe brauchen, wählen Sie zu jeder Zeit den Notruf Ihres Landes."
            ),
        }
    },
)
WEEKS_BEFORE, WEEKS_AHEAD = 28, 12
CHANGE_OF_DUTY = time(8)
OFF_IN_DAYS, OFF_FOR_DAYS = 12, 4

Staff = dict[str, User]


def open_clinic() -> Clinic:
    """The clinic, marked as one in which everybody is invented."""
    return found_clinic(
        name=NAME, numbers=NUMBERS, patient_name="Linden House", time_zone=ZONE.key, is_demo=True
    )


def invite_staff(clinic: Clinic) -> Staff:
    """Everybody who works there, by their address."""
    return {account.email: _invite(clinic, account) for account in STAFF}


def fill_roster(clinic: Clinic, staff: Staff, now: datetime) -> None:
    """A week for one, a week for the other, each with the other as the second person."""
    today = now.astimezone(ZONE).date()
    monday = today - timedelta(days=today.weekday())
    pair = (staff[ROSA.email], staff[IVO.email])
    for week in range(-WEEKS_BEFORE, WEEKS_AHEAD):
        first, second = pair if week % 2 == 0 else pair[::-1]
        starts = datetime.combine(monday + timedelta(weeks=week), CHANGE_OF_DUTY, tzinfo=ZONE)
        ends = starts.replace(tzinfo=None) + timedelta(weeks=1)
        put_on_duty(
            clinic=clinic,
            who=first,
            second=second,
            starts_at=starts.astimezone(UTC),
            ends_at=ends.replace(tzinfo=ZONE).astimezone(UTC),
            by=staff[LEA.email],
        )


def note_time_off(clinic: Clinic, staff: Staff, now: datetime) -> None:
    """One of the two is away for a working week soon; the other is there."""
    monday = max(now, timezone.now()).astimezone(ZONE).date() + timedelta(days=OFF_IN_DAYS)
    friday = monday + timedelta(days=OFF_FOR_DAYS)
    plan_absence(
        clinic=clinic, first=monday, last=friday, cover=staff[ANA.email], by=staff[TOMAS.email]
    )


def _invite(clinic: Clinic, account: Account) -> User:
    return invite(
        clinic=clinic,
        email=account.email,
        name=account.name,
        roles=account.roles,
        password=PASSWORD,
        by=None,
    )
