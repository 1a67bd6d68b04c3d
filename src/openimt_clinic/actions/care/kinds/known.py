"""Every kind of care document by its name."""

from openimt_clinic.actions.care.kind import CareKind
from openimt_clinic.actions.care.kinds import note

_ALL: tuple[CareKind, ...] = (note.KIND,)

KINDS = {kind.name: kind for kind in _ALL}
