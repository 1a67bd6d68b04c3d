"""Who is in which arm, at which site, with which therapist: balanced, as stratified blocks give.

Outcomes of people are exchangeable within arm, site and therapist, so nothing is lost by fixing
who stands where; what chance would do to the balance is the business of randomisation.
"""

from dataclasses import dataclass

import numpy as np

from openimt.trial.design.trial_design import Layout, TrialDesign
from openimt.trial.matrix import Ints


@dataclass(frozen=True, eq=False)
class Seats:
    """Codes of arm, site and therapist (-1: none) for each person; ``therapists``: how many."""

    arm: Ints
    site: Ints
    therapist: Ints
    therapists: int


def seats(design: TrialDesign) -> Seats:
    """The seats of a design's people, sites one after another."""
    site = np.repeat(np.arange(design.sites.number), _site_sizes(design)).astype(np.int64)
    arm = _arms(design, design.people)
    therapist, number = _therapists(design, arm, site)
    return Seats(arm, site, therapist, number)


def _site_sizes(design: TrialDesign) -> Ints:
    """Whole numbers of people by largest remainder."""
    exact = np.asarray(design.sites.shares) * design.people
    sizes: Ints = np.floor(exact).astype(np.int64)
    short = design.people - int(sizes.sum())
    order = np.argsort(-(exact - sizes), kind="stable")
    sizes[order[:short]] += 1
    return sizes


def _arms(design: TrialDesign, people: int) -> Ints:
    """Each next person goes to the arm that is furthest behind its ratio."""
    ratio = np.array([arm.ratio for arm in design.arms], dtype=np.float64)
    given = np.zeros(len(ratio))
    made = np.empty(people, dtype=np.int64)
    for i in range(people):
        made[i] = int(np.argmin((given + 1) / ratio))
        given[made[i]] += 1
    return made


def _therapists(design: TrialDesign, arm: Ints, site: Ints) -> tuple[Ints, int]:
    plan = design.therapists
    made = np.full(design.people, -1, dtype=np.int64)
    if plan.layout is Layout.NONE:
        return made, 0
    crossed = plan.layout is Layout.CROSSED
    treated = [n for n, each in enumerate(design.arms) if each.id in plan.arms]
    seen: dict[tuple[int, int], int] = {}
    for i in range(design.people):
        here = (int(site[i]), int(arm[i]))
        if here[1] not in treated:
            continue
        turn = seen[here] = seen.get(here, -1) + 1
        group = here[0] if crossed else here[0] * len(treated) + treated.index(here[1])
        made[i] = group * plan.per_site + turn % plan.per_site
    groups = design.sites.number * (1 if crossed else len(treated))
    return made, groups * plan.per_site
