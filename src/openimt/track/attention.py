"""Who needs me, and why: one person's facts become reasons to act, the most pressing first.

Urgency is one of four words. *now*: somebody must act at once (the only one ever shown in red);
*today*; *this week*; *fine*: nothing waits. To know nothing is not *fine*: silence is a reason.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum

from openimt.catalogue.catalogue import Settings
from openimt.deliver.cases.reviews import Review
from openimt.deliver.safety_plan import review_due
from openimt.deliver.session import AppointmentState
from openimt.deliver.story.checks import Check, CheckState, LookAfter
from openimt.formulate.assessment import Assessment, Event
from openimt.formulate.say import day_says
from openimt.terms import CommonState, EventKind, Phase, Response
from openimt.track.alliance import Recheck
from openimt.track.course import Course
from openimt.track.numbers import numbers
from openimt.track.rupture import Strain


class Urgency(IntEnum):
    """How soon somebody must act."""

    NOW = 1
    TODAY = 2
    THIS_WEEK = 3
    FINE = 4


@dataclass(frozen=True)
class OpenAlert:
    """An alert case that is not closed. ``acknowledged``: a person has said they act on it."""

    response: Response
    says: str
    raised_on: date
    acknowledged: bool = False


@dataclass(frozen=True)
class Attention:
    """A reason why a person needs someone: how soon, one sentence, and what it links to
    (``alert``, ``safety``, ``safety_plan``, ``look_after``, ``agenda``, ``course``,
    ``appointments``, ``form``, ``plan``, ``person``). ``kind`` names the rule."""

    kind: str
    urgency: Urgency
    says: str
    link: str


@dataclass(frozen=True)
class Situation:
    """One person's facts on the day of the assessment; None = not known.

    ``appointments``: past ones, each with its day, oldest first; ``next_on``: the next one planned.
    ``forms_due``: name and day since which it waits. ``proposed_on``: a plan waits for a decision.
    ``course_review``: the look at the whole course that it is time for. ``look_after``:
    experiential work, or work on what was hard, with the check that waits. ``strains``: ruptures
    not mended. ``recheck``: it is time to look at the alliance again. ``contact_by``: contact was
    agreed by this moment, which is past, and there was none since. ``call_on``: the day on which
    somebody who waits for their therapy is called.
    """

    assessment: Assessment
    phase: Phase
    settings: Settings
    alerts: tuple[OpenAlert, ...] = ()
    courses: tuple[Course, ...] = ()
    appointments: tuple[tuple[date, AppointmentState], ...] = ()
    next_on: date | None = None
    forms_due: tuple[tuple[str, date], ...] = ()
    proposed_on: date | None = None
    has_plan: bool = False
    course_review: Review | None = None
    look_after: tuple[tuple[LookAfter, Check], ...] = ()
    strains: tuple[Strain, ...] = ()
    recheck: Recheck | None = None
    contact_by: datetime | None = None
    call_on: date | None = None

    @property
    def on(self) -> date:
        """The day it is."""
        return self.assessment.on


def attention(situation: Situation) -> tuple[Attention, ...]:
    """Every reason, most pressing first; a single *fine* when nothing waits."""
    found = [reason for rule in _RULES for reason in rule(situation)]
    if not found:
        return (Attention("fine", Urgency.FINE, _fine(situation), "person"),)
    return tuple(sorted(found, key=lambda reason: reason.urgency))


def _alerts(s: Situation) -> Iterator[Attention]:
    for alert in sorted(s.alerts, key=lambda a: (-a.response.urgency, a.raised_on)):
        yield Attention("alert", _alert_urgency(alert, s.on), alert.says, "alert")


def _alert_urgency(alert: OpenAlert, on: date) -> Urgency:
    """Emergencies and same-day alerts are for now until somebody acts on them, then for today."""
    if alert.response in {Response.EMERGENCY, Response.SAME_DAY}:
        return Urgency.TODAY if alert.acknowledged else Urgency.NOW
    waits = alert.response is Response.NEXT_WORKING_DAY and alert.raised_on >= on
    return Urgency.THIS_WEEK if waits else Urgency.TODAY


def _contact(s: Situation) -> Iterator[Attention]:
    """A promise of contact does not fall silent; a call to who waits is due on its day."""
    if s.contact_by is not None:
        by = f"{day_says(s.contact_by.date())}, {s.contact_by:%H:%M}"
        says = f"Contact was agreed by {by}, and no contact has been noted since."
        yield Attention("contact_owed", Urgency.NOW, says, "safety")
    if s.call_on is not None and s.call_on <= s.on:
        says = f"We said that we would call on {day_says(s.call_on)}."
        yield Attention("call_due", Urgency.TODAY, says, "person")


_TO_REVIEW: dict[EventKind, str] = {
    EventKind.SUICIDE_ATTEMPT: "A suicide attempt",
    EventKind.SUICIDAL_INTENT: "Stated suicidal intent",
    EventKind.SUICIDAL_PLAN: "A suicidal plan",
}


def _unreviewed(s: Situation) -> Iterator[Attention]:
    for event in sorted(s.assessment.events or (), key=lambda e: e.on, reverse=True):
        if event.kind in _TO_REVIEW and _waits_for_review(event, s):
            day = day_says(event.on)
            says = f"{_TO_REVIEW[event.kind]} on {day} has not been reviewed by anybody."
            yield Attention("unreviewed", Urgency.NOW, says, "safety")


def _waits_for_review(event: Event, s: Situation) -> bool:
    judged = s.assessment.safety.judged_on
    return not event.reviewed_by and event.on <= s.on and (judged is None or event.on >= judged)


def _judgement(s: Situation) -> Iterator[Attention]:
    safety = s.assessment.safety
    if safety.until is not None and safety.until < s.on:
        urgency = Urgency.TODAY if safety.imminent_risk else Urgency.THIS_WEEK
        who = safety.judged_by or "an unnamed person"
        day = day_says(safety.until)
        says = f"The judgement of {who} on imminent risk lapsed on {day}: judge again."
        yield Attention("lapsed_judgement", urgency, says, "safety")
    elif safety.imminent_risk:
        says = "A current judgement of imminent risk stands: be in contact today."
        yield Attention("imminent_risk", Urgency.TODAY, says, "safety")


def _plan_review(s: Situation) -> Iterator[Attention]:
    events = s.assessment.events or ()
    says = review_due(s.assessment.safety, events, s.phase, s.on, s.settings)
    if says:
        yield Attention("safety_plan_review", Urgency.THIS_WEEK, says, "safety_plan")


def _repair(s: Situation) -> Iterator[Attention]:
    for module, reading in sorted(s.assessment.common.items()):
        if reading.state is CommonState.NEEDS_REPAIR:
            why = reading.because or "it was met before and is no longer"
            long = (reading.sessions_in_repair or 0) >= s.settings["repair_sessions"]
            what = "has needed repair for long, take it to consultation" if long else "needs repair"
            says = f"{module.upper()} {what}: {why}."
            yield Attention("needs_repair", Urgency.THIS_WEEK, says.replace("..", "."), "agenda")


def _look_after(s: Situation) -> Iterator[Attention]:
    for work, check in s.look_after:
        when = f"{check.hours} hours after {work.what} of {day_says(work.worked_at.date())}"
        if check.state is CheckState.RAISED:
            says = f"Urges were raised {when}: be in contact. Whose: {work.who}."
        else:
            says = f"{when}: ask how it is, and both urges. Whose: {work.who}."
        late = check.state is CheckState.MISSED
        urgency = Urgency.THIS_WEEK if late else Urgency.TODAY
        yield Attention("look_after", urgency, says, "look_after")


def _strains(s: Situation) -> Iterator[Attention]:
    for one in s.strains:
        day = day_says(one.rupture.on)
        late = f"; it has waited for {one.sessions} sessions" if one.late else ""
        says = f"A strain between you on {day} is not mended yet{late}."
        yield Attention("strain", Urgency.THIS_WEEK, says, "agenda")


def _recheck(s: Situation) -> Iterator[Attention]:
    if s.recheck is not None and not s.strains:
        yield Attention("alliance_recheck", Urgency.THIS_WEEK, s.recheck.says, "agenda")


def _courses(s: Situation) -> Iterator[Attention]:
    order = {"deteriorating": Urgency.TODAY, "not_on_track": Urgency.THIS_WEEK}
    for course in s.courses:
        if course.status in order:
            yield Attention(course.status, order[course.status], course.says, "course")


def _missed(s: Situation) -> Iterator[Attention]:
    within = numbers("openimt.track", "status.toml")["attention.missed_days"]
    past = [(day, state) for day, state in s.appointments if day <= s.on]
    if past and past[-1][1] is AppointmentState.MISSED and (s.on - past[-1][0]).days <= within:
        day = day_says(past[-1][0])
        says = f"Missed the appointment of {day}: get in touch and ask what got in the way."
        yield Attention("missed", Urgency.TODAY, says, "appointments")


def _forms(s: Situation) -> Iterator[Attention]:
    late = numbers("openimt.track", "status.toml")["attention.form_late_days"]
    for name, since in s.forms_due:
        if (s.on - since).days >= late:
            day = day_says(since)
            says = f"{name} has been waiting since {day}; a missing form is not good news."
            yield Attention("form_due", Urgency.THIS_WEEK, says, "form")


def _proposed(s: Situation) -> Iterator[Attention]:
    if s.proposed_on is not None:
        says = f"A plan proposed on {day_says(s.proposed_on)} waits to be adopted or changed."
        yield Attention("plan_proposed", Urgency.THIS_WEEK, says, "plan")
    elif not s.has_plan:
        yield Attention("no_plan", Urgency.THIS_WEEK, "There is no plan yet.", "plan")


def _course_review(s: Situation) -> Iterator[Attention]:
    if (review := s.course_review) is not None:
        due = "was due" if review.days_late(s.on) > 0 else "is due"
        says = f"The review after {review.months} months {due} on {day_says(review.due)}."
        yield Attention("course_review", Urgency.THIS_WEEK, says, "plan")


def _nothing_next(s: Situation) -> Iterator[Attention]:
    if s.next_on is None or s.next_on < s.on:
        says = "No next appointment is planned."
        yield Attention("nothing_next", Urgency.THIS_WEEK, says, "appointments")


def _silence(s: Situation) -> Iterator[Attention]:
    weeks = numbers("openimt.track", "status.toml")["attention.silent_weeks"]
    last = max(_heard(s), default=None)
    if last is None:
        says = "Nothing has been heard yet: how it goes is not known."
        yield Attention("silence", Urgency.THIS_WEEK, says, "person")
    elif (s.on - last).days > 7 * weeks:
        says = f"Nothing heard since {day_says(last)}: how it goes is not known."
        yield Attention("silence", Urgency.THIS_WEEK, says, "person")


def _heard(s: Situation) -> list[date]:
    """Days on which something came from the person: a reading, an event, a kept appointment."""
    readings = [r.on for r in s.assessment.readings if r.on is not None and r.on <= s.on]
    events = [e.on for e in s.assessment.events or () if e.on <= s.on]
    kept = [day for day, state in s.appointments if state is AppointmentState.KEPT]
    return [*readings, *events, *kept]


def _fine(s: Situation) -> str:
    ahead = f"; next appointment on {day_says(s.next_on)}" if s.next_on else ""
    return f"Nothing waits{ahead}."


_RULES: Sequence[Callable[[Situation], Iterator[Attention]]] = (
    _alerts,
    _contact,
    _unreviewed,
    _judgement,
    _missed,
    _plan_review,
    _look_after,
    _repair,
    _strains,
    _recheck,
    _courses,
    _forms,
    _proposed,
    _course_review,
    _nothing_next,
    _silence,
)
