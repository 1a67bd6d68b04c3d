"""Which kinds of care documents the person signs as well as the clinician."""

from openimt_clinic.actions.care.kinds.known import KINDS
from openimt_clinic.records.care_signature import SignerRole

PERSON_SIGNS = frozenset(
    name for name, kind in KINDS.items() if SignerRole.PATIENT in kind.also_signs
)
"""A private kind is never among them: nobody signs what they may not read."""
