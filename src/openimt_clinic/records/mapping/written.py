"""Kept fields as the core's values, and back."""

from collections.abc import Mapping
from typing import Any

from openimt.deliver.documents.document import Merged, Value, Written


def fields_of(kept: Mapping[str, Any]) -> dict[str, Written]:
    """The kept fields of a document as the core's."""
    return {
        name: Written(as_value(row["value"]), row["key"], row["device"], row["latest"])
        for name, row in kept.items()
    }


def rows_of(merged: Merged) -> dict[str, dict[str, object]]:
    """The core's fields as they are kept."""
    return {
        name: {
            "value": one.value, "key": one.key, "device": one.device, "latest": dict(one.latest),
        }
        for name, one in merged.fields.items()
    }  # fmt: skip


def values_of(kept: Mapping[str, Any]) -> dict[str, Value]:
    """What stands in each kept field."""
    return {name: as_value(row["value"]) for name, row in kept.items()}


def as_value(kept: Any) -> Value:
    """A kept value as the core's: lists become tuples, which are compared and not changed."""
    return tuple(map(as_value, kept)) if isinstance(kept, list) else kept
