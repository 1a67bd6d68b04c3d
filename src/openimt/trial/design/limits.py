"""What the planned number of people can and cannot show, in plain sentences."""

from dataclasses import dataclass, replace

import numpy as np

from openimt.errors import TrialError
from openimt.trial.design.enough import (
    as_sentence,
    barely_enough_left,
    check_people,
    too_few_left,
)
from openimt.trial.design.power import WANTED, Precision, people_needed, precision
from openimt.trial.design.priors import priors
from openimt.trial.design.trial_design import Layout, Model, TrialDesign


@dataclass(frozen=True)
class Limits:
    """The reach of a design. Differences are in the outcome's units; ``unit`` is a baseline SD.

    ``power`` is for the design's own difference; where that is 0 it is alpha. ``small`` is the
    largest difference that active therapies have been found to have, in SDs; ``small_power`` the
    chance to find it and ``needed`` how many people would find it in 80 of 100 trials (None:
    no number would, with these therapists and losses). Where too few people are expected to be
    left for the planned analysis, everything that rests on those who are left is None.
    """

    unit: float
    with_loss: Precision | None
    without_loss: Precision
    power: float | None
    detectable: float | None
    detectable_without_loss: float
    half_width: float | None
    small: float
    small_power: float | None
    needed: int | None
    needed_without_loss: int | None


def limits(design: TrialDesign) -> Limits:
    """What a design can show; TrialError for a count, and for too few people to begin with.

    >>> from openimt.trial.design.read import read_design
    >>> round(limits(read_design("equipoise")).power, 3)
    0.05
    """
    whole = precision(design, loss=False)
    ours = None if too_few_left(design) else precision(design)
    alpha, unit = design.analysis.alpha, float(design.outcome.sd[0])
    small = priors()("difference", "between_active")
    return Limits(
        unit=unit,
        with_loss=ours,
        without_loss=whole,
        power=None if ours is None else ours.power(design.difference, alpha),
        detectable=None if ours is None else ours.detectable(alpha),
        detectable_without_loss=whole.detectable(alpha),
        half_width=None if ours is None else ours.half_width(alpha),
        small=small,
        small_power=None if ours is None else ours.power(small * unit, alpha),
        needed=_needed(design, small * unit, loss=True),
        needed_without_loss=_needed(design, small * unit, loss=False),
    )


def _needed(design: TrialDesign, difference: float, *, loss: bool) -> int | None:
    try:
        return people_needed(design, difference, loss=loss)
    except TrialError:
        return None


def says(design: TrialDesign) -> tuple[str, ...]:
    """The reach of a design in sentences, the label first where there is one."""
    label = (f"This design is {design.label}.",) if design.label else ()
    if design.outcome.count:
        return (*label, "There is no formula for counts here; simulate the design for its power.")
    made = limits(design)
    return (
        *label,
        *_too_few(design),
        *_can(design, made),
        *_cannot(design, made),
        *_rough(design, made),
        *_simpler(design),
    )


def _can(design: TrialDesign, made: Limits) -> tuple[str, ...]:
    people, lost = design.people, 1.0 - _kept(design)
    wanted = f"{100 * WANTED:.0f} of 100"
    if made.detectable is None:
        whole = _apart(made.detectable_without_loss, made.unit)
        return (f"With nobody lost they find a true difference of {whole} in {wanted} trials.",)
    apart = _apart(made.detectable, made.unit)
    first = f"{people} people find a true difference of {apart} in {wanted} such trials"
    if lost < 0.005:
        return (f"{first}.",)
    whole = _apart(made.detectable_without_loss, made.unit)
    return (f"{first}, when {100 * lost:.0f} of 100 are lost by then; with nobody lost, {whole}.",)


def _cannot(design: TrialDesign, made: Limits) -> tuple[str, ...]:
    if made.half_width is None or made.small_power is None:
        return ()
    small = _apart(made.small * made.unit, made.unit)
    needed = (
        "no number of people would find it with so few therapists"
        if made.needed is None
        else f"that takes {made.needed} people for 80 of 100"
    )
    found = f"They find {small}, which is about as far apart as active therapies have been seen"
    level = 100 * (1 - design.analysis.alpha)
    reach = f"{made.half_width:.3g} ({made.half_width / made.unit:.2f} SD)"
    equal = "finding no difference does not show that the therapies do the same"
    return (
        f"{found}, in {100 * made.small_power:.0f} of 100; {needed}.",
        f"The {level:g} % interval will reach about {reach} to each side: {equal}.",
    )


def cautions(design: TrialDesign) -> tuple[str, ...]:
    """Where the planned analysis is simpler than the design, or has too few people left."""
    if design.outcome.count:
        return ()
    return (*_too_few(design), *_simpler(design))


def _too_few(design: TrialDesign) -> tuple[str, ...]:
    says = too_few_left(design)
    return (as_sentence(says),) if says else ()


def _rough(design: TrialDesign, made: Limits) -> tuple[str, ...]:
    says = None if made.with_loss is None else barely_enough_left(design)
    return (as_sentence(f"{says}: simulate it"),) if says else ()


def _simpler(design: TrialDesign) -> tuple[str, ...]:
    """Where the planned analysis takes things to be simpler than the design says they are."""
    layout, model = design.therapists.layout, design.analysis.model
    apart = layout in {Layout.NESTED, Layout.PARTIAL} and design.therapists.spread > 0
    unlike = not np.allclose(design.outcome.correlation, design.outcome.correlation[:1])
    lost = design.drop_out.slope != 0 and bool(design.drop_out.hazard.any())
    made = []
    if unlike and lost and model is Model.MMRM:
        made.append(
            "Arms differ in how a person's values hang together, and the analysis takes one "
            "covariance for all: as loss depends on values, its estimate is a little biased; "
            "plan a covariance for each arm."
        )
    if apart and model is not Model.MIXED:
        found = "The analysis leaves out that people share therapists: it finds too much by chance"
        made.append(f"{found}; plan the model 'mixed'.")
    return tuple(made)


def _apart(difference: float, unit: float) -> str:
    """A difference in SDs and points.

    >>> _apart(14.66, 23.0)
    'd = 0.64 (14.7 points)'
    """
    return f"d = {difference / unit:.2f} ({difference:.3g} points)"


def _kept(design: TrialDesign) -> float:
    plan = design.analysis
    both = [float(design.drop_out.kept(arm)[plan.visit]) for arm in (plan.arm, plan.versus)]
    return sum(both) / 2


def with_people(design: TrialDesign, people: int) -> TrialDesign:
    """The same design with another number of people; TrialError where they are too few."""
    return check_people(replace(design, people=people))
