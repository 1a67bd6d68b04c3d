"""A mediation in words that claim no more than it can: a path is consistent with data, or not."""

from openimt.trial.mediation.people import MediationData
from openimt.trial.mediation.sensitivity import Sensitivity

ASSUMES = (
    "Randomisation makes the arms alike; it does not make people with more and less of the "
    "mediator alike. The split into paths assumes that nothing unmeasured moves both mediator and "
    "outcome, that nothing the treatment changes does so either, and that both are measured well."
)


def path_words(data: MediationData, indirect: tuple[float, float, float], level: float) -> str:
    """What the interval of the indirect effect allows to say."""
    estimate, low, high = indirect
    arms = f"{data.arm_names[1]} and {data.arm_names[0]}"
    interval = f"{estimate:.3g} ({level:.0%} interval {low:.3g} to {high:.3g})"
    path = f"a path from the arm through {data.mediator_name} at {data.mediator_at:g}"
    difference = f"the difference in {data.outcome_name} at {data.outcome_at:g} between {arms}"
    if low <= 0 <= high:
        return (
            f"The indirect part of {difference} is {interval}. The interval includes 0: the data "
            f"neither show nor exclude {path}."
        )
    return f"The data are consistent with {path}: the indirect part of {difference} is {interval}."


def sensitivity_words(found: Sensitivity) -> str:
    """How easily the indirect effect would vanish."""
    return (
        f"An unmeasured common cause that left a correlation of {found.rho:.2f} between mediator "
        "and outcome would bring the indirect part to 0; the nearer to 0, the more easily."
    )
