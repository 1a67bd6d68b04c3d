"""The answers of an analysis as a page for a person."""

import math
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from openimt.trial.analysis import FAMILIES, STRUCTURES, TESTS
from openimt.trial.fitting import facts, zero_of
from openimt.trial.shown import Row, aligned, decimals, degrees, p_value

if TYPE_CHECKING:
    from openimt.trial.analyse import Analysed
    from openimt.trial.analysis import Analysis
    from openimt.trial.effects import Effect
    from openimt.trial.means import Difference, Mean


WIDEST = 100


def lines_of(analysed: "Analysed", width: int = WIDEST) -> list[str]:
    """Title, how the fit went, differences, means, joint tests, as lines of text."""
    arm, visit = analysed.analysis.arm, analysed.analysis.visit
    counts = analysed.analysis.counts
    hurdle = analysed.analysis.hurdle
    differences = "Rate ratios to" if counts else "Differences from"
    return [
        *(line for said in _title(analysed) for line in _wrapped(said, width)),
        "",
        f"{differences} {arm} {analysed.reference}{', where there was any' if hurdle else ''}",
        *aligned(_differences(analysed.contrasts, visit, arm, counts), 2),
        "",
        *(_zero(analysed) if hurdle else _rates_or_means(analysed)),
        "",
        "Joint tests" + (", where there was any" if hurdle else ""),
        *aligned(_tests(analysed.tests)),
    ]


def _rates_or_means(analysed: "Analysed") -> list[str]:
    asked = analysed.analysis
    made = _means(analysed.ls_means, asked.visit, asked.arm, asked.counts)
    return [_told(analysed) + _averaging(analysed), *aligned(made, 2)]


def _zero(analysed: "Analysed") -> list[str]:
    """The part of a hurdle for no event at all: a part of its own, in odds."""
    zero = zero_of(analysed.fit)
    if zero is None:
        return []
    rows: list[Row] = [("coefficient", "odds ratio", "95 % interval", "p")]
    for one in zero.coefficient_ratios():
        cells = (_exp(math.log(size)) for size in (one.estimate, one.low, one.high))
        ratio, low, high = cells
        rows.append((one.label, ratio, f"{low} to {high}", p_value(one.p)))
    return ["Odds of none at all (of the intercept: odds, not a ratio)", *aligned(rows)]


def _title(analysed: "Analysed") -> list[str]:
    asked, told, matrix = analysed.analysis, facts(analysed.fit), analysed.matrix
    kind = _family(asked) if asked.counts else STRUCTURES.get(analysed.structure or "", "")
    random = f"random effects {asked.random}" if asked.random else ""
    by_arm = "a covariance for each arm" if asked.by_arm else ""
    method = "" if asked.counts else told.method.upper()
    robust = "" if asked.vcov == "model" else f"sandwich {asked.vcov.upper()}"
    how = [kind, by_arm, random, method, robust, TESTS[analysed.fit.df_method]]
    steps = f"{told.iterations} steps (largest gradient {told.max_gradient:.0e})"
    went = f"converged in {steps}" if told.converged else f"NOT CONVERGED after {steps}"
    name = "REML log-likelihood" if told.method == "reml" else "log-likelihood"
    people = f"{matrix.n} outcomes of {len(matrix.subjects)} people"
    return [
        asked.formula,
        "; ".join(part for part in how if part),
        f"{people}; {went}; {name} {told.loglik:.4f}",
    ]


def _family(asked: "Analysis") -> str:
    name = FAMILIES[asked.family]
    return f"hurdle: logistic, and {name} above 0" if asked.hurdle else name


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_on_hyphens=False) or [text]


def _told(analysed: "Analysed") -> str:
    if not analysed.analysis.counts:
        return "Means"
    return "Rates where random effects are 0" if analysed.analysis.random else "Rates"


def _averaging(analysed: "Analysed") -> str:
    asked, matrix = analysed.analysis, analysed.matrix
    others = {factor.name for factor in matrix.factors} - {asked.arm, asked.visit}
    parts = [f"{asked.weights} weights of {', '.join(sorted(others))}"] if others else []
    if matrix.row_means:
        over = "analysed rows" if asked.baseline == "rows" else "people"
        parts.append(f"{', '.join(matrix.row_means)} at the mean over {over}")
    return f" ({'; '.join(parts)})" if parts else ""


def _differences(
    rows: "Sequence[Difference]", visit: str | None, arm: str, counts: bool
) -> list[Row]:
    tests = [row.test for row in rows]
    made = _estimates(
        [(one.estimate, one.se, one.df, one.low, one.high) for one in tests],
        "ratio" if counts else "",
    )
    names = [(row.visit or "", row.arm) for row in rows]
    heading = (visit or "", arm, *made[0], "p")
    return [heading] + [
        (*name, *cells, p_value(one.p))
        for name, cells, one in zip(names, made[1:], tests, strict=True)
    ]


def _means(rows: "Sequence[Mean]", visit: str | None, arm: str, counts: bool) -> list[Row]:
    made = _estimates(
        [(one.estimate, one.se, one.df, one.low, one.high) for one in rows],
        "rate" if counts else "",
    )
    names = [(row.arm, row.visit or "") for row in rows]
    return [(arm, visit or "", *made[0])] + [
        (*name, *cells) for name, cells in zip(names, made[1:], strict=True)
    ]


def _tests(tests: "Sequence[Effect]") -> list[Row]:
    made: list[Row] = [("effect", "F", "num df", "den df", "p")]
    for effect in tests:
        one = effect.test
        made.append(
            (effect.name, f"{one.f:.2f}", f"{one.num_df:g}", degrees(one.den_df), p_value(one.p))
        )
    return made


def _estimates(rows: list[tuple[float, ...]], name: str) -> list[Row]:
    """Heading and cells; numbers to the third digit of the smallest standard error."""
    made: list[Row]
    if name:
        made = [(name, "95 % interval")]
        made += [(_exp(one[0]), f"{_exp(one[3])} to {_exp(one[4])}") for one in rows]
        return made
    places = decimals(row[1] for row in rows)
    made = [("estimate", "se", "df", "95 % interval")]
    for estimate, se, df, low, high in rows:
        interval = f"{low:.{places}f} to {high:.{places}f}"
        made.append((f"{estimate:.{places}f}", f"{se:.{places}f}", degrees(df), interval))
    return made


def _exp(value: float) -> str:
    """A rate or ratio to three digits.

    >>> _exp(0.0), _exp(-3.0), _exp(9.5)
    ('1.00', '0.0498', '13360')
    """
    number = math.exp(min(value, 700.0))
    return f"{number:.0f}" if number >= 1000 else f"{number:#.3g}".rstrip(".")
