"""JSON from outside: read it strictly, or refuse it in one plain sentence."""

import json
from collections.abc import Iterator
from pathlib import Path

from openimt.errors import ExchangeError

DEEPEST = 60
"""Nesting that no honest file reaches: FHIR groups within groups stay far below."""


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; a path that cannot be read raises ExchangeError saying why."""
    file = str(path)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ExchangeError("there is no such file", file=file) from None
    except IsADirectoryError:
        raise ExchangeError("is a folder; expected a file", file=file) from None
    except PermissionError:
        raise ExchangeError("may not be read; check who may open it", file=file) from None
    except (OSError, ValueError) as error:
        raise ExchangeError(f"cannot be read ({error})", file=file) from None


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, with or without byte order mark; nothing empty or binary."""
    return decode(read_bytes(path), str(path))


def decode(raw: bytes, file: str) -> str:
    """Bytes as text; empty, binary and otherwise encoded files raise ExchangeError."""
    if not raw.strip():
        raise ExchangeError("is empty", file=file)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ExchangeError("is UTF-16 text; save it as UTF-8", file=file)
    if b"\0" in raw:
        raise ExchangeError("is a binary file, not text", file=file)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        says = f"is not UTF-8 text (line {line} has the byte {raw[error.start]:#04x}); "
        raise ExchangeError(says + "save it as UTF-8", file=file) from None


def read_json(path: Path) -> object:
    """The JSON document in a file; anything unsound raises ExchangeError."""
    return parse_json(read_text(path), str(path))


def parse_json(text: str, file: str) -> object:
    """A JSON document as plain values: no NaN, no key twice, not nested beyond reason."""
    try:
        data: object = json.loads(
            text, parse_constant=_refuse_constant, object_pairs_hook=_each_key_once
        )
    except RecursionError:
        raise _too_deep(file) from None
    except json.JSONDecodeError as error:
        says = f"is not JSON: {error.msg.lower()} at column {error.colno}"
        raise ExchangeError(says, file=file, line=error.lineno) from None
    except ValueError as error:
        says = "a number has thousands of digits" if "digits" in str(error) else str(error)
        raise ExchangeError(f"is not usable JSON: {says}", file=file) from None
    if _deeper_than(data, DEEPEST):
        raise _too_deep(file)
    return data


def _too_deep(file: str) -> ExchangeError:
    return ExchangeError(f"is nested more than {DEEPEST} levels deep", file=file)


def _refuse_constant(word: str) -> float:
    raise ValueError(f"{word} is no number here; leave the value out or write null")


def _each_key_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"the key '{next(k for k in keys if keys.count(k) > 1)}' stands twice")
    return made


def _deeper_than(data: object, levels: int) -> bool:
    """Level by level, so that the check itself cannot run out of stack."""
    level = [data]
    for _ in range(levels):
        level = [part for value in level for part in _parts(value)]
        if not level:
            return False
    return True


def _parts(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from (v for v in value.values() if isinstance(v, dict | list))
    elif isinstance(value, list):
        yield from (v for v in value if isinstance(v, dict | list))
