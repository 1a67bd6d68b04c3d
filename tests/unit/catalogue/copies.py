"""Copies of the packaged catalogue in which one thing is wrong."""

import shutil
from pathlib import Path

from openimt.catalogue.check import Finding, Level, check
from openimt.catalogue.load import PACKAGED


def copy(directory: Path) -> Path:
    """The packaged catalogue's files, in a directory of their own."""
    for path in PACKAGED.rglob("*.toml"):
        target = directory / path.relative_to(PACKAGED)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    return directory


def slip(directory: Path, file: str, old: str, new: str) -> Path:
    """A copy in which ``old``, at its first place in the file, became ``new``."""
    path = copy(directory) / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} does not say {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return directory


def line_of(directory: Path, file: str, start: str) -> int:
    """The first line of a file that begins like this."""
    lines = (directory / file).read_text(encoding="utf-8").splitlines()
    return next(n for n, line in enumerate(lines, start=1) if line.startswith(start))


def errors(directory: Path) -> list[Finding]:
    """What the check finds, without the known gaps."""
    return [finding for finding in check(directory) if finding.level is Level.ERROR]
