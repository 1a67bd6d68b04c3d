"""Everything the planner looks at for one request; its rules ask this and nothing else."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.module import Module
from openimt.catalogue.therapy import Therapy
from openimt.formulate.facts import Facts
from openimt.formulate.indication import CalledBy, Indication, indication
from openimt.formulate.pace import at_once
from openimt.formulate.profile import Profile
from openimt.formulate.understand import facts_of
from openimt.terms import FACT_TARGETS, ModuleKind


@dataclass(frozen=True)
class Situation:
    """A profile, a catalogue and the bounds of a plan. ``budget`` None = no limit on sessions.

    ``standing`` gives the start week of each module of the plan in force, for a steady replan.
    ``ignored`` names rules to leave aside, to find out which of them collide; else it is empty.
    """

    profile: Profile
    facts: Facts
    catalogue: Catalogue
    therapy: Therapy
    horizon: int
    budget: int | None
    indications: Mapping[str, Indication]
    standing: Mapping[str, int]
    ignored: frozenset[str] = frozenset()

    @property
    def sessions_per_week(self) -> float:
        """Individual sessions a week; 0.5 is one a fortnight."""
        return self.profile.assessment.context.sessions_per_week

    @cached_property
    def capacity(self) -> int:
        """The most sessions that a plan can hold: the budget, or what the weeks give."""
        weeks = int(self.horizon * self.sessions_per_week)
        limited = self.budget is not None and "budget" not in self.ignored
        return min(weeks, self.budget or 0) if limited else weeks

    @cached_property
    def at_once(self) -> int:
        """How many modules may run at once at this person's pace."""
        return at_once(self.profile.pace, self.catalogue)

    @cached_property
    def severities(self) -> Mapping[str, float]:
        """The severity of every need that modules may relieve: read, no fact, and not in the range
        that calls for nothing."""
        return {
            target: need.severity
            for target, need in self.profile.needs.items()
            if need.severity >= self.setting("need_threshold") and target not in FACT_TARGETS
        }

    def called_by(self, module: str) -> CalledBy:
        """What calls for a module."""
        return self.indications[module].by

    def called_by_safety(self, module: str) -> bool:
        """Whether safety calls for a module: then it has to be in the plan."""
        by_safety = self.called_by(module) is CalledBy.SAFETY
        return by_safety and f"safety:{module}" not in self.ignored

    def pinned(self, module: str) -> bool:
        """Whether somebody asked for this module to be in the plan."""
        return module in self.profile.assessment.pin and f"pin:{module}" not in self.ignored

    def setting(self, name: str) -> float:
        """A clinic-signed number from the catalogue."""
        return self.catalogue.settings[name]

    def sessions(self, module: Module) -> int:
        """How many sessions to plan: usual, more at a gentle pace, less what was already given."""
        dose = module.dose
        usual = dose.usual
        if self.profile.pace == "gentle":
            usual = min(dose.most, usual + ceil((dose.most - usual) / 2))
        done = self.facts.done(module.id)
        if self.facts.running(module.id):
            return max(1, usual - done.sessions)
        return dose.fewest if done.step >= 4 else usual

    def is_ending(self, module: Module) -> bool:
        """Whether the module prepares the ending: it is planned from the start, for the end."""
        return "ending" in module.targets

    def by_fact(self, module: Module) -> bool:
        """Whether the module is placed by facts alone, without any severity."""
        return self.called_by(module.id) is CalledBy.FACT


def situation(
    profile: Profile,
    catalogue: Catalogue,
    horizon: int,
    budget: int | None,
    standing: Mapping[str, int] | None = None,
) -> Situation:
    """The situation of one request for a plan."""
    facts = facts_of(profile)
    specific: Collection[Module] = [
        m for m in catalogue.modules.values() if m.kind is ModuleKind.SPECIFIC
    ]
    indications = {m.id: indication(m, facts, catalogue) for m in specific}
    therapy = catalogue.therapy(profile.assessment.therapy)
    return Situation(
        profile, facts, catalogue, therapy, horizon, budget, indications, standing or {}
    )
