"""The safety plan was opened while there was no net: told later, as opened and nothing more."""

from openimt.deliver.documents.document import Value
from openimt.errors import RecordError
from openimt_clinic.actions.phone.kind import Change, Kind, read_fields
from openimt_clinic.actions.safety_planning import open_safety_plan


def _yes(_: str, value: Value) -> Value:
    if value is not True:
        raise RecordError("Say yes or no.")
    return True


def _told(change: Change) -> None:
    """As if it were opened now: who has agreed that the team is told is told by the same action."""
    open_safety_plan(patient=change.patient, by=change.by)


KIND = Kind(
    "plan_opened",
    lambda _patient, _name, values: read_fields(values, {"opened": _yes}),
    after=_told,
)
