"""Whose rows stand on the page of everything that is written: a line each."""

from collections.abc import Iterable

from openimt_clinic.clinician import story_work
from openimt_clinic.clinician.common_modules import work as common_modules
from openimt_clinic.clinician.dbt import work as modes
from openimt_clinic.clinician.fit import work as who_treats
from openimt_clinic.clinician.formulation import rows as understanding
from openimt_clinic.clinician.front import work as way
from openimt_clinic.clinician.papers import work as papers
from openimt_clinic.clinician.safety import work as safety
from openimt_clinic.clinician.work_rows import AREA_NAMES, Area, Row, Rows, kind_row
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User


def notes(patient: Patient, user: User) -> Iterable[Row]:
    """Notes beside the sessions."""
    yield kind_row(Area.NOTES, "note", patient, user)
    yield kind_row(Area.NOTES, "process_note", patient, user)


PARTS: tuple[Rows, ...] = (
    understanding.rows,
    safety.rows,
    common_modules.rows,
    modes.rows,
    story_work.rows,
    notes,
    way.rows,
    who_treats.rows,
    papers.rows,
)


def rows_by_area(patient: Patient, user: User) -> tuple[tuple[object, tuple[Row, ...]], ...]:
    """Each area that has rows, by its name, in order."""
    found = [row for part in PARTS for row in part(patient, user)]
    listed = ((area, tuple(row for row in found if row.area is area)) for area in Area)
    return tuple((AREA_NAMES[area], rows) for area, rows in listed if rows)
