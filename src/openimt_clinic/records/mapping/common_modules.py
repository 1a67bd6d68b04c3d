"""What the records hold about the six common modules, as the core's values."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from openimt.formulate.pattern.episode import meter
from openimt.track.consistency import Held
from openimt.track.rupture import Marker, Rupture
from openimt.track.suggest import Agreed, Ruler
from openimt_clinic.database.asked import Asked, AskedValues, Given
from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.care_signature import CareSignature, SignerRole
from openimt_clinic.records.mapping.care import newest, signed_ones
from openimt_clinic.records.mapping.formulation import EPISODE, episode_from
from openimt_clinic.records.mapping.written import values_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.plan_version import PlanVersion
from openimt_clinic.records.session_record import SessionRecord

AGREEMENT, RUPTURE, DEVIATION = "agreement", "rupture", "deviation"
MOTIVATION, SUPERVISION = "motivation", "supervision"
"""Words of the kinds of care documents that common modules are read from."""
A_DAY = timedelta(days=1)
LOOKED_AT = 30
"""So many ruptures, rulers and tasks are looked at, the newest first."""
OF = Given("patient")
HELD_AT = AskedValues(lambda: SessionRecord.objects.filter(patient=OF).values_list("held_at"))
AGREED_ON = AskedValues(
    lambda: (
        SessionRecord.objects.filter(patient=OF).exclude(homework="").values_list("pk")[:LOOKED_AT]
    )
)
ANSWERED = Asked(
    lambda: PhoneDocument.objects.filter(
        patient=OF, kind="homework", name__among=Given("names"), removed_at__isnull=True
    )
)
LAST_WRITTEN = Asked(
    lambda: (
        CareDocument.objects.filter(patient=OF, kind=Given("kind"))
        .exclude(state=DocumentState.PUT_ASIDE.value)
        .select_related("author", "signed_by")
        .order_by("line", "-number")
        .distinct("line")
    )
)
IN_FORCE = AskedValues(
    lambda: (
        PlanVersion.objects.filter(patient=OF, adopted_at__isnull=False)
        .filter(Q(ended_at__isnull=True) | Q(ended_at__gte=Given("since")))
        .order_by("-number")
        .values_list("adopted_at", "ended_at", "on", "plan__placements")
    )
)
TOLD = AskedValues(
    lambda: (
        CareDocument.objects.filter(
            patient=OF, kind=DEVIATION, state=DocumentState.SIGNED.value, appointment__isnull=False
        )
        .order_by("-number")
        .values_list("appointment", "signed_at")
    )
)
SIGNED_BY_PERSON = AskedValues(
    lambda: CareSignature.objects.filter(
        document=Given("document"), role=SignerRole.PATIENT.value
    ).values_list("pk")
)  # fmt: skip


@dataclass(frozen=True)
class Noted:
    """A rupture with the document it stands in, for a page to lead there."""

    document: CareDocument
    rupture: Rupture


def agreed_of(patient: Patient) -> tuple[CareDocument | None, Agreed | None]:
    """The agreement in force: the last version that the clinician signed."""
    held = newest(patient, AGREEMENT)
    if held is None or held.signed_at is None:
        return None, None
    both = bool(SIGNED_BY_PERSON.all(document=held.pk))
    on = held.signed_at.astimezone(_zone(patient)).date()
    return held, Agreed(on, both, _day(held.values.get("review")))


def ruptures_of(patient: Patient) -> tuple[Noted, ...]:
    """Each rupture as it was last written, the newest first; a draft counts, for a strain is there
    from the moment it is noted."""
    return tuple(Noted(one, _rupture(one)) for one in _last_written(patient, RUPTURE)[:LOOKED_AT])


def rulers_of(patient: Patient) -> tuple[Ruler, ...]:
    """The signed rulers, the newest first."""
    rows = signed_ones(patient, MOTIVATION)[:LOOKED_AT]
    return tuple(
        Ruler(
            row.about,
            _whole(row.values.get("importance")),
            _whole(row.values.get("confidence")),
            str(row.values.get("step") or ""),
        )
        for row in rows
    )


def supervised_on(patient: Patient) -> date | None:
    """The last day with supervision or consultation that was written down."""
    days = (_day(row.values.get("held")) for row in signed_ones(patient, SUPERVISION)[:LOOKED_AT])
    return max((day for day in days if day), default=None)


def episodes_of(patient: Patient) -> tuple[date, ...] | None:
    """The days of the signed episodes that are whole enough to work with; None where nobody has
    written one down."""
    rows = list(signed_ones(patient, EPISODE)[:LOOKED_AT])
    whole = (row.about for row in rows if _usable(row, patient.language))
    return tuple(whole) if rows else None


def _usable(row: CareDocument, language: str) -> bool:
    return meter(episode_from(values_of(row.fields), language)).usable


def homework_in_a_row(patient: Patient) -> int:
    """How many of the last tasks that the person spoke of did not come about, in a row. What was
    left unanswered says nothing."""
    names = [str(pk) for pk in AGREED_ON.flat(patient=patient.pk)]
    rows = ANSWERED.all(patient=patient.pk, names=names) if names else []
    said = {row.name: row.values.get("how") for row in rows}
    answers = [said[name] for name in names if said.get(name)]
    count = 0
    for answer in answers:
        if answer != "in_the_way":
            break
        count += 1
    return count


@dataclass(frozen=True)
class _InForce:
    """A plan in force from ``since`` to before ``until``, with the week in which each module
    begins, counted from the day it was made ``on``."""

    since: date
    until: date | None
    on: date
    starts: tuple[tuple[str, int], ...]

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)

    def opened(self, day: date) -> frozenset[str]:
        week = (day - self.on).days // 7
        return frozenset(module for module, start in self.starts if start <= week)


def held_with_plan(
    patient: Patient, common: Collection[str], most: int
) -> tuple[tuple[SessionRecord, Held], ...]:
    """The last sessions with what the plan had opened by then. ``common``: the ids of the common
    modules, which run always and are no deviation."""
    sessions = list(SessionRecord.objects.filter(patient=patient).order_by("-held_at")[:most])
    if not sessions:
        return ()
    zone, told = _zone(patient), _deviations(patient)
    plans = _plans(patient, sessions[-1].held_at - A_DAY, frozenset(common))
    return tuple(
        (one, _held(one, one.held_at.astimezone(zone).date(), plans, common, told))
        for one in sessions
    )


def _held(
    one: SessionRecord,
    day: date,
    plans: Sequence[_InForce],
    common: Collection[str],
    told: Mapping[object, date],
) -> Held:
    worked = tuple(work["module"] for work in one.work if work["module"] not in common)
    plan = next((plan for plan in plans if plan.holds(day)), None)
    opened = plan.opened(day) if plan else None
    return Held(day, worked, opened, told.get(one.appointment_id))


def _plans(patient: Patient, since: datetime, common: frozenset[str]) -> list[_InForce]:
    """The plans that were in force at some time since then, the newest first; of each only where
    its modules stand, for a whole plan is large."""
    zone, listed = _zone(patient), IN_FORCE.all(patient=patient.pk, since=since)
    return [
        _InForce(
            adopted.astimezone(zone).date(),
            ended.astimezone(zone).date() if ended else None,
            on,
            tuple((p["module"], p["start_week"]) for p in placed if p["module"] not in common),
        )
        for adopted, ended, on, placed in listed
        if adopted is not None
    ]


def _deviations(patient: Patient) -> dict[object, date]:
    """By appointment, the day on which its deviation was first signed."""
    zone = _zone(patient)
    return {
        appointment: signed_at.astimezone(zone).date()
        for appointment, signed_at in TOLD.all(patient=patient.pk)
        if signed_at is not None
    }


def _last_written(patient: Patient, kind: str) -> list[CareDocument]:
    """Of each thing the version that was written last, the newest day first."""
    last = LAST_WRITTEN.all(patient=patient.pk, kind=kind)
    return sorted(last, key=lambda one: (one.about, one.made_at), reverse=True)


def _rupture(one: CareDocument) -> Rupture:
    values = one.values
    marker = str(values.get("marker") or Marker.BOTH.value)
    return Rupture(
        one.about,
        Marker(marker),
        str(values.get("happened") or ""),
        str(values.get("own_reaction") or ""),
        bool(values.get("own_part")),
        str(values.get("agreed") or ""),
        _day(values.get("repaired")),
    )


def _day(kept: object) -> date | None:
    return date.fromisoformat(str(kept)) if kept else None


def _whole(kept: object) -> int | None:
    return int(kept) if isinstance(kept, int | float) else None


def _zone(patient: Patient) -> ZoneInfo:
    return ZoneInfo(patient.clinic.time_zone)


def days_of_sessions(patient: Patient) -> Iterator[date]:
    """The days on which sessions were held."""
    zone = _zone(patient)
    return (at.astimezone(zone).date() for at in HELD_AT.flat(patient=patient.pk))
