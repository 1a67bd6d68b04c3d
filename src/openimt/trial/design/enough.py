"""How few people a planned analysis can be fitted to: in all, and at each visit.

At a visit that is analysed there must be more people than coefficients; an unstructured
covariance of t visits needs t more than these, or its estimate is singular. The same limits are
told by the reader of designs, the formulas and the simulation.
"""

from math import sqrt

import numpy as np

from openimt.errors import TrialError
from openimt.trial.design.trial_design import Baseline, Model, TrialDesign

LEAST_SPARE = 3
LEAST_IN_AN_ARM = 2
NEARLY_ALL = 0.10
"""A visit to which a smaller share than this comes has lost nearly everybody."""


def coefficients_a_visit(design: TrialDesign) -> int:
    """Coefficients of the mean at one visit: arms, baseline and sites."""
    plan = design.analysis
    base = plan.baseline is not Baseline.NONE
    return len(design.arms) + base + (design.sites.number - 1) * plan.site


def fewest_people(design: TrialDesign) -> int:
    """The smallest number of people that the planned analysis can be fitted to, nobody lost.

    >>> from openimt.trial.design.read import read_design
    >>> fewest_people(read_design("equipoise"))
    8
    """
    last = len(design.visits.at) - 1
    return _needed_at(design, last if design.analysis.model is Model.MMRM else 1)


def check_people(design: TrialDesign) -> TrialDesign:
    """The design as it came; TrialError where its people are too few for its analysis."""
    least = fewest_people(design)
    if design.people < least:
        says = (
            f"{design.people} people are too few for the planned analysis, which needs at least "
            f"{least}; plan for more people or fewer visits, sites and arms"
        )
        raise TrialError(says, field="people")
    return design


def too_few_left(design: TrialDesign) -> str | None:
    """Why nothing can be shown with the people whom the design expects to keep; None if it can.

    Counts are used for as long as a person is followed, so that loss alone never forbids them.
    """
    for visit in _analysed(design):
        says = _in_all(design, visit) or _in_an_arm(design, visit)
        if says:
            return says
    return None


def barely_enough_left(design: TrialDesign) -> str | None:
    """That some trials will keep too few people to be fitted, where chance can bring it about.

    Chance is taken as two standard deviations of the number of people who are left.
    """
    for visit in _analysed(design):
        left = _left(design, visit)
        share = sum(left) / design.people
        low = sum(left) - 2.0 * sqrt(sum(left) * (1.0 - share))
        if share < 1.0 and low < _needed_at(design, visit):
            return (
                f"with about {sum(left):.2g} people left at {_when(design, visit)}, chance will "
                "leave too few for the planned analysis in some trials; these figures are rough"
            )
    return None


def _analysed(design: TrialDesign) -> tuple[int, ...]:
    """The visits of which the analysis needs enough people."""
    plan = design.analysis
    if plan.model is Model.MMRM:
        return tuple(range(1, len(design.visits.at)))
    return () if plan.model is Model.COUNTS else (plan.visit,)


def _when(design: TrialDesign, visit: int) -> str:
    return f"{design.visits.unit[:-1]} {design.visits.labels[visit]}"


def _needed_at(design: TrialDesign, visit: int) -> int:
    spare = visit if design.analysis.model is Model.MMRM else 1
    return coefficients_a_visit(design) + max(LEAST_SPARE, spare)


def _in_all(design: TrialDesign, visit: int) -> str | None:
    left, least = sum(_left(design, visit)), _needed_at(design, visit)
    if left >= least:
        return None
    return _sentence(design, visit, left, design.people, f"the planned analysis needs {least}")


def _in_an_arm(design: TrialDesign, visit: int) -> str | None:
    begun = _left(design, 0)
    for arm, left in enumerate(_left(design, visit)):
        if left < LEAST_IN_AN_ARM:
            needs = f"arm {design.arms[arm].id} needs {LEAST_IN_AN_ARM}"
            return _sentence(design, visit, left, begun[arm], needs)
    return None


def _left(design: TrialDesign, visit: int) -> list[float]:
    """How many people are expected to be there still, arm by arm."""
    ratio = np.array([arm.ratio for arm in design.arms], dtype=np.float64)
    kept = np.array([design.drop_out.kept(arm)[visit] for arm in range(len(ratio))])
    people: list[float] = (design.people * ratio / ratio.sum() * kept).tolist()
    return people


def _sentence(design: TrialDesign, visit: int, left: float, begun: float, needs: str) -> str:
    share = left / begun
    lost = "nearly everybody is" if share < NEARLY_ALL else f"{100 * (1 - share):.0f} of 100 are"
    remain = "fewer than one is" if left < 1 else f"about {left:.2g} are"
    return (
        f"{lost} lost by {_when(design, visit)}: of {begun:.0f} people {remain} expected to "
        f"remain, and {needs} there, so nothing can be shown; plan an earlier visit, more people "
        "or fewer lost"
    )


def as_sentence(says: str) -> str:
    """With a capital and a full stop.

    >>> as_sentence("nobody is left")
    'Nobody is left.'
    """
    return f"{says[0].upper()}{says[1:]}."
