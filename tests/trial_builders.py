"""Model matrices of the certified trials, built column by column without any formula."""

import csv
import json
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from openimt.trial.matrix import Floats, ModelMatrix, Term

HERE = Path(__file__).resolve().parent / "reference" / "repeated"


def answers(name: str) -> dict[str, Any]:
    """The certified answers: ``imt_mmrm_b`` or ``btheb``."""
    return json.loads((HERE / "ref_mmrm.json").read_text(encoding="utf-8"))[name]


def bare_matrix(x: Any, y: Any, subject: Any, visit: Any, *, names: Any = None) -> ModelMatrix:
    """A model matrix of numbers alone; persons and visits are named by their codes."""
    x, y = np.asarray(x, float), np.asarray(y, float)
    subject, visit = np.asarray(subject, np.int64), np.asarray(visit, np.int64)
    names = tuple(names or (f"x{j}" for j in range(x.shape[1])))
    return ModelMatrix(
        outcome="y",
        names=names,
        x=x,
        y=y,
        terms=tuple(Term(name, (name,), (j,)) for j, name in enumerate(names)),
        factors=(),
        row_means=MappingProxyType({}),
        subject_means=MappingProxyType({}),
        subject=subject,
        subjects=tuple(f"s{i}" for i in range(int(subject.max()) + 1)),
        visit=visit,
        visits=tuple(f"v{t}" for t in range(int(visit.max()) + 1)),
        source_row=np.arange(2, y.size + 2),
        make_row=lambda values: np.zeros(x.shape[1]),
    )


def _rows(file: str, outcome: str) -> list[tuple[int, dict[str, str]]]:
    with (HERE / file).open(encoding="utf-8") as lines:
        rows = list(enumerate(csv.DictReader(lines), start=1))
    return [(number, row) for number, row in rows if row[outcome] not in {"", "NA"}]


def _matrix(
    rows: list[tuple[int, dict[str, str]]], outcome: str, columns: dict[str, Any]
) -> ModelMatrix:
    people = list(dict.fromkeys(row["id"] for _, row in rows))
    visits = sorted({row["month"] for _, row in rows}, key=int)
    rows = sorted(rows, key=lambda r: (people.index(r[1]["id"]), visits.index(r[1]["month"])))
    x = np.array([[column(row) for column in columns.values()] for _, row in rows])
    bare = bare_matrix(
        x,
        [float(row[outcome]) for _, row in rows],
        [people.index(row["id"]) for _, row in rows],
        [visits.index(row["month"]) for _, row in rows],
        names=columns,
    )
    return ModelMatrix(
        **{
            **vars(bare),
            "outcome": outcome,
            "subjects": tuple(people),
            "visits": tuple(visits),
            "source_row": np.array([number + 1 for number, _ in rows]),
        }
    )


def _is(field: str, value: str) -> Any:
    return lambda row: float(row[field] == value)


def _times(*columns: Any) -> Any:
    return lambda row: float(np.prod([column(row) for column in columns]))


def imt_b() -> ModelMatrix:
    """iip ~ visit * arm + site + sex; baseline is a response."""
    late = ("3", "6", "9", "12", "15", "18")
    arm = _is("arm", "MIT")
    columns = {"(Intercept)": lambda row: 1.0}
    columns |= {f"visit{t}": _is("month", t) for t in late}
    columns |= {"armMIT": arm}
    columns |= {f"siteC{k}": _is("site", f"C{k}") for k in range(2, 9)}
    columns |= {"sexM": _is("sex", "M")}
    columns |= {f"visit{t}:armMIT": _times(_is("month", t), arm) for t in late}
    return _matrix(_rows("imt_mmrm_b.csv", "iip"), "iip", columns)


def btheb() -> ModelMatrix:
    """bdi ~ bdi.pre * visit + drug + length + arm * visit."""
    late, arm = ("3", "5", "8"), _is("arm", "BtheB")
    before = lambda row: float(row["bdi.pre"])  # noqa: E731
    columns = {"(Intercept)": lambda row: 1.0, "bdi.pre": before}
    columns |= {f"visit{t}": _is("month", t) for t in late}
    columns |= {"drugYes": _is("drug", "Yes"), "length>6m": _is("length", ">6m"), "armBtheB": arm}
    columns |= {f"bdi.pre:visit{t}": _times(before, _is("month", t)) for t in late}
    columns |= {f"visit{t}:armBtheB": _times(_is("month", t), arm) for t in late}
    return _matrix(_rows("btheb_long.csv", "bdi"), "bdi", columns)


def weights_by_row(matrix: ModelMatrix) -> Floats:
    """1 + (k mod 3) / 2 for the k-th row of the file, from 1."""
    return 1 + (np.asarray(matrix.source_row) - 1) % 3 / 2


def last_visit(matrix: ModelMatrix, arm: str) -> Floats:
    """The difference between arms at the last visit."""
    names = (f"arm{arm}", f"visit{matrix.visits[-1]}:arm{arm}")
    return np.array([float(name in names) for name in matrix.names])
