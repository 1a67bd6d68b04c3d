"""The tiles of the Map: each specific module once, in the phase where it is at home."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from openimt.catalogue.catalogue import Catalogue, Reference
from openimt.catalogue.module import Module
from openimt.formulate.assessment import Delivered
from openimt.formulate.facts import Facts
from openimt.formulate.indication import CalledBy, indication
from openimt.formulate.profile import Profile
from openimt.formulate.understand import facts_of
from openimt.plan.plan import LeftOut, Placement, Plan, Reason
from openimt.terms import Phase, Step
from openimt_clinic.components.parts import (
    EvidenceMark,
    ReasonView,
    StepDots,
    evidence_mark,
    step_dots,
    why,
)

STATES = ("done", "ended", "now", "next", "later", "not_yet")
WORDS = {
    "done": gettext_lazy("done"),
    "ended": gettext_lazy("ended"),
    "now": gettext_lazy("now"),
    "next": gettext_lazy("next"),
    "later": gettext_lazy("later"),
    "not_yet": gettext_lazy("not yet"),
}
# Waits that are no clause of a module, by the names the planner gives them.
WAITS = frozenset({"danger_first", "repair_first", "ending_last", "group_start"})
# Left out because somebody decided so, or because nothing calls for it: no *not yet*.
DECIDED = frozenset({"declined", "not_wished", "nothing_to_add", "not_called_for"})
# From here on a planned start is said by its month: a day would promise too much.
DAYS_SAID_BY_DAY = 56


@dataclass(frozen=True)
class Tile:
    """A module on the Map. ``state`` is one of STATES and names the style; ``word`` is shown."""

    module: str
    name: str
    phase: Phase
    state: str
    word: str
    fact: str
    dots: StepDots
    evidence: EvidenceMark
    reasons: tuple[Reason, ...]
    references: Mapping[str, Reference]
    start_week: int

    @property
    def why(self) -> tuple[ReasonView, ...]:
        """The reasons ready to print: few of them are ever opened."""
        return why(self.reasons, self.references)


@dataclass(frozen=True)
class Standing:
    """Everything a tile is made from, for one module."""

    module: Module
    placement: Placement | None
    left_out: LeftOut | None
    done: Delivered
    state: str
    starts: date | None


def tiles(
    plan: Plan,
    profile: Profile,
    catalogue: Catalogue,
    progress: Mapping[str, Delivered],
    on: date,
) -> tuple[Tile, ...]:
    """Every module that is in the plan, was worked on, or is called for but not yet possible."""
    facts = facts_of(profile) if profile.personality_known else None
    shown = [
        found
        for module in catalogue.specific()
        if (found := _standing(module, plan, facts, catalogue, progress, on))
    ]
    soonest = _soonest(shown)
    made = [_tile(_with_next(s, soonest), plan, catalogue, on) for s in shown]
    return tuple(sorted(made, key=lambda t: (STATES.index(t.state), t.start_week, t.module)))


def state_word(state: str) -> str:
    """The state of a tile in one word or two."""
    return str(WORDS[state])


def _standing(
    module: Module,
    plan: Plan,
    facts: Facts | None,
    catalogue: Catalogue,
    progress: Mapping[str, Delivered],
    on: date,
) -> Standing | None:
    placement = plan.placement(module.id)
    left = next((out for out in plan.left_out if out.module == module.id), None)
    done = progress.get(module.id, Delivered(module.id))
    begun = bool(done.sessions or done.step or done.ended)
    waits = not _decided(left) and _called_for(module, facts, catalogue)
    if placement is None and not begun and not waits:
        return None
    week = (on - plan.on).days // 7
    starts = plan.on + timedelta(weeks=placement.start_week) if placement else None
    return Standing(module, placement, left, done, _state(placement, done, week), starts)


def _decided(left: LeftOut | None) -> bool:
    rules = [reason.rule for reason in left.reasons] if left else []
    return any(rule in DECIDED or rule.startswith("ban:") for rule in rules)


def _called_for(module: Module, facts: Facts | None, catalogue: Catalogue) -> bool:
    """Without a reading of personality severity (``facts`` None) nothing specific is held out as
    *not yet*."""
    return facts is not None and indication(module, facts, catalogue).by is not CalledBy.NOTHING


def _state(placement: Placement | None, done: Delivered, week: int) -> str:
    if done.ended:
        return "ended"
    if done.step >= Step.KEEP:
        return "done"
    if done.sessions or done.step or (placement and placement.running):
        return "now"
    if placement is None:
        return "not_yet"
    return "now" if placement.start_week <= week else "later"


def _soonest(shown: list[Standing]) -> int | None:
    weeks = [s.placement.start_week for s in shown if s.state == "later" and s.placement]
    return min(weeks, default=None)


def _with_next(s: Standing, soonest: int | None) -> Standing:
    if s.state != "later" or s.placement is None or s.placement.start_week != soonest:
        return s
    return replace(s, state="next")


def _tile(s: Standing, plan: Plan, catalogue: Catalogue, on: date) -> Tile:
    reasons = s.placement.reasons if s.placement else s.left_out.reasons if s.left_out else ()
    return Tile(
        module=s.module.id,
        name=s.module.name,
        phase=s.module.home,
        state=s.state,
        word=state_word(s.state),
        fact=_fact(s, on),
        dots=step_dots(s.done.step),
        evidence=evidence_mark(s.module.evidence),
        reasons=tuple(reasons),
        references=catalogue.references,
        start_week=s.placement.start_week if s.placement else plan.horizon_weeks,
    )


def _fact(s: Standing, on: date) -> str:
    """The one fact that matters in the tile's state."""
    match s.state:
        case "done":
            held = s.done.sessions
            return ngettext("%(n)d session", "%(n)d sessions", held) % {"n": held} if held else ""
        case "ended":
            return s.done.ended
        case "now":
            return _fact_now(s)
        case "not_yet":
            reasons = s.left_out.reasons if s.left_out else ()
            return reasons[0].says if reasons else ""
        case _:
            return _fact_planned(s, on)


def _fact_now(s: Standing) -> str:
    usual = s.module.dose.usual
    if s.placement and not s.placement.running:
        usual = s.placement.sessions
    if not s.module.dose.budget:
        return _("beside the other work")
    said = {"n": s.done.sessions + 1, "of": usual}
    if not s.done.sessions:
        return _("starts now, about %(of)d sessions") % said
    if s.done.sessions >= usual:
        return _("session %(n)d, usually about %(of)d") % said
    return _("session %(n)d of about %(of)d") % said


def _fact_planned(s: Standing, on: date) -> str:
    if s.starts is None:
        return ""
    near = (s.starts - on).days <= DAYS_SAID_BY_DAY
    when = _("from about %(when)s") % {"when": date_format(s.starts, "j M" if near else "M Y")}
    wait = _wait(s)
    return f"{when}: {wait.says}" if wait else when


def _wait(s: Standing) -> Reason | None:
    """The first thing the module waits for, among the reasons of its placement."""
    clauses = {c.id for c in (*s.module.not_yet, *s.module.requires)} | WAITS
    reasons = s.placement.reasons if s.placement else ()
    return next((r for r in reasons if r.rule in clauses), None)
