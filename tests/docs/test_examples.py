"""The example people of the program are those of the tests and of the tutorial."""

import importlib.util
from pathlib import Path

from openimt.exchange.examples import examples

ROOT = Path(__file__).resolve().parents[2]


def test_the_file_of_examples_is_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("examples_file", ROOT / "tools" / "examples.py")
    writer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(writer)
    written = writer.FILE.read_text(encoding="utf-8")
    assert written == writer.text(), "run .venv/bin/python tools/examples.py"


def test_there_is_one_for_each_archetype_and_the_tutorial() -> None:
    assert len(examples()) == 13
