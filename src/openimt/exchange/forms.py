"""Filled forms in a table: one row a person and occasion, one column an item."""

from collections.abc import Sequence
from dataclasses import dataclass

from openimt.assess.answers import check_answer
from openimt.assess.instrument import Instrument, Item
from openimt.assess.scores import Answers
from openimt.errors import ExchangeError, ScoringError
from openimt.exchange.table import ID_COLUMNS, Table, TableRow, to_number

OCCASION_COLUMNS = ("occasion", "on", "date")
"""Columns that say when, in any case of letters; looked for when none is named."""


@dataclass(frozen=True)
class Columns:
    """Which columns hold the items (in the instrument's order), the person and the occasion."""

    items: tuple[str, ...] | str | None = None
    person: str | None = None
    occasion: str | None = None


def items_option(text: str | None) -> tuple[str, ...] | str | None:
    """What ``--items`` says: ``a,b,c`` names columns, anything else is a prefix.

    >>> items_option("mood, sleep"), items_option("phq_")
    (('mood', 'sleep'), 'phq_')
    """
    if text is None or "," not in text:
        return text
    return tuple(name.strip() for name in text.split(","))


def read_forms(
    table: Table, instrument: Instrument, columns: Columns | None = None
) -> tuple[Answers, ...]:
    """The answers in a table.

    Items are the columns named, or those with the item ids, or ``q1`` … ``qn``. Raises
    ExchangeError for a missing column and ScoringError for an answer that does not fit.
    """
    chosen = columns or Columns()
    names = item_columns(table, instrument, chosen.items)
    cells = [(table.place(n), n, item) for n, item in zip(names, instrument.items, strict=True)]
    person = _column(table, chosen.person, ID_COLUMNS)
    occasion = _column(table, chosen.occasion, OCCASION_COLUMNS)
    return tuple(
        Answers(
            person=_person(row, n, table, person),
            occasion="" if occasion is None else row.cells[occasion].strip(),
            values={item.id: _answer(row, at, name, item, table) for at, name, item in cells},
        )
        for n, row in enumerate(table.rows, start=1)
    )


def names_people(table: Table, columns: Columns | None = None) -> bool:
    """Whether a column says who answered; without one each row is somebody of its own."""
    chosen = columns or Columns()
    return _column(table, chosen.person, ID_COLUMNS) is not None


def item_columns(
    table: Table, instrument: Instrument, items: Sequence[str] | None
) -> tuple[str, ...]:
    """The columns that hold the items, in the instrument's order."""
    wanted = len(instrument.items)
    if items is not None and not isinstance(items, str):
        if len(items) != wanted:
            says = f"--items names {len(items)} columns; {instrument.id} has {wanted} items"
            raise ExchangeError(says, file=table.file)
        if twice := [name for name in items if items.count(name) > 1]:
            says = f"--items names '{twice[0]}' twice; each item has its own column"
            raise ExchangeError(says, file=table.file, field=twice[0])
        return tuple(items)
    if isinstance(items, str):
        if wanted == 1 and items in table.columns:
            return (items,)
        return tuple(_numbered(table, items, n) for n in range(1, wanted + 1))
    return _found(table, instrument)


def _found(table: Table, instrument: Instrument) -> tuple[str, ...]:
    """The columns named by item id, else ``q1`` … ``qn``, whichever fits better."""
    by_id = [item.id for item in instrument.items]
    by_number = [f"q{n}" for n in range(1, len(by_id) + 1)]
    there = {name.lower(): name for name in reversed(table.columns)}
    best = max((by_id, by_number), key=lambda names: sum(name in there for name in names))
    missing = [name for name in best if name not in there]
    if missing:
        shown = ", ".join(f"'{name}'" for name in missing[:6]) + (" …" if missing[6:] else "")
        says = (
            f"has no column {shown} for {instrument.id}; name its {len(by_id)} item columns "
            "with --items"
        )
        raise ExchangeError(says, file=table.file, row=1, field=missing[0])
    return tuple(there[name] for name in best)


def _numbered(table: Table, prefix: str, number: int) -> str:
    padded = f"{prefix}{number:02d}"
    return padded if padded in table.columns else f"{prefix}{number}"


def _column(table: Table, named: str | None, usual: Sequence[str]) -> int | None:
    if named is not None:
        return table.place(named)
    there = {name.casefold(): name for name in reversed(table.columns)}
    found = [there[name] for name in usual if name in there]
    return table.place(found[0]) if found else None


def _person(row: TableRow, number: int, table: Table, column: int | None) -> str:
    if column is None:
        return str(number)
    person = row.cells[column].strip()
    if not person:
        says = "is empty; expected who answered"
        raise ExchangeError(says, file=table.file, row=row.row, field=table.columns[column])
    return person


def _answer(row: TableRow, at: int, name: str, item: Item, table: Table) -> float | None:
    cell = row.cells[at]
    try:
        answer = to_number(cell)
    except ValueError:
        kind = f"a number from {item.lowest:g} to {item.highest:g}, or an empty cell"
        says = f"is '{cell.strip()[:40]}'; expected {kind}"
        raise ScoringError(says, file=table.file, row=row.row, field=name) from None
    misfit = None if answer is None else check_answer(item, answer)
    if misfit:
        raise ScoringError(misfit, file=table.file, row=row.row, field=name)
    return answer
