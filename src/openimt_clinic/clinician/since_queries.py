"""What the records hold of the days since last time: a fixed number of questions, however long a
course is."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Max, Q
from django.utils import timezone

from openimt.catalogue.catalogue import Catalogue
from openimt.deliver.diary import DiaryDay, noted
from openimt.deliver.matters import card_says
from openimt.deliver.since import Alert, Between, Homework, Line, Thing, since_last
from openimt.deliver.story.shapes import KINDS as STORY
from openimt.formulate.profile import Profile
from openimt_clinic.actions.care.kinds.known import KINDS
from openimt_clinic.actions.care.session_fields import RATING, SESSION
from openimt_clinic.actions.phone.kinds.story import STOPPED
from openimt_clinic.audit.event import AuditEvent
from openimt_clinic.audit.log import READING
from openimt_clinic.clinician.agenda_from_phone import homework_lines
from openimt_clinic.clinician.meanwhile import meanwhile, own_experiment
from openimt_clinic.components.document_words import kind_words
from openimt_clinic.database.asked import Asked, AskedValues, Given
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.mapping.brought import WrittenBeside
from openimt_clinic.records.mapping.care import readable
from openimt_clinic.records.mapping.diary_days import diary_days_of
from openimt_clinic.records.mapping.moments import KINDS as MOMENTS
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.session_record import SessionRecord
from openimt_clinic.records.user import User

DAY_CARD = "oi-day"
LOOKED_BACK = timedelta(days=60)
"""A longer gap is looked at on the pages of the course; a column would not hold it."""
MOST_ALERTS, MOST_THINGS = 20, 20
TOLD_ELSEWHERE = ("diary", "form", "look", "homework")
"""Documents of the phone that other lines of the column tell of."""
STORY_KINDS = (*STORY, STOPPED)
OF, SINCE = Given("patient"), Given("since")


def _from_the_phone(but: tuple[str, ...]) -> Asked[PhoneDocument]:
    return Asked(
        lambda: (
            PhoneDocument.objects.filter(
                patient=OF, shared=True, removed_at__isnull=True, changed_at__gte=SINCE
            )
            .exclude(kind__in=but)
            .order_by("-changed_at")[:MOST_THINGS]
        )
    )


SHARED = _from_the_phone(TOLD_ELSEWHERE)
SHARED_WITH_TEAM = _from_the_phone((*TOLD_ELSEWHERE, *STORY_KINDS))
ALERTS = Asked(
    lambda: AlertCase.objects.filter(
        Q(received_at__gte=SINCE) | Q(closed_at__gte=SINCE) | Q(closed_at__isnull=True),
        patient=OF,
    ).order_by("-received_at")[:MOST_ALERTS]
)
NOT_HELD = AskedValues(
    lambda: Appointment.objects.filter(
        patient=OF, state=AppointmentState.CANCELLED_BY_US.value,
        starts_at__gte=SINCE, starts_at__lte=Given("now"),
    ).values_list("starts_at")
)  # fmt: skip
NOTE = Asked(
    lambda: (
        CareDocument.objects.filter(
            appointment=Given("appointment"), kind=SESSION, state=DocumentState.SIGNED.value
        )
        .select_related("author", "signed_by")
        .order_by("-number")[:1]
    )
)
LAST_READ = AskedValues(
    lambda: (
        AuditEvent.objects.filter(patient_id=OF, by_id=Given("user"), action=READING, at__gte=SINCE)
        .order_by()
        .values_list("details__page")
        .annotate(last=Max("at"))
    )
)
SIGNED_BY_OTHERS = Asked(
    lambda: (
        readable(Given("user"))
        .filter(patient=OF, state=DocumentState.SIGNED.value, signed_at__gte=SINCE)
        .exclude(signed_by=Given("user"))
        .exclude(kind=SESSION)
        .order_by("-signed_at")[:MOST_THINGS]
    )
)


def since_last_time(
    patient: Patient,
    profile: Profile,
    catalogue: Catalogue,
    last: SessionRecord | None,
    until: date,
    user: User,
    *,
    treats: bool,
    written: WrittenBeside,
) -> tuple[Line, ...]:
    """The column *Since last time*. ``last``: the session before, None in the first one.

    ``treats``: parts of a story are shared with those who treat alone. ``written``: what stands
    beside the plan.
    """
    zone = ZoneInfo(patient.clinic.time_zone)
    moment = last.held_at if last else datetime.combine(
        patient.started_on, datetime.min.time(), tzinfo=zone
    )  # fmt: skip
    moment = max(moment, timezone.now() - LOOKED_BACK)
    since = moment.astimezone(zone).date()
    assessment, between = profile.assessment, tuple(meanwhile(patient, written, since))
    told = {one.key for one in between}
    return since_last(
        Between(
            since,
            until,
            alerts=tuple(_alerts(patient, moment, zone)),
            events=assessment.events,
            not_held=tuple(_not_held(patient, moment, zone)),
            missed_group=written.missed_group,
            promises=_promises(last),
            homework=_homework(patient, last),
            between=between,
            diary=tuple(_diary(patient, catalogue, since, until)),
            readings=tuple(r for r in assessment.readings if r.measure != RATING),
            shared=tuple(_shared(patient, moment, user, zone, treats=treats)),
            written=tuple(o for o in _written(patient, moment, user, zone) if o.key not in told),
        )
    )


def _alerts(patient: Patient, since: datetime, zone: ZoneInfo) -> Iterator[Alert]:
    for row in ALERTS.all(patient=patient.pk, since=since):
        closed = row.closed_at.astimezone(zone).date() if row.closed_at else None
        on = row.received_at.astimezone(zone).date()
        yield Alert(str(row.pk), row.says, on, closed, row.closed_reason)


def _not_held(patient: Patient, since: datetime, zone: ZoneInfo) -> Iterator[date]:
    for at in NOT_HELD.flat(patient=patient.pk, since=since, now=timezone.now()):
        yield at.astimezone(zone).date()


def _promises(last: SessionRecord | None) -> tuple[str, ...]:
    """What the note of the last session holds of what the therapist would do."""
    if last is None:
        return ()
    note = signed_note(last.appointment_id)
    listed = note.values.get("promises") if note else None
    return tuple(map(str, listed)) if isinstance(listed, list) else ()


def signed_note(appointment_id: UUID) -> CareDocument | None:
    """The note of a session as it holds now."""
    return NOTE.first(appointment=appointment_id)


def _homework(patient: Patient, last: SessionRecord | None) -> Homework | None:
    if last is None or not last.homework:
        return None
    return Homework(last.homework, tuple(homework_lines(patient, last)))


def _diary(patient: Patient, catalogue: Catalogue, since: date, until: date) -> Iterator[str]:
    """How much is filled, then what stood out on it; facts are told by their own lines."""
    diary = catalogue.therapy(patient.therapy).diary
    instrument = (diary.instrument if diary else "") or DAY_CARD
    days = diary_days_of(patient, diary, instrument, since + timedelta(days=1), until)
    span = (until - since).days
    if not days:
        yield "No day of the diary is filled; a blank day is no zero."
        return
    filled = len({day.on for day in days})
    blank = "" if filled >= span else " A blank day is no zero."
    yield f"{filled} of {max(span, filled)} days of the diary filled.{blank}"
    yield from _stood_out(diary.fields if diary else (), days, catalogue)


def _stood_out(
    fields: tuple[object, ...], days: tuple[DiaryDay, ...], catalogue: Catalogue
) -> Iterator[str]:
    strong = catalogue.settings["urge_notable"]
    for field in fields:
        found = noted(field, days, strong)  # type: ignore[arg-type]
        if found and not found.tells:
            yield f"{found.says}."
    yield from card_says(days, strong)


def _shared(
    patient: Patient, since: datetime, user: User, zone: ZoneInfo, *, treats: bool
) -> Iterator[Thing]:
    asked = SHARED if treats else SHARED_WITH_TEAM
    read = _last_read(patient, user, since)
    story: list[datetime] = []
    for row in asked.all(patient=patient.pk, since=since):
        if row.kind in STORY_KINDS:
            story.append(row.changed_at)
            continue
        page = "clinician:moment" if row.kind in MOMENTS else "clinician:from_the_phone"
        key = f"{page}|{row.pk if row.kind in MOMENTS else ''}"
        on = row.changed_at.astimezone(zone).date()
        says = own_experiment(row) or kind_words(row.kind)
        yield Thing(key, says, on, unread=_unread(read, page, row.changed_at))
    if story:
        on = max(story).astimezone(zone).date()
        unread = _unread(read, "clinician:story", max(story))
        yield Thing("clinician:story|", kind_words("story"), on, unread=unread)


def _last_read(patient: Patient, user: User, since: datetime) -> dict[str, datetime]:
    """When the user opened each page about the person last, by the log of openings."""
    return dict(LAST_READ.all(patient=patient.pk, user=user.pk, since=since))


def _unread(read: dict[str, datetime], page: str, changed: datetime) -> bool:
    """Not opened since it changed; the log knows the page, not which of several was read."""
    return page not in read or read[page] < changed


def _written(patient: Patient, since: datetime, user: User, zone: ZoneInfo) -> Iterator[Thing]:
    """What others signed meanwhile, several of a sort by one person as one with their number; the
    notes of sessions stand in their own list."""
    found: dict[tuple[str, object], list[CareDocument]] = {}
    for one in SIGNED_BY_OTHERS.all(patient=patient.pk, user=user.pk, since=since):
        found.setdefault((one.kind, one.signed_by_id), []).append(one)
    for (kind, _who), rows in found.items():
        newest, many = rows[0], f" ({len(rows)})" if len(rows) > 1 else ""
        title = KINDS[kind].title if kind in KINDS else kind
        on = newest.signed_at.astimezone(zone).date() if newest.signed_at else newest.about
        key = f"{kind}|" if many else str(newest.pk)
        yield Thing(key, f"{title}{many}, {newest.signed_by}", on)
