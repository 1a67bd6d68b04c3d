"""What the person said on the phone about what was agreed, put where the agenda speaks of it; and
what is open between the two."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from openimt.deliver.session import AgendaPoint
from openimt_clinic.audit.event import AuditEvent
from openimt_clinic.clinician.common_modules.between import between_points
from openimt_clinic.clinician.common_modules.wishes import talk_points
from openimt_clinic.clinician.hard_topics import check_points
from openimt_clinic.clinician.story_stops import stop_points
from openimt_clinic.database.asked import Asked, AskedValues, Given
from openimt_clinic.phone_numbers import phone_number
from openimt_clinic.records.mapping.sharing import agreed_since
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.session_record import SessionRecord
from openimt_clinic.records.sharing_choice import Shares

HOMEWORK = "homework"
PLAN_OPENED = "plan_opened"
OPENED_SINCE = timedelta(days=phone_number("staff.days"))
SAID = Asked(
    lambda: PhoneDocument.objects.filter(
        patient=Given("patient"), kind=HOMEWORK, name=Given("session"), removed_at__isnull=True
    )[:1]
)
OPENED = AskedValues(
    lambda: (
        AuditEvent.objects.filter(
            patient_id=Given("patient"), action="safety_plan.opened", at__gte=Given("since")
        )
        .order_by("at")
        .values_list("at")
    )
)
HOW: Mapping[str, str] = {
    "all": "It was done.",
    "partly": "A part of it was done.",
    "in_the_way": "Something got in the way.",
}
REASONS: Mapping[str, str] = {
    "too_big": "It was too big.",
    "shame": "Shame got in the way.",
    "crisis": "The days were too hard.",
    "forgotten": "It was forgotten.",
    "other": "Something else got in the way.",
}


def with_phone(
    points: Sequence[AgendaPoint], patient: Patient, last: SessionRecord | None
) -> tuple[AgendaPoint, ...]:
    """The agenda with the person's own answer under the homework, and a note by agreement."""
    lines = tuple(homework_lines(patient, last)) if last else ()
    told = [replace(p, lines=(*p.lines, *lines)) if p.id == HOMEWORK else p for p in points]
    first = sum(point.first for point in told)
    asked = (
        *check_points(patient, timezone.now()),
        *_opened(patient, last),
        *stop_points(patient, last),
        *between_points(patient),
        *talk_points(patient),
    )
    return (*told[:first], *asked, *told[first:])


def homework_lines(patient: Patient, session: SessionRecord) -> Iterator[str]:
    """What the person answered about what was agreed in that session, in sentences."""
    found = SAID.first(patient=patient.pk, session=str(session.pk))
    if found is None:
        return
    values, at = found.values, localtime(found.changed_at)
    said = [HOW.get(str(values.get("how")), ""), REASONS.get(str(values.get("what")), "")]
    if any(said):
        yield f"From the phone, {at:%-d %b}: {' '.join(filter(None, said))}"
    if values.get("words"):
        yield f"“{values['words']}”"


def _opened(patient: Patient, last: SessionRecord | None) -> Iterator[AgendaPoint]:
    days = plan_opened(patient, last)
    if days:
        says = _("The safety plan was opened on the phone: %(days)s") % {"days": ", ".join(days)}
        because = _("You know this by agreement. Nobody has to act: ask what helped.")
        yield AgendaPoint(PLAN_OPENED, says, because)


def plan_opened(patient: Patient, last: SessionRecord | None = None) -> list[str]:
    """The days on which the person opened the plan, since the last session and while they agree
    that those who treat know it."""
    agreed = agreed_since(patient, Shares.PLAN_OPENED)
    if agreed is None:
        return []
    since = max(agreed, timezone.now() - OPENED_SINCE, last.held_at if last else agreed)
    opened = OPENED.flat(patient=patient.pk, since=since)
    days = (f"{localtime(at):%a %-d %b}" for at in opened)
    return list(dict.fromkeys(days))
