"""What a catalogue still lacks: unfinished parts, wording, evidence, signatures, and gaps."""

from collections.abc import Callable, Iterator
from itertools import islice

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.evidence import (
    cited_from_memory,
    classes_fit_references,
    dois_can_be_followed,
    nothing_rests_on_a_claim,
    references_without_kind,
    sources_can_be_found,
)
from openimt.catalogue.module import Module
from openimt.catalogue.patient_words import LANGUAGES
from openimt.catalogue.review import signed_but_draft, status_is_earned
from openimt.catalogue.therapy import Therapy
from openimt.catalogue.toml_file import MOST_FINDINGS, Files, Found, Where
from openimt.catalogue.wording import CLAUSES
from openimt.catalogue.wording_rules import RULES as RULES_OF_WORDING
from openimt.errors import CatalogueError
from openimt.terms import PHASES, ModuleKind, Step

COMMON = tuple(f"c{number}" for number in range(1, 7))
"""The common modules: they run in every course from its first week."""


def unfinished(catalogue: Catalogue, files: Files) -> list[CatalogueError]:
    """Everything that a finished catalogue has and this one lacks."""
    found = (error for rule in RULES for error in rule(catalogue, files))
    return list(islice(found, MOST_FINDINGS))


def gaps(catalogue: Catalogue, files: Files) -> list[CatalogueError]:
    """What is known to be missing or uncertain, and not wrong."""
    found = (error for rule in KNOWN_GAPS for error in rule(catalogue, files))
    return list(islice(found, MOST_FINDINGS))


def targets_without_module(catalogue: Catalogue, files: Files) -> Found:
    """Targets that no module aims at."""
    aimed_at = {aim.target for module in catalogue.modules.values() for aim in module.aims}
    for n, target in enumerate(catalogue.targets):
        if target not in aimed_at:
            yield files["targets.toml"].error(f"no module aims at '{target}'", ("target", n))


def modules_are_complete(catalogue: Catalogue, files: Files) -> Found:
    """Every module says what its kind must say."""
    for module in catalogue.modules.values():
        for where, lacking in _lacking(module):
            yield files[module.file].error(f"module '{module.id}' lacks {lacking}", where)


def _lacking(module: Module) -> Iterator[tuple[Where, str]]:
    specific = module.kind is ModuleKind.SPECIFIC
    needed: list[tuple[str, bool, str]] = [
        ("evidence_says", bool(module.evidence_says), "what its evidence class means here"),
        ("references", bool(module.references), "a reference"),
        ("intervention", len(module.interventions) >= 5, "five interventions or more"),
        ("measure_says", bool(module.measure_says), "how progress is seen"),
        ("record", bool(module.record), "what to write down"),
        ("adherence", bool(module.adherence), "marks of good work (adherence)"),
        ("domain", not specific or module.domain is not None, "a domain"),
        ("homework", not specific or bool(module.homework), "something to do between sessions"),
        ("opinion", _has_opinion(module), "whose opinion its effects are"),
        ("step", not specific or _has_steps(module), "guidance for each of the four steps"),
        ("phase", specific or _has_phases(module), "what it consists of in each phase"),
        ("repair", specific or bool(module.repair), "how it is repaired"),
    ]
    yield from (((word,), lacking) for word, there, lacking in needed if not there)
    for language in LANGUAGES:
        if language not in {page.language for page in module.patient}:
            yield ("patient",), f"a patient's page in '{language}'"


def _has_opinion(module: Module) -> bool:
    return module.opinion is not None or all(aim.effect is None for aim in module.aims)


def _has_steps(module: Module) -> bool:
    return [guide.step for guide in module.steps] == [step for step in Step if step > 0]


def _has_phases(module: Module) -> bool:
    return [guide.phase for guide in module.by_phase] == list(PHASES)


def what_every_course_needs_is_there(catalogue: Catalogue, files: Files) -> Found:
    """The six common modules, which run in every course, and a therapy to run them in."""
    for name in COMMON:
        if name not in catalogue.modules:
            says = f"the common module '{name}' is missing; expected modules/{name}.toml"
            yield files["catalogue.toml"].error(says, ("version",))
    if not catalogue.therapies:
        says = "there is no therapy; expected at least one file such as therapies/imt.toml"
        yield files["catalogue.toml"].error(says, ("version",))


def rules_say_why(catalogue: Catalogue, files: Files) -> Found:
    """A rule says itself; its author says why."""
    for module in catalogue.modules.values():
        for kind in CLAUSES:
            for n, clause in enumerate(getattr(module, kind)):
                if not clause.why.strip():
                    says = f"clause '{clause.id}' does not say why; expected a sentence in 'why'"
                    yield files[module.file].error(says, (kind, n))
    for therapy in catalogue.therapies.values():
        for g, gate in enumerate(therapy.gates):
            for c, criterion in enumerate(gate.criteria):
                if not criterion.why.strip():
                    says = f"criterion '{criterion.id}' does not say why"
                    yield files[therapy.file].error(says, ("gate", g, "criterion", c))


def phases_are_told_in_each_language(catalogue: Catalogue, files: Files) -> Found:
    """What patients read about a phase is there in every language."""
    for therapy in catalogue.therapies.values():
        for n, phase in enumerate(therapy.phases):
            german = (phase.patient_name_de, phase.patient_says_de, phase.patient_later_de)
            told = {"en": phase.words("en"), "de": german}
            for language in (one for one in LANGUAGES if not all(told[one])):
                says = f"the phase {phase.phase.value} lacks words for patients in '{language}'"
                yield files[therapy.file].error(says, ("phase", n))


def therapies_are_complete(catalogue: Catalogue, files: Files) -> Found:
    """A therapy that runs courses tells all of itself; one that lends needs less."""
    for therapy in catalogue.therapies.values():
        for lacking in _lacking_of(therapy) if therapy.runs_courses else ():
            yield files[therapy.file].error(f"therapy '{therapy.id}' lacks {lacking}", ("id",))


def _lacking_of(therapy: Therapy) -> Iterator[str]:
    named: dict[str, object] = {
        "stages": therapy.stages,
        "a procedure": therapy.procedure,
        "a hierarchy": therapy.hierarchy,
        "modes": therapy.modes,
        "rules between sessions": therapy.between_sessions,
        "fidelity": therapy.fidelity,
        "a diary or log": therapy.diary,
        "an agenda": therapy.agenda,
    }
    yield from (name for name, there in named.items() if not there)


RULES: tuple[Callable[[Catalogue, Files], Found], ...] = (
    modules_are_complete,
    what_every_course_needs_is_there,
    therapies_are_complete,
    rules_say_why,
    phases_are_told_in_each_language,
    *RULES_OF_WORDING,
    classes_fit_references,
    dois_can_be_followed,
    nothing_rests_on_a_claim,
    sources_can_be_found,
    status_is_earned,
)

KNOWN_GAPS: tuple[Callable[[Catalogue, Files], Found], ...] = (
    targets_without_module,
    cited_from_memory,
    references_without_kind,
    signed_but_draft,
)
"""What is known and not wrong: it is shown as a warning."""
