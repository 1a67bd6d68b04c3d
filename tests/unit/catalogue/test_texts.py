"""What the check asks of every text: its length, its words, its ease."""

# ruff: noqa: E501 - a table reads best with one case a line

from pathlib import Path

import pytest

from openimt.catalogue.directory import read_directory
from openimt.catalogue.load import PACKAGED, load
from openimt.catalogue.staff_words import unkind_words
from openimt.catalogue.texts import Meets, texts
from openimt.catalogue.wording_rules import LONGEST
from tests.unit.catalogue.copies import errors, line_of, slip

UNKIND = [
    "She manipulated the team.",
    "This is attention-seeking.",
    "A treatment-resistant case.",
    "He is non-compliant with homework.",
    "Borderlines often do this.",
    "Borderline patients split.",
    "Difficult patients need more time.",
    "The person is acting out.",
    "She committed suicide.",
    "After a suicidal gesture.",
    "After a failed suicide attempt.",
    "This is a high-risk person.",
    "The risk is moderate this week.",
    "Note the risk level.",
    "Lithium may help.",
    "Consider starting quetiapine.",
    "Prescribe an antidepressant.",
    "Offer a sleeping pill.",
]


@pytest.mark.parametrize("text", UNKIND)
def test_insults_grades_and_medicines_are_found_with_a_remedy(text: str) -> None:
    ((_, remedy), *_) = unkind_words(text)
    assert remedy.startswith(("say", "leave"))


KIND = [
    "Borderline personality disorder is explained together.",
    "Ask what makes risk to others smaller.",
    "It is the choice with the smallest risk.",
    "The prescriber looks at antidepressants that were started long ago.",
    "She asked for attention, and got it.",
    "A difficult hour for both.",
    "Suicide attempts are asked about gently.",
    "They split the bill.",
]


@pytest.mark.parametrize("text", KIND)
def test_plain_words_pass(text: str) -> None:
    assert list(unkind_words(text)) == []


def test_each_word_has_its_own_remedy() -> None:
    found = dict(unkind_words("A treatment-resistant person on lithium who manipulates."))
    assert found == {
        "treatment-resistant": "say 'did not respond to …'",
        "lithium": "leave medicines to the prescriber",
        "manipulates": "say what the person did and what for",
    }


@pytest.mark.parametrize(
    "text", ["That thought is distorted.", "You misread her.", "You have overreacted."]
)
def test_what_is_said_aloud_calls_no_view_wrong(text: str) -> None:
    assert list(unkind_words(text, spoken=True))
    assert not list(unkind_words(text))


def test_every_text_of_a_file_is_looked_at() -> None:
    """Nothing that somebody wrote is left out: each prose of the file is among the texts."""
    catalogue, draft = read_directory(PACKAGED)
    assert catalogue is not None
    for one in (*catalogue.modules.values(), *catalogue.therapies.values()):
        found = {text.says for text in texts(one)}
        assert prose(draft.files[one.file].data) <= found, one.id


def prose(value: object, key: str = "") -> set[str]:
    """Whatever in a file reads like a sentence, but for sources."""
    if isinstance(value, dict):
        return set().union(*(prose(inner, name) for name, inner in value.items()))
    if isinstance(value, list):
        return set().union(*(prose(inner, key) for inner in value))
    return {value} if isinstance(value, str) and value.count(" ") > 1 and key != "source" else set()


def test_each_text_knows_who_meets_it() -> None:
    found = {(text.key, text.meets, text.language) for text in texts(load().module("r3"))}
    assert ("PatientPage.says", Meets.PATIENT, "de") in found
    assert ("Intervention.sounds_like", Meets.SPOKEN, "en") in found
    assert ("Intervention.do", Meets.STAFF, "en") in found
    spoken = {text.key for text in texts(load().therapy("imt")) if text.meets is Meets.PATIENT}
    assert {"PhaseInTherapy.patient_says", "PhaseInTherapy.patient_later_de"} <= spoken


def test_the_limits_speak_of_texts_that_there_are() -> None:
    catalogue = load()
    every = (*catalogue.modules.values(), *catalogue.therapies.values())
    assert set(LONGEST) <= {text.key for one in every for text in texts(one)}


LONG = "x" * 601
CLAIM = "MIT did better than DBT. "
FLAWS = [
    ("modules/r3.toml", 'do = "', f'do = "{LONG}', "'do' is longer than 420 characters"),
    ("modules/r3.toml", 'sounds_like = "', f'sounds_like = "{LONG}', "is longer than 240 characters"),
    ("modules/c1.toml", 'repair_when = "', f'repair_when = "{LONG}', "is longer than 240 characters"),
    ("therapies/mit.toml", 'advance_when = "', f'advance_when = "{LONG}', "is longer than 240"),
    ("modules/r3.toml", 'do = "', 'do = "No manipulation. ', "'manipulation' has no place here"),
    ("modules/r3.toml", 'sounds_like = "', 'sounds_like = "Distorted. ', "'Distorted' has no place"),
    ("therapies/dbt.toml", 'observer = "', 'observer = "For high-risk people. ', "'high-risk' has no"),
    ("modules/c4.toml", 'record = "', 'record = "Lithium. ', "leave medicines to the prescriber"),
    ("therapies/mit.toml", 'evidence_says = "', f'evidence_says = "{CLAIM}', "could not be found"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "says"), FLAWS, ids=lambda value: str(value)[:24])
def test_it_is_found_where_it_stands(
    tmp_path: Path, file: str, old: str, new: str, says: str
) -> None:
    found = [one for one in errors(slip(tmp_path, file, old, new)) if says in one.says]
    assert [one.file for one in found] == [file]
    assert found[0].line == line_of(tmp_path, file, new[:40])


HARD = (
    "Psychoeducational interventions facilitate differentiation of interpersonal expectancies, "
    "particularly considering individuals' heterogeneous developmental histories. "
)
HARD_GERMAN = (
    "Die Berücksichtigung lebensgeschichtlicher Entwicklungsbedingungen ermöglicht eine "
    "differenzierte Betrachtung zwischenmenschlicher Erwartungshaltungen. "
)


@pytest.mark.parametrize(
    ("file", "language", "key", "hard", "says"),
    [
        ("modules/r3.toml", "en", "says", HARD * 2, "reads at school grade"),
        ("modules/r3.toml", "de", "says", HARD_GERMAN * 3, "German"),
        ("therapies/imt.toml", "en", "patient_says", HARD * 3, "reads at school grade"),
    ],
)
def test_a_page_too_hard_to_read_is_an_error(
    tmp_path: Path, file: str, language: str, key: str, hard: str, says: str
) -> None:
    mark = f'language = "{language}"' if key == "says" else 'phase = "safety"'
    path = slip(tmp_path, file, mark, mark) / file
    before, after = path.read_text(encoding="utf-8").split(mark, 1)
    harder = after.replace(f'{key} = "', f'{key} = "{hard}', 1)
    path.write_text(before + mark + harder, encoding="utf-8")
    found = [one for one in errors(tmp_path) if says in one.says]
    assert [one.file for one in found] == [file]


def test_a_page_in_a_language_that_nobody_looks_at_is_refused(tmp_path: Path) -> None:
    found = errors(slip(tmp_path, "modules/r3.toml", 'language = "de"', 'language = "fr"'))
    assert "'fr' is no language of the pages; it is one of: en, de" in [one.says for one in found]
