"""What was asked for, resolved against the data: random terms become effects, or are refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from openimt.errors import TrialError
from openimt.trial.counts.families import COUNTS
from openimt.trial.matrix import Floats, Ints, ModelMatrix
from openimt.trial.mixed.effects import Effect, random_effects
from openimt.trial.mixed.terms import RandomTerm, parse_random

Random = str | Sequence[RandomTerm]
MOST_POINTS = 100


@dataclass(frozen=True, eq=False)
class Request:
    """A model asked for: ``effects`` of the counts, ``zero_effects`` of a hurdle's zero part."""

    matrix: ModelMatrix
    family: str
    log_time: Floats
    exposed: bool
    quadrature: int
    effects: tuple[Effect, ...]
    zero_effects: tuple[Effect, ...]


@dataclass(frozen=True, eq=False)
class Columns:
    """Codes, names of levels and numbers that random terms may speak of, by name."""

    groups: Mapping[str, Ints]
    levels: Mapping[str, Sequence[str]]
    values: Mapping[str, Floats]


def known_columns(
    matrix: ModelMatrix,
    groups: Mapping[str, Ints] | None,
    levels: Mapping[str, Sequence[str]] | None,
    values: Mapping[str, Floats] | None,
) -> Columns:
    """Those given, and those the matrix itself knows: its factors, and ``subject``."""
    own = {f.name: f.levels for f in matrix.factors if f.name in matrix.factor_codes}
    return Columns(
        {"subject": matrix.subject, **matrix.factor_codes, **(groups or {})},
        {"subject": matrix.subjects, **own, **(levels or {})},
        values or {},
    )


def random_part(matrix: ModelMatrix, random: Random, columns: Columns) -> tuple[Effect, ...]:
    """The random terms, each with two levels or more."""
    if isinstance(random, str):
        terms = parse_random(random) if random.strip() else ()
    else:
        terms = tuple(random)
    found = random_effects(matrix, terms, columns.groups, columns.levels, columns.values)
    for effect in found:
        if len(effect.levels) < 2:
            raise TrialError(
                f"'{effect.term}' has one level only, so the variance between levels cannot be "
                "estimated; leave the term out"
            )
    return found


def check_method(family: str, quadrature: int, parts: Sequence[tuple[Effect, ...]]) -> None:
    """A family we know, and quadrature only where it is defined."""
    if family not in COUNTS:
        raise TrialError(f"{family!r} is no family of counts; use one of {', '.join(COUNTS)}")
    if quadrature != int(quadrature) or not 1 <= quadrature <= MOST_POINTS:
        raise TrialError(f"quadrature takes 1 to {MOST_POINTS} points; 1 is Laplace's method")
    if quadrature == 1:
        return
    for effects in parts:
        if len(effects) > 1 or any(effect.width > 1 for effect in effects):
            terms = ", ".join(str(effect.term) for effect in effects)
            raise TrialError(
                f"quadrature is for one random intercept, and here are: {terms}; use quadrature=1 "
                "(Laplace's method), or keep one random intercept"
            )


def on_rows(effects: tuple[Effect, ...], rows: Ints) -> tuple[Effect, ...]:
    """The same effects on some of the rows."""
    return tuple(
        Effect(e.term, e.names, e.levels, e.codes[rows], e.z[rows], e.root) for e in effects
    )


def notes(subject: Ints, family: str, effects: tuple[Effect, ...]) -> list[str]:
    """What the rows, given by their persons, make doubtful before anything is fitted."""
    found = []
    by_person = any(_refines(effect.codes, subject) for effect in effects)
    if np.unique(subject).size < subject.size and not by_person:
        found.append(
            "rows of one person are treated as independent, which usually makes intervals too "
            "narrow; add a random intercept per person"
        )
    for effect in effects:
        used = np.unique(effect.codes[effect.codes >= 0]).size
        if used < 5:
            found.append(
                f"'{effect.term}' has {used} levels: a variance between so few is known "
                "only roughly, and the intervals treat it as known"
            )
        if used == subject.size and family in {"nb1", "nb2"}:
            found.append(
                f"every row is a level of '{effect.term}' of its own: its variance and the "
                "dispersion are hardly told apart"
            )
    return found


def _refines(codes: Ints, subject: Ints) -> bool:
    """Whether levels are persons, or parts of persons."""
    pairs = np.unique(np.stack([codes, subject]), axis=1)
    return bool(np.unique(pairs[0]).size == pairs.shape[1])
