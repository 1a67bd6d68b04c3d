"""The copy as one file, made in memory and kept nowhere."""

import io
import json
import zipfile
from datetime import datetime

from django.template.loader import render_to_string

from openimt_clinic.patient.own_copy.pages import pages
from openimt_clinic.patient.own_copy.rows import (
    LEFT_OUT,
    NOT_THEIRS,
    NOT_THEIRS_SAYS,
    events,
    exported_models,
    person,
    rows_of,
)
from openimt_clinic.records.patient import Patient


def own_copy(patient: Patient, at: datetime) -> bytes:
    """A zip: pages to read, and every row as it is kept."""
    made = pages(patient)
    told = {"patient": patient, "clinic": patient.clinic, "at": at, "pages": made}
    files: dict[str, str] = {"README.txt": render_to_string("patient/own_copy/readme.txt", told)}
    files |= {f"to-read/{page.file}.html": page.html() for page in made}
    files["to-read/reading.css"] = render_to_string("patient/own_copy/reading.css")
    files["kept/person.json"] = _json(person(patient))
    files["kept/what-was-done.json"] = _json(events(patient))
    for model in exported_models():
        files[f"kept/{model._meta.model_name}.json"] = _json(rows_of(model, patient))
    files["kept/left-out.json"] = _json({**LEFT_OUT, **dict.fromkeys(NOT_THEIRS, NOT_THEIRS_SAYS)})
    return _zipped(files, at)


def _json(rows: object) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=1)


def _zipped(files: dict[str, str], at: datetime) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode())
    return whole.getvalue()
