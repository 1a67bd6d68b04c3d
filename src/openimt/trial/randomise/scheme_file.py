"""A scheme as data: the ``[randomise]`` table of a TOML file, and the form in a sealed list."""

import tomllib
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from openimt.errors import TrialError
from openimt.trial.randomise.scheme import BalancedFactor, Method, Scheme

HIDDEN = ("block_sizes",)
"""Keys that the open list must not show before the reveal."""
KINDS: Mapping[str, type | tuple[type, ...]] = {
    "arms": list,
    "ratio": list,
    "method": str,
    "factor": list,
    "n": int,
    "site": str,
    "open_label": bool,
    "block_sizes": list,
    "one_block_size_on_purpose": bool,
    "p": (Fraction, str, int),
    "measure": str,
    "overall": (Fraction, str, int),
    "limit": int,
    "urn": list,
}
FACTOR_KEYS = frozenset({"name", "levels", "weight", "shares"})


def read_scheme(path: Path) -> Scheme:
    """The scheme of a TOML file, in a table ``[randomise]`` or at the top. Unsound: TrialError."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Fraction)
    except FileNotFoundError:
        raise TrialError("there is no such file", file=str(path)) from None
    except OSError as error:
        raise TrialError(f"cannot be read: {error.strerror}", file=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TrialError(f"is not TOML: {error}", file=str(path)) from error
    try:
        return scheme_from(table.get("randomise", table))
    except TrialError as error:
        raise TrialError(error.says, file=str(path), field=error.field) from error


def scheme_from(table: Mapping[str, Any]) -> Scheme:
    """A scheme from its table; decimals may be written as text, such as ``"0.8"``.

    >>> scheme_from({"arms": ["mit", "dbt"], "method": "simple"}).ratio
    (1, 1)
    """
    for key, value in table.items():
        _check_kind(key, value)
    if "arms" not in table or "method" not in table:
        raise TrialError("a scheme says its arms and its method", field="randomise")
    words: dict[str, Any] = {key: table[key] for key in table if key not in {"factor", "arms"}}
    words["arms"] = tuple(_texts("arms", table["arms"]))
    words["method"] = _method(table["method"])
    words["ratio"] = tuple(_wholes("ratio", table.get("ratio", [1] * len(words["arms"]))))
    words |= {
        key: tuple(_wholes(key, words[key])) for key in ("block_sizes", "urn") if key in words
    }
    words |= {key: _exact(key, words[key]) for key in ("p", "overall") if key in words}
    return Scheme(factors=tuple(_factor(one) for one in table.get("factor", [])), **words)


def public(scheme: Scheme) -> dict[str, Any]:
    """The scheme as the open list shows it: everything but the block lengths."""
    table: dict[str, Any] = {
        "arms": list(scheme.arms),
        "ratio": list(scheme.ratio),
        "method": str(scheme.method),
        "factor": [_written(factor) for factor in scheme.factors],
        "n": scheme.n,
        "open_label": scheme.open_label,
        "one_block_size_on_purpose": scheme.one_block_size_on_purpose,
        "p": str(scheme.p),
        "measure": scheme.measure,
        "overall": str(scheme.overall),
        "limit": scheme.limit,
        "urn": list(scheme.urn),
    }
    return table if scheme.site is None else table | {"site": scheme.site}


def hidden(scheme: Scheme) -> dict[str, Any]:
    """The part that stays with the seed until the reveal."""
    return {"block_sizes": list(scheme.block_sizes)}


def _written(factor: BalancedFactor) -> dict[str, Any]:
    written: dict[str, Any] = {"name": factor.name, "levels": list(factor.levels)}
    shares = {"shares": [str(share) for share in factor.shares]} if factor.shares else {}
    return written | {"weight": str(factor.weight)} | shares


def _factor(table: Any) -> BalancedFactor:
    if not isinstance(table, Mapping) or not isinstance(table.get("name"), str):
        raise TrialError("needs a name and levels", field="factor")
    name = table["name"]
    if extra := sorted(set(table) - FACTOR_KEYS):
        raise TrialError(f"has the unknown key '{extra[0]}'", field=name)
    shares = table.get("shares", [])
    return BalancedFactor(
        name,
        tuple(_texts(name, table.get("levels", []))),
        _exact(name, table.get("weight", 1)),
        tuple(_exact(name, share) for share in shares),
    )


def _check_kind(key: str, value: Any) -> None:
    if key not in KINDS:
        raise TrialError(f"is not known; known: {', '.join(KINDS)}", field=key)
    wanted = KINDS[key]
    if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
        raise TrialError(f"has a value of another kind than expected: {value!r}", field=key)


def _method(word: str) -> Method:
    if word not in set(Method):
        known = ", ".join(Method)
        raise TrialError(f"is '{word}'; known methods: {known}", field="method")
    return Method(word)


def _texts(key: str, values: Any) -> list[str]:
    if not isinstance(values, list) or not all(isinstance(one, str) and one for one in values):
        raise TrialError("needs a list of names", field=key)
    return values


def _wholes(key: str, values: Any) -> list[int]:
    if not all(isinstance(one, int) and not isinstance(one, bool) for one in values):
        raise TrialError("needs a list of whole numbers", field=key)
    if key == "urn" and len(values) != 2:
        raise TrialError("needs two whole numbers: balls to start with, balls to add", field=key)
    return list(values)


def _exact(key: str, value: Any) -> Fraction:
    """A decimal as the exact number that was written, so that equal imbalances stay equal."""
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        raise TrialError(f"'{value}' is no number", field=key) from None
