"""Every kind of care document by its name."""

from openimt_clinic.actions.care.kind import CareKind

_ALL: tuple[CareKind, ...] = ()

KINDS = {kind.name: kind for kind in _ALL}
