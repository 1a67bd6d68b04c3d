"""What was written in a field, in words: a line each, as it is read on a page and on paper."""

from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from openimt.deliver.documents.document import Value
from openimt.deliver.writing.field import Field, Sort
from openimt_clinic.components.numbers import said


def lines_of(field: Field, value: Value) -> tuple[str, ...]:
    """The lines of a value; none for a field that nobody has filled.

    A row of several columns is one line, its cells beside each other.
    """
    if value in (None, "", ()):
        return ()
    if field.sort is Sort.ROWS:
        rows = (row for row in _listed(value) if isinstance(row, tuple | list))
        return tuple(line for row in rows if (line := " · ".join(_cells(field, tuple(row)))))
    if field.sort in (Sort.LINES, Sort.CHOICES, Sort.CHOICE):
        return tuple(_chosen(field, one) for one in _listed(value))
    return (_one(field, value),)


def is_list(field: Field) -> bool:
    """Whether its lines are points of a list and no running text."""
    return field.sort in (Sort.LINES, Sort.CHOICES, Sort.ROWS)


def _cells(field: Field, row: tuple[Value, ...]) -> Iterator[str]:
    for column, value in zip(field.columns, row, strict=False):
        yield from lines_of(column, value)


def _chosen(field: Field, value: Value) -> str:
    words = {name: str(says) for name, says in field.options}
    return words.get(str(value), str(value))


def _one(field: Field, value: Value) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return said(float(value))
    if field.sort is Sort.DAY:
        return date_format(date.fromisoformat(str(value)), "j F Y")
    return str(value)


def _listed(value: Value) -> tuple[Value, ...]:
    return tuple(value) if isinstance(value, tuple | list) else (value,)
