"""What the records suggest about a common module: never a state, never a closed door.

A person says how a common module stands, with a reason. These sentences only point at what might
have changed, and at the one next step (clinical decision 1).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from openimt.deliver.attendance import Attendance
from openimt.formulate.say import day_says
from openimt.terms import CommonState, Truth
from openimt.track.alliance import Alliance, alliance_numbers
from openimt.track.both_sides import BothSides
from openimt.track.consistency import Consistency
from openimt.track.numbers import Numbers
from openimt.track.rupture import Strain


@dataclass(frozen=True)
class Agreed:
    """The agreement in force: when the clinician signed it, whether the person did, its review."""

    signed_on: date
    by_person: bool
    review_on: date | None = None


@dataclass(frozen=True)
class Ruler:
    """How important a change is and how sure the person is of it, 0 to 10, with the small step."""

    on: date
    importance: int | None
    confidence: int | None
    step: str = ""


NOT_RATED = Alliance((), "")
NOTHING_HELD = Consistency((), None, low=False)


@dataclass(frozen=True)
class Evidence:
    """What is known on the day ``on``; None or empty = nobody wrote it down.

    ``outside``: days of contact outside the agreed route. ``understood``: the rating of having been
    heard, as ``alliance``. ``supervised_on``: the last date with supervision or the team.
    ``homework_in_a_row``: how many of the last tasks in a row did not come about.
    ``episodes``: days of told scenes that are whole enough to work with.
    ``in_repair``: sessions held since a module needs repair.
    """

    on: date
    agreement: Agreed | None = None
    attendance: Attendance | None = None
    outside: tuple[date, ...] = ()
    alliance: Alliance = NOT_RATED
    understood: Alliance = NOT_RATED
    strains: tuple[Strain, ...] = ()
    consistency: Consistency = NOTHING_HELD
    supervised_on: date | None = None
    rulers: tuple[Ruler, ...] = ()
    homework_in_a_row: int = 0
    episodes: tuple[date, ...] | None = None
    both: BothSides | None = None
    in_repair: Mapping[str, int] = field(default_factory=dict)


class Leads(StrEnum):
    """Where the next step is done."""

    STATE = "state"
    AGREEMENT = "agreement"
    SIGN = "sign"
    RUPTURE = "rupture"
    DEVIATION = "deviation"
    MOTIVATION = "motivation"
    REFLECTION = "reflection"
    SESSION = "session"
    CONSULTATION = "consultation"


@dataclass(frozen=True)
class NextStep:
    """The one next step of a common module, and where it is done."""

    says: str
    leads: Leads


NOTHING_WAITS = NextStep("Keep it up; nothing waits.", Leads.SESSION)


@dataclass(frozen=True)
class Hint:
    """One thing the records suggest, in one sentence, and the step that answers it."""

    says: str
    step: NextStep


Rule = Callable[[Evidence, Numbers], Iterator[Hint]]


def hints(module: str, evidence: Evidence, given: Numbers | None = None) -> tuple[Hint, ...]:
    """What the records suggest about the module, the most telling first; nothing for a module that
    has no rule here.

    >>> [hint.says for hint in hints("c1", Evidence(date(2026, 11, 20)))]
    ['No agreement has been signed yet.']
    """
    rule = _RULES.get(module)
    return tuple(rule(evidence, given or alliance_numbers())) if rule else ()


def next_step(
    module: str, state: CommonState, evidence: Evidence, repair_sessions: int
) -> NextStep:
    """The one next step: a repair that takes long goes to consultation, then what the records
    suggest, then to say how it stands."""
    needs = state is CommonState.NEEDS_REPAIR
    if needs and evidence.in_repair.get(module, 0) >= repair_sessions:
        says = "Take it to consultation: it has needed repair for long, and holds nothing back now."
        return NextStep(says, Leads.CONSULTATION)
    if found := hints(module, evidence):
        return found[0].step
    if needs:
        return NextStep("Repair it first in the next session.", Leads.SESSION)
    if state is CommonState.NOT_ASSESSED:
        return NextStep("Say how it stands, with what made it so.", Leads.STATE)
    if state is CommonState.BUILDING:
        return NextStep("Go on; say when it is met in this phase.", Leads.STATE)
    return NOTHING_WAITS


def _agreement(e: Evidence, n: Numbers) -> Iterator[Hint]:
    write = NextStep("Write the agreement together.", Leads.AGREEMENT)
    review = NextStep("Look at the agreement anew, together.", Leads.AGREEMENT)
    if e.agreement is None:
        yield Hint("No agreement has been signed yet.", write)
    elif not e.agreement.by_person:
        says = f"The agreement of {day_says(e.agreement.signed_on)} waits for the person."
        yield Hint(says, NextStep("Read it together; both sign.", Leads.SIGN))
    elif e.agreement.review_on is not None and e.agreement.review_on <= e.on:
        yield Hint(f"Its review is due since {day_says(e.agreement.review_on)}.", review)
    if e.attendance is not None and e.attendance.state is Truth.NOT_MET:
        ask = NextStep("Ask what got in the way of coming, without blame.", Leads.SESSION)
        yield Hint(f"Appointments: {e.attendance.says}.", ask)
    since = e.on - timedelta(weeks=n.whole("agreement.outside_weeks"))
    if lately := [day for day in e.outside if since < day <= e.on]:
        says = f"Contact outside the agreed route on {day_says(max(lately))}."
        yield Hint(says, NextStep("Talk about the route that was agreed.", Leads.SESSION))


def _alliance(e: Evidence, n: Numbers) -> Iterator[Hint]:
    for strain in e.strains:
        late = f", for {n.whole('rupture.sessions')} sessions or more" if strain.late else ""
        says = f"A strain of {day_says(strain.rupture.on)} is open{late}."
        yield Hint(says, NextStep(strain.says, Leads.RUPTURE))
    if e.alliance.fell:
        ask = NextStep("Ask what was missed, before anything else is planned.", Leads.SESSION)
        yield Hint(e.alliance.says, ask)
    if e.both is not None and e.both.worth_a_talk:
        says = "Both sides see differently where we are and what comes next."
        yield Hint(says, NextStep("Say together where we are.", Leads.SESSION))


def _consistency(e: Evidence, n: Numbers) -> Iterator[Hint]:
    if waiting := e.consistency.open:
        last = day_says(waiting[0].on)
        one = f"The session of {last} went otherwise than planned."
        many = f"{len(waiting)} sessions went otherwise than planned, the last on {last}."
        says = one if len(waiting) == 1 else many
        yield Hint(says, NextStep("Write in a sentence why, or change the plan.", Leads.DEVIATION))
    if e.consistency.low:
        ask = NextStep("Look at the plan: does it still fit?", Leads.SESSION)
        yield Hint("Plan and sessions go apart more often than was agreed.", ask)
    if e.consistency.thin:
        unsaid, of = len(e.consistency.unsaid), len(e.consistency.sessions)
        says = (
            f"{unsaid} of the last {of} sessions do not say which module was worked on, so nobody "
            "can tell how it went with the plan."
        )
        ask = NextStep("Tick in the next note what was worked on, or none of it.", Leads.SESSION)
        yield Hint(says, ask)
    if never := e.consistency.never:
        says = f"Planned in each of the last sessions and never worked on: {len(never)} of them."
        ask = NextStep("Ask whether they still belong into the plan.", Leads.SESSION)
        yield Hint(says, ask)
    weeks = n.whole("consistency.supervision_weeks")
    if e.supervised_on is not None and e.on - e.supervised_on > timedelta(weeks=weeks):
        says = f"The last supervision written down was on {day_says(e.supervised_on)}."
        yield Hint(says, NextStep("Find a date with the team.", Leads.CONSULTATION))


def _validation(e: Evidence, _: Numbers) -> Iterator[Hint]:
    if e.understood.fell:
        says = f"Having been heard: {e.understood.says[0].lower()}{e.understood.says[1:]}"
        ask = NextStep("Say first what makes sense, and ask whether you got it.", Leads.SESSION)
        yield Hint(says, ask)


def _motivation(e: Evidence, n: Numbers) -> Iterator[Hint]:
    last = max(e.rulers, key=lambda ruler: ruler.on, default=None)
    ask = NextStep("Ask for both rulers and one small step.", Leads.MOTIVATION)
    low = n.whole("motivation.low")
    if e.homework_in_a_row >= n.whole("motivation.tasks"):
        why = "Ask: too big, shame, crisis, or forgotten? Then make the step smaller."
        says = f"The last {e.homework_in_a_row} tasks did not come about."
        yield Hint(says, NextStep(why, Leads.SESSION))
    if last is None:
        yield Hint("The person was not asked yet how much it matters to them.", ask)
        return
    if last.confidence is not None and last.confidence <= low:
        smaller = NextStep("Make the step smaller, until it feels doable.", Leads.MOTIVATION)
        yield Hint(f"How sure the person is: {last.confidence} of 10.", smaller)
    if last.importance is not None and last.importance <= low:
        reason = NextStep("Look for the reason that is theirs, or another aim.", Leads.MOTIVATION)
        yield Hint(f"How much it matters: {last.importance} of 10.", reason)
    if e.on - last.on > timedelta(weeks=n.whole("motivation.weeks")):
        yield Hint(f"The rulers are of {day_says(last.on)}.", ask)


def _reflection(e: Evidence, n: Numbers) -> Iterator[Hint]:
    if e.episodes is None:
        return
    weeks, few = n.whole("reflection.weeks"), n.whole("reflection.episodes")
    lately = [day for day in e.episodes if e.on - timedelta(weeks=weeks) < day <= e.on]
    if len(lately) < few:
        count = {0: "No scene", 1: "One scene"}.get(len(lately), f"{len(lately)} scenes")
        says = f"{count} with place, people and a feeling in the last {weeks} weeks."
        yield Hint(says, NextStep("Ask for one scene.", Leads.REFLECTION))


_RULES: Mapping[str, Rule] = {
    "c1": _agreement,
    "c2": _alliance,
    "c3": _consistency,
    "c4": _validation,
    "c5": _motivation,
    "c6": _reflection,
}
