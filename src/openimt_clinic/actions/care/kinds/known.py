"""Every kind of care document by its name."""

from openimt_clinic.actions.care.kind import CareKind
from openimt_clinic.actions.care.kinds import (
    agreement,
    case,
    chain,
    coaching_call,
    connection_state,
    consultation,
    course_report,
    deviation,
    episode,
    experiential,
    experiment,
    formulation,
    letter,
    metacognition,
    motivation,
    note,
    process_note,
    rupture,
    schema,
    session,
    skills,
    supervision,
)

_ALL: tuple[CareKind, ...] = (
    *case.KINDS_HERE,
    chain.KIND,
    coaching_call.KIND,
    connection_state.KIND,
    consultation.KIND,
    course_report.KIND,
    *skills.KINDS_HERE,
    agreement.KIND,
    deviation.KIND,
    motivation.KIND,
    note.KIND,
    process_note.KIND,
    rupture.KIND,
    session.KIND,
    supervision.KIND,
    episode.KIND,
    experiential.KIND,
    experiment.KIND,
    formulation.KIND,
    letter.KIND,
    metacognition.KIND,
    schema.KIND,
)

KINDS = {kind.name: kind for kind in _ALL}
