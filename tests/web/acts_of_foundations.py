"""The action by which a person signs what was written together."""

from openimt_clinic.actions.care import signing
from openimt_clinic.records.care_signature import SignerRole
from tests.web.act import ONESELF, Act
from tests.web.foundations import an_agreement

FOUNDATION_ACTS = [
    Act(
        signing.cosign,
        lambda p: {"document": an_agreement(p), "role": SignerRole.PATIENT},
        by="dan",
        refused=ONESELF,
    ),
]
