"""What a mixed model cannot be fitted to, said before any number is worked out."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from openimt.errors import TrialError
from openimt.trial.matrix import Floats, ModelMatrix
from openimt.trial.mixed.effects import Effect
from openimt.trial.mixed.newton import CONVERGED

LARGEST = 1e7
"""Effects that spread more than this many times the residual leave no digits within levels."""
SINGULAR = 1e-7
"""The smallest eigenvalue of a correlation matrix at which its inverse still has digits."""


def check_rows(matrix: ModelMatrix) -> None:
    """Enough finite rows, columns that differ, an outcome with spread left over."""
    if not (np.isfinite(matrix.x).all() and np.isfinite(matrix.y).all()):
        raise TrialError("a value is infinite or not a number; remove or correct it")
    if matrix.n <= matrix.p:
        raise TrialError(
            f"{matrix.n} rows cannot carry {matrix.p} coefficients; use fewer terms or more rows"
        )
    _check_columns(matrix)
    fitted = matrix.x @ np.linalg.lstsq(matrix.x, matrix.y, rcond=None)[0]
    left, size = np.linalg.norm(matrix.y - fitted), np.linalg.norm(matrix.y)
    if left <= 1e-10 * size or np.ptp(matrix.y) == 0:
        raise TrialError(
            f"the fixed effects reproduce '{matrix.outcome}' exactly, so no chance is left to "
            "judge them by; check the column",
            field=matrix.outcome,
        )


def _check_columns(matrix: ModelMatrix) -> None:
    size = np.linalg.norm(matrix.x, axis=0)
    scaled = matrix.x / np.where(size > 0, size, 1.0)
    left = np.abs(np.diag(np.linalg.qr(scaled, mode="r")))
    bad = [name for name, one in zip(matrix.names, left, strict=True) if one < 1e-9]
    if bad:
        raise TrialError(
            f"the column '{bad[0]}' follows from the others; take out a term that repeats another"
        )


def check_effects(effects: Sequence[Effect], n: int) -> None:
    """Enough levels, more rows than effects, no two factors that divide the rows alike."""
    if not effects:
        raise TrialError("name at least one random effect, such as '1|site'")
    whole = {effect.term.group for effect in effects if effect.term.intercept}
    for effect in effects:
        _check_levels(effect, n)
        _check_spread(effect, beside=effect.term.group in whole)
    for one, other in combinations(effects, 2):
        if one.term.group != other.term.group and _alike(one, other):
            raise TrialError(
                f"'{one.term.group}' and '{other.term.group}' divide the rows in the same way, so "
                "their effects cannot be told apart; keep one of them"
            )


def _check_levels(effect: Effect, n: int) -> None:
    group, count = effect.term.group, len(effect.levels)
    if count < 2:
        raise TrialError(
            f"'{group}' has {'one level only' if count else 'no level'}; nothing can differ "
            "between levels: leave the term out",
            field=group,
        )
    if count * effect.width >= n or Counter(effect.codes.tolist()).most_common(1)[0][1] == 1:
        raise TrialError(
            f"'{effect.term}' asks for {count * effect.width} random effects from {n} rows, which "
            "cannot be told from the residual; use a coarser factor or fewer slopes",
            field=group,
        )


def check_slopes(effects: Sequence[Effect], matrix: ModelMatrix) -> None:
    """The outcome explains itself, so it cannot be a slope, shifted or in other units either."""
    outcome = matrix.y - matrix.y.mean()
    for effect in effects:
        for name, column in zip(effect.names, effect.z.T, strict=True):
            part = effect.codes >= 0
            moved = column[part] - column[part].mean()
            mine = outcome[part] - outcome[part].mean()
            if abs(moved @ mine) > (1 - 1e-12) * np.linalg.norm(moved) * np.linalg.norm(mine) > 0:
                raise TrialError(
                    f"the random slope '{name}' is the outcome '{matrix.outcome}' itself; name "
                    "what the outcome may depend on, such as the visit's number",
                    field=name,
                )


def _check_spread(effect: Effect, *, beside: bool) -> None:
    """A slope beside an intercept must vary within at least one level."""
    if not beside:
        return
    first = int(effect.term.intercept)
    inside = effect.codes >= 0
    codes, z = effect.codes[inside], effect.z[inside]
    count = np.bincount(codes)
    for name, column in zip(effect.names[first:], z.T[first:], strict=True):
        mean = np.bincount(codes, column) / count
        if np.abs(column - mean[codes]).max() <= 1e-10 * np.abs(column).max():
            raise TrialError(
                f"'{name}' does not vary within any {effect.term.group}, so no level has a slope "
                f"of its own; write '1|{effect.term.group}'",
                field=name,
            )


def _alike(one: Effect, other: Effect) -> bool:
    if len(one.levels) != len(other.levels):
        return False
    both = np.unique(np.stack([one.codes, other.codes]), axis=1)
    return bool(both.shape[1] == np.unique(one.codes).size == np.unique(other.codes).size)


def check_information(expected: Floats, owners: Sequence[str]) -> None:
    """Every variance parameter must show in the data.

    ``expected`` is the expected information by scale-free parameters at a point inside the space,
    ``owners`` names what each parameter belongs to.
    """
    size = np.sqrt(np.maximum(np.diag(expected), 0.0))
    gone = [owner for owner, one in zip(owners, size, strict=True) if one < 1e-7]
    if gone:
        raise TrialError(
            f"the fixed effects already explain all that {gone[0]} could; take it out of one of "
            "the two"
        )
    values, axes = np.linalg.eigh(expected / np.outer(size, size))
    if values[0] < 1e-9:
        largest = np.abs(axes[:, 0])
        named = dict.fromkeys(o for o, a in zip(owners, largest, strict=True) if a > 0.05)
        raise TrialError(
            f"these data cannot tell apart {' and '.join(named)}; take one of them out, or write "
            "slopes without their correlation ('time||subject')"
        )


def check_settled(deviations: Floats, slope: float, steps: int, effects: Sequence[Effect]) -> None:
    """No numbers of a search that did not settle, nor of rows that repeat each other.

    ``deviations`` are the standard deviations of the effects relative to the residual's.
    """
    if deviations.max(initial=0.0) > LARGEST:
        raise TrialError(
            f"rows of the same {effects[0].term.group} repeat each other almost exactly, so no "
            "chance is left to judge differences within it by; look whether values were copied, "
            "or analyse one row each"
        )
    if not slope < CONVERGED:
        simpler = (
            "take a random effect out"
            if len(effects) > 1 or effects[0].width > 1
            else "look for values that were copied or far too large, or analyse one row each"
        )
        raise TrialError(
            f"the search for the variances did not settle (gradient {slope:.1e} after {steps} "
            f"steps, {CONVERGED:g} wanted), so there are no numbers to give; {simpler}"
        )


def check_residuals(sigma: Floats, covariance: str | None, *, converged: bool) -> None:
    """No visit may follow from the others; ``sigma``, (T, T), is the residuals' covariance."""
    sd = np.sqrt(np.diag(sigma))
    if np.linalg.eigvalsh(sigma / np.outer(sd, sd))[0] < (SINGULAR if converged else 1e-3):
        raise TrialError(
            f"the residuals' covariance '{covariance}' runs into its edge: one visit follows from "
            "the others once the random effects are known; choose a structure with fewer "
            "parameters, such as ar1 or cs, or take a random effect out"
        )
