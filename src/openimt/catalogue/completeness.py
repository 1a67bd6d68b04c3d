"""What a catalogue still lacks: unfinished modules, words a patient should not meet, gaps."""

from collections.abc import Callable, Iterator

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.module import Module, PatientPage
from openimt.catalogue.patient_words import LANGUAGES, banned_words
from openimt.catalogue.therapy import Therapy
from openimt.catalogue.toml_file import Files, Found, Where
from openimt.errors import CatalogueError
from openimt.terms import PHASES, ModuleKind, Step

COMMON = tuple(f"c{number}" for number in range(1, 7))
"""The common modules: they run in every course from its first week."""

LONGEST = {"name": 60, "short": 28, "summary": 320, "measure_says": 240, "record": 240}
"""Most characters of a module's texts, so that each fits its place on a screen."""

LONGEST_ON_PATIENT_PAGE = {"name": 40, "says": 600, "try_this": 240}
"""Most characters of the texts on a patient's page."""


def unfinished(catalogue: Catalogue, files: Files) -> list[CatalogueError]:
    """Everything that a finished catalogue has and this one lacks."""
    return [error for rule in RULES for error in rule(catalogue, files)]


def gaps(catalogue: Catalogue, files: Files) -> list[CatalogueError]:
    """What no module covers, and capacities that nothing builds: known, not wrong."""
    aimed_at = {aim.target for module in catalogue.modules.values() for aim in module.aims}
    return [
        files["targets.toml"].error(f"no module aims at '{target}'", ("target", n))
        for n, target in enumerate(catalogue.targets)
        if target not in aimed_at
    ]


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


def texts_fit_their_place(catalogue: Catalogue, files: Files) -> Found:
    """No text is longer than its place on a screen."""
    for module in catalogue.modules.values():
        file = files[module.file]
        for word, most in LONGEST.items():
            if len(getattr(module, word)) > most:
                yield file.error(f"'{word}' is longer than {most} characters", (word,))
        for n, page in enumerate(module.patient):
            for word, most in LONGEST_ON_PATIENT_PAGE.items():
                if len(getattr(page, word)) > most:
                    says = f"'{word}' is longer than {most} characters"
                    yield file.error(says, ("patient", n, word))


def patients_meet_kind_words(catalogue: Catalogue, files: Files) -> Found:
    """No page for patients holds a word that grades, blames or frightens."""
    for module in catalogue.modules.values():
        for n, page in enumerate(module.patient):
            for word in banned_words(_all_of(page), page.language):
                says = f"'{word}' has no place on a page for patients"
                yield files[module.file].error(says, ("patient", n))
    for therapy in catalogue.therapies.values():
        for n, phase in enumerate(therapy.phases):
            for language in LANGUAGES:
                for word in banned_words(" ".join(phase.words(language)), language):
                    says = f"'{word}' has no place in words for patients"
                    yield files[therapy.file].error(says, ("phase", n))


def _all_of(page: PatientPage) -> str:
    return f"{page.name}. {page.says} {page.try_this}"


def what_every_course_needs_is_there(catalogue: Catalogue, files: Files) -> Found:
    """The six common modules, which run in every course, and a therapy to run them in."""
    for name in COMMON:
        if name not in catalogue.modules:
            says = f"the common module '{name}' is missing; expected modules/{name}.toml"
            yield files["catalogue.toml"].error(says, ("version",))
    if not catalogue.therapies:
        says = "there is no therapy; expected at least one file such as therapies/imt.toml"
        yield files["catalogue.toml"].error(says, ("version",))


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
    texts_fit_their_place,
    patients_meet_kind_words,
    what_every_course_needs_is_there,
    therapies_are_complete,
)
