"""The shape of a treatment module: what a ``modules/*.toml`` file says, checked and frozen."""

from dataclasses import dataclass
from datetime import date

from openimt.catalogue.condition import Condition
from openimt.terms import CommonState, Domain, Evidence, ModuleKind, Phase


@dataclass(frozen=True)
class Aim:
    """A target the module works on. ``effect`` is an opinion: expected fall in severity (0 to 1)
    for one session, with its spread ``sd``; both are None for facts (suicidality, self-harm)."""

    target: str
    effect: float | None = None
    sd: float | None = None


@dataclass(frozen=True)
class Opinion:
    """Who holds the effects of a module's aims for likely, since when, and what they rest on."""

    by: str
    on: date
    source: str


@dataclass(frozen=True)
class Review:
    """Who signed a module or therapy and when: a named clinician, and a named person with lived
    experience. ``content`` is the fingerprint of what they signed (``review.fingerprint``)."""

    clinician: str = ""
    clinician_on: date | None = None
    lived_experience: str = ""
    lived_experience_on: date | None = None
    content: str = ""


@dataclass(frozen=True)
class Clause:
    """A rule with its reason.

    ``id`` names the clause in reasons and conflicts, as ``r7.no_attempt``. ``unknown_blocks``
    says whether not knowing the answer counts against the module (clinical decision 3: rarely).
    ``override`` names the role that may set it aside with a reason, as ``senior``; empty = nobody.
    ``why`` is what the author gives as reason; ``says`` is the sentence that the rule itself
    makes (``openimt.catalogue.sentence``), filled by the loader.
    """

    id: str
    when: Condition
    source: str
    unknown_blocks: bool = False
    override: str = ""
    why: str = ""
    says: str = ""


@dataclass(frozen=True)
class Dose:
    """Sessions a module takes: fewest, usual, most; ``budget`` False = costs no session budget.

    ``track`` "group": it meets once a week beside the individual sessions and uses up none.
    """

    fewest: int
    usual: int
    most: int
    track: str = "individual"
    budget: bool = True

    @property
    def takes_sessions(self) -> bool:
        """Whether individual sessions go into it."""
        return self.budget and self.track != "group"


@dataclass(frozen=True)
class Intervention:
    """One ordered move of the therapist."""

    name: str
    do: str
    sounds_like: str = ""
    look_for: str = ""
    when_stalled: str = ""


@dataclass(frozen=True)
class StepGuide:
    """What one of the four steps of change asks, and when it is done."""

    step: int
    says: str
    advance_when: str = ""
    when_stalled: str = ""


@dataclass(frozen=True)
class PhaseGuide:
    """What a common module consists of in one phase, when it counts as met there, and, once it
    was met, what makes it need repair."""

    phase: Phase
    says: str
    met_when: str = ""
    repair_when: str = ""


@dataclass(frozen=True)
class PatientPage:
    """The module in the patient's words: a short name, what it is, a first small thing to try."""

    name: str
    says: str
    try_this: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Module:
    """A connected set of therapist moves against one named dysfunctional target.

    ``home`` is the phase it belongs to; ``phases`` are those in which it may start.
    ``mandatory`` clauses place it by fact; ``indicated`` clauses allow it besides its targets;
    ``not_yet`` postpones while met; ``contraindicated`` excludes while met;
    ``requires`` must hold (be met or not applicable) before it starts. ``steps_free`` modules
    (safety plan, containment contact) hold no phase exit. ``repair``: what is done first when a
    common module needs repair; ``repair_sounds_like``: one way to say it.
    """

    id: str
    name: str
    short: str
    kind: ModuleKind
    summary: str
    domain: Domain | None
    home: Phase
    phases: tuple[Phase, ...]
    systems: tuple[str, ...]
    evidence: Evidence
    evidence_says: str
    references: tuple[str, ...]
    status: str
    dose: Dose
    aims: tuple[Aim, ...] = ()
    opinion: Opinion | None = None
    competences: tuple[str, ...] = ()
    mandatory: tuple[Clause, ...] = ()
    indicated: tuple[Clause, ...] = ()
    not_yet: tuple[Clause, ...] = ()
    contraindicated: tuple[Clause, ...] = ()
    requires: tuple[Clause, ...] = ()
    interventions: tuple[Intervention, ...] = ()
    steps: tuple[StepGuide, ...] = ()
    by_phase: tuple[PhaseGuide, ...] = ()
    measure: str = ""
    measure_says: str = ""
    record: str = ""
    homework: str = ""
    adherence: tuple[str, ...] = ()
    patient: tuple[PatientPage, ...] = ()
    repair: str = ""
    repair_sounds_like: str = ""
    review: Review | None = None
    file: str = ""

    @property
    def targets(self) -> tuple[str, ...]:
        """The ids of the targets it aims at."""
        return tuple(aim.target for aim in self.aims)

    def page(self, language: str) -> PatientPage | None:
        """The patient's page in a language, else in English, else None."""
        pages = {page.language: page for page in self.patient}
        return pages.get(language) or pages.get("en")


COMMON_STATE_SAYS = {
    CommonState.NOT_ASSESSED: "not assessed yet",
    CommonState.BUILDING: "building",
    CommonState.MET: "met",
    CommonState.NEEDS_REPAIR: "needs repair",
}
"""How staff screens say the state of a common module; never shown to patients."""
