"""The kinds of documents, one file a kind, by name."""

from collections.abc import Mapping

from openimt_clinic.actions.phone.kind import Kind

ALL: tuple[Kind, ...] = ()
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in ALL}
