"""What is cited is there, fits its class, and nothing rests on what could not be found."""

from pathlib import Path

import pytest

from openimt.catalogue.catalogue import ReferenceKind
from openimt.catalogue.check import Level, check
from openimt.catalogue.evidence import CLAIMED_RESULT, TESTED, TRIALS
from openimt.catalogue.load import load
from tests.unit.catalogue.copies import copy, errors, slip

CLAIM = """
[[reference]]
id = "told2024"
says = "A trial that one web page tells of, without authors or journal; it could not be found."
doi = ""
checked = false
kind = "claim"
"""


def told(folder: Path) -> Path:
    """A copy whose list of references holds the claim."""
    path = copy(folder) / "references.toml"
    path.write_text(path.read_text(encoding="utf-8") + CLAIM, encoding="utf-8")
    return folder


def test_a_claim_may_be_listed_as_such(tmp_path: Path) -> None:
    assert errors(told(tmp_path)) == []


@pytest.mark.parametrize("file", ["modules/r3.toml", "therapies/mit.toml"])
def test_a_claim_cannot_be_cited(tmp_path: Path, file: str) -> None:
    path = told(tmp_path) / file
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("references = [", 'references = ["told2024", ', 1))
    (finding,) = errors(tmp_path)
    assert finding.says == "cites 'told2024', which could not be found; nothing may rest on it"
    assert (finding.file, finding.line is not None) == (file, True)


@pytest.mark.parametrize("source", ['"told2024"', '"Judged from told2024."'])
def test_a_claim_is_no_source(tmp_path: Path, source: str) -> None:
    path = told(tmp_path) / "modules/r3.toml"
    text = path.read_text(encoding="utf-8")
    start = text.index("[opinion]")
    line = next(one for one in text[start:].splitlines() if one.startswith("source"))
    path.write_text(text.replace(line, f"source = {source}", 1), encoding="utf-8")
    (finding,) = errors(tmp_path)
    assert finding.says.startswith("names 'told2024' as source, which could not be found")


def test_a_claim_cannot_have_been_checked(tmp_path: Path) -> None:
    path = told(tmp_path) / "references.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(CLAIM, CLAIM.replace("false", "true")), encoding="utf-8")
    (finding,) = errors(tmp_path)
    assert finding.says == "'told2024' is a claim and cannot have been checked"


@pytest.mark.parametrize(
    "text",
    [
        "MIT was better than standard DBT.",
        "Metacognitive interpersonal therapy proved superior to dialectical behaviour therapy.",
        "A trial of 120 patients over 18 months.",
        "In 120 treatment-resistant people.",
    ],
)
def test_the_result_of_the_claim_is_recognised(text: str) -> None:
    assert CLAIMED_RESULT.search(text.lower())


@pytest.mark.parametrize(
    "text",
    [
        "DBT-PTSD did better than cognitive processing therapy.",
        "MIT and structured clinical management were near equal.",
        "MIT was better at one thing. DBT was not part of the trial.",
    ],
)
def test_real_results_are_not(text: str) -> None:
    assert not CLAIMED_RESULT.search(text.lower())


def test_a_tested_module_cites_a_checked_trial_or_review() -> None:
    catalogue = load()
    for module in catalogue.modules.values():
        if module.evidence in TESTED:
            cited = [catalogue.references[one] for one in module.references]
            assert any(r.checked and r.kind in TRIALS for r in cited), module.id


@pytest.mark.parametrize("references", ['["linehan2015manual"]', '["gratz2006"]', '["adler2012a"]'])
def test_a_manual_a_memory_or_a_study_is_no_trial_evidence(tmp_path: Path, references: str) -> None:
    path = copy(tmp_path) / "modules/r3.toml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(
        "".join(
            f"references = {references}\n" if line.startswith("references") else line
            for line in lines
        ),
        encoding="utf-8",
    )
    (finding,) = errors(tmp_path)
    assert finding.says == (
        "module 'r3' is of class T1, but cites no checked trial or review; cite one, or say T3 or X"
    )


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("OpenIMT clinical decisions, 11", "is no source; name a reference"),
        ("Somebody said so", "is no source; name a reference"),
        ("linehan2066", "names 'linehan2066' as source, which is not in references.toml"),
    ],
)
def test_a_source_that_nobody_can_find_is_refused(tmp_path: Path, source: str, says: str) -> None:
    file = "modules/r7.toml"
    (finding,) = errors(
        slip(tmp_path, file, 'source = "OpenIMT clinical decisions, 7"', f'source = "{source}"')
    )
    assert says in finding.says
    assert finding.file == file


def test_what_stands_from_memory_is_shown_with_who_cites_it() -> None:
    found = [one for one in check() if "stands from memory" in one.says]
    assert found
    assert all(one.level is Level.WARNING and one.file == "references.toml" for one in found)
    linehan = next(one for one in found if "'linehan1993'" in one.says)
    assert "dbt" in linehan.says
    assert "s3" in linehan.says


def test_every_packaged_reference_says_what_it_is() -> None:
    kinds = {reference.id: reference.kind for reference in load().references.values()}
    assert None not in kinds.values()
    assert kinds["rossi2023"] is ReferenceKind.TRIAL
