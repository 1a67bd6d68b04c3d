"""A hostile folder is refused in plain sentences, in bounded time and memory."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from openimt.catalogue.check import Level, check
from openimt.catalogue.folder import MOST_FILES
from openimt.catalogue.load import PACKAGED, load
from openimt.errors import CatalogueError
from tests.unit.catalogue.copies import copy, errors

MEGABYTES = 600
CPU_SECONDS = 60


def sentences(folder: Path) -> list[str]:
    """What the check says is wrong: each one sentence on one line that can be printed."""
    found = errors(folder)
    for one in found:
        assert "\n" not in str(one)
        str(one).encode("utf-8")
    return [f"{one.file}: {one.says}" for one in found]


def test_ten_thousand_modules_are_refused_before_any_is_read(tmp_path: Path) -> None:
    modules = copy(tmp_path) / "modules"
    for number in range(10_000):
        (modules / f"x{number}.toml").touch()
    began = time.process_time()
    (only,) = sentences(tmp_path)
    assert time.process_time() - began < 5
    assert only == f"modules: holds 10040 files; a catalogue has at most {MOST_FILES}"
    with pytest.raises(CatalogueError, match="a catalogue has at most"):
        load(tmp_path)


def test_a_folder_of_anything_is_not_looked_through(tmp_path: Path) -> None:
    modules = copy(tmp_path) / "modules"
    for number in range(20_001):
        (modules / f"x{number}").touch()
    assert "modules: holds more than 20000 files; a catalogue has at most 2000" in sentences(
        tmp_path
    )


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    outside, inside = tmp_path / "secret.toml", copy(tmp_path / "catalogue")
    outside.write_text('id = "secret"', encoding="utf-8")
    (inside / "modules/x1.toml").symlink_to(outside)
    (inside / "modules/x2.toml").symlink_to("../../secret.toml")
    (inside / "modules/x3.toml").symlink_to("/etc/hostname")
    found = sentences(inside)
    assert len(found) == 3
    assert all("is a link that leads out of the catalogue" in one for one in found)
    assert not any("secret" in one.split(":", 1)[1] for one in found)


def test_a_folder_linked_from_outside_is_refused(tmp_path: Path) -> None:
    inside = copy(tmp_path / "catalogue")
    (inside / "modules").rename(tmp_path / "elsewhere")
    (inside / "modules").symlink_to(tmp_path / "elsewhere")
    assert all("leads out of the catalogue" in one for one in sentences(inside))


def test_a_link_within_the_folder_and_a_linked_folder_are_read(tmp_path: Path) -> None:
    inside = copy(tmp_path / "catalogue")
    (inside / "modules/r3.toml").rename(inside / "r3_text.toml")
    (inside / "modules/r3.toml").symlink_to("../r3_text.toml")
    (tmp_path / "linked").symlink_to(inside)
    assert sentences(tmp_path / "linked") == []


def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    modules = copy(tmp_path) / "modules"
    (modules / "folder.toml").mkdir()
    os.mkfifo(modules / "pipe.toml")
    (modules / "ring.toml").symlink_to("ring.toml")
    (modules / "lost.toml").symlink_to("nothing.toml")
    found = sentences(tmp_path)
    assert "modules/folder.toml: is not a plain file; take it out of the folder" in found
    assert "modules/pipe.toml: is not a plain file; take it out of the folder" in found
    assert sum("cannot be read" in one for one in found) == 2


NAMES = ["R9.toml", "r9.TOML", "r 9.toml", ".r9.toml", "r9\n.toml", "ä.toml", "..toml", "-r.toml"]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_whose_name_is_no_id_is_named_and_not_overlooked(tmp_path: Path, name: str) -> None:
    (copy(tmp_path) / "modules" / name).write_text("", encoding="utf-8")
    (only,) = sentences(tmp_path)
    assert "cannot be an id" in only


def test_a_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    folder = os.fsencode(copy(tmp_path) / "modules")
    Path(os.fsdecode(folder + b"/r\xff.toml")).touch()
    (only,) = sentences(tmp_path)
    assert "r\\udcff.toml" in only


def test_a_file_where_a_folder_should_be_is_said(tmp_path: Path) -> None:
    for path in (copy(tmp_path) / "therapies").iterdir():
        path.unlink()
    (tmp_path / "therapies").rmdir()
    (tmp_path / "therapies").write_text("x", encoding="utf-8")
    assert "therapies: cannot be read as a folder (Not a directory)" in sentences(tmp_path)


@pytest.mark.parametrize("path", ["nothing", "a\0b", "file", "x" * 5_000])
def test_what_is_no_catalogue_folder_is_one_sentence(tmp_path: Path, path: str) -> None:
    (tmp_path / "file").touch()
    (finding,) = check(tmp_path / path)
    assert finding.level is Level.ERROR
    assert "is not a catalogue directory" in finding.says


def test_two_modules_of_one_id_are_both_named(tmp_path: Path) -> None:
    modules = copy(tmp_path) / "modules"
    (modules / "r3b.toml").write_text((modules / "r3.toml").read_text(encoding="utf-8"))
    (only,) = errors(tmp_path)
    assert only.file == "modules/r3b.toml"
    assert only.line is not None
    assert only.says == "'r3' is said in modules/r3.toml already; give one of them another id"


LIMITED = """
import resource, sys, time
from pathlib import Path
from openimt.catalogue.check import check
resource.setrlimit(resource.RLIMIT_AS, ({megabytes} << 20, {megabytes} << 20))
resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
found = check(Path(sys.argv[1]))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(len(found), peak, round(time.process_time(), 1))
"""


def limited(folder: Path) -> tuple[int, int, float]:
    """Findings, most memory in MiB and CPU seconds of a check that may not take more."""
    program = LIMITED.format(megabytes=MEGABYTES, seconds=CPU_SECONDS)
    ran = subprocess.run(
        [sys.executable, "-c", program, str(folder)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )
    assert ran.returncode == 0, (ran.returncode, ran.stderr[-2000:])
    count, peak, seconds = ran.stdout.split()
    return int(count), int(peak), float(seconds)


def crowd(folder: Path, text: str, count: int) -> Path:
    """A copy with so many more modules of this text, ``ID`` in it made their id."""
    modules = copy(folder) / "modules"
    for number in range(count):
        own = text.replace("ID", f"x{number}")
        (modules / f"x{number}.toml").write_text(own, encoding="utf-8")
    return folder


R3 = (PACKAGED / "modules/r3.toml").read_text(encoding="utf-8")
MINE = R3.replace('"r3', '"ID')
UNKNOWN = ", ".join(f'"unknown{n}"' for n in range(1_500))


def sits(pigeon: int, hole: int) -> str:
    return f'{{ measure = "p{pigeon}h{hole}", at_least = 1 }}'


SEATS = [f"{{ any = [ {', '.join(sits(p, h) for h in range(8))} ] }}" for p in range(9)]
ALONE = [
    f"{{ not = {{ all = [ {sits(a, h)}, {sits(b, h)} ] }} }}"
    for h in range(8)
    for a in range(9)
    for b in range(a)
]
PIGEONS = ", ".join(SEATS + ALONE)
"""Nine pigeons in eight holes: impossible, and a search without an end would try for very long."""

MANY = MOST_FILES - 50
HOSTILE = {
    "sound": (MINE, 1_000),
    "tables": ("[[aim]]\n" * 9_000, MANY),
    "lists": (f'id = "ID"\nx = [{"{}," * 9_000}]\n', MANY),
    "unknown references": (MINE.replace("references = [", f"references = [{UNKNOWN}, ", 1), 400),
    "pigeons": (
        MINE.replace(
            "[[intervention]]",
            f'[[requires]]\nid = "ID.z"\nwhen = {{ all = [ {PIGEONS} ] }}\n'
            'source = "OpenIMT editors"\n\n[[intervention]]',
            1,
        ),
        80,
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(("text", "count"), HOSTILE.values(), ids=HOSTILE)
def test_time_and_memory_are_bounded(tmp_path: Path, text: str, count: int) -> None:
    findings, peak, seconds = limited(crowd(tmp_path, text, count))
    assert findings <= 5_000
    assert peak < MEGABYTES
    assert seconds < CPU_SECONDS
