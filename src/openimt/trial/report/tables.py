"""The tables of a report: rows of text, set for the page by great-tables and for paper by typst."""

from collections.abc import Sequence
from dataclasses import dataclass

from openimt.trial.report.baseline import Baseline
from openimt.trial.report.numbers import MINUS, at, decimal, p_value
from openimt.trial.report.outcome import Outcome
from openimt.trial.report.results import Difference, Mean, Results


@dataclass(frozen=True)
class TableOf:
    """A table as text. ``numeric`` says from which column on cells stand at the right."""

    title: str
    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: int
    note: str = ""


def means_table(means: Sequence[Mean], outcome: Outcome, *, rates: bool) -> TableOf:
    """Adjusted means, or rates of counts, with 95 % intervals."""
    rows = tuple(
        (row.arm, row.visit or "", decimal(row.estimate, 2), _interval(row.low, row.high))
        for row in means
    )
    kind = "rate" if rates else "mean"
    heading = ("arm", outcome.visit_word, f"adjusted {kind}", "95 % interval")
    note = "Rates are those of a person whose random effects are zero." if rates else ""
    return TableOf(f"Adjusted {kind}s of {outcome.label}", heading, rows, 1, note)


def differences_table(results: Results, outcome: Outcome) -> TableOf:
    """Differences between arms with 95 % intervals and their tests."""
    rows = tuple(_difference(results, row) for row in results.differences)
    kind, sign = ("ratio", "over") if results.is_of_rates else ("difference", "minus")
    heading = ("arms", outcome.visit_word, kind, "95 % interval", "df", "p")
    note = f"The arm named first {sign} the other; no correction for several looks."
    title = "Rate ratios of" if results.is_of_rates else "Differences in"
    return TableOf(f"{title} {outcome.label}", heading, rows, 1, note)


def coefficients_table(results: Results) -> TableOf | None:
    """The coefficients of the mean, for whoever checks the model; None where there are none."""
    fit = results.document["fit"]
    listed = fit.get("coefficients") if isinstance(fit, dict) else None
    if not isinstance(listed, list):
        return None
    rows = []
    for place in range(len(listed)):
        root = f"/fit/coefficients/{place}"
        numbers = [decimal(at(results.document, f"{root}/{key}"), 4) for key in ("estimate", "se")]
        rows.append((str(listed[place]["term"]), *numbers))
    return TableOf("Coefficients", ("term", "estimate", "SE"), tuple(rows), 1)


def baseline_table(found: Baseline) -> TableOf:
    """Who took part."""
    named = zip(found.columns, found.people, strict=True)
    heading = (
        "characteristic",
        "shown as",
        *(f"{name} (n = {count})" for name, count in named),
        "not known",
    )
    rows = tuple((line.name, line.kind, *line.cells, str(line.missing)) for line in found.lines)
    note = "Arms are not tested against each other here: at the start they differ by chance alone."
    return TableOf("Who took part", heading, rows, 2, note)


def as_html(table: TableOf, name: str) -> str:
    """The table for a page."""
    import pandas as pd
    from great_tables import GT

    columns = [str(place) for place in range(len(table.heading))]
    frame = pd.DataFrame(list(table.rows), columns=columns)
    made = (
        GT(frame, id=name)
        .tab_header(title=table.title)
        .cols_label(dict(zip(columns, table.heading, strict=True)))
        .cols_align("left", columns[: table.numeric])
        .cols_align("right", columns[table.numeric :])
    )
    if table.note:
        made = made.tab_source_note(table.note)
    return str(made.as_raw_html())


def _difference(results: Results, row: Difference) -> tuple[str, ...]:
    p = p_value(at(results.document, f"{row.pointer}/p")).removeprefix("= ")
    df = "\N{EN DASH}" if row.df is None else decimal(row.df, 1)
    pair = f"{row.arm} {'/' if row.is_ratio else MINUS} {row.versus}"
    return (pair, row.visit or "", decimal(row.estimate, 2), _interval(row.low, row.high), df, p)


def _interval(low: float, high: float) -> str:
    return f"{decimal(low, 2)} to {decimal(high, 2)}"
