"""R's answers from mixed.out, and the same models here."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from openimt.trial.matrix import Ints, ModelMatrix
from openimt.trial.mixed import MixedFit, RandomTerm, fit_mixed, parse_random
from openimt.trial.model.formula import model_matrix

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Model:
    """A model of mixed.R: its data, formulas, contrasts, and columns (from 1) of the joint test."""

    file: str
    formula: str
    subject: str
    random: str
    contrasts: tuple[tuple[float, ...], ...]
    joint: tuple[int, ...]


SLEEP = ("sleepstudy.csv", "Reaction ~ Days", "Subject")
SITES = ("sites.csv", "y ~ base + arm*month", "id")
LAST = (0, 0, 1, 0, 18)
MODELS = {
    "sleepstudy": Model(*SLEEP, "Days|Subject", ((1, 0), (0, 1), (1, 9)), (1, 2)),
    "sleepstudy_uncorrelated": Model(*SLEEP, "Days||Subject", ((0, 1),), (1, 2)),
    "sleepstudy_slope": Model(*SLEEP, "0+Days|Subject", ((0, 1),), (1, 2)),
    "sleepstudy_ml": Model(*SLEEP, "Days|Subject", ((0, 1),), (1, 2)),
    "penicillin": Model(
        "penicillin.csv", "diameter ~ 1", "row", "1|plate, 1|sample", ((1,),), (1,)
    ),
    "pastes": Model("pastes.csv", "strength ~ 1", "row", "1|batch/cask", ((1,),), (1,)),
    "sites": Model(
        *SITES, "1|site, 1|therapist, 1|id", (LAST, (0, 0, 0, 0, 1), (0, 1, 0, 0, 0)), (3, 5)
    ),
    "sites_slopes": Model(*SITES, "1|site, 1|therapist, month|id", (LAST, (0, 0, 0, 0, 1)), (3, 5)),
    "sites_slopes_ml": Model(*SITES, "1|site, 1|therapist, month|id", (LAST,), (3, 5)),
    "sites_arm": Model(
        "sites.csv",
        "y ~ base + C(month)*arm",
        "id",
        "arm|site, 1|id",
        ((0, 0, 0, 0, 0, 1, 0, 0, 1),),
        (6, 7, 8, 9),
    ),
    "nested": Model(
        "nested.csv",
        "y ~ base + arm",
        "id",
        "1|site, 1|therapist in arm=MIT",
        ((0, 0, 1), (1, 24, 1)),
        (2, 3),
    ),
    "flat": Model("flat.csv", "y ~ arm + month", "id", "1|site, 1|id", ((0, 1, 0),), (2, 3)),
    "flat_without_site": Model("flat.csv", "y ~ arm + month", "id", "1|id", ((0, 1, 0),), (2, 3)),
    "parallel": Model(
        "parallel.csv", "y ~ arm*month", "id", "month|id", ((0, 0, 0, 1), (0, 1, 0, 4)), (2, 4)
    ),
}


@cache
def answers(file: str = "mixed.out") -> Mapping[str, Mapping[str, list[str]]]:
    """For every model its lines: the first word, and the words after it."""
    found: dict[str, dict[str, list[str]]] = {}
    now: dict[str, list[str]] = {}
    for line in (HERE / file).read_text(encoding="utf-8").splitlines():
        key, _, rest = line.strip().partition(" ")
        if key == "model":
            now = found.setdefault(rest, {})
        elif key.startswith("levels"):
            # A person without therapist has the empty name, which leads the line.
            levels = rest.split(" ")
        elif key.startswith("blup"):
            now[key], now[f"names of {key}"] = rest.split(" "), levels
        else:
            now[key] = rest.split(" ")
    return found


def numbers(name: str, key: str, file: str = "mixed.out") -> np.ndarray:
    """The numbers of one line."""
    return np.array([np.nan if word == "NaN" else float(word) for word in answers(file)[name][key]])


@cache
def table(file: str) -> pd.DataFrame:
    """The data, with the number of each row."""
    data = pd.read_csv(HERE / file, keep_default_na=False)
    return data.assign(row=np.arange(len(data)))


@cache
def matrix_of(file: str, formula: str, subject: str, visit: str | None = None) -> ModelMatrix:
    """The model matrix with TAU as the reference of the arms."""
    reference = {"arm": "TAU"} if "arm" in formula else None
    return model_matrix(table(file), formula, subject=subject, visit=visit, reference=reference)


def grouped(
    data: pd.DataFrame, matrix: ModelMatrix, terms: tuple[RandomTerm, ...]
) -> tuple[dict[str, Ints], dict[str, tuple[str, ...]]]:
    """Codes and levels of every column that the terms name; an empty cell is -1."""
    codes: dict[str, Ints] = {}
    levels: dict[str, tuple[str, ...]] = {}
    for name in {name for one in terms for name in (*one.factors, one.variable) if name}:
        cells = data[name].astype(str).to_numpy()[matrix.source_row - 2]
        levels[name] = tuple(sorted(set(cells) - {""}))
        place = {"": -1} | {level: k for k, level in enumerate(levels[name])}
        codes[name] = np.array([place[cell] for cell in cells], dtype=np.int64)
    return codes, levels


@cache
def fitted(name: str, df: str = "kr") -> MixedFit:
    """One of the models, fitted here."""
    model = MODELS[name]
    matrix = matrix_of(model.file, model.formula, model.subject)
    terms = parse_random(model.random)
    codes, levels = grouped(table(model.file), matrix, terms)
    method = "ml" if name.endswith("_ml") else "reml"
    return fit_mixed(matrix, terms, codes, levels=levels, method=method, df=df)
