"""The kinds of documents, one file a kind; ``known`` lists them by name."""

from openimt_clinic.actions.phone.kinds.known import KINDS

__all__ = ["KINDS"]
