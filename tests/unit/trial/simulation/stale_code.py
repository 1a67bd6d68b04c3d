"""Compiled code that is older than its sources."""

from pathlib import Path

import openimt.trial.simulation as package

FOLDER = Path(package.__path__[0])


def drop_stale_code() -> None:
    """The compiler looks at the date of one file; a function it calls may stand in another."""
    newest = max(path.stat().st_mtime for path in FOLDER.glob("*.py"))
    kept = list((FOLDER / "__pycache__").glob("*.nb?"))
    if kept and min(path.stat().st_mtime for path in kept) < newest:
        for path in kept:
            path.unlink(missing_ok=True)
