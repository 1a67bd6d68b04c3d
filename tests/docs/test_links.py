"""Documents point at things that are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)#\s]+)(#[^)]*)?\)")
TARGETS = set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    found = [match["target"] for match in LINK.finditer(document.read_text(encoding="utf-8"))]
    inside = [
        target for target in found if "://" not in target and not target.startswith("mailto:")
    ]
    assert [target for target in inside if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_make_command_exists(document: Path) -> None:
    named = set(re.findall(r"`make ([a-z][a-z-]*)", document.read_text(encoding="utf-8")))
    assert named <= TARGETS


def test_the_notice_stands_at_the_top_of_the_readme() -> None:
    top = (ROOT / "README.md").read_text(encoding="utf-8")[:400]
    assert "Not yet for the care of real people" in top
