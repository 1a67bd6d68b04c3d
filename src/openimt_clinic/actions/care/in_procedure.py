"""Where a person's course stands in its procedure today, as the records have it."""

from django.utils import timezone

from openimt.deliver.in_procedure import InProcedure, in_procedure
from openimt_clinic.records.mapping.situations import plan_in_force, profile_of
from openimt_clinic.records.patient import Patient


def place_of(patient: Patient) -> InProcedure | None:
    """None where the therapy has no procedure with an order."""
    plan, catalogue = plan_in_force(patient)
    profile = profile_of(patient, timezone.localdate(), catalogue, plan)
    return in_procedure(catalogue.therapy(patient.therapy), profile)


def exploring_step(patient: Patient) -> str:
    """The name of the step the work is on, where it only explores; else empty."""
    place = place_of(patient)
    return place.here.step.name if place is not None and place.only_explores else ""
