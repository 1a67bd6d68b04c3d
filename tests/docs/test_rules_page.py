"""The pages of rules say what the rules say today."""

import importlib.util
from pathlib import Path
from types import ModuleType

from openimt.catalogue.load import load
from openimt.catalogue.wording import CLAUSES

ROOT = Path(__file__).resolve().parents[2]
DUE = "run .venv/bin/python tools/rules.py"


def writer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("rules_page", ROOT / "tools" / "rules.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def written(name: str) -> str:
    return (ROOT / "docs/reference" / name).read_text(encoding="utf-8")


def test_the_page_of_rules_is_up_to_date() -> None:
    assert written("rules.md") == writer().page(), DUE


def test_the_page_of_clauses_is_up_to_date() -> None:
    assert written("clauses.md") == writer().clauses_page(), DUE


def test_every_clause_and_criterion_stands_on_the_page() -> None:
    page = written("clauses.md")
    for module in load().specific():
        for kind in CLAUSES:
            for clause in getattr(module, kind):
                assert f"{clause.says} " in page
                assert f"(`{clause.id}`)" in page
    for therapy in load().course_therapies():
        for gate in therapy.gates:
            for criterion in gate.criteria:
                assert f"- `{criterion.id}`: {criterion.says}" in page
