"""A small trial for tests: people at sites, therapists in one arm, four visits."""

from dataclasses import replace
from typing import Any

import numpy as np

from openimt.trial.matrix import ModelMatrix, Term
from openimt.trial.mixed import MixedFit, fit_mixed, parse_random

LEVELS = {"arm": ("TAU", "MIT"), "site": ("A", "B", "C", "D"), "therapist": ("T1", "T2", "T3")}


def rows(people: int = 24, visits: int = 4) -> dict[str, np.ndarray]:
    person = np.repeat(np.arange(people), visits)
    visit = np.tile(np.arange(visits), people)
    arm = person % 2
    therapist = np.where(arm == 1, person // 2 % 3, -1)
    return {
        "person": person,
        "visit": visit,
        "arm": arm,
        "site": person // 3 % 4,
        "therapist": therapist,
        "time": visit.astype(float),
    }


def matrix(y: np.ndarray | None = None, x: np.ndarray | None = None, **made: Any) -> ModelMatrix:
    """The model ``y ~ arm + time`` of the rows above."""
    at = rows(**made)
    n = len(at["person"])
    if x is None:
        x = np.column_stack([np.ones(n), at["arm"], at["time"]]).astype(float)
    if y is None:
        chance = np.random.default_rng(5)
        y = 10 + 2 * chance.normal(size=9)[at["site"]] + 1.5 * chance.normal(size=n)
        y += (
            chance.normal(size=99)[at["person"]]
            + 0.4 * chance.normal(size=99)[at["person"]] * at["time"]
        )
    people = int(at["person"].max()) + 1
    return ModelMatrix(
        outcome="score",
        names=("(Intercept)", "armMIT", "time"),
        x=x,
        y=y,
        terms=(
            Term("(Intercept)", (), (0,)),
            Term("arm", ("arm",), (1,)),
            Term("time", ("time",), (2,)),
        ),
        factors=(),
        row_means={},
        subject_means={},
        subject=at["person"],
        subjects=tuple(f"P{k}" for k in range(people)),
        visit=at["visit"],
        visits=tuple(str(k) for k in range(int(at["visit"].max()) + 1)),
        source_row=np.arange(n) + 2,
        make_row=lambda values: np.zeros(3),
    )


def fit(random: str, made: ModelMatrix | None = None, **asked: Any) -> MixedFit:
    """The fit of the matrix above with its groups, or with those in ``groups``."""
    made = made or matrix()
    at = rows(len(made.subjects), len(made.visits))
    groups = {"id": at["person"], **{k: at[k] for k in ("arm", "site", "therapist")}}
    groups |= asked.pop("groups", {})
    levels = LEVELS | asked.pop("levels", {})
    return fit_mixed(made, parse_random(random), groups, levels=levels, **asked)


def with_outcome(y: np.ndarray) -> ModelMatrix:
    """The same matrix with another outcome."""
    return replace(matrix(), y=y)
