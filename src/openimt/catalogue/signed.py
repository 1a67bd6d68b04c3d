"""What a clinic signs, in tables read from TOML: a value never stands without its source."""

from collections.abc import Mapping
from typing import Any

from openimt.errors import CatalogueError


def signed_value(tables: Mapping[str, Any], table: str, name: str, file: str) -> Any:
    """The value of ``table.name``.

    Raises CatalogueError, naming the file, where it is missing or has no source or checked mark.

    >>> row = {"value": 4, "source": "clinical brief 9", "checked": False}
    >>> signed_value({"trial": {"sessions": row}}, "trial", "sessions", "fit.toml")
    4
    """
    row = tables.get(table, {}).get(name)
    if not isinstance(row, Mapping) or not {"value", "source", "checked"} <= row.keys():
        raise CatalogueError(f"'{table}.{name}' needs value, source and checked", file=file)
    return row["value"]
