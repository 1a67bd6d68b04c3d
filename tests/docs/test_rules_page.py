"""The page of rules says what the rules say today."""

import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_of_rules_is_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("rules_page", ROOT / "tools" / "rules.py")
    writer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(writer)
    written = (ROOT / "docs/reference/rules.md").read_text(encoding="utf-8")
    assert written == writer.page(), "run .venv/bin/python tools/rules.py"
