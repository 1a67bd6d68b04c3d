"""Rows of a kept value by the names of their columns."""

from openimt.deliver.documents.document import Value
from openimt.deliver.writing.field import Field


def rows_of(field: Field, value: Value) -> tuple[dict[str, Value], ...]:
    """A field of rows as one mapping a row.

    >>> from openimt.deliver.writing.field import Sort
    >>> links = Field("links", "Links", Sort.ROWS, columns=(Field("sort", "Sort"),))
    >>> rows_of(links, (("thought",),))
    ({'sort': 'thought'},)
    """
    names = [column.name for column in field.columns]
    listed = value if isinstance(value, tuple | list) else ()
    rows = (row for row in listed if isinstance(row, tuple | list))
    return tuple(dict(zip(names, row, strict=False)) for row in rows)
