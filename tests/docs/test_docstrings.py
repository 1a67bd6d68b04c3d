"""Examples in docstrings of the core give what they say."""

import doctest
import importlib

import pytest

from tests.house.tree import dotted, modules

NAMES = [dotted(path) for path in modules("openimt") if ">>> " in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_hold(name: str) -> None:
    found = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert found.attempted > 0
    assert found.failed == 0
