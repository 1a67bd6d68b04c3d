"""The tables of a report: rows of text, set for the page by great-tables and for paper by typst."""

from collections.abc import Sequence
from dataclasses import dataclass

from openimt.trial.report.baseline import Baseline
from openimt.trial.report.numbers import at, decimal, p_value
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


def means_table(means: Sequence[Mean], outcome: Outcome) -> TableOf:
    """Adjusted means with 95 % intervals."""
    rows = tuple(
        (row.arm, row.visit or "", decimal(row.estimate, 2), _interval(row.low, row.high))
        for row in means
    )
    heading = ("arm", outcome.visit_word, "adjusted mean", "95 % interval")
    return TableOf(f"Adjusted means of {outcome.label}", heading, rows, 1)


def differences_table(results: Results, outcome: Outcome) -> TableOf:
    """Differences between arms with 95 % intervals and their tests."""
    rows = tuple(_difference(results, row) for row in results.differences)
    heading = ("arms", outcome.visit_word, "difference", "95 % interval", "df", "p")
    note = "Differences are the arm named first minus the other; no correction for several looks."
    return TableOf(f"Differences in {outcome.label}", heading, rows, 1, note)


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
    heading = ("", "", *(f"{name} (n = {count})" for name, count in named), "not known")
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
    pair = f"{row.arm} \N{MINUS SIGN} {row.versus}"
    return (pair, row.visit or "", decimal(row.estimate, 2), _interval(row.low, row.high), df, p)


def _interval(low: float, high: float) -> str:
    return f"{decimal(low, 2)} to {decimal(high, 2)}"
