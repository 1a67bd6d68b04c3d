"""The reviews of a course: which were held, and which comes next."""

from datetime import date

from openimt.deliver.cases.reviews import Review, due_now, next_review, rhythm
from openimt_clinic.records.mapping.care import signed_ones
from openimt_clinic.records.mapping.told_day import told_day
from openimt_clinic.records.patient import Patient

KIND = "case_review"
REVIEWED = frozenset({"gpm"})
"""Therapies that look at the whole course by the calendar (clinical brief, 5)."""


def review_ahead(patient: Patient, today: date) -> tuple[Review | None, bool]:
    """The next review, and whether it is time to speak of it."""
    held = [told_day(one) for one in signed_ones(patient, KIND)]
    due = due_now(patient.started_on, held, today, rhythm())
    return due or next_review(patient.started_on, held, rhythm()), due is not None


def review_due(patient: Patient, today: date) -> Review | None:
    """The review it is time to speak of, under a therapy that has them."""
    if patient.therapy not in REVIEWED:
        return None
    found, due = review_ahead(patient, today)
    return found if due else None
