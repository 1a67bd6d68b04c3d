"""The lowest phase now needed.

Safety is never computed from a score: it is a named clinician's judgement of imminent risk, or a
stated intent or plan, or an attempt, until that was reviewed (clinical decision 4). Every other
phase is the first whose gate is not yet open.
"""

from openimt.formulate.assessment import Assessment, Event
from openimt.formulate.profile import Because, GateState
from openimt.formulate.say import event_says
from openimt.terms import EventKind, Phase, Truth

UNREVIEWED = frozenset(
    {EventKind.SUICIDE_ATTEMPT, EventKind.SUICIDAL_INTENT, EventKind.SUICIDAL_PLAN}
)
"""Events that are the Safety phase until somebody named has reviewed them."""


def open_danger(assessment: Assessment) -> tuple[Event, ...]:
    """Intent, plan or attempt that nobody has reviewed, on or after the last judgement's day."""
    judged_on = assessment.safety.judged_on
    return tuple(
        event
        for event in assessment.events or ()
        if event.kind in UNREVIEWED
        and not event.reviewed_by
        and (judged_on is None or event.on >= judged_on)
    )


def where(
    assessment: Assessment, gates: tuple[GateState, ...]
) -> tuple[Phase, tuple[Because, ...]]:
    """The phase now needed, and what makes it so."""
    if assessment.safety.imminent_risk:
        who = assessment.safety.judged_by or "an unnamed person"
        return Phase.SAFETY, (
            Because(f"{who} judges imminent risk", "OpenIMT clinical decisions, 4"),
        )
    if events := open_danger(assessment):
        says = "; ".join(event_says(e) for e in events)
        return Phase.SAFETY, (
            Because(f"{says}, not yet reviewed", "OpenIMT clinical decisions, 4"),
        )
    for gate in sorted(gates, key=lambda g: g.leaves.order):
        if gate.leaves is not Phase.SAFETY and not gate.open:
            return gate.leaves, _holding(gate)
    return Phase.INTEGRATION, (Because("every gate is open: an ending can be planned"),)


def _holding(gate: GateState) -> tuple[Because, ...]:
    passed = {Truth.MET, Truth.NOT_APPLICABLE}
    held = [c for c in gate.criteria if c.state not in passed]
    return tuple(Because(f"{c.says}: {c.now}", c.id) for c in held)
