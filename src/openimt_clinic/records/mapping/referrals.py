"""A referral: what was asked of it as the core's answers."""

from openimt.assess.front_door.screening import Answered, Screened, screened
from openimt_clinic.records.referral import Referral


def answers_of(referral: Referral) -> dict[str, Answered]:
    """The answers so far; a question that was left out is not among them."""
    return {name: Answered(**kept) for name, kept in referral.screening.items()}


def screening_of(referral: Referral) -> Screened:
    """What follows from the answers so far."""
    return screened(answers_of(referral))
