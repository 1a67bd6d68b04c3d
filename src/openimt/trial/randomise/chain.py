"""Rows chained by hashes: each row holds the hash of the row before, so none can change alone.

A hash is SHA-256 over the row as JSON with sorted keys, no spaces and ASCII only, without its own
``hash``. Any language can recompute it; the how-to shows it in five lines of Python.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from openimt.errors import TrialError

FORMAT = "openimt sealed list 1"
KEYS = frozenset({"number", "kind", "at", "by", "says", "previous", "hash"})


class RowKind(StrEnum):
    """What a row of a sealed list records."""

    OPENING = "opening"
    ALLOCATION = "allocation"
    WITHDRAWAL = "withdrawal"
    UNBLINDING = "unblinding"
    NOTE = "note"
    REVEAL = "reveal"


@dataclass(frozen=True)
class Row:
    """One row: number from 0, what it records, when (ISO 8601 with offset), by whom."""

    number: int
    kind: RowKind
    at: str
    by: str
    says: Mapping[str, Any]
    previous: str
    hash: str

    @property
    def line(self) -> str:
        """The row as it stands in the file, with the end of line."""
        return canonical(_open(self) | {"hash": self.hash}) + "\n"

    @property
    def sound(self) -> bool:
        """Whether the hash is that of the row."""
        return self.hash == digest(_open(self))


def canonical(value: object) -> str:
    """JSON in the one form that is hashed.

    >>> canonical({"b": 1, "a": [True]})
    '{"a":[true],"b":1}'
    """
    return json.dumps(
        value, sort_keys=True, ensure_ascii=True, allow_nan=False, separators=(",", ":")
    )


def digest(value: object) -> str:
    """SHA-256 over the canonical form, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value).encode("ascii")).hexdigest()


def new_row(before: Row | None, kind: RowKind, *, at: str, by: str, says: Mapping[str, Any]) -> Row:
    """The row that follows ``before``. A time without offset or nobody's name: TrialError."""
    check_time(at)
    if not by.strip():
        raise TrialError("say who does this, such as --by 'Dr A'", field="by")
    number, previous = (0, "") if before is None else (before.number + 1, before.hash)
    bare = Row(number, kind, at, by, says, previous, "")
    return Row(number, kind, at, by, says, previous, digest(_open(bare)))


def read_row(line: str) -> Row:
    """The row in one line. Not a row: TrialError."""
    try:
        table = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise TrialError("is not a row of a sealed list (no JSON)") from error
    if not isinstance(table, dict) or set(table) != KEYS:
        raise TrialError(f"is not a row of a sealed list; its keys are {', '.join(sorted(KEYS))}")
    texts = [table[key] for key in ("kind", "at", "by", "previous", "hash")]
    if not all(isinstance(text, str) for text in texts) or table["kind"] not in set(RowKind):
        raise TrialError("is not a row of a sealed list; a value is of another kind")
    if type(table["number"]) is not int or not isinstance(table["says"], dict):
        raise TrialError("is not a row of a sealed list; a value is of another kind")
    return Row(**table | {"kind": RowKind(table["kind"])})


def check_time(at: str) -> None:
    """A time is ISO 8601 with its offset from UTC, such as 2026-11-22T09:30:00+01:00."""
    try:
        aware = datetime.fromisoformat(at).tzinfo is not None
    except ValueError:
        aware = False
    if not aware:
        raise TrialError(
            f"'{at}' is no time with an offset, such as 2026-11-22T09:30:00+01:00", field="at"
        )


def _open(row: Row) -> dict[str, Any]:
    return {
        "number": row.number,
        "kind": str(row.kind),
        "at": row.at,
        "by": row.by,
        "says": dict(row.says),
        "previous": row.previous,
    }
