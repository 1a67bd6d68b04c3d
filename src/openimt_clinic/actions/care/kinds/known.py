"""Every kind of care document by its name."""

from openimt_clinic.actions.care.kind import CareKind
from openimt_clinic.actions.care.kinds import (
    agreement,
    deviation,
    motivation,
    note,
    rupture,
    supervision,
)

_ALL: tuple[CareKind, ...] = (
    agreement.KIND,
    deviation.KIND,
    motivation.KIND,
    note.KIND,
    rupture.KIND,
    supervision.KIND,
)

KINDS = {kind.name: kind for kind in _ALL}
