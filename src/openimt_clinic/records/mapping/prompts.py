"""What was agreed about reminders, as the core's values, and back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from openimt.deliver.prompts.hours import Quiet, moment
from openimt.deliver.prompts.limits import Budget, usual, usual_budget, usual_quiet
from openimt.deliver.prompts.plan import Pause
from openimt.deliver.prompts.schedule import Burst, Delay, Schedule, Unit, Way, Window
from openimt.deliver.prompts.wished import Clock
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.prompt_pause import PromptPause
from openimt_clinic.records.prompt_schedule import PromptSchedule


@dataclass(frozen=True)
class Wanted:
    """Everything a version says: the schedules, the budget, the quiet hours, and whose clock."""

    schedules: tuple[Schedule, ...]
    budget: Budget
    quiet: Quiet
    zone: str

    def fields(self) -> dict[str, Any]:
        """As the record keeps it."""
        return {
            "rows": [row_of(one) for one in self.schedules],
            "most_a_day": self.budget.most_a_day,
            "most_a_week": self.budget.most_a_week,
            "least_gap": int(self.budget.least_gap.total_seconds() // 60),
            "quiet_from": self.quiet.begins,
            "quiet_until": self.quiet.ends,
            "zone": self.zone,
        }


def wanted_of(version: PromptSchedule) -> Wanted:
    """The version as the core reads it."""
    gap = timedelta(minutes=version.least_gap)
    return Wanted(
        tuple(schedule_of(row) for row in version.rows),
        Budget(version.most_a_day, version.most_a_week, gap),
        Quiet(version.quiet_from, version.quiet_until),
        version.zone,
    )


def nothing_wanted(patient: Patient) -> Wanted:
    """Before anything was agreed: no schedule, and the usual bounds."""
    return Wanted((), usual_budget(), usual_quiet(), patient.clinic.time_zone)


def clock_of(version: PromptSchedule) -> Clock:
    """The person's clock; their chance follows from who they are, so it can be drawn again."""
    quiet = Quiet(version.quiet_from, version.quiet_until)
    return Clock(ZoneInfo(version.zone), quiet, str(version.patient_id))


def in_force(patient: Patient) -> PromptSchedule | None:
    """The latest version that was agreed."""
    return PromptSchedule.objects.filter(patient=patient, agreed_at__isnull=False).first()


def proposed(patient: Patient) -> PromptSchedule | None:
    """The latest version while it waits for the person's yes."""
    latest = PromptSchedule.objects.filter(patient=patient).first()
    return latest if latest and latest.agreed_at is None else None


def open_pause(patient: Patient, now: datetime) -> PromptPause | None:
    """The pause that holds at this moment."""
    pauses = PromptPause.objects.filter(patient=patient, ended_at__isnull=True)
    zone = zone_of(patient)
    return next((one for one in pauses if pause_of(one, zone).holds(now)), None)


def zone_of(patient: Patient) -> ZoneInfo:
    """The zone of the person's own clock; the clinic's where nothing was agreed."""
    version = in_force(patient)
    return ZoneInfo(version.zone if version else patient.clinic.time_zone)


def pauses_of(patients: Collection[Patient], zone: ZoneInfo) -> list[Pause]:
    """Every pause of these people, by the clock of the zone."""
    return [pause_of(one, zone) for one in PromptPause.objects.filter(patient__in=patients)]


def pause_of(kept: PromptPause, zone: ZoneInfo) -> Pause:
    """The pause as the core reads it: it ends with the beginning of its day."""
    ends = [moment(kept.until, time(), zone)] if kept.until else []
    ends += [kept.ended_at] if kept.ended_at else []
    return Pause(kept.begins_at, min(ends) if ends else None)


def row_of(schedule: Schedule) -> dict[str, Any]:
    """A schedule as it is kept."""
    burst, wait = schedule.burst, schedule.delay.wait
    return {
        "id": schedule.id,
        "way": schedule.way.value,
        "about": schedule.about,
        "starts_on": schedule.starts_on.isoformat(),
        "ends_on": schedule.ends_on.isoformat() if schedule.ends_on else None,
        "every": schedule.every,
        "unit": schedule.unit.value,
        "weekdays": sorted(schedule.weekdays),
        "times": [_hour(at) for at in schedule.times],
        "windows": [[_hour(one.begins), _hour(one.ends)] for one in schedule.windows],
        "wait": int(wait.total_seconds() // 60) if wait is not None else None,
        "next_day_at": _hour(schedule.delay.next_day_at),
        "burst": [burst.days, burst.every_weeks] if burst else None,
        "stands": int(schedule.stands.total_seconds() // 60),
    }


def schedule_of(row: Mapping[str, Any]) -> Schedule:
    """As ``row_of`` wrote it."""
    wait, next_day = row["wait"], row["next_day_at"]
    return Schedule(
        id=row["id"],
        way=Way(row["way"]),
        about=row["about"],
        starts_on=date.fromisoformat(row["starts_on"]),
        ends_on=date.fromisoformat(row["ends_on"]) if row["ends_on"] else None,
        every=row["every"],
        unit=Unit(row["unit"]),
        weekdays=frozenset(row["weekdays"]),
        times=tuple(map(time.fromisoformat, row["times"])),
        windows=_windows(row["windows"]),
        delay=Delay(
            None if wait is None else timedelta(minutes=wait),
            time.fromisoformat(next_day) if next_day else None,
        ),
        burst=Burst(*row["burst"]) if row["burst"] else None,
        stands=timedelta(minutes=row.get("stands", usual("stands_minutes"))),
    )


def _windows(rows: Sequence[Sequence[str]]) -> tuple[Window, ...]:
    return tuple(Window(time.fromisoformat(a), time.fromisoformat(b)) for a, b in rows)


def _hour(at: time | None) -> str:
    return at.strftime("%H:%M") if at else ""
