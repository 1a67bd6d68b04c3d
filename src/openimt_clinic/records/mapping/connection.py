"""How it is with others: the state that was noted last, where it is newer than a judgement."""

from datetime import date

from openimt.catalogue.therapy import Therapy
from openimt.deliver.standing import NotedState
from openimt_clinic.records.judgement import JudgementRecord
from openimt_clinic.records.mapping.care import signed_ones
from openimt_clinic.records.mapping.told_day import told_day
from openimt_clinic.records.patient import Patient

CONNECTION_STATE = "connection_state"


def noted_state(patient: Patient, therapy: Therapy, on: date) -> NotedState | None:
    """The newest signed state up to the day; None where a judgement of a state was made later and
    still holds, or where the therapy knows no states."""
    if not therapy.states:
        return None
    found = sorted(
        ((told_day(one), one) for one in signed_ones(patient, CONNECTION_STATE)),
        key=lambda pair: (pair[0], pair[1].made_at),
    )
    known = [pair for pair in found if pair[0] <= on]
    if not known:
        return None
    day, one = known[-1]
    names = [f"{therapy.id}.{state.id}" for state in therapy.states]
    judged = JudgementRecord.objects.filter(
        patient=patient, criterion__in=names, met=True, on__gt=day, on__lte=on, until__gte=on
    )
    if judged.exists():
        return None
    values = one.values
    return NotedState(
        str(values.get("state") or ""),
        day,
        one.author.name,
        str(values.get("changed") or ""),
        str(values.get("helped") or ""),
    )
