"""What waits to be filled in: the card of today, and each form by its rhythm.

A document counts once the person says they are through; a set that came another way (on paper, in
a file) counts as it is.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, Max, OuterRef

from openimt_clinic.actions.phone.kinds.form import FORM, instrument_of
from openimt_clinic.database.asked import AskedValues, Given
from openimt_clinic.patient.form import PatientForm, patient_forms
from openimt_clinic.records.answer_set import AnswerSet, AnswerState
from openimt_clinic.records.mapping.about import day_in_sql
from openimt_clinic.records.mapping.cards import DIARY
from openimt_clinic.records.mapping.look_after import check_is_open
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.session_record import SessionRecord

GIVEN = AskedValues(
    lambda: (
        AnswerSet.objects.filter(
            ~Exists(
                PhoneDocument.objects.filter(patient=Given("patient"), answer_set=OuterRef("pk"))
            ),
            patient=Given("patient"),
            state=AnswerState.COMPLETE.value,
        )
        .order_by()
        .values("instrument")
        .annotate(last=Max(day_in_sql(Given("zone"))))
        .values_list("instrument", "last")
    )
)
SAFETY = "oi-safety"
"""The form that asks for both urges; it waits after a session on what was hard, too."""


@dataclass(frozen=True)
class Due:
    """A form and whether it waits to be filled in. ``begun``: something of today is there."""

    form: PatientForm
    due: bool
    begun: bool = False


@dataclass(frozen=True)
class CardDue:
    """Whether the card of ``day`` waits, and whether something of it is there already."""

    day: date
    due: bool
    begun: bool = False


def card_due(patient: Patient, now: datetime) -> CardDue:
    """Today's card: it waits until the person says that it is done."""
    today = _today(patient, now)
    days = PhoneDocument.objects.filter(patient=patient, kind=DIARY, name=today.isoformat())
    there = days.first()
    values = there.values if there else {}
    done = values.get("done") is True
    return CardDue(today, not done, bool(values) and not done)


def due_forms(patient: Patient, now: datetime) -> dict[str, Due]:
    """Every form of the patient's side, by id, with whether it is due at this moment."""
    today = _today(patient, now)
    zone = ZoneInfo(patient.clinic.time_zone)
    last, begun = _given(patient, zone), set[str]()
    for name, about, done in _documents(patient):
        if done:
            last[name] = max(about, last.get(name, about))
        elif about == today:
            begun.add(name)
    session = SessionRecord.objects.filter(patient=patient, held_at__lte=now).first()
    held = session.held_at.astimezone(zone).date() if session else None
    asked = {SAFETY} if last.get(SAFETY) != today and check_is_open(patient, now) else set[str]()
    return {
        form_id: Due(
            form,
            is_due(form, last.get(form_id), held, today) or form_id in begun | asked,
            form_id in begun,
        )
        for form_id, form in patient_forms().items()
    }


def is_due(form: PatientForm, last: date | None, held: date | None, today: date) -> bool:
    """``last``: the day it was last given; ``held``: the day of the last session."""
    if form.every_days:
        return last is None or today - last >= timedelta(days=form.every_days)
    if held is None or today - held > timedelta(days=form.after_session_days):
        return False
    return last is None or last < held


def _documents(patient: Patient) -> list[tuple[str, date, bool]]:
    rows = PhoneDocument.objects.filter(patient=patient, kind=FORM, removed_at__isnull=True)
    found = rows.order_by("about").values_list("name", "about", "fields__done__value")
    return [(instrument_of(name), about, done is True) for name, about, done in found]


def _given(patient: Patient, zone: ZoneInfo) -> dict[str, date]:
    """The last day of each form that was given without a phone's document."""
    return dict(GIVEN.all(patient=patient.pk, zone=zone.key))


def _today(patient: Patient, now: datetime) -> date:
    return now.astimezone(ZoneInfo(patient.clinic.time_zone)).date()
