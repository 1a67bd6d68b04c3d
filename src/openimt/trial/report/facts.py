"""What is known of a trial: one tree of facts, from the report file, the design and the data.

A fact has an address, such as ``registration.number``. Checklists ask for addresses; what has
none is a gap and is shown as one.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from openimt.errors import TrialError

Tree = Mapping[str, object]


def read_facts(path: Path) -> Tree:
    """The facts a person wrote down, from TOML. A file that is not TOML raises TrialError."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise TrialError("cannot be read as text; give a TOML file", file=str(path)) from problem
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise TrialError(f"is not sound TOML: {problem}", file=str(path)) from problem


def merged(*trees: Tree) -> Tree:
    """One tree of several; where two give the same fact, the earlier one stands.

    >>> merged({"trial": {"title": "A"}}, {"trial": {"title": "B", "aim": "C"}})
    {'trial': {'title': 'A', 'aim': 'C'}}
    """
    whole: dict[str, object] = {}
    for tree in trees:
        for key, value in tree.items():
            held = whole.get(key)
            if isinstance(held, Mapping) and isinstance(value, Mapping):
                whole[key] = merged(held, value)
            elif key not in whole:
                whole[key] = value
    return whole


def fact(tree: Tree, address: str) -> object | None:
    """The fact at a dotted address; None where there is none, or only blank text.

    >>> fact({"registration": {"number": "X1"}}, "registration.number")
    'X1'
    >>> fact({"registration": {"number": " "}}, "registration.number") is None
    True
    """
    place: object = tree
    for key in address.split("."):
        if not isinstance(place, Mapping) or key not in place:
            return None
        place = place[key]
    if isinstance(place, str) and not place.strip():
        return None
    return None if isinstance(place, list | dict) and not place else place


def said(value: object) -> str:
    """A fact as people read it.

    >>> said(["DBT", "MIT"]), said(True), said(0.5)
    ('DBT, MIT', 'yes', '0.5')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {said(held)}" for key, held in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(said(held) for held in value)
    return f"{value:g}" if isinstance(value, float) else str(value)
