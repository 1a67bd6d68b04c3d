"""The part of JSON Schema that our schemas use, so that outputs can be held against them."""

import re
from collections.abc import Iterator
from typing import Any

KINDS: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "null": type(None),
}
KNOWN = {
    "$schema", "$defs", "$ref", "title", "description", "type", "properties", "required", "items",
    "additionalProperties", "enum", "anyOf", "format",
}  # fmt: skip


def faults(
    value: Any, schema: dict[str, Any], root: dict[str, Any], at: str = "$"
) -> Iterator[str]:
    """Everything in which a value differs from its schema, with its place."""
    assert set(schema) <= KNOWN, f"the validator does not know {set(schema) - KNOWN}"
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    if "anyOf" in schema:
        if all(any(faults(value, one, root, at)) for one in schema["anyOf"]):
            yield f"{at}: fits nothing of {schema['anyOf']}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is none of {schema['enum']}"
    if "type" in schema and not _is(value, schema["type"]):
        yield f"{at}: {value!r} is no {schema['type']}"
        return
    if schema.get("format") == "date" and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        yield f"{at}: {value!r} is no date"
    yield from _inside(value, schema, root, at)


def _is(value: Any, kind: str) -> bool:
    if kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, KINDS[kind])


def _inside(value: Any, schema: dict[str, Any], root: dict[str, Any], at: str) -> Iterator[str]:
    if isinstance(value, list) and "items" in schema:
        for n, one in enumerate(value):
            yield from faults(one, schema["items"], root, f"{at}[{n}]")
    if not isinstance(value, dict):
        return
    for key in schema.get("required", []):
        if key not in value:
            yield f"{at}: {key} is missing"
    for key, one in value.items():
        inner = schema.get("properties", {}).get(key, schema.get("additionalProperties"))
        if inner is not None:
            yield from faults(one, inner, root, f"{at}.{key}")
        elif "properties" in schema:
            yield f"{at}: {key} is not in the schema"
