"""What people found and judged, each as one line: what, the word for it, who and when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from openimt.assess.front_door.pattern import Pattern, pattern_lines
from openimt.catalogue.catalogue import Catalogue
from openimt.formulate.assessment import Resilience
from openimt.formulate.judgeable import Judgeable
from openimt.terms import CapacityState, CommonState, EventKind
from openimt_clinic.access.judging import PRESCRIBER, SENIOR
from openimt_clinic.clinician.front.words import STANDINGS
from openimt_clinic.clinician.map_lane import common_word
from openimt_clinic.components.numbers import said
from openimt_clinic.records.capacity_record import CapacityRecord
from openimt_clinic.records.clinical_event import ClinicalEvent
from openimt_clinic.records.common_state import CommonStateRecord
from openimt_clinic.records.diagnosis import DiagnosisRecord, DiagnosisStanding
from openimt_clinic.records.judgement import JudgementRecord
from openimt_clinic.records.safety_judgement import SafetyJudgementRecord

WAITS_FOR_REVIEW = frozenset(
    {EventKind.SUICIDE_ATTEMPT, EventKind.SUICIDAL_INTENT, EventKind.SUICIDAL_PLAN}
)


@dataclass(frozen=True)
class Line:
    """One finding. ``state`` names the style; ``by``: who and when, in words."""

    what: str
    word: str
    says: str = ""
    by: str = ""
    state: str = ""
    id: UUID | None = None


def capacity_lines(catalogue: Catalogue, latest: Mapping[str, CapacityRecord]) -> tuple[Line, ...]:
    """Every capacity of the catalogue; one that nobody looked at is unknown."""
    return tuple(
        _capacity(capacity.name, latest.get(capacity.id))
        for capacity in catalogue.capacities.values()
    )


def capacity_word(state: CapacityState) -> str:
    """The state of a capacity in words."""
    words = {
        CapacityState.SHOWN: _("shown"),
        CapacityState.NOT_SHOWN: _("not shown yet"),
        CapacityState.UNKNOWN: _("not known"),
        CapacityState.NOT_NEEDED: _("not needed"),
    }
    return words[state]


def _capacity(name: str, row: CapacityRecord | None) -> Line:
    if row is None:
        return Line(name, capacity_word(CapacityState.UNKNOWN), state="unknown")
    return Line(
        name, capacity_word(CapacityState(row.state)), "", _by(row.by.name, row.on), row.state
    )


def common_lines(catalogue: Catalogue, latest: Mapping[str, CommonStateRecord]) -> tuple[Line, ...]:
    """The six common modules, the one that needs repair first."""
    made = [_common(module.name, latest.get(module.id)) for module in catalogue.common()]
    return tuple(sorted(made, key=lambda line: line.state != CommonState.NEEDS_REPAIR.value))


def _common(name: str, row: CommonStateRecord | None) -> Line:
    if row is None:
        state = CommonState.NOT_ASSESSED
        return Line(name, common_word(state), state=state.value)
    word = common_word(CommonState(row.state))
    return Line(name, word, row.because, _by(row.by.name, row.on), row.state)


def diagnosis_lines(rows: Iterable[DiagnosisRecord]) -> tuple[Line, ...]:
    """Every diagnosis by its latest row. Of those that hold, the latest leads the course; what is
    considered or was ruled out says so, and stands behind them."""
    ordered = sorted(rows, key=lambda row: row.standing != DiagnosisStanding.HOLDS.value)
    return tuple(
        Line(
            row.code,
            "" if row.standing == DiagnosisStanding.HOLDS.value else str(STANDINGS[row.standing]),
            " · ".join((*pattern_lines(_pattern(row)), *filter(None, [row.note]))),
            _by(row.by.name, row.on),
            row.standing,
            row.pk,
        )
        for row in ordered
    )


def _pattern(row: DiagnosisRecord) -> Pattern:
    return Pattern(tuple(row.criteria), row.all_asked, row.severity, tuple(row.traits))


def judgement_lines(
    known: Mapping[str, Judgeable], latest: Iterable[JudgementRecord], on: date
) -> tuple[Line, ...]:
    """What was judged, in the sentence of its rule; ``known`` by what is judged."""
    return tuple(
        _judgement(known[row.criterion].says if row.criterion in known else row.criterion, row, on)
        for row in latest
    )


def _judgement(says: str, row: JudgementRecord, on: date) -> Line:
    lapsed = row.until < on
    word = _("so") if row.met else _("not so")
    ends = _("%(who)s, lapsed on %(until)s") if lapsed else _("%(who)s, holds until %(until)s")
    who = _by(judge_word(row.by.name, row.role), row.on)
    by = ends % {"who": who, "until": date_format(row.until, "j M Y")}
    return Line(says, word, row.reason, by, "lapsed" if lapsed else "holds")


def judge_word(name: str, role: str) -> str:
    """Who judged, with the role where it is another than any clinician's."""
    words = {SENIOR: _("%(who)s, as a senior colleague"), PRESCRIBER: _("%(who)s, as a prescriber")}
    return words.get(role, "%(who)s") % {"who": name}


