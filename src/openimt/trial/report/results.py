"""The results of an analysis as a report needs them: rows with names, numbers and pointers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from openimt.errors import TrialError

Document = Mapping[str, object]


@dataclass(frozen=True)
class Mean:
    """The adjusted mean of one arm at one visit (None without visits), with its 95 % interval."""

    arm: str
    visit: str | None
    estimate: float
    low: float
    high: float
    pointer: str


@dataclass(frozen=True)
class Difference:
    """One arm against another at one visit, with its 95 % interval; ``df`` None means normal.

    ``estimate`` is a difference of means or, of counts, a ratio of rates; ``value`` and ``ends``
    are the names these numbers have in the document.
    """

    arm: str
    versus: str
    visit: str | None
    estimate: float
    low: float
    high: float
    df: float | None
    pointer: str
    value: str = "estimate"
    ends: str = "ci"

    @property
    def is_ratio(self) -> bool:
        """Whether it compares by a ratio, where 1 means no difference."""
        return self.value == "ratio"

    @property
    def null(self) -> float:
        """What no difference is: 0, or 1 for a ratio."""
        return 1.0 if self.is_ratio else 0.0


@dataclass(frozen=True)
class Effect:
    """A joint test of one term."""

    name: str
    den_df: float | None
    pointer: str


@dataclass(frozen=True)
class Results:
    """One analysis. ``document`` is what it was read from; pointers lead into it."""

    document: Document
    means: tuple[Mean, ...]
    differences: tuple[Difference, ...]
    effects: tuple[Effect, ...]
    converged: bool | None
    warnings: tuple[str, ...]
    call: str
    model: Mapping[str, object] = field(default_factory=dict)
    """How it was analysed, by name: formula, arm, visit, df and others."""

    @property
    def visits(self) -> tuple[str, ...]:
        """The visits at which arms were compared, in order."""
        named = (row.visit for row in self.differences if row.visit is not None)
        return tuple(dict.fromkeys(named))

    @property
    def is_of_rates(self) -> bool:
        """Whether arms are compared by ratios of rates."""
        return any(row.is_ratio for row in self.differences)

    @property
    def arms(self) -> tuple[str, ...]:
        """The arms, the reference first."""
        versus = [row.versus for row in self.differences]
        return tuple(dict.fromkeys([*versus, *(row.arm for row in self.differences)]))


def read_results(document: Document, file: str | None = None) -> Results:
    """The results in a document that ``openimt trial analyse --json`` wrote.

    A document without fit, means or contrasts, or with something else in a number's place, raises
    TrialError with the place.
    """
    rows = [(f"/ls_means/{at}", row) for at, row in enumerate(_list(document, "ls_means", file))]
    pairs = [(f"/contrasts/{at}", row) for at, row in enumerate(_list(document, "contrasts", file))]
    tests = [(f"/tests/{at}", row) for at, row in enumerate(_list(document, "tests", file))]
    fit = document.get("fit")
    if not isinstance(fit, Mapping):
        raise TrialError("holds no fit; give what 'trial analyse --json' wrote", file=file)
    if "zero" in fit:
        says = "is of a hurdle, whose two parts no report words yet; analyse without --hurdle"
        raise TrialError(says, file=file, field="/fit/zero")
    converged, model = fit.get("converged"), document.get("model")
    return Results(
        document=document,
        means=tuple(_mean(pointer, row, file) for pointer, row in rows),
        differences=tuple(_difference(pointer, row, file) for pointer, row in pairs),
        effects=tuple(_effect(pointer, row, file) for pointer, row in tests),
        converged=converged if isinstance(converged, bool) else None,
        warnings=tuple(str(said) for said in _list(document, "warnings", file)),
        call=str(document.get("call", "openimt trial analyse")),
        model=model if isinstance(model, Mapping) else {},
    )


def _list(document: Document, key: str, file: str | None) -> list[object]:
    rows = document.get(key)
    if not isinstance(rows, list):
        says = f"holds no list '{key}'; give what 'trial analyse --json' wrote"
        raise TrialError(says, file=file, field=key)
    return rows


def _mean(pointer: str, row: object, file: str | None) -> Mean:
    cells = _cells(pointer, row, file)
    value, ends = ("rate", "rate_ci") if "rate" in cells else ("estimate", "ci")
    low, high = _interval(pointer, cells, ends, file)
    estimate = _number(pointer, cells, value, file)
    return Mean(str(cells.get("arm")), _visit(cells), estimate, low, high, pointer)


def _difference(pointer: str, row: object, file: str | None) -> Difference:
    cells = _cells(pointer, row, file)
    value, ends = ("ratio", "ratio_ci") if "ratio" in cells else ("estimate", "ci")
    low, high = _interval(pointer, cells, ends, file)
    return Difference(
        arm=str(cells.get("arm")),
        versus=str(cells.get("versus")),
        visit=_visit(cells),
        estimate=_number(pointer, cells, value, file),
        low=low,
        high=high,
        df=None if cells.get("df") is None else _number(pointer, cells, "df", file),
        pointer=pointer,
        value=value,
        ends=ends,
    )


def _effect(pointer: str, row: object, file: str | None) -> Effect:
    cells = _cells(pointer, row, file)
    den = None if cells.get("den_df") is None else _number(pointer, cells, "den_df", file)
    return Effect(str(cells.get("effect")), den, pointer)


def _cells(pointer: str, row: object, file: str | None) -> Mapping[str, object]:
    if isinstance(row, Mapping):
        return row
    raise TrialError("is not a row of named values", file=file, field=pointer)


def _visit(cells: Mapping[str, object]) -> str | None:
    return None if cells.get("visit") is None else str(cells["visit"])


def _number(pointer: str, cells: Mapping[str, object], key: str, file: str | None) -> float:
    value = cells.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    raise TrialError("is not a number", file=file, field=f"{pointer}/{key}")


def _interval(
    pointer: str, cells: Mapping[str, object], key: str, file: str | None
) -> tuple[float, float]:
    ends = cells.get(key)
    if isinstance(ends, list) and len(ends) == 2:
        both = {"low": ends[0], "high": ends[1]}
        return _number(pointer, both, "low", file), _number(pointer, both, "high", file)
    raise TrialError("is not an interval of two numbers", file=file, field=f"{pointer}/{key}")
