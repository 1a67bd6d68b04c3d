"""Approved means signed: by a clinician and a person with lived experience, for this very text."""

from pathlib import Path

import pytest

from openimt.catalogue.check import Level, check
from openimt.catalogue.review import fingerprint
from openimt.catalogue.toml_file import read_toml
from tests.unit.catalogue.copies import copy, errors, line_of

R3 = "modules/r3.toml"
SIGNED = {
    "clinician": '"Dr Ada Example"',
    "clinician_on": "2026-12-01",
    "lived_experience": '"Bea Example"',
    "lived_experience_on": "2026-12-03",
}


def signed(folder: Path, status: str = "approved", **changes: str | None) -> Path:
    """A copy in which R3 has this status and these signatures, for the text as it stands."""
    path = copy(folder) / R3
    content = f'"{fingerprint(read_toml(path, R3).data)}"'
    entries = {**SIGNED, "content": content, **changes}
    table = "".join(f"{key} = {value}\n" for key, value in entries.items() if value is not None)
    text = path.read_text(encoding="utf-8").replace('status = "draft"', f'status = "{status}"', 1)
    path.write_text(f"{text}\n[review]\n{table}", encoding="utf-8")
    return folder


def test_both_signatures_make_it_approved(tmp_path: Path) -> None:
    assert errors(signed(tmp_path)) == []


def test_a_draft_needs_none(tmp_path: Path) -> None:
    assert errors(signed(tmp_path, "draft", clinician=None, clinician_on=None)) == []


MISSING = [
    ({"clinician": None, "clinician_on": None}, "a clinician has not signed"),
    ({"lived_experience": None, "lived_experience_on": None}, "a person with lived experience"),
    ({"clinician_on": None}, "'clinician' has only one of them"),
    ({"lived_experience": '" "'}, "'lived_experience' has only one of them"),
    ({"lived_experience": '"dr ada example"'}, "one person cannot sign as clinician and as person"),
    ({"content": '"0123456789abcdef"'}, "is not what was signed"),
    ({"content": None}, "is not what was signed"),
]


@pytest.mark.parametrize(("changes", "says"), MISSING)
def test_approved_needs_every_part(
    tmp_path: Path, changes: dict[str, str | None], says: str
) -> None:
    found = [one for one in errors(signed(tmp_path, **changes)) if says in one.says]
    assert [one.file for one in found] == [R3]
    assert found[0].line is not None


def test_approved_without_any_signature_names_both(tmp_path: Path) -> None:
    path = copy(tmp_path) / R3
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('status = "draft"', 'status = "approved"', 1), encoding="utf-8")
    says = [one.says for one in errors(tmp_path)]
    assert len(says) == 3
    assert {one.line for one in errors(tmp_path)} >= {line_of(tmp_path, R3, "status")}


def test_a_change_after_signing_takes_the_approval_back(tmp_path: Path) -> None:
    path = signed(tmp_path) / R3
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("usual = 12", "usual = 11", 1), encoding="utf-8")
    (finding,) = errors(tmp_path)
    assert "is not what was signed" in finding.says


def test_a_comment_or_another_order_is_no_change(tmp_path: Path) -> None:
    path = signed(tmp_path) / R3
    path.write_text("# A remark.\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert errors(tmp_path) == []


def test_another_status_is_refused_with_the_nearest(tmp_path: Path) -> None:
    (finding,) = errors(signed(tmp_path, "aproved"))  # codespell:ignore
    assert finding.says == (
        "the status is 'draft' or 'approved', not 'aproved'; "  # codespell:ignore
        "did you mean 'approved'?"
    )


def test_a_signed_draft_is_told_that_it_can_be_approved(tmp_path: Path) -> None:
    found = [one for one in check(signed(tmp_path, "draft")) if "both have signed" in one.says]
    assert [(one.file, one.level) for one in found] == [(R3, Level.WARNING)]
