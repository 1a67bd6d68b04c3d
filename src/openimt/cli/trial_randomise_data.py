"""From a sealed list and a table of outcomes to a re-randomisation test."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from openimt.cli.trial_table import read_trial_table
from openimt.errors import TrialError
from openimt.exchange.table import Table, TableRow
from openimt.exchange.trial_randomise import RandomiseTestDocument
from openimt.trial.matrix import Floats
from openimt.trial.model.cells import LARGEST, is_missing, to_number
from openimt.trial.randomise.rerandomise import rerandomise
from openimt.trial.randomise.scheme import Method, Scheme
from openimt.trial.randomise.sealed import SealedList, same
from openimt.trial.randomise.secret import Secret, read_secret
from openimt.trial.randomise.statistic import AdjustedMeans, dummies
from openimt.trial.randomise.verify import read_list, verify


@dataclass(frozen=True)
class Question:
    """Which columns to compare, and between which arms (by name)."""

    outcome: str
    subject: str
    adjust: tuple[str, ...]
    visit: str | None
    arm: str | None
    versus: str | None


def answer(
    data: Path,
    path: Path,
    secret_path: Path | None,
    question: Question,
    *,
    replicates: int,
    seed: int,
    alternative: str,
) -> RandomiseTestDocument:
    """The test as a document. What is not sound is refused (TrialError)."""
    secret = None if secret_path is None else read_secret(secret_path)
    listed = _sound_list(path, secret)
    scheme, warnings = _scheme(listed, secret or listed.revealed)
    rows = _rows(read_trial_table(data, (question.subject,)), question, listed)
    arm, versus = _arms(scheme, question)
    outcome = _numbers(rows, question.outcome)
    names, covariates = _covariates(rows, question, listed, outcome)
    codes = np.array(listed.levels(scheme), dtype=np.int64).reshape(len(rows), len(scheme.factors))
    given = np.array([scheme.arms.index(row.says["arm"]) for row in listed.allocations])
    statistic = AdjustedMeans(outcome, covariates, arm=arm, versus=versus, arms=len(scheme.arms))
    made = rerandomise(
        scheme, codes, given, statistic, replicates=replicates, seed=seed, alternative=alternative
    )
    return {
        "outcome": question.outcome,
        "arm": scheme.arms[arm],
        "versus": scheme.arms[versus],
        "adjusted_for": names,
        "persons": len(rows),
        "with_outcome": statistic.used,
        "difference": made.statistic,
        "p": made.p,
        "mcse": made.mcse,
        "alternative": made.alternative,
        "replicates": made.replicates,
        "centre": made.centre,
        "spread": made.spread,
        "warnings": warnings,
    }


Cells = Mapping[str, str]


@dataclass(frozen=True)
class _Row:
    """One person's cells, and where they stand."""

    file: str
    row: int
    cells: Cells


def _sound_list(path: Path, secret: Secret | None) -> SealedList:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise TrialError("is not a sealed list that can be read", file=str(path)) from None
    found = verify(text, secret=secret)
    if not found.sound:
        first = found.findings[0]
        raise TrialError(first.says, file=str(path), row=first.row or None)
    if not found.persons:
        raise TrialError("nobody is in the list yet", file=str(path))
    return read_list(text)[0]


def _scheme(listed: SealedList, secret: Secret | None) -> tuple[Scheme, list[str]]:
    if secret is not None:
        return secret.complete(listed.scheme), []
    if listed.scheme.method is not Method.BLOCKS:
        return listed.scheme, []
    says = "the list is not revealed, so block lengths from 4 to 12 were assumed; give --secret"
    return listed.scheme, [says]


def _rows(table: Table, question: Question, listed: SealedList) -> list[_Row | None]:
    """The row of each person of the list, in order of entry; None for whom there is none."""
    who = table.place(question.subject)
    column, _, value = (question.visit or "").partition("=")
    at = table.place(column) if column else None
    places = {same(str(row.says["person"])) for row in listed.allocations}
    found: dict[str, _Row] = {}
    for row in table.rows:
        if at is not None and row.cells[at] != value:
            continue
        person = same(row.cells[who])
        _check_person(table, row, question, row.cells[who], known=person in places)
        if person in found:
            says = f"'{row.cells[who]}' has two rows; choose one visit with --visit COLUMN=VALUE"
            raise TrialError(says, file=table.file, row=row.row)
        cells = dict(zip(table.columns, row.cells, strict=True))
        found[person] = _Row(table.file, row.row, cells)
    if not found:
        raise TrialError(f"has no row where {question.visit}", file=table.file)
    return [found.get(same(str(row.says["person"]))) for row in listed.allocations]


def _check_person(
    table: Table, row: TableRow, question: Question, person: str, *, known: bool
) -> None:
    if not known:
        says = f"'{person}' is not in the list of randomised persons"
        raise TrialError(says, file=table.file, row=row.row, field=question.subject)


def _arms(scheme: Scheme, question: Question) -> tuple[int, int]:
    names = (question.arm or scheme.arms[1], question.versus or scheme.arms[0])
    for name in names:
        if name not in scheme.arms:
            raise TrialError(f"'{name}' is no arm; arms: {', '.join(scheme.arms)}", field="arm")
    return scheme.arms.index(names[0]), scheme.arms.index(names[1])


def _numbers(rows: list[_Row | None], column: str) -> Floats:
    return np.array([_number(row, column) for row in rows], dtype=np.float64)


def _number(row: _Row | None, column: str) -> float:
    if row is None:
        return float("nan")
    if column not in row.cells:
        known = ", ".join(row.cells)
        raise TrialError(f"has no column '{column}'; its columns: {known}", file=row.file)
    cell = row.cells[column]
    if is_missing(cell):
        return float("nan")
    value = _as_number(cell)
    if value is None:
        raise TrialError(
            f"'{cell}' is no number to calculate with", file=row.file, row=row.row, field=column
        )
    return value


def _as_number(cell: str) -> float | None:
    """A cell as a number; None where it is missing, a text, or out of a computer's range."""
    number = to_number(cell)
    return number if number is not None and abs(number) <= LARGEST else None


def _covariates(
    rows: list[_Row | None], question: Question, listed: SealedList, outcome: Floats
) -> tuple[list[str], Floats | None]:
    """The list's own factors, and the columns asked for."""
    scheme = listed.scheme
    names = [scheme.factors[place].name for place in scheme.stratifiers]
    parts = [dummies([row.says["levels"][name] for row in listed.allocations]) for name in names]
    for column in (name.strip() for name in question.adjust if name.strip()):
        if column not in names:
            names.append(column)
            parts.append(_column(rows, column, outcome))
    return names, np.concatenate(parts, axis=1) if parts else None


def _column(rows: list[_Row | None], column: str, outcome: Floats) -> Floats:
    """A column as numbers, or as a factor where some cell is text."""
    used = [row for row, value in zip(rows, outcome, strict=True) if not np.isnan(value)]
    for row in used:
        if row is not None and column not in row.cells:
            raise TrialError(f"has no column '{column}'", file=row.file, row=1, field=column)
        if row is not None and is_missing(row.cells[column]):
            says = "is missing for a person who has an outcome; adjust for what everybody has"
            raise TrialError(says, file=row.file, row=row.row, field=column)
    texts = [None if row is None else row.cells.get(column) for row in rows]
    numbers = [None if text is None else _as_number(text) for text in texts]
    if all(number is not None for number, row in zip(numbers, rows, strict=True) if row in used):
        return np.array([[0.0 if one is None else one] for one in numbers])
    return dummies([text or "" for text in texts])
