"""Public data of real people: read where it lies, never kept in the repository."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(os.environ.get("OPENIMT_DATA", ROOT.parent / "shared" / "data"))


def real(name: str) -> Path:
    """A file of the public data; the test is skipped where the folder is not there."""
    path = FOLDER / name
    if not path.is_file():
        pytest.skip(f"the public data file {name} is not here; set OPENIMT_DATA to its folder")
    return path
