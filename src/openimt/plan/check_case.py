"""What the checker looks at: a plan beside the facts it must fit."""

from dataclasses import dataclass

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.module import Module
from openimt.formulate.assessment import Assessment, Delivered
from openimt.plan.plan import Placement, Plan
from openimt.terms import EventKind, ModuleKind, Phase

REVIEWED_FIRST = frozenset(
    {EventKind.SUICIDE_ATTEMPT, EventKind.SUICIDAL_INTENT, EventKind.SUICIDAL_PLAN}
)
"""Events that are the Safety phase until somebody has reviewed them (clinical decision 4)."""


def in_sessions(module: Module) -> bool:
    """Whether individual sessions go into the module: it costs some, and is not a group's."""
    return module.dose.budget and module.dose.track != "group"


@dataclass(frozen=True)
class Case:
    """A plan beside the facts it must fit."""

    plan: Plan
    assessment: Assessment
    catalogue: Catalogue

    @property
    def binds(self) -> bool:
        """Whether phases and their order bind this course."""
        return self.catalogue.therapy(self.assessment.therapy).binds_phases

    @property
    def sessions_per_week(self) -> float:
        """Individual sessions a week."""
        return self.assessment.context.sessions_per_week

    def specific(self) -> tuple[tuple[Placement, Module], ...]:
        """Every placement of a specific module that the catalogue holds, with the module."""
        modules = self.catalogue.modules
        found = [(p, modules[p.module]) for p in self.plan.placements if p.module in modules]
        return tuple((p, m) for p, m in found if m.kind is ModuleKind.SPECIFIC)

    def done(self, module: str) -> Delivered:
        """What was delivered of a module so far."""
        found = (d for d in self.assessment.delivered if d.module == module)
        return next(found, Delivered(module))

    def running(self, module: str) -> bool:
        """Begun, neither at step 4 nor ended."""
        done = self.done(module)
        return not done.ended and done.step < 4 and (done.step > 0 or done.sessions > 0)

    def pinned(self, module: str) -> bool:
        """Whether somebody asked for it."""
        return module in self.assessment.pin

    def danger(self) -> bool:
        """Whether a person judges danger imminent, or a fact that says so awaits its review."""
        safety = self.assessment.safety
        return bool(safety.imminent_risk) or any(
            event.kind in REVIEWED_FIRST
            and not event.reviewed_by
            and (safety.judged_on is None or safety.judged_on <= event.on)
            for event in self.assessment.events or ()
        )

    def phase_in(self, week: int) -> Phase:
        """The phase in which the plan expects the course to be in a week."""
        within = [w for w in self.plan.windows if w.start_week <= week]
        return max(within, key=lambda w: w.start_week).phase if within else self.plan.phase
