"""The persons of a mediation analysis, and the order in time that it stands on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from openimt.errors import TrialError
from openimt.trial.matrix import Floats, Ints

if TYPE_CHECKING:
    from pandas import DataFrame

FEWEST = 10
"""Persons without missing values that each arm needs."""


@dataclass(frozen=True, eq=False)
class MediationData:
    """Complete persons: ``arm`` 0 or 1, mediator and outcome after randomisation, covariates.

    Shapes (n,), covariates (n, q) with their names; the baselines of mediator and outcome are
    among them. ``mediator_at`` and ``outcome_at`` are times since randomisation. A mediator that
    was not measured after randomisation and before the outcome raises TrialError.
    """

    arm: Ints
    mediator: Floats
    outcome: Floats
    covariates: Floats
    names: tuple[str, ...]
    mediator_at: float
    outcome_at: float
    mediator_name: str = "mediator"
    outcome_name: str = "outcome"
    arm_names: tuple[str, str] = ("control", "treatment")
    left_out: int = 0
    warnings: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        _check_time(self)
        _check_shapes(self)
        _check_people(self)

    @property
    def n(self) -> int:
        """How many persons are analysed."""
        return len(self.arm)


def people_from(
    data: "DataFrame",
    *,
    arm: str,
    mediator: str,
    outcome: str,
    mediator_baseline: str | None,
    outcome_baseline: str | None,
    mediator_at: float,
    outcome_at: float,
    covariates: Sequence[str] = (),
    reference: str | None = None,
) -> MediationData:
    """Persons from a table, one row each; columns by name. Incomplete persons are left out.

    Covariates are numbers. None as a baseline says on purpose that there is none, and warns.
    """
    baselines = [name for name in (mediator_baseline, outcome_baseline) if name is not None]
    names = tuple(dict.fromkeys([*baselines, *covariates]))
    columns = {name: _numbers(data, name) for name in (mediator, outcome, *names)}
    levels, codes = _arms(data, arm, reference)
    complete = codes >= 0
    for values in columns.values():
        complete &= ~np.isnan(values)
    kept: Mapping[str, Floats] = {name: values[complete] for name, values in columns.items()}
    made = [kept[name] for name in names]
    return MediationData(
        arm=codes[complete],
        mediator=kept[mediator],
        outcome=kept[outcome],
        covariates=np.column_stack(made) if made else np.empty((int(complete.sum()), 0)),
        names=names,
        mediator_at=mediator_at,
        outcome_at=outcome_at,
        mediator_name=mediator,
        outcome_name=outcome,
        arm_names=levels,
        left_out=int((~complete).sum()),
        warnings=_baseline_warnings(mediator_baseline, outcome_baseline),
    )


def _baseline_warnings(mediator: str | None, outcome: str | None) -> tuple[str, ...]:
    said = {"mediator": mediator, "outcome": outcome}
    return tuple(
        f"the {what} is not adjusted for its baseline: people who began higher may end higher, "
        "and that alone can look like a path; give the baseline"
        for what, name in said.items()
        if name is None
    )


def _numbers(data: "DataFrame", name: str) -> Floats:
    if name not in data.columns:
        raise TrialError(f"is no column; columns: {', '.join(map(str, data.columns))}", field=name)
    try:
        values = np.asarray(data[name].to_numpy(dtype=np.float64, na_value=np.nan))
    except (TypeError, ValueError):
        raise TrialError("holds a text where a number is needed", field=name) from None
    if np.isinf(values).any():
        raise TrialError("holds an infinite value; correct it or leave it empty", field=name)
    return values


def _arms(data: "DataFrame", name: str, reference: str | None) -> tuple[tuple[str, str], Ints]:
    if name not in data.columns:
        raise TrialError(f"is no column; columns: {', '.join(map(str, data.columns))}", field=name)
    column = data[name]
    cells = [None if gone else str(cell) for cell, gone in zip(column, column.isna(), strict=True)]
    levels = sorted({cell for cell in cells if cell is not None})
    if len(levels) != 2:
        raise TrialError(f"has {len(levels)} arms; a mediation compares two", field=name)
    if reference is not None and reference not in levels:
        raise TrialError(f"has no arm '{reference}'; arms: {', '.join(levels)}", field=name)
    if reference == levels[1]:
        levels.reverse()
    codes = [-1 if cell is None else levels.index(cell) for cell in cells]
    return (levels[0], levels[1]), np.array(codes, dtype=np.int64)


def _check_time(data: MediationData) -> None:
    if not data.mediator_at > 0:
        raise TrialError(
            f"was measured at {data.mediator_at:g}, not after randomisation (0): what came before "
            "the treatment cannot lie on its path; take a later visit",
            field=data.mediator_name,
        )
    if not data.outcome_at > data.mediator_at:
        raise TrialError(
            f"was measured at {data.mediator_at:g}, not before the outcome ({data.outcome_at:g}): "
            "which came first cannot be told; take an earlier visit of the mediator",
            field=data.mediator_name,
        )


def _check_shapes(data: MediationData) -> None:
    n = len(data.arm)
    shapes = (data.mediator.shape, data.outcome.shape, data.covariates.shape)
    if shapes != ((n,), (n,), (n, len(data.names))):
        raise TrialError(f"{n} persons need as many mediators, outcomes and rows of covariates")
    parts = (data.mediator, data.outcome, data.covariates)
    if not all(np.isfinite(part).all() for part in parts):
        raise TrialError("a mediation takes complete persons: a value is missing or infinite")


def _check_people(data: MediationData) -> None:
    sizes = [int((data.arm == code).sum()) for code in (0, 1)]
    if sum(sizes) != data.n:
        raise TrialError("arms are coded 0 and 1", field="arm")
    fewest = max(FEWEST, len(data.names) + 5)
    if min(sizes) < fewest:
        raise TrialError(
            f"{sizes[0]} and {sizes[1]} complete persons in the arms; each needs {fewest}, so "
            "that a path can be told from chance"
        )
    for name, values in ((data.mediator_name, data.mediator), (data.outcome_name, data.outcome)):
        if np.ptp(values) == 0:
            raise TrialError("is the same for everybody", field=name)
