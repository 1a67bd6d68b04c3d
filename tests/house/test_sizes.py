"""Sizes that keep a file readable in one sitting."""

import statistics

import pytest

from tests.house.tree import PACKAGES, ROOT, functions, length, modules, shown

LONGEST_FILE = 400
MEDIAN_FILE = 120
LONGEST_INIT = 20
MEDIAN_FUNCTION = 10


def lines(path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_is_too_long_to_read() -> None:
    found = {shown(path): lines(path) for path in modules() if lines(path) > LONGEST_FILE}
    assert not found, found


@pytest.mark.parametrize("package", PACKAGES)
def test_most_files_are_short(package: str) -> None:
    sizes = [lines(path) for path in modules(package) if lines(path)]
    assert not sizes or statistics.median(sizes) <= MEDIAN_FILE


def test_a_package_front_only_names_things() -> None:
    fronts = [path for path in modules() if path.name == "__init__.py"]
    found = {shown(path): lines(path) for path in fronts if lines(path) > LONGEST_INIT}
    assert not found, found


@pytest.mark.parametrize("package", PACKAGES)
def test_most_functions_are_short(package: str) -> None:
    sizes = [length(node) for path in modules(package) for node in functions(path)]
    assert not sizes or statistics.median(sizes) <= MEDIAN_FUNCTION


def test_there_is_more_test_than_code() -> None:
    """The aim is 1.4 lines of test for a line of code; below 0.5 somebody forgot the tests."""
    tests = sum(lines(path) for path in (ROOT / "tests").rglob("*.py"))
    code = sum(lines(path) for path in modules())
    assert tests >= 0.5 * code, f"{tests} lines of test for {code} lines of code"
