"""The shape of a therapy: IMT, MIT, DBT, GPM and the others; how a course is ordered under it."""

from dataclasses import dataclass

from openimt.catalogue.condition import Condition
from openimt.catalogue.module import Review
from openimt.catalogue.therapy_parts import (
    BetweenRule,
    Diary,
    Fidelity,
    Hierarchy,
    Lent,
    Mode,
    Procedure,
    Stage,
    State,
    TherapyKind,
)
from openimt.terms import Phase


@dataclass(frozen=True)
class Criterion:
    """One thing we look for before moving on.

    ``not_applicable`` is asked first; then ``when``. A named person's judgement with the same id
    stands in for either. ``modules_of`` asks instead that every module of the plan at home in that
    phase has reached step 3 or ended. ``change_of`` names a measure that must be reliably better.
    ``why`` is the author's reason; ``says`` is the sentence of the rule, filled by the loader.
    """

    id: str
    source: str
    when: Condition | None = None
    not_applicable: Condition | None = None
    modules_of: Phase | None = None
    change_of: tuple[str, ...] = ()
    why: str = ""
    says: str = ""


@dataclass(frozen=True)
class Gate:
    """What we look for before moving from one phase to the next (``to`` None = the end)."""

    id: str
    leaves: Phase
    to: Phase | None
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class PhaseInTherapy:
    """A phase as this therapy lives it: its name, aim and expected shortest length in weeks.

    ``patient_says``: one kind plain sentence about being in it; ``patient_later``: about it being
    still ahead.
    """

    phase: Phase
    name: str
    aim: str
    patient_name: str
    patient_says: str
    weeks: int
    patient_later: str = ""
    patient_name_de: str = ""
    patient_says_de: str = ""
    patient_later_de: str = ""

    def words(self, language: str) -> tuple[str, str, str]:
        """Name, sentence and sentence for later in the patient's language, else in English."""
        if language == "de" and self.patient_name_de:
            return self.patient_name_de, self.patient_says_de, self.patient_later_de
        return self.patient_name, self.patient_says, self.patient_later


@dataclass(frozen=True)
class AgendaItem:
    """One standing item of a session agenda, in order."""

    id: str
    says: str


@dataclass(frozen=True)
class Therapy:
    """A whole treatment approach. ``binds_phases``: phases and their order bind its courses.

    A lender (``kind``) has no phases, gates or agenda: it lends to modules and runs no course.
    ``principles`` are what a therapy holds to that has no fixed order; ``numbers`` are settings
    that it uses. ``core_modules`` lead where order is free; where phases bind, ``early_modules``
    neither wait behind everything nor give way to others for want of sessions.
    """

    id: str
    name: str
    summary: str
    binds_phases: bool
    systems: tuple[str, ...]
    evidence_says: str
    references: tuple[str, ...]
    status: str
    phases: tuple[PhaseInTherapy, ...] = ()
    gates: tuple[Gate, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    core_modules: tuple[str, ...] = ()
    early_modules: tuple[str, ...] = ()
    kind: TherapyKind = TherapyKind.COMPLETE
    principles: tuple[str, ...] = ()
    lends: tuple[Lent, ...] = ()
    stages: tuple[Stage, ...] = ()
    procedure: Procedure | None = None
    hierarchy: Hierarchy | None = None
    modes: tuple[Mode, ...] = ()
    between_sessions: tuple[BetweenRule, ...] = ()
    fidelity: Fidelity | None = None
    diary: Diary | None = None
    states: tuple[State, ...] = ()
    numbers: tuple[str, ...] = ()
    review: Review | None = None
    file: str = ""

    @property
    def runs_courses(self) -> bool:
        """Whether a course can run under it."""
        return self.kind is TherapyKind.COMPLETE

    def judged(self) -> dict[str, str]:
        """Everything of this therapy that a named person may judge: id to sentence.

        Criteria of gates by their id; steps of the procedure and states as ``therapy.id``.
        """
        steps = self.procedure.steps if self.procedure else ()
        return {
            **{c.id: c.says for gate in self.gates for c in gate.criteria},
            **{f"{self.id}.{s.id}": f"{s.name}. {s.advance_when}" for s in steps},
            **{f"{self.id}.{s.id}": f"{s.name}: {s.looks_like}" for s in self.states},
        }

    def gate_from(self, phase: Phase) -> Gate | None:
        """The gate that leaves a phase, if this therapy has one."""
        return next((gate for gate in self.gates if gate.leaves == phase), None)

    def phase(self, phase: Phase) -> PhaseInTherapy:
        """This therapy's words for a phase."""
        return next(p for p in self.phases if p.phase == phase)
