"""What tutorials and vignettes show is so: their commands and their Python run, output and all.

A page runs from top to bottom in a folder of its own that holds the repository's ``docs``. Lines
of a ``console`` block that begin with ``$`` are run; what stands below them is what they print.
Lines with ``>>>`` are Python. ``...`` stands for anything, such as a time.
"""

import doctest
import os
import re
import sys
from pathlib import Path

import pytest

from tests.docs.shell import said_by

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    path
    for folder in ("tutorials", "vignettes")
    for path in (ROOT / "docs" / folder).glob("*.md")
    if "```console" in path.read_text("utf-8") or ">>>" in path.read_text("utf-8")
)
FENCE = re.compile(r"^```.*$", re.MULTILINE)
BLOCK = re.compile(r"^```console\n(?P<lines>.*?)^```$", re.DOTALL | re.MULTILINE)
ANYTHING = "[anything]"
LOOSE = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


class EitherEllipsis(doctest.OutputChecker):
    """Takes both marks for what may differ."""

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        return super().check_output(
            want.replace("...", ANYTHING).replace("…", ANYTHING), got, optionflags
        )


def as_python(text: str) -> str:
    """The page with its commands as calls of Python, so that one run keeps them in order."""

    def calls(block: re.Match[str]) -> str:
        lines = []
        for line in block["lines"].splitlines():
            if line.startswith("$ "):
                lines.append(f"\n>>> run({line.removeprefix('$ ')!r})")
            else:
                lines.append(line or "<BLANKLINE>")
        return "\n".join(lines) + "\n"

    return FENCE.sub("", BLOCK.sub(calls, text))


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_the_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    text = as_python(page.read_text("utf-8"))
    monkeypatch.setattr(doctest, "ELLIPSIS_MARKER", ANYTHING)
    found = doctest.DocTestParser().get_doctest(text, {"run": said_by}, page.stem, str(page), 0)
    assert found.examples
    complaints: list[str] = []
    runner = doctest.DocTestRunner(EitherEllipsis(), optionflags=LOOSE, verbose=False)
    runner.run(found, out=complaints.append)
    assert not complaints, "".join(complaints)


def test_every_method_has_its_vignette() -> None:
    methods = {"repeated", "mixed", "counts", "simulation", "randomisation", "mediation"}
    assert methods | {"from-design-to-report"} <= {page.stem for page in PAGES}


def test_a_wrong_output_would_be_noticed() -> None:
    text = as_python("```console\n$ echo two\none\n```\n")
    found = doctest.DocTestParser().get_doctest(text, {"run": said_by}, "x", "x", 0)
    assert doctest.DocTestRunner(verbose=False).run(found, out=lambda _: None).failed == 1
