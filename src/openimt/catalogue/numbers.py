"""Whether the numbers of rules can be meant: weeks, steps, strengths, shares."""

from collections.abc import Iterator, Mapping

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.condition import NUMBERS, Condition
from openimt.catalogue.toml_file import Files, Found
from openimt.catalogue.words import clauses

LONGEST_WINDOW = 520
"""Weeks a rule can look back: ten years."""

Bounds = tuple[float, float, bool]
"""Least, most, and whether it counts something, so that only whole numbers are meant."""

BOUNDS: Mapping[tuple[str, str], Bounds] = {
    ("", "within_weeks"): (0.1, LONGEST_WINDOW, False),
    ("", "value_at_least"): (0, 5, False),
    ("", "share"): (0, 1, False),
    ("", "step"): (1, 4, True),
    ("", "of_last"): (1, 52, True),
    ("event", "at_least"): (1, 1000, True),
    ("attendance", "at_least"): (1, 52, True),
    ("target", "at_least"): (0, 1, False),
}
"""For a question ("" = any) and its word, the numbers that can be meant."""


def numbers_can_be_meant(catalogue: Catalogue, files: Files) -> Found:
    """Every number of a rule lies where such a number can lie."""
    for file, where, condition in clauses(catalogue):
        for says in odd_numbers(condition):
            yield files[file].error(says, where)


def odd_numbers(condition: Condition) -> Iterator[str]:
    """A sentence for every number in a condition that cannot be meant."""
    for part in condition.flat():
        for name, value in part.options:
            bounds = BOUNDS.get((part.asks, name)) or BOUNDS.get(("", name))
            if name in NUMBERS and bounds and (says := _odd(name, value, bounds)):
                yield f"{says} of '{part.asks}'"
        least, most = part.option("at_least"), part.option("at_most")
        if least is not None and most is not None and least > most:
            yield f"'at_least' {least:g} lies above 'at_most' {most:g} of '{part.asks}'"
        if part.asks == "attendance" and least is not None and least > part.option("of_last", 52):
            yield f"'at_least' {least:g} asks for more than 'of_last' offers"


def _odd(name: str, value: object, bounds: Bounds) -> str | None:
    low, high, whole = bounds
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"'{name}' must be a number"
    if not low <= value <= high:
        return f"'{name}' {value:g} lies outside {low:g} to {high:g}"
    if whole and value != int(value):
        return f"'{name}' {value:g} must be a whole number"
    return None
