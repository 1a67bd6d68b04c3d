"""A file to import: the public bundle where it lies, else a small one of nobody's answers."""

import json
from pathlib import Path

from openimt.assess.library import load
from tests.real_data import FOLDER

PUBLIC = FOLDER / "fhir" / "phq9_bundle_a.json"


def bundle(folder: Path) -> Path:
    """The path of a bundle with PHQ-9 responses."""
    if PUBLIC.is_file():
        return PUBLIC
    own = folder / "phq9.json"
    own.write_text(json.dumps(_small()))
    return own


def _small() -> dict[str, object]:
    entries = [{"resource": _response(n)} for n in range(2)]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def _response(number: int) -> dict[str, object]:
    codes = [item.keys[0] for item in load("phq9").items]
    return {
        "resourceType": "QuestionnaireResponse",
        "id": f"invented-{number}",
        "status": "completed",
        "subject": {"reference": "Patient/invented"},
        "authored": f"2020-01-0{number + 1}T10:00:00Z",
        "item": [{"linkId": code, "answer": [{"valueInteger": number}]} for code in codes],
    }
