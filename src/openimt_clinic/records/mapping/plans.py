"""A plan version to the core's plan, and back."""

from typing import Any

from openimt.exchange.plan_file import plan_from_json, plan_to_json
from openimt.plan.plan import Change, Plan
from openimt_clinic.records.plan_version import PlanVersion


def plan_to_row(plan: Plan) -> dict[str, Any]:
    """What ``PlanVersion.plan`` keeps."""
    return dict(plan_to_json(plan))


def plan_of(version: PlanVersion) -> Plan:
    """The plan of a version; raises ExchangeError when what was kept cannot be a plan."""
    return plan_from_json(version.plan, f"plan version {version.number}")


def changes_to_row(changes: tuple[Change, ...]) -> list[dict[str, Any]]:
    """What ``PlanVersion.changes`` keeps."""
    return [
        {
            "module": c.module,
            "what": c.what,
            "says": c.says,
            "before_week": c.before_week,
            "after_week": c.after_week,
        }
        for c in changes
    ]


def changes_of(version: PlanVersion) -> tuple[Change, ...]:
    """What a version does differently from the one before it."""
    return tuple(Change(**row) for row in version.changes)
