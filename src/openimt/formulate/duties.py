"""What a person must do in this contact or soon. Duties route a response; they grade nobody."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from openimt.catalogue.catalogue import Catalogue
from openimt.formulate.assessment import Assessment, Event, SafetyAnswer
from openimt.formulate.profile import Because, Duty
from openimt.formulate.say import answer_says, day_says, event_says
from openimt.formulate.where import open_danger
from openimt.terms import EventKind, Phase, Response, SafetyPlanState

_SHOWN = 3
"""How many answers a duty names; the rest are counted, so that the sentence stays readable."""

_SAYS = {
    Response.ENQUIRE: "Ask about suicidal thoughts in this contact, and {plan}",
    Response.NEXT_WORKING_DAY: "Get in touch by the next working day, and {plan}",
    Response.SAME_DAY: "Ask gently about intent, plan and access today; show the safety plan",
    Response.EMERGENCY: "Emergency medical help at once, even if the person feels well now",
}


_STANDS = frozenset({SafetyPlanState.MADE, SafetyPlanState.REPLACED})


def _says(response: Response, assessment: Assessment) -> str:
    """What to do; a plan that stands is looked at and not offered a second time."""
    stands = assessment.safety.plan in _STANDS
    return _SAYS[response].format(
        plan="look at the safety plan together" if stands else "offer a safety plan"
    )


def duties(
    assessment: Assessment, phase: Phase, catalogue: Catalogue, more: Sequence[Duty] = ()
) -> tuple[Duty, ...]:
    """Every duty, the most urgent first; an empty answer says that none is known, not that all is
    well. ``more``: duties found elsewhere, such as judgements to be made again."""
    found = [
        *more,
        *_answers(assessment),
        *_events(assessment, catalogue),
        *_judgement(assessment),
        *_safety_plan(assessment, phase, catalogue),
    ]
    return tuple(sorted(_merged(found), key=lambda duty: -duty.response.urgency))


def _merged(found: list[Duty]) -> list[Duty]:
    """One duty for what is to be done once, as soon as the most urgent of them, resting on
    everything that calls for it."""
    by_id: dict[str, Duty] = {}
    for duty in found:
        known = by_id.get(duty.id, duty)
        first = max(known, duty, key=lambda one: one.response.urgency)
        because = known.because + duty.because if known is not duty else duty.because
        by_id[duty.id] = replace(first, because=because)
    return list(by_id.values())


def suicidal_facts(assessment: Assessment, weeks: float) -> tuple[Because, ...]:
    """Every suicidal answer, urge, intent, plan or attempt of the last weeks, in words."""
    since = assessment.on - timedelta(days=round(7 * weeks))
    kinds = {
        EventKind.SUICIDE_ATTEMPT,
        EventKind.SUICIDAL_INTENT,
        EventKind.SUICIDAL_PLAN,
        EventKind.SUICIDAL_URGE,
    }
    events = [
        e
        for e in assessment.events or ()
        if e.kind in kinds and since < e.on and (e.value is None or e.value > 0)
    ]
    answers = [Because(answer_says(a), "answer") for a in assessment.safety_answers]
    return (*answers, *(_event(e) for e in events))


def _answers(assessment: Assessment) -> list[Duty]:
    """Answers stand until a clinician has judged the situation on their day or later."""
    judged_on = assessment.safety.judged_on
    open_answers = [
        a
        for a in assessment.safety_answers
        if judged_on is None or (a.on or assessment.on) > judged_on
    ]
    if not open_answers:
        return []
    top = max(open_answers, key=lambda a: a.response.urgency).response
    asking = [a for a in open_answers if a.response is top]
    lesser = [a for a in open_answers if a.response is not top]
    because = (
        *_newest(asking, assessment.on, shown=_SHOWN, rest="more that ask for it"),
        *_newest(lesser, assessment.on, shown=0, rest="lesser"),
    )
    return [Duty("enquiry", _says(top, assessment), top, because)]


def _newest(
    answers: list[SafetyAnswer], today: date, *, shown: int, rest: str
) -> tuple[Because, ...]:
    """The newest few in words, the gravest of a day first; of the rest how many, since when."""
    ordered = sorted(answers, key=lambda a: (a.on or today, a.answer), reverse=True)
    said = {answer_says(a): a.on or today for a in ordered}
    because = [Because(says, "answer") for says in list(said)[:shown]]
    left = list(said.values())[shown:]
    if left:
        since = day_says(min(left))
        because.append(Because(f"and {len(left)} {rest}, since {since}", "answer"))
    return tuple(because)


def _events(assessment: Assessment, catalogue: Catalogue) -> list[Duty]:
    settings = catalogue.settings
    since = assessment.on - timedelta(days=round(7 * settings["self_harm_recent_weeks"]))
    found = []
    for event in open_danger(assessment):
        fresh = event.kind is EventKind.SUICIDE_ATTEMPT and event.on > since
        response = Response.EMERGENCY if fresh else Response.SAME_DAY
        found.append(_duty(event, response, assessment))
    answered = {a.on for a in assessment.safety_answers}
    for event in assessment.events or ():
        if event.reviewed_by or event.on <= since or _judged(assessment, event):
            continue
        value = event.value or 0
        if event.kind is EventKind.SUICIDAL_URGE and value >= settings["urge_strong"]:
            found.append(_duty(event, Response.SAME_DAY, assessment))
        elif event.kind is EventKind.SUICIDAL_URGE and value > 0:
            if event.on not in answered:
                found.append(replace(_duty(event, Response.ENQUIRE, assessment), id="enquiry"))
        elif event.kind is EventKind.SELF_HARM_ACT:
            found.append(_duty(event, Response.NEXT_WORKING_DAY, assessment))
    return found


def _duty(event: Event, response: Response, assessment: Assessment) -> Duty:
    return Duty(event.kind.value, _says(response, assessment), response, (_event(event),))


def _judged(assessment: Assessment, event: Event) -> bool:
    judged_on = assessment.safety.judged_on
    return judged_on is not None and event.on < judged_on


def _judgement(assessment: Assessment) -> list[Duty]:
    """A lapsed judgement makes a task, not a phase change (clinical decision 4)."""
    safety = assessment.safety
    if safety.imminent_risk is None:
        return []
    if safety.until is not None and safety.until < assessment.on:
        because = (Because(f"{safety.judged_by}'s judgement lapsed on {day_says(safety.until)}"),)
        says = "Review the judgement of imminent risk: it has lapsed"
        return [Duty("judgement_lapsed", says, Response.NEXT_WORKING_DAY, because)]
    if safety.imminent_risk and not safety.judged_by:
        says = "Name the clinician who judges imminent risk"
        return [Duty("judgement_unnamed", says, Response.SAME_DAY, ())]
    if safety.imminent_risk:
        day = f" on {day_says(safety.judged_on)}" if safety.judged_on else ""
        because = (Because(f"{safety.judged_by} judged imminent risk{day}", "judgement"),)
        says = "Be in contact today, with the safety plan at hand; emergency care comes first"
        return [Duty("imminent_risk", says, Response.SAME_DAY, because)]
    return []


def _safety_plan(assessment: Assessment, phase: Phase, catalogue: Catalogue) -> list[Duty]:
    safety, settings = assessment.safety, catalogue.settings
    because = suicidal_facts(assessment, settings["suicidal_window_weeks"])
    if safety.plan is None:
        if because or phase is Phase.SAFETY:
            says = "Offer a safety plan in this contact"
            return [Duty("safety_plan_offer", says, Response.ENQUIRE, because)]
        return []
    if safety.plan is not SafetyPlanState.MADE or safety.plan_on is None:
        return []
    early = phase in {Phase.SAFETY, Phase.CONTAINMENT}
    days = settings["plan_review_days_early" if early else "plan_review_days_late"]
    age = (assessment.on - safety.plan_on).days
    if age <= days:
        return []
    grounds = (Because(f"made {age} days ago; reviewed every {days:g} days in this phase"),)
    says = "Look at the safety plan together again"
    return [Duty("safety_plan_review", says, Response.ENQUIRE, grounds)]


def _event(event: Event) -> Because:
    return Because(event_says(event), "events")
