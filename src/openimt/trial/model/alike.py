"""People who may be one: ids that differ only by leading zeros, blanks or capitals."""

import re
from collections.abc import Sequence

from openimt.errors import TrialError
from openimt.trial.matrix import ModelMatrix

LEADING = re.compile(r"(?<![0-9.,])0+(?=[0-9])")
"""Zeros before a number within an id."""
BLANKS = re.compile(r"\s+")


def alike_ids(ids: Sequence[str], column: str) -> tuple[str, ...]:
    """A warning where ids taken as different people differ by no more than their spelling.

    >>> alike_ids(["001", "1", "2"], "id")[0]
    "'001' and '1' in 'id' are taken as two people and differ only by leading zeros; write one"
    """
    pairs = _pairs(ids)
    if not pairs:
        return ()
    one, other = pairs[0]
    more = f" (and {len(pairs) - 1} more such ids)" if len(pairs) > 1 else ""
    says = f"'{one}' and '{other}' in '{column}' are taken as two people and differ only by "
    return (f"{says}{_difference(one, other)}{more}; write one",)


def with_alike(error: TrialError, matrix: ModelMatrix, column: str) -> TrialError:
    """The error with ids that look alike named first, as they may be why it came about."""
    said = alike_ids(matrix.subjects, column)
    if not said:
        return error
    return TrialError(f"{said[0]}. {error.says}", file=error.file, row=error.row, field=error.field)


def _pairs(ids: Sequence[str]) -> list[tuple[str, str]]:
    first: dict[str, str] = {}
    pairs = []
    for name in ids:
        other = first.setdefault(_bare(name), name)
        if other != name:
            pairs.append((other, name))
    return pairs


def _bare(name: str) -> str:
    return LEADING.sub("", BLANKS.sub("", name.casefold()))


def _difference(one: str, other: str) -> str:
    ways = {
        "leading zeros": LEADING.sub("", one) == LEADING.sub("", other),
        "capitals": one.casefold() == other.casefold(),
        "blanks": BLANKS.sub("", one) == BLANKS.sub("", other),
    }
    return next((way for way, same in ways.items() if same), "zeros, capitals or blanks")
