"""Writes src/openimt/exchange/examples.json: the twelve people of the tests and Mira of the docs.

Run `.venv/bin/python tools/examples.py` after a change of either; a test says when it is due.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from openimt.exchange.assessment_file import write_assessment  # noqa: E402
from tests.spec.plan.archetypes import ARCHETYPES  # noqa: E402

FILE = ROOT / "src" / "openimt" / "exchange" / "examples.json"
MIRA = ROOT / "docs" / "examples" / "mira.json"


def text() -> str:
    """The whole file."""
    people = {name: write_assessment(known) for name, known in ARCHETYPES.items()}
    people["Mira, of the tutorial"] = json.loads(MIRA.read_text(encoding="utf-8"))
    return json.dumps(people, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
