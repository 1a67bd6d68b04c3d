"""A loaded catalogue: every module, therapy, target, capacity, reference and setting, by id."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import wraps
from typing import TypeVar, cast

from openimt.catalogue.module import Module
from openimt.catalogue.promise import Promise
from openimt.catalogue.therapy import Therapy
from openimt.errors import CatalogueError
from openimt.terms import Domain, ModuleKind

T = TypeVar("T")


@dataclass(frozen=True)
class Target:
    """A named dysfunction that modules aim at; ``fact`` targets never carry a severity."""

    id: str
    name: str
    domain: Domain
    fact: bool = False


@dataclass(frozen=True)
class Capacity:
    """Something a person can do that other work relies on, as *can stay present*.

    ``built_by`` names the modules that build it, so that a plan can put them before.
    """

    id: str
    name: str
    not_needed_when: str = ""
    built_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class JudgementKind:
    """Something a rule may ask a person to judge; ``says`` completes "A clinician judges that …".

    ``says_not`` completes it when it is judged not to be so (empty: "it is not so that …").
    ``role``: who may judge it (``clinician`` = any clinician, ``senior``, ``prescriber``);
    ``weeks``: how long it holds unless the person says otherwise. ``cautious``: which answer,
    ``yes`` or ``no``, stands where two that have not lapsed contradict each other.
    """

    id: str
    says: str
    role: str = "clinician"
    weeks: int = 12
    says_not: str = ""
    cautious: str = "no"


@dataclass(frozen=True)
class DiagnosisKind:
    """A diagnosis that rules may ask about: the beginnings of its codes in ICD and DSM."""

    id: str
    name: str
    codes: tuple[str, ...]


class ReferenceKind(StrEnum):
    """What kind of work a reference is; only trials and reviews of them are trial evidence."""

    TRIAL = "trial"
    REVIEW = "review"
    STUDY = "study"
    GUIDELINE = "guideline"
    MANUAL = "manual"
    FRAMEWORK = "framework"
    PROTOCOL = "protocol"
    MEASURE = "measure"
    CLAIM = "claim"


@dataclass(frozen=True)
class Reference:
    """A work that modules cite; ``checked`` says whether it was compared with its source.

    A ``claim`` is told of somewhere and could not be found: it may stand in the list, so that it is
    known as such, and nothing may rest on it.
    """

    id: str
    says: str
    doi: str
    checked: bool
    kind: ReferenceKind | None = None


@dataclass(frozen=True)
class MeasureLink:
    """How a scale's value is read as the severity (0 to 1) of a target: an opinion with a source.

    Severity = (value - low) / (high - low), cut to 0..1; ``sd`` is its spread.
    ``personality`` marks a reading of personality severity (clinical decision 9).
    """

    measure: str
    targets: tuple[str, ...]
    low: float
    high: float
    sd: float
    source: str
    personality: bool = False
    by: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Setting:
    """One clinic-signed number: its unit, what it does, where it comes from, and whether the
    source was compared (``checked`` False: a proposal, or from memory)."""

    name: str
    value: float
    unit: str
    says: str
    source: str
    checked: bool


@dataclass(frozen=True)
class Settings:
    """Clinic-signed defaults for the planner; each number has its source in settings.toml."""

    values: Mapping[str, float]
    sources: Mapping[str, str]
    entries: tuple[Setting, ...] = ()

    def __getitem__(self, name: str) -> float:
        try:
            return self.values[name]
        except KeyError:
            raise CatalogueError(f"setting '{name}' is missing", file="settings.toml") from None


@dataclass(frozen=True)
class Catalogue:
    """What can be done, at one version."""

    version: str
    modules: Mapping[str, Module]
    therapies: Mapping[str, Therapy]
    targets: Mapping[str, Target]
    capacities: Mapping[str, Capacity]
    references: Mapping[str, Reference]
    measures: tuple[MeasureLink, ...]
    settings: Settings
    judgements: Mapping[str, JudgementKind] = field(default_factory=dict)
    diagnoses: Mapping[str, DiagnosisKind] = field(default_factory=dict)
    promises: Mapping[str, Promise] = field(default_factory=dict)
    competences: tuple[str, ...] = ()
    warnings: tuple[str, ...] = field(default=())
    _follows: dict[str, object] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def personality_codes(self) -> tuple[str, ...]:
        """How the code of a clinician's diagnosis begins when it names a personality disorder."""
        found = self.diagnoses.get("personality")
        return found.codes if found else ()

    def common(self) -> tuple[Module, ...]:
        """The six common modules in order of their ids."""
        return self._of(ModuleKind.COMMON)

    def specific(self) -> tuple[Module, ...]:
        """The specific modules in order of phase, then id."""
        return self._of(ModuleKind.SPECIFIC)

    def module(self, module_id: str) -> Module:
        """The module of that id; raises CatalogueError when there is none."""
        try:
            return self.modules[module_id]
        except KeyError:
            raise CatalogueError(
                f"there is no module '{module_id}' in catalogue {self.version}"
            ) from None

    def therapy(self, therapy_id: str) -> Therapy:
        """The therapy of that id; raises CatalogueError when there is none."""
        try:
            return self.therapies[therapy_id]
        except KeyError:
            known = ", ".join(sorted(self.therapies))
            raise CatalogueError(f"there is no therapy '{therapy_id}'; known: {known}") from None

    def course_therapy(self, therapy_id: str) -> Therapy:
        """The therapy of that id, if a course can run under it; raises CatalogueError else."""
        found = self.therapy(therapy_id)
        if found.runs_courses:
            return found
        can = ", ".join(one.id for one in self.course_therapies())
        says = f"'{therapy_id}' lends to other therapies and runs no course; choose one of: {can}"
        raise CatalogueError(says, field="therapy")

    def course_therapies(self) -> tuple[Therapy, ...]:
        """The therapies under which a course can run, by id."""
        return tuple(t for _, t in sorted(self.therapies.items()) if t.runs_courses)

    def once(self, name: str, rule: Callable[["Catalogue"], T]) -> T:
        """What follows from this catalogue by a rule: worked out the first time it is asked."""
        if name not in self._follows:
            self._follows[name] = rule(self)
        return cast(T, self._follows[name])

    def _of(self, kind: ModuleKind) -> tuple[Module, ...]:
        chosen = [m for m in self.modules.values() if m.kind is kind]
        return tuple(sorted(chosen, key=lambda m: (m.home.order, m.id)))


def once(rule: Callable[[Catalogue], T]) -> Callable[[Catalogue], T]:
    """A rule whose answer follows from a catalogue alone: asked once of each, and then kept with
    it. Nobody changes the answer."""
    name = f"{rule.__module__}.{rule.__qualname__}"

    @wraps(rule)
    def kept(catalogue: Catalogue) -> T:
        return catalogue.once(name, rule)

    return kept
