"""Invented people as files: the same seed gives the same bytes, in any process."""

import csv
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from openimt.errors import OpenIMTError
from openimt.exchange.assessment_file import read_assessment, write_assessment
from openimt.simulate.people import invent
from openimt.simulate.write import TABLES, write

PROGRAM = """
import sys
from pathlib import Path
from openimt.exchange.assessment_file import write_assessment
from openimt.simulate.people import invent
from openimt.simulate.write import write
write(invent(3, 11), Path(sys.argv[1]), as_json=write_assessment)
"""


def digest(directory: Path) -> dict[str, str]:
    files = sorted(p for p in directory.rglob("*") if p.is_file())
    return {
        p.relative_to(directory).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in files
    }


def test_the_same_bytes_across_processes(tmp_path: Path) -> None:
    for seed in ("0", "4711"):
        env = os.environ | {"PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": "Asia/Tokyo"}
        command = [sys.executable, "-c", PROGRAM, str(tmp_path / seed)]
        subprocess.run(command, check=True, env=env)
    write(invent(3, 11), tmp_path / "here", as_json=write_assessment)
    here = digest(tmp_path / "here")
    assert here == digest(tmp_path / "0") == digest(tmp_path / "4711")
    assert len(here) == len(TABLES) + 3
    write(invent(3, 12), tmp_path / "here", as_json=write_assessment)
    assert digest(tmp_path / "here") != here


def test_every_table_is_square_and_every_assessment_reads(tmp_path: Path) -> None:
    people = invent(4, 3)
    files = write(people, tmp_path, as_json=write_assessment)
    assert all(file.exists() for file in files)
    for table in TABLES:
        with (tmp_path / table.name).open(encoding="utf-8", newline="") as text:
            rows = list(csv.reader(text))
        assert tuple(rows[0]) == table.header
        assert len(rows) > 1, table.name
        assert {len(row) for row in rows} == {len(table.header)}
        assert {row[0] for row in rows[1:]} <= {p.id for p in people}
    for person in people:
        data = json.loads((tmp_path / f"assessments/{person.id}.json").read_text("utf-8"))
        assert read_assessment(data, "a.json").patient == person.id


def test_everybody_is_marked_as_invented(tmp_path: Path) -> None:
    write(invent(4, 3), tmp_path, as_json=write_assessment)
    with (tmp_path / "persons.csv").open(encoding="utf-8", newline="") as text:
        assert {row["invented"] for row in csv.DictReader(text)} == {"1"}


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OpenIMTError, match="another folder"):
        write(invent(1, 3), tmp_path / "file", as_json=write_assessment)
