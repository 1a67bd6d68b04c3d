"""A running plan moved to the clinic's current catalogue: by a person, who saw what changes."""

import hashlib
import json
from datetime import date

from openimt.errors import RecordError
from openimt.plan.plan import Plan
from openimt_clinic.access.care import require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action
from openimt_clinic.actions.back_door.in_care import refuse_once_ended
from openimt_clinic.actions.planning import keep_planned, put_in_force
from openimt_clinic.audit.log import record
from openimt_clinic.records.mapping.catalogues import current_ground, running_plan
from openimt_clinic.records.mapping.planned import planned
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.plan_version import PlanVersion
from openimt_clinic.records.user import User


@action
def move_plan(*, patient: Patient, on: date, seen: str, by: User) -> PlanVersion:
    """The plan from the clinic's current catalogue is the plan now.

    ``seen``: ``mark_of`` the plan that the person looked at. Raises RecordError when it would be
    another one by now, or when there is nothing to move: what nobody saw is not put in force.
    """
    require(by, Permission.PLAN, patient)
    refuse_once_ended(patient)
    Patient.objects.select_for_update(of=("self",)).get(pk=patient.pk)
    before, ground = running_plan(patient), current_ground(patient.clinic)
    if before is None or ground.version is None or before.made_with_id == ground.version.pk:
        raise RecordError("There is no running plan that stands on an earlier catalogue.")
    made = planned(patient, on, ground)
    if mark_of(made.plan) != seen:
        raise RecordError("Something has changed since you looked; look at the comparison again.")
    version = keep_planned(patient, made, by, reason="")
    put_in_force(version, by)
    record(
        "plan.moved", by=by, patient=patient, number=version.number, hash=ground.version.hash,
        before=before.made_with.hash if before.made_with else None,
    )  # fmt: skip
    return version


def mark_of(plan: Plan) -> str:
    """Twelve letters that differ as soon as the plan would be another one."""
    said = {
        "phase": plan.phase,
        "placed": [[p.module, p.start_week, p.sessions, p.running] for p in plan.placements],
        "left": sorted(out.module for out in plan.left_out),
        "duties": sorted(duty.id for duty in plan.duties),
        "gates": [[c.id, c.says, c.state] for gate in plan.gates for c in gate.criteria],
    }
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:12]
