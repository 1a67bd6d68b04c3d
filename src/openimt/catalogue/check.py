"""Check a catalogue and say everything that is wrong with it or missing from it, with its line."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from openimt.catalogue.completeness import gaps, unfinished
from openimt.catalogue.directory import read_directory
from openimt.catalogue.load import PACKAGED
from openimt.catalogue.reach import reach
from openimt.catalogue.reachable import doubts, what_cannot_be
from openimt.catalogue.soundness import slips, told
from openimt.errors import CatalogueError


class Level(StrEnum):
    """An error makes a catalogue unfit for use; a warning names a gap."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One thing found: the file, its line (None = the whole file), how bad, in one sentence."""

    file: str
    line: int | None
    level: Level
    says: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line is not None else self.file
        return f"{self.level}: {place}: {self.says}"


def check(directory: Path | None = None) -> tuple[Finding, ...]:
    """Every finding about a catalogue directory, or about the packaged one; errors first.

    Files that cannot be read are found first and hide nothing in the others, but rules over the
    whole catalogue speak only when every file could be read, so that one slip brings one finding.
    """
    catalogue, draft = read_directory(directory or PACKAGED)
    if catalogue is None or draft.mistakes:
        return _findings(draft.mistakes, Level.ERROR)
    wrong, doubtful = slips(catalogue, draft.files), list[CatalogueError]()
    if not wrong:
        found = reach(catalogue)
        wrong = told(what_cannot_be(found, draft.files))
        doubtful = told(doubts(found, draft.files))
    errors = _findings(wrong + unfinished(catalogue, draft.files), Level.ERROR)
    return errors + _findings(gaps(catalogue, draft.files) + doubtful, Level.WARNING)


def _findings(errors: list[CatalogueError], level: Level) -> tuple[Finding, ...]:
    ordered = sorted(errors, key=lambda error: (error.file or "", error.line or 0))
    return tuple(Finding(e.file or "", e.line, level, e.says) for e in ordered)