def safety_line(row: SafetyJudgementRecord | None, on: date) -> Line:
    """A named clinician's judgement of imminent risk; one that has lapsed says so."""
    what = _("Imminent danger")
    if row is None:
        return Line(what, _("not judged yet"), state="unknown")
    lapsed = row.until < on
    word = _("yes, imminent") if row.imminent_risk else _("not imminent")
    until = date_format(row.until, "j M Y")
    ends = _("lapsed on %(day)s: judge again") if lapsed else _("holds until %(day)s")
    by = f"{_by(row.judged_by.name, row.judged_on)}, {ends % {'day': until}}"
    state = "lapsed" if lapsed else "danger" if row.imminent_risk else "holds"
    return Line(what, word, row.reason, by, state)


def event_lines(rows: Iterable[ClinicalEvent]) -> tuple[Line, ...]:
    """Dated facts, newest first; ``id`` is there while somebody still has to look at one."""
    return tuple(_event(row) for row in rows)


def _event(row: ClinicalEvent) -> Line:
    kind = EventKind(row.kind)
    waits = kind in WAITS_FOR_REVIEW and row.reviewed_by is None
    strength = "" if row.value is None else _("%(n)s of 5") % {"n": said(row.value)}
    looked = _("looked at by %(who)s") % {"who": row.reviewed_by.name} if row.reviewed_by else ""
    return Line(
        what=event_word(kind),
        word=date_format(row.on, "j M Y"),
        says=strength,
        by=looked or (_("nobody has looked at it yet") if waits else ""),
        state="waits" if waits else "",
        id=row.pk if waits else None,
    )


def event_word(kind: EventKind) -> str:
    """A kind of event as staff screens call it."""
    words = {
        EventKind.SELF_HARM_ACT: _("Self-harm"),
        EventKind.SUICIDE_ATTEMPT: _("Suicide attempt"),
        EventKind.EMERGENCY_CARE: _("Emergency care"),
        EventKind.ADMISSION: _("Admission"),
        EventKind.CONTACT_OUTSIDE_ROUTE: _("Contact outside the agreed route"),
        EventKind.SESSION_KEPT: _("Session kept"),
        EventKind.SESSION_CANCELLED: _("Session cancelled with notice"),
        EventKind.SESSION_MISSED: _("Session missed"),
        EventKind.SUICIDAL_URGE: _("Wish to die"),
        EventKind.SELF_HARM_URGE: _("Urge to self-harm"),
        EventKind.SUICIDAL_INTENT: _("Intent stated"),
        EventKind.SUICIDAL_PLAN: _("Plan stated"),
        EventKind.MEANS_ACCESS: _("Means at hand"),
    }
    return words[kind]


def resilience_lists(held: Resilience) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The four lists under their names, empty ones too: what was not asked shows."""
    return (
        (_("Skills"), held.skills),
        (_("Supports"), held.supports),
        (_("Strengths"), held.strengths),
        (_("Roles"), held.roles),
    )


def _by(who: str, on: date) -> str:
    return f"{who}, {date_format(on, 'j M Y')}"
