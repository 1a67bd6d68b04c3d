"""First, Then, and what we look for before moving on: what to do now, before anything else."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from openimt.catalogue.catalogue import Catalogue
from openimt.deliver.session import AgendaPoint
from openimt.formulate.profile import CriterionState, GateState, Profile
from openimt.plan.plan import Plan
from openimt.terms import Phase, Truth


@dataclass(frozen=True)
class StepCard:
    """One thing to do: what in a line, what more there is to say, why, and how it can sound.
    ``duty``: its id where it must come first."""

    lead: str
    says: str
    because: str
    module: str
    sounds_like: str
    duty: str = ""


@dataclass(frozen=True)
class GateLine:
    """One criterion: sign and word for its state, what it asks and why, what it shows now."""

    state: str
    sign: str
    word: str
    says: str
    now: str
    brief: bool
    why: str


@dataclass(frozen=True)
class GateCard:
    """What we look for before moving on from the present phase. ``rests``: what more there is to
    say of a line, why it is looked for and on what it rests."""

    title: str
    lines: tuple[GateLine, ...]
    rests: tuple[GateLine, ...]
    says: str


@dataclass(frozen=True)
class AssessCard:
    """What is still to be found out, and why: stands where the plan has nothing specific yet."""

    lines: tuple[tuple[str, str], ...]


# What fits beside a criterion; longer words stand beneath it.
BRIEF = 14
SIGNS = {Truth.MET: "✓", Truth.NOT_MET: "○", Truth.UNKNOWN: "?", Truth.NOT_APPLICABLE: "–"}


def first_and_then(
    agenda: Sequence[AgendaPoint], catalogue: Catalogue
) -> tuple[StepCard | None, StepCard | None]:
    """The agenda's first point and the next piece of work; None where there is none.

    What must come first stands first; without it the first module does. Standing points of a
    session (greeting, looking back) belong to the session's page, not here.
    """
    firsts = [point for point in agenda if point.first]
    work = [p for p in agenda if p.module and not p.first and not p.id.startswith("common_")]
    order = [*firsts[:1], *work] if firsts else work
    if len(order) < 2:
        order += firsts[1:]
    cards = [_step_card(point, catalogue) for point in order[:2]]
    return (cards[0] if cards else None, cards[1] if len(cards) > 1 else None)


def quiet_card(coming: str, when: str) -> StepCard:
    """Stands first when nothing of the plan is due: what comes next, and the question it leaves."""
    says = _("Next is %(module)s, %(when)s.") % {"module": coming, "when": when} if coming else ""
    because = _("Ask whether the plan still fits, or whether an ending comes into view.")
    return StepCard(_("Nothing of the plan is due now"), says, because, "", "")


def _step_card(point: AgendaPoint, catalogue: Catalogue) -> StepCard:
    """A repair is headed by the module's name; anything else by its own first sentence."""
    lead, says = _first_sentence(point.says)
    if point.id.startswith("repair_"):
        name = catalogue.module(point.module).short
        lead, says = _("%(module)s needs repair") % {"module": name}, point.says
    duty = point.id if point.first else ""
    return StepCard(lead, says, point.because, point.module, point.sounds_like, duty)


def _first_sentence(says: str) -> tuple[str, str]:
    head, stop, rest = says.partition(". ")
    return (f"{head}.", rest) if stop else (says, "")


def gate_card(gates: Sequence[GateState], phase: Phase, names: dict[Phase, str]) -> GateCard | None:
    """The gate that leaves the present phase, or None where the therapy has none."""
    gate = next((g for g in gates if g.leaves == phase), None)
    if gate is None:
        return None
    title = (
        _("What we look for before moving on to %(phase)s") % {"phase": names[gate.to]}
        if gate.to
        else _("What we look for before the ending")
    )
    says = _("All of it is there: moving on is for you and the person to decide.")
    lines = tuple(map(_line, gate.criteria))
    rests = tuple(line for line in lines if line.why or not line.brief)
    return GateCard(title, lines, rests, says if gate.open else "")


def assess_card(plan: Plan, profile: Profile) -> AssessCard | None:
    """What to assess further, only while the plan has to wait for it (clinical decision 9)."""
    if profile.personality_known or not plan.assess_next:
        return None
    return AssessCard(tuple((a.what, a.why) for a in plan.assess_next))


def truth_word(state: Truth) -> str:
    """The state of a criterion as screens say it."""
    words = {
        Truth.MET: _("met"),
        Truth.NOT_MET: _("not met"),
        Truth.UNKNOWN: _("not known"),
        Truth.NOT_APPLICABLE: _("does not apply"),
    }
    return words[state]


def _line(criterion: CriterionState) -> GateLine:
    return GateLine(
        state=criterion.state.value,
        sign=SIGNS[criterion.state],
        word=truth_word(criterion.state),
        says=criterion.says,
        now=criterion.now,
        brief=len(criterion.now) <= BRIEF,
        why=criterion.why,
    )
