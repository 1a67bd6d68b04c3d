"""A hostile file is refused in one sentence with its line, before it can cost time or memory."""

import os
import time
from pathlib import Path

import pytest

from openimt.catalogue.place import lines_of
from openimt.catalogue.toml_file import read_toml
from openimt.catalogue.toml_limits import MOST_BYTES
from openimt.errors import CatalogueError

K = MOST_BYTES - 64

REFUSED = {
    "arrays in arrays": ("id = 1\nx = " + "[" * 60_000 + "]" * 60_000, 2, "nested more than 24"),
    "tables in tables": ("x = " + "{a = " * 40_000, 1, "nested more than 24"),
    "a key of many parts": ("\n" + ".".join(["a"] * 100_000) + " = 1", 2, "joins more than 6"),
    "a header of many parts": ("[" + ".".join(["a"] * 100_000) + "]", 1, "joins more than 6"),
    "many values": ("x = [\n" + "1,\n" * 60_000 + "]", 20_000, "more than 20000 values"),
    "many tables": ("\n" + "[[a]]\n" * 40_000, 10_002, "more than 20000 values"),
    "a long text": ('a = 1\nx = "' + "y" * 5_000 + '"', 2, "at most 4000 characters"),
    "a number of many digits": ("x = " + "9" * 5_000, None, "cannot be read"),
    "a huge number": ("x = 0x" + "f" * 3_000, 1, "between -1000000 and 1000000"),
    "infinity": ("a = 1\nx = inf", 2, "between -1000000 and 1000000"),
    "no number": ("x = nan", 1, "between -1000000 and 1000000"),
    "a number in a list": ("[a]\nx = [1, [2, 1e300]]", 2, "between -1000000"),
    "a day with a time": ("x = 2026-11-22T10:00:00Z", 1, "without a time"),
    "a time": ("x = 10:00:00", 1, "without a time"),
    "a day before all days": ("x = 0001-01-01", 1, "between 1900 and 2200"),
    "an impossible day": ("x = 2026-02-30", 1, "not valid TOML"),
    "NUL in a text": ('x = "a\\u0000b"', 1, "invisible character U+0000"),
    "a bare NUL": ("x = 1\n\x00", 2, "not valid TOML"),
    "text turned round": ('x = "a\\u202Eb"', 1, "invisible character U+202E"),
    "a key in many lines": ('"a\\nb" = 1', None, "a key holds letters"),
    "a key twice": ("a = 1\na = 2", 2, "not valid TOML"),
    "a table twice": ("[a]\n[a]", 2, "not valid TOML"),
    "an open text": ('x = "a\ny = 1', 1, "not valid TOML"),
    "an open long text": ('x = 1\ny = """' + '\\"' * (K // 2 - 9), 2, "not valid TOML"),
    "nothing but quotes": ('"' * K, 1, "not valid TOML"),
    "half a surrogate": ('x = "\\ud800"', 1, "not valid TOML"),
}


def refusal(folder: Path, raw: bytes) -> CatalogueError:
    path = folder / "x.toml"
    path.write_bytes(raw)
    with pytest.raises(CatalogueError) as refused:
        read_toml(path, "x.toml")
    return refused.value


@pytest.mark.parametrize(("text", "line", "says"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused_with_its_line(
    tmp_path: Path, text: str, line: int | None, says: str
) -> None:
    began = time.process_time()
    error = refusal(tmp_path, text.encode())
    assert time.process_time() - began < 1
    assert says in error.says, error
    assert error.file == "x.toml"
    assert error.line == line
    assert "\n" not in error.says
    assert len(error.says) < 450


def test_a_file_too_large_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    assert "larger than 256 KiB" in refusal(tmp_path, b"#" * (MOST_BYTES + 1)).says
    (tmp_path / "x.toml").write_bytes(b"#" * MOST_BYTES)
    assert read_toml(tmp_path / "x.toml", "x.toml").data == {}


def test_a_huge_file_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(CatalogueError, match="larger than 256 KiB"):
        read_toml(path, "x.toml")


def test_bytes_that_are_no_text_are_refused_with_their_line(tmp_path: Path) -> None:
    error = refusal(tmp_path, b'a = 1\nb = "\xff"')
    assert (error.line, error.says) == (2, "is not UTF-8 text; save it as UTF-8")


def test_marks_and_line_ends_of_other_systems_are_read(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(b"\xef\xbb\xbfa = 1\r\n[b]\r\nc = 2\r\n")
    file = read_toml(path, "x.toml")
    assert file.data == {"a": 1, "b": {"c": 2}}
    assert file.line(("b", "c")) == 3


def test_what_is_no_plain_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "ring.toml").symlink_to("ring.toml")
    for name in ("folder.toml", "pipe.toml", "/dev/zero"):
        with pytest.raises(CatalogueError, match="not a plain file"):
            read_toml(tmp_path / name, name)
    for name in ("ring.toml", "nothing.toml"):
        with pytest.raises(CatalogueError, match="cannot be read"):
            read_toml(tmp_path / name, name)


WORDY = 'a = """\n[ b ]\nx = 1\n"""\n# don\'t\n[c]\nd = [ # [e]\n  "[f]", 2,\n]\ng = \'x\'\n'


def test_words_inside_texts_and_comments_open_no_table() -> None:
    lines = lines_of(WORDY)
    assert lines == {("a",): 1, ("c",): 6, ("c", "d"): 7, ("c", "g"): 10}


@pytest.mark.parametrize(
    "text", ["[" + " " * K, "a" + " " * K, "[" * K, "\r" * K, "a" * K, "'" * K]
)
def test_lines_are_found_in_linear_time(text: str) -> None:
    began = time.process_time()
    lines_of(f'x = """\n{text}\n')
    lines_of(text)
    assert time.process_time() - began < 1
