"""JSON from outside: what is refused, and how plainly."""

import os
from pathlib import Path

import pytest

from openimt.errors import ExchangeError
from openimt.exchange.json_file import DEEPEST, decode, parse_json, read_json, read_text

BAD = [
    ("{", "is not JSON"),
    ('{"a": 1,}', "is not JSON"),
    ("hello", "is not JSON"),
    ('{"a": NaN}', "NaN is no number"),
    ('{"a": -Infinity}', "-Infinity is no number"),
    ('{"a": 1, "a": 2}', "the key 'a' stands twice"),
    ("1" * 5000, "is not usable JSON"),
    ("[" * 20_000 + "]" * 20_000, "levels deep"),
    ('{"a":' * 20_000 + "1" + "}" * 20_000, "levels deep"),
    ("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), "levels deep"),
]


@pytest.mark.parametrize(("text", "says"), BAD)
def test_unsound_json_is_refused(text: str, says: str) -> None:
    with pytest.raises(ExchangeError, match=says) as refused:
        parse_json(text, "a.json")
    assert refused.value.file == "a.json"
    assert len(str(refused.value)) < 200


def test_reasonable_nesting_is_read() -> None:
    assert parse_json("[" * DEEPEST + "]" * DEEPEST, "a.json")


def test_the_line_of_a_mistake_is_named() -> None:
    with pytest.raises(ExchangeError) as refused:
        parse_json('{\n"a": 1\n"b": 2}', "a.json")
    assert refused.value.line == 3


BYTES = [
    (b"", "is empty"),
    (b"  \n ", "is empty"),
    (b"\x89PNG\r\n\x00\x01", "is a binary file"),
    ("id,q1\n".encode("utf-16"), "UTF-16"),
    ("id;Größe\n".encode("latin-1"), "line 1 has the byte"),
    (b"id\n1\n\xe4\n", "line 3 has the byte"),
]


@pytest.mark.parametrize(("raw", "says"), BYTES)
def test_what_is_no_text_is_refused(raw: bytes, says: str) -> None:
    with pytest.raises(ExchangeError, match=says):
        decode(raw, "a.csv")


def test_a_byte_order_mark_is_dropped() -> None:
    assert decode(b"\xef\xbb\xbfid", "a.csv") == "id"


def test_a_path_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match="no such file"):
        read_json(tmp_path / "none.json")
    with pytest.raises(ExchangeError, match="is a folder"):
        read_json(tmp_path)
    with pytest.raises(ExchangeError, match="cannot be read"):
        read_text(Path("a\0b"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_of_somebody_else_says_so(tmp_path: Path) -> None:
    path = tmp_path / "locked.json"
    path.write_text("{}")
    path.chmod(0)
    with pytest.raises(ExchangeError, match="may not be read"):
        read_json(path)
