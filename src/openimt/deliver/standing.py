"""Where a course stands under its therapy: its stage, the step of the procedure, what interrupts.

Only facts and named judgements say so. Phases describe; under most therapies they bind nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from openimt.catalogue.condition import Condition
from openimt.catalogue.therapy import Therapy
from openimt.catalogue.therapy_parts import ProcedureStep, Regulator, Stage, State
from openimt.formulate.ask import ask
from openimt.formulate.facts import Facts
from openimt.formulate.profile import Profile
from openimt.formulate.understand import facts_of
from openimt.terms import Truth

HOLDS = frozenset({Truth.MET, Truth.NOT_APPLICABLE})
NAMELESS: Mapping[str, str] = MappingProxyType({})
_MODULE_ID = re.compile(r"\b[a-z]\d\b")


@dataclass(frozen=True)
class AtStep:
    """The step on which the work is, what is still missing before the next, and whether every
    step holds, so that the last is kept up."""

    step: ProcedureStep
    because: str
    all_hold: bool = False


@dataclass(frozen=True)
class InState:
    """A state that a named person judged, with their reason."""

    state: State
    by: str
    reason: str


@dataclass(frozen=True)
class NotedState:
    """A state between people as it was noted on a day: by its id, by whom, what turned it, what
    helped."""

    state: str
    on: date
    by: str = ""
    changed: str = ""
    helped: str = ""


def stage_of(therapy: Therapy, profile: Profile) -> Stage | None:
    """The stage of the course in the therapy's own words; None where it has no stages.

    It lies in the phase now needed. Where phases do not bind and the procedure has an order, it is
    that of the step the work is on, and a later one once every step holds; else the first stage
    that is not over, else the last.
    """
    facts = facts_of(profile)
    here = _by_step(therapy, profile)
    open_ones = (s for s in here if s.over_when is None or not _holds(s.over_when, facts))
    return next(open_ones, here[-1] if here else None)


def _by_step(therapy: Therapy, profile: Profile) -> list[Stage]:
    """The stages that lie in the phase now needed, as far as the step leaves them open."""
    here = [stage for stage in therapy.stages if profile.phase in stage.phases]
    ordered = therapy.procedure is not None and therapy.procedure.ordered
    at = step_of(therapy, profile) if ordered and not therapy.binds_phases else None
    if at is None:
        return here
    own = [stage for stage in here if stage.id == at.step.stage]
    order = [stage.id for stage in therapy.stages]
    later = [s for s in here if order.index(s.id) > order.index(at.step.stage)]
    return (later if at.all_hold else own) or own or here


def step_of(
    therapy: Therapy, profile: Profile, names: Mapping[str, str] = NAMELESS
) -> AtStep | None:
    """The first step that does not hold; the last when all do. None without a procedure.

    A named judgement of a step that has not lapsed stands before what the records show. ``names``:
    what each module is called in the reason.
    """
    steps = therapy.procedure.steps if therapy.procedure else ()
    facts = facts_of(profile)
    for step in steps:
        if (missing := missing_in(step, therapy, facts, names)) is not None:
            return AtStep(step, missing)
    return AtStep(steps[-1], "Every step holds.", all_hold=True) if steps else None


def regulators_met(therapy: Therapy, profile: Profile) -> tuple[Regulator, ...]:
    """What interrupts the procedure by the facts of this day, in order."""
    facts = facts_of(profile)
    every = therapy.procedure.regulators if therapy.procedure else ()
    return tuple(r for r in every if r.when and ask(r.when, facts).state is Truth.MET)


def state_of(therapy: Therapy, profile: Profile) -> InState | None:
    """The state between people that somebody judged and that has not lapsed."""
    facts = facts_of(profile)
    for state in therapy.states:
        judged = facts.judgement(f"{therapy.id}.{state.id}")
        if judged is not None and judged.met:
            return InState(state, judged.by, judged.reason)
    return None


def missing_in(
    step: ProcedureStep, therapy: Therapy, facts: Facts, names: Mapping[str, str] = NAMELESS
) -> str | None:
    """Why a step of the therapy does not hold yet; None when it holds."""
    judged = facts.judgement(f"{therapy.id}.{step.id}")
    if judged is not None:
        why = f"{judged.by or 'An unnamed person'} judges that it does not hold: {judged.reason}"
        return None if judged.met else why
    if step.holds_when is None:
        return "Whether it holds is for a person to judge."
    if _holds(step.holds_when, facts):
        return None
    grounds = "; ".join(b.says for b in ask(step.holds_when, facts).because)
    return _by_name(grounds, names) or "Nothing recorded shows yet that it holds."


def _by_name(says: str, names: Mapping[str, str]) -> str:
    """The same with every module called by its name."""
    return _MODULE_ID.sub(lambda found: _called(found[0], names), says)


def _called(module: str, names: Mapping[str, str]) -> str:
    return f"“{names[module]}”" if module in names else module


def _holds(condition: Condition, facts: Facts) -> bool:
    return ask(condition, facts).state in HOLDS
