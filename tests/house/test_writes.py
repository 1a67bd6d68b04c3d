"""Pages read and ask; only actions write, each with its event."""

import ast

from tests.house.tree import SRC, modules, parsed, shown

PAGES = ("clinician", "patient", "team", "trial", "components")
WRITES = {"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
WRITES_ON_OBJECTS = {"create", "delete", "update"}


def writes(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    if node.func.attr in WRITES_ON_OBJECTS:
        return ".objects" in ast.unparse(node.func.value)
    return node.func.attr in WRITES


def test_no_page_writes_to_the_database() -> None:
    folders = [SRC / "openimt_clinic" / name for name in PAGES]
    found = [
        f"{shown(path)}:{node.lineno}: {ast.unparse(node)[:70]}"
        for path in modules("openimt_clinic")
        if any(folder in path.parents for folder in folders)
        for node in ast.walk(parsed(path))
        if writes(node)
    ]
    assert not found, found
