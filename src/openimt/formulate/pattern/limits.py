"""The numbers of ``limits.toml``: when a scene is usable, and when scenes make a pattern."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from openimt.catalogue.signed import signed_value

FILE = "limits.toml"


@dataclass(frozen=True)
class Limits:
    """``usable`` (of 5): from there on a scene can be worked with; up to ``ask_for_scene`` one
    scene is asked for. ``others``: with so many different people, or in so many places of life, a
    pattern has to show. ``few``: below, ratings say nothing of a function; ``low`` (of 4): up to
    there one asks what would help. ``times``: what came together so often is worth a question."""

    usable: int
    ask_for_scene: int
    others: int
    few: int
    low: int
    times: int


@cache
def is_reviewed(file: str) -> bool:
    """Whether somebody of the trade has reviewed a list of words (``checked`` in its file). What an
    unreviewed list finds is shown as a suggestion and as nothing else.

    >>> is_reviewed("talk.toml")
    False
    """
    return bool(tomllib.loads(packaged(file)).get("checked"))


def packaged(name: str = FILE) -> str:
    """A file of data of this folder as it stands."""
    return files("openimt.formulate.pattern").joinpath(name).read_text(encoding="utf-8")


@cache
def limits() -> Limits:
    """The packaged numbers."""
    return read_limits(packaged())


def read_limits(text: str) -> Limits:
    """The numbers in a TOML text; one without source or mark raises CatalogueError."""
    rows = tomllib.loads(text)

    def number(table: str, name: str) -> int:
        return int(signed_value(rows, table, name, FILE))

    return Limits(
        usable=number("episode", "usable"),
        ask_for_scene=number("episode", "ask_for_scene"),
        others=number("schema", "others"),
        few=number("metacognition", "few"),
        low=number("metacognition", "low"),
        times=number("recurring", "times"),
    )
