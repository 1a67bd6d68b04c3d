"""A course in its therapy's procedure: which steps hold, where the work is, what may be done there.

A step is taken only when the one before holds; when it fails, one goes back. What interrupts comes
first, whatever the step.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from openimt.catalogue.therapy import Therapy
from openimt.catalogue.therapy_parts import ProcedureStep, Regulator, Use
from openimt.deliver.standing import NAMELESS, missing_in, regulators_met
from openimt.formulate.profile import Profile
from openimt.formulate.understand import facts_of


@dataclass(frozen=True)
class StepInCourse:
    """A step for this person. ``holds``: it is done; ``missing``: why it does not hold yet.
    ``here``: the work is on it. ``back_to``: where one goes when it fails."""

    step: ProcedureStep
    holds: bool
    missing: str
    here: bool
    back_to: ProcedureStep | None


@dataclass(frozen=True)
class InProcedure:
    """Where a course stands. ``before``: the step that has to hold for this one, if any.
    ``interrupts``: what comes first by the facts of the day."""

    steps: tuple[StepInCourse, ...]
    here: StepInCourse
    before: StepInCourse | None
    interrupts: tuple[Regulator, ...]
    every_regulator: tuple[Regulator, ...]

    @property
    def only_explores(self) -> bool:
        """Whether a technique may make a scene vivid here and change nothing, and no other
        behaviour is asked for. A therapy that says nothing of this forbids nothing."""
        allows = self.here.step.allows
        return bool(allows) and Use.CHANGE not in allows

    @property
    def all_hold(self) -> bool:
        """Whether every step holds, so that the last one is kept up."""
        return all(one.holds for one in self.steps)


def in_procedure(
    therapy: Therapy, profile: Profile, names: Mapping[str, str] = NAMELESS
) -> InProcedure | None:
    """Where the course stands in the procedure; None where the therapy has no ordered one.
    ``names``: what each module is called in a reason."""
    kept = therapy.procedure
    if kept is None or not kept.ordered or not kept.steps:
        return None
    facts = facts_of(profile)
    missing = [missing_in(step, therapy, facts, names) for step in kept.steps]
    failing = (place for place, lack in enumerate(missing) if lack is not None)
    at = next(failing, len(missing) - 1)
    steps = tuple(
        StepInCourse(
            step,
            lack is None,
            lack or "",
            place == at,
            kept.step(step.step_back_to) if step.step_back_to else None,
        )
        for place, (step, lack) in enumerate(zip(kept.steps, missing, strict=True))
    )
    return InProcedure(
        steps,
        steps[at],
        steps[at - 1] if at else None,
        regulators_met(therapy, profile),
        kept.regulators,
    )
