"""What the planner says for a patient on a day, from one catalogue. Nothing is kept here."""

from dataclasses import dataclass
from datetime import date

from openimt.errors import PlanningError
from openimt.formulate.understand import understand
from openimt.plan.plan import Change, Plan
from openimt.plan.propose import propose
from openimt.plan.replan import replan
from openimt_clinic.records.mapping.assessment import assessment_of
from openimt_clinic.records.mapping.catalogues import (
    Ground,
    current_ground,
    ground_of,
    running_plan,
)
from openimt_clinic.records.mapping.plans import plan_of
from openimt_clinic.records.patient import Patient


@dataclass(frozen=True)
class Planned:
    """A plan, what it does differently from the one in force, and the catalogue it is from."""

    plan: Plan
    changes: tuple[Change, ...]
    ground: Ground


def planned(patient: Patient, on: date, ground: Ground | None = None) -> Planned:
    """A plan from what is known on the day, near to the one in force.

    ``ground`` None: a running plan keeps its catalogue, a first one is made from the clinic's
    current one. Raises PlanningError for a day before the plan in force.
    """
    current, clinic = running_plan(patient), patient.clinic
    ground = ground or (ground_of(current) if current else current_ground(clinic))
    catalogue = ground.catalogue
    horizon, budget = clinic.plan_horizon_weeks, clinic.plan_budget_sessions
    assessment = assessment_of(patient, on)
    if current is None:
        profile = understand(assessment, catalogue)
        plan = propose(profile, catalogue, horizon_weeks=horizon, budget_sessions=budget)
        return Planned(plan, (), ground)
    standing = plan_of(current)
    modules = {placement.module for placement in standing.placements}
    profile = understand(assessment, catalogue, modules)
    if assessment.on < standing.on:
        raise PlanningError(
            f"the plan in force is from {standing.on}; choose a later day", field="on"
        )
    made = replan(profile, catalogue, standing, horizon_weeks=horizon, budget_sessions=budget)
    return Planned(made.plan, made.changes, ground)
