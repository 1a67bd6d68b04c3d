"""The glossary as types: the few words that every floor shares.

Each name here has its paragraph in ``GLOSSARY.md``; screens and documents use the same word.
"""

from enum import IntEnum, StrEnum
from functools import cached_property


class Phase(StrEnum):
    """The five phases of Integrated Modular Treatment, in their order."""

    SAFETY = "safety"
    CONTAINMENT = "containment"
    REGULATION = "regulation"
    EXPLORATION = "exploration"
    INTEGRATION = "integration"

    @cached_property
    def order(self) -> int:
        """Place in the course, from 0 (safety) to 4 (integration)."""
        return PHASES.index(self)

    @cached_property
    def next(self) -> "Phase | None":
        """The phase that follows, or None after integration."""
        return PHASES[self.order + 1] if self.order + 1 < len(PHASES) else None


PHASES: tuple[Phase, ...] = tuple(Phase)


class Domain(StrEnum):
    """The four functional domains of impairment."""

    SYM = "sym"
    REG = "reg"
    INT = "int"
    SLF = "slf"


class ModuleKind(StrEnum):
    """Common modules run in every course; specific ones are chosen for the person."""

    COMMON = "common"
    SPECIFIC = "specific"


class Evidence(StrEnum):
    """Where a module's support comes from: trials of it, of its package, pilots, or experts."""

    T1 = "T1"
    T2 = "T2"
    T3 = "T3"
    X = "X"


class Step(IntEnum):
    """The four steps of change inside a specific module; 0 = not begun."""

    NOT_BEGUN = 0
    RECOGNISE = 1
    EXPLORE = 2
    TRY = 3
    KEEP = 4


class CommonState(StrEnum):
    """The state of a common module (clinical decision 1)."""

    NOT_ASSESSED = "not_assessed"
    BUILDING = "building"
    MET = "met"
    NEEDS_REPAIR = "needs_repair"


class CapacityState(StrEnum):
    """Whether a capacity was shown, or is not needed for this person (clinical decision 2)."""

    SHOWN = "shown"
    NOT_SHOWN = "not_shown"
    UNKNOWN = "unknown"
    NOT_NEEDED = "not_needed"


class Truth(StrEnum):
    """The four values a criterion or condition can have (clinical decision 3)."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class SafetyPlanState(StrEnum):
    """What became of the offer of a safety plan."""

    OFFERED = "offered"
    MADE = "made"
    DECLINED = "declined"
    REPLACED = "replaced"


class EventKind(StrEnum):
    """Dated facts of a course. Urges carry a value from 0 to 5; the others happened or did not."""

    SELF_HARM_ACT = "self_harm_act"
    SUICIDE_ATTEMPT = "suicide_attempt"
    EMERGENCY_CARE = "emergency_care"
    ADMISSION = "admission"
    CONTACT_OUTSIDE_ROUTE = "contact_outside_route"
    SESSION_KEPT = "session_kept"
    SESSION_CANCELLED = "session_cancelled"
    SESSION_MISSED = "session_missed"
    SUICIDAL_URGE = "suicidal_urge"
    SELF_HARM_URGE = "self_harm_urge"
    SUICIDAL_INTENT = "suicidal_intent"
    SUICIDAL_PLAN = "suicidal_plan"
    MEANS_ACCESS = "means_access"


URGES = frozenset({EventKind.SUICIDAL_URGE, EventKind.SELF_HARM_URGE})
"""Event kinds that carry a value, 0 (none) to 5 (cannot resist)."""


class Response(StrEnum):
    """What a worrying answer calls for. It routes a human response; it is never a grade of risk."""

    ENQUIRE = "enquire"
    NEXT_WORKING_DAY = "next_working_day"
    SAME_DAY = "same_day"
    EMERGENCY = "emergency"

    @property
    def urgency(self) -> int:
        """1 (ask in the same contact) to 4 (emergency medical help now)."""
        return list(Response).index(self) + 1


JUDGES = ("clinician", "senior", "prescriber")
"""Roles that a rule may ask to judge; whoever is one of the others is a clinician too."""

FACT_TARGETS = frozenset({"suicidality", "self_harm"})
"""Targets that are facts, never severities (clinical decision 4)."""

MODULE_IDS = frozenset(
    f"{letter}{number}"
    for letter, numbers in {
        "c": range(1, 7),
        "s": range(1, 10),
        "r": range(1, 9),
        "i": range(1, 10),
        "n": range(8),
    }.items()
    for number in numbers
)
"""Module ids that are spoken for, for ever, whether or not a catalogue holds them yet."""

COMPETENCES = frozenset(
    {"mit", "dbt_skills", "trauma", "schema", "mbt", "tfp", "stepps", "gpm", "prescriber"}
)
"""What a therapist can be trained in; others are kept with a warning."""
