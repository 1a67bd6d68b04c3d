"""A person's safety plan on one page: large type, their words, numbers to dial. Nothing else.

It can be carried, hung up or given away, so it names nobody: no name, no code, no clinic's record.
"""

from django.utils.translation import gettext as _
from django.utils.translation import override

from openimt_clinic.components.clinic_words import number_rows
from openimt_clinic.components.plan_words import elements_of
from openimt_clinic.paper.press import pressed
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.safety_plan import SafetyPlan

SIZES = (20.0, 18.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0)


def plan_paper(plan: SafetyPlan, patient: Patient) -> bytes:
    """The plan as PDF, in the person's language, with the clinic's own numbers beneath."""
    with override(patient.language):
        parts = [
            (element.heading, [(line.says, line.number) for line in element.lines])
            for element in elements_of(plan)
        ]
        data: dict[str, object] = {
            "language": patient.language,
            "title": _("My safety plan"),
            "parts": parts,
            "numbers_label": _("If it gets too much"),
            "numbers": number_rows(patient.clinic),
            "foot": _("This sheet is yours. You choose who sees it."),
        }
    return pressed("safety_plan", data, sizes=SIZES, most_pages=1)
