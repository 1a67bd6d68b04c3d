"""What a person has told or done, each kind of fact apart, and what a clinician judged.

Nothing is added up: there is no score, no grade and no colour by person.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from openimt.terms import EventKind
from openimt_clinic.clinician.found_view import Line, event_lines, event_word, safety_line
from openimt_clinic.database.asked import Asked, AskedValues, Given
from openimt_clinic.records.answer_set import AnswerSet, AnswerState
from openimt_clinic.records.clinical_event import ClinicalEvent
from openimt_clinic.records.mapping.facts import SAFETY_CHECK
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.safety_judgement import SafetyJudgementRecord

APART = (
    EventKind.SUICIDAL_URGE,
    EventKind.SELF_HARM_URGE,
    EventKind.SELF_HARM_ACT,
    EventKind.SUICIDE_ATTEMPT,
    EventKind.SUICIDAL_INTENT,
    EventKind.SUICIDAL_PLAN,
    EventKind.MEANS_ACCESS,
)
"""Always shown, told or not: what nobody has asked about is said to be so."""
ALSO = (EventKind.EMERGENCY_CARE, EventKind.ADMISSION, EventKind.CONTACT_OUTSIDE_ROUTE)
"""Shown where there is something."""
EACH, LOOKED_AT = 4, 300
OF = Given("patient")
TOLD = Asked(
    lambda: (
        ClinicalEvent.objects.filter(patient=OF, kind__in=[*APART, *ALSO])
        .select_related("reviewed_by")
        .order_by("-on", "-noted_at")[:LOOKED_AT]
    )
)
JUDGED = Asked(
    lambda: SafetyJudgementRecord.objects.filter(patient=OF).select_related("judged_by")[:1]
)
ASKED_AT = AskedValues(
    lambda: (
        AnswerSet.objects.filter(
            patient=OF, instrument=SAFETY_CHECK, state=AnswerState.COMPLETE.value
        )
        .order_by("-given_at")
        .values_list("given_at")[:1]
    )
)


@dataclass(frozen=True)
class Facts:
    """One kind of fact: its dated lines, the newest first. ``none``: what is said without any."""

    name: str
    lines: tuple[Line, ...]
    none: str


@dataclass(frozen=True)
class Judged:
    """The clinician's own judgement. ``task``: what to do, when it has lapsed."""

    line: Line
    task: str


def facts_of(patient: Patient) -> tuple[Facts, ...]:
    """Each kind apart."""
    newest = TOLD.all(patient=patient.pk)
    asked = _asked_on(patient)
    none = (
        _("not told when last asked, on %(day)s") % {"day": date_format(asked, "j M Y")}
        if asked
        else _("not asked yet: missing data is not safety")
    )
    return tuple(_kinds(newest, none))


def judged_of(patient: Patient, on: date) -> Judged:
    """The latest judgement of imminent danger; when it has lapsed, a task and nothing else."""
    row = JUDGED.first(patient=patient.pk)
    lapsed = row is not None and row.until < on
    task = (
        _("The judgement has lapsed: judge again. Until then nothing has changed by itself.")
        if lapsed
        else ""
    )
    return Judged(safety_line(row, on), task)


def _kinds(newest: Iterable[ClinicalEvent], none: str) -> Iterator[Facts]:
    rows = list(newest)
    for kind in (*APART, *ALSO):
        found = [row for row in rows if row.kind == kind.value][:EACH]
        if found or kind in APART:
            yield Facts(event_word(kind), event_lines(found), none)


def _asked_on(patient: Patient) -> date | None:
    """When the weekly check was last answered in whole."""
    given = next(iter(ASKED_AT.flat(patient=patient.pk)), None)
    return localtime(given).date() if given else None
