"""How texts are worded: short enough for their place, kind to everybody, easy for patients."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.evidence import CLAIMED_RESULT
from openimt.catalogue.module import Module, PatientPage
from openimt.catalogue.patient_words import LANGUAGES, banned_words
from openimt.catalogue.reading import hard_to_read
from openimt.catalogue.staff_words import unkind_words
from openimt.catalogue.texts import Meets, Text, texts
from openimt.catalogue.therapy import Therapy
from openimt.catalogue.toml_file import Files, Found, TomlFile

LONGEST: Mapping[str, int] = {
    "Module.name": 60,
    "Module.short": 28,
    "Module.summary": 320,
    "Module.evidence_says": 400,
    "Module.repair": 600,
    "Intervention.name": 60,
    "Intervention.do": 420,
    "PatientPage.name": 40,
    "PatientPage.says": 600,
    "PhaseInTherapy.name": 40,
    "PhaseInTherapy.patient_name": 40,
    "PhaseInTherapy.patient_name_de": 40,
    "PhaseInTherapy.patient_says": 120,
    "PhaseInTherapy.patient_says_de": 120,
    "PhaseInTherapy.patient_later": 120,
    "PhaseInTherapy.patient_later_de": 120,
    "Therapy.name": 70,
    "Therapy.summary": 320,
    "Therapy.evidence_says": 400,
    "Fidelity.observer": 320,
    "Stage.name": 60,
    "Mode.name": 40,
    "Level.name": 60,
    "ProcedureStep.name": 60,
    "Regulator.name": 40,
    "BetweenRule.name": 40,
    "DiaryField.says": 120,
    "DiaryField.choices": 40,
    "AgendaItem.says": 120,
    "FidelityConcept.says": 120,
}
"""Most characters of texts by shape and key, so that each fits its place on a screen."""

LONGEST_ELSEWHERE = 240
"""Most characters of every other text."""


def texts_are_well_worded(catalogue: Catalogue, files: Files) -> Found:
    """No text is longer than its place, unkind to anybody, or told of what could not be found."""
    for module in catalogue.modules.values():
        yield from _worded(module, files[module.file])
    for therapy in catalogue.therapies.values():
        yield from _worded(therapy, files[therapy.file])


def _worded(one: Module | Therapy, file: TomlFile) -> Found:
    for text in texts(one):
        place = "on a page" if text.key.startswith("PatientPage") else "in words"
        for says in (*_too_long(text), *_unfit(text.says, text.meets, text.language, place)):
            yield file.error(says, text.where)


@lru_cache(maxsize=8192)
def _unfit(says: str, meets: Meets, language: str, place: str) -> tuple[str, ...]:
    """What is wrong with the words themselves. The same text comes back in every version of a
    catalogue, so what was said of it is kept."""
    for_patients = _for_patients(says, meets, language, place)
    return (*_unkind(says, meets, language), *for_patients, *_claimed(says))


def _too_long(text: Text) -> Iterator[str]:
    most = LONGEST.get(text.key, LONGEST_ELSEWHERE)
    if len(text.says) > most:
        word = next(part for part in reversed(text.where) if isinstance(part, str))
        yield f"'{word}' is longer than {most} characters: it has {len(text.says)}"


def _unkind(says: str, meets: Meets, language: str) -> Iterator[str]:
    """Insults, grades of risk, medicines; said aloud, also that a view is wrong."""
    if language == "en":
        for word, remedy in unkind_words(says, spoken=meets is not Meets.STAFF):
            yield f"'{word}' has no place here: {remedy}"


def _for_patients(says: str, meets: Meets, language: str, place: str) -> Iterator[str]:
    """What grades, blames or frightens a patient."""
    if meets is Meets.PATIENT:
        for word in banned_words(says, language):
            yield f"'{word}' has no place {place} for patients"


def _claimed(says: str) -> Iterator[str]:
    if found := CLAIMED_RESULT.search(says.lower()):
        yield f"'{found[0]}' tells of a trial that could not be found"


def patients_read_with_ease(catalogue: Catalogue, files: Files) -> Found:
    """A patient's page, and a therapy's words for its phases, read at school grade 7 or below."""
    for module in catalogue.modules.values():
        for n, page in enumerate(module.patient):
            if hard := hard_to_read(f"{page.says} {page.try_this}", page.language):
                says = f"the page in '{page.language}' {hard}"
                yield files[module.file].error(says, ("patient", n, "says"))
    for therapy in catalogue.therapies.values():
        for language in LANGUAGES if therapy.phases else ():
            told = " ".join(". ".join(phase.words(language)) for phase in therapy.phases)
            if hard := hard_to_read(told, language):
                says = f"what patients read about its phases in '{language}' {hard}"
                yield files[therapy.file].error(says, ("phase", 0, "patient_says"))


def pages_are_in_a_known_language(catalogue: Catalogue, files: Files) -> Found:
    """A page is in a language whose words and ease can be looked at."""
    for module in catalogue.modules.values():
        for n, page in enumerate(module.patient):
            if page.language not in LANGUAGES:
                yield files[module.file].error(_unknown(page), ("patient", n, "language"))


def _unknown(page: PatientPage) -> str:
    return f"'{page.language}' is no language of the pages; it is one of: {', '.join(LANGUAGES)}"


RULES: tuple[Callable[[Catalogue, Files], Found], ...] = (
    texts_are_well_worded,
    patients_read_with_ease,
    pages_are_in_a_known_language,
)
