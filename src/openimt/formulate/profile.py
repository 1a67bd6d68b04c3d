"""A profile: what an assessment means. Needs with uncertainty, facts, the phase now needed."""

from collections.abc import Mapping
from dataclasses import dataclass

from openimt.formulate.assessment import Assessment, CommonReading, Resilience
from openimt.terms import Phase, Response, Truth


@dataclass(frozen=True)
class Because:
    """One thing a statement rests on: in words, with its source."""

    says: str
    source: str = ""


@dataclass(frozen=True)
class Need:
    """How much a target is impaired, 0 (none) to 1 (most), with its spread and what it rests on."""

    target: str
    severity: float
    sd: float
    because: tuple[Because, ...]


@dataclass(frozen=True)
class CriterionState:
    """A gate's criterion for this person: its four-valued state and what it shows now."""

    id: str
    says: str
    now: str
    state: Truth
    by: str = ""
    why: str = ""


@dataclass(frozen=True)
class GateState:
    """A gate for this person. ``open``: nothing in it is unmet or unknown."""

    leaves: Phase
    to: Phase | None
    criteria: tuple[CriterionState, ...]

    @property
    def open(self) -> bool:
        """Whether every criterion is met or not applicable."""
        passed = {Truth.MET, Truth.NOT_APPLICABLE}
        return all(c.state in passed for c in self.criteria)


@dataclass(frozen=True)
class AssessNext:
    """Something still to find out, and why."""

    what: str
    why: str


@dataclass(frozen=True)
class Duty:
    """Something a person must do in this contact or soon: an enquiry, a review, an offer."""

    id: str
    says: str
    response: Response
    because: tuple[Because, ...]


@dataclass(frozen=True)
class Profile:
    """What the assessment means on its day.

    ``personality_known``: a clinician's diagnosis or a reading of personality severity is there;
    without it no specific module beyond safety is proposed (clinical decision 9).
    """

    assessment: Assessment
    needs: Mapping[str, Need]
    phase: Phase
    phase_because: tuple[Because, ...]
    gates: tuple[GateState, ...]
    common: Mapping[str, CommonReading]
    resilience: Resilience
    pace: str
    pace_because: tuple[Because, ...]
    personality_known: bool
    duties: tuple[Duty, ...]
    assess_next: tuple[AssessNext, ...]
    warnings: tuple[str, ...] = ()
