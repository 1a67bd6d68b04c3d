"""A module's page for the patient on one sheet: plain words, room to write, whom to call.

Nothing else stands on it: no marks, no counts, no name of the person (clinical decision 5).
"""

from django.utils.translation import gettext as _
from django.utils.translation import override

from openimt.catalogue.module import PatientPage
from openimt_clinic.components.clinic_words import clinic_says, crisis_lines
from openimt_clinic.components.patient_words import patient_words
from openimt_clinic.paper.press import pressed
from openimt_clinic.records.clinic import Clinic

SIZES = (14.0, 13.0, 12.0, 11.0)
LINES = 7


def handout(page: PatientPage, clinic: Clinic) -> bytes:
    """The page as PDF, in the language it is written in, with the clinic's own numbers."""
    with override(page.language):
        words = patient_words(page)
        data: dict[str, object] = {
            "language": page.language,
            "above": clinic.patient_name,
            "title": page.name,
            "says": words["paragraphs"],
            "first": page.try_this,
            "first_label": words["first_label"],
            "first_note": words["first_note"],
            "own_label": _("My own words"),
            "lines": LINES,
            "numbers_label": _("If it gets too much"),
            "numbers": _numbers(clinic),
            "foot": _("This sheet is yours. You choose who sees it."),
        }
    return pressed("handout", data, sizes=SIZES, most_pages=1)


def _numbers(clinic: Clinic) -> list[tuple[str, str, str]]:
    """Number, who answers there, and the language in which that is said."""
    label = clinic_says(clinic, "emergency_label")
    found = [(clinic.emergency_number, label or _("Emergency"), label.language)]
    for line in crisis_lines(clinic):
        says = line.name + (f", {line.hours}" if line.hours else "")
        found.append((line.number, says, line.name.language))
    return found
