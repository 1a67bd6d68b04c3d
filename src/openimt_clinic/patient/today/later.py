"""Later looks that are due: how strong it still is, what it turned out to be, what was put off.

What was noted is said for the rest of the day, so that a slip of the thumb can be put right.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse

from openimt.deliver.moments.later import strength_due, truth_due
from openimt.deliver.moments.limits import limits
from openimt.deliver.moments.way import Way, way
from openimt_clinic.components.moment_words import CONFLICT, TURNED_OUT
from openimt_clinic.patient.moments.kept import address_of
from openimt_clinic.patient.today import noted
from openimt_clinic.patient.today.card import Card
from openimt_clinic.patient.writing import Writing, written
from openimt_clinic.records.mapping.moments import (
    MOMENT,
    OF_TWO_HOURS,
    PAUSE,
    REHEARSAL,
    every,
    later_of,
    told_last,
)
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument

TRUTH, STRENGTH, PUT_OFF, HOW_WAS_IT, WAITING = "truth", "strength", "rest", "how", "waiting"


@dataclass(frozen=True)
class LaterCheck:
    """One question of Today about something written before. ``sort`` says which."""

    sort: str
    writing: Writing
    url: str
    yesterday: bool = False

    @property
    def script_id(self) -> str:
        return f"v-{self.sort}-{self.writing.name}"

    @property
    def for_script(self) -> dict[str, object]:
        """Which answer of another day this one would replace."""
        seen = {name: key for name, key in self.writing.seen.items() if name == "truth"}
        return {"values": {}, "seen": seen}


def later_checks(patient: Patient, now: datetime) -> Card | None:
    """At most one of each sort, the newest; nothing that was taken away."""
    now = now.astimezone(ZoneInfo(patient.clinic.time_zone))
    today = now.date()
    since = today - timedelta(days=limits().days_open + 1)
    documents = list(every(patient).filter(about__gte=since))
    morning = now.replace(hour=0, minute=0, second=0, microsecond=0)
    said = noted.noted_since(documents, morning)
    answered = {one.document.pk for one in said if one.is_truth}
    found: dict[str, LaterCheck] = {}
    for document in documents:
        for check in _checks(patient, document, now):
            if check.sort != TRUTH or document.pk not in answered:
                found.setdefault(check.sort, check)
    order = (WAITING, STRENGTH, TRUTH, PUT_OFF, HOW_WAS_IT)
    checks = [found[sort] for sort in order if sort in found]
    if not checks and not said:
        return None
    about = {
        "checks": checks,
        "noted": said,
        "turned_out": TURNED_OUT,
        "conflict": CONFLICT,
        "minutes": limits().wait_minutes,
    }
    return Card("patient/today/later.html", about)


def _checks(patient: Patient, document: PhoneDocument, now: datetime) -> Iterator[LaterCheck]:
    own, values, today = written(document), document.values, now.date()
    kind, url = document.kind, address_of(document)
    if kind == REHEARSAL:
        if document.about < today and not values.get("happened"):
            yield LaterCheck(HOW_WAS_IT, own, url)
        return
    look = later_of(values)
    later = reverse("patient:later", args=[kind, document.name])
    meaning = _text(values, "meaning")
    if kind in OF_TWO_HOURS and truth_due(document.about, document.made_at, meaning, look, now):
        yield LaterCheck(TRUTH, own, later, (today - document.about).days == 1)
    if values.get("strength") is not None and strength_due(document.made_at, look, now):
        yield LaterCheck(STRENGTH, own, later)
    if kind == PAUSE and values.get("chose") == "wait" and _still_waits(document, now):
        yield LaterCheck(WAITING, own, url)
    if kind == MOMENT and not values.get("scene") and _put_off(patient, document):
        yield LaterCheck(PUT_OFF, own, url)


def _still_waits(document: PhoneDocument, now: datetime) -> bool:
    return now - document.made_at < timedelta(minutes=limits().wait_minutes)


def _put_off(patient: Patient, document: PhoneDocument) -> bool:
    """Whether only safety was asked of it, or not even that."""
    return way(told_last(patient, document)) in (Way.HELP, Way.ASK)


def _text(values: dict[str, object], name: str) -> str:
    return str(values.get(name) or "")
