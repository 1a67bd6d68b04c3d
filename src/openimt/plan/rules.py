"""Hard rules that keep a module out of a plan: one function a rule, named as its reasons are.

Each looks at one module in one situation and answers None, or the Reason that keeps it out.
They know nothing of each other; ``kept_out`` asks them in the order in which a reader would.
"""

from collections.abc import Callable

from openimt.catalogue.module import Clause, Module
from openimt.formulate.clause import stands_against, why
from openimt.formulate.indication import CalledBy
from openimt.formulate.profile import Because
from openimt.plan.plan import Reason
from openimt.plan.situation import Situation
from openimt.terms import FACT_TARGETS, EventKind, Phase, SafetyPlanState, Truth

Rule = Callable[[Module, Situation], Reason | None]

UNSURE = "It is not known yet whether this is so"
AGAIN = "Held until this is judged again, for a judgement has lapsed"
"""How a reason begins where not knowing keeps a module out."""


def banned(module: Module, s: Situation) -> Reason | None:
    """What somebody asked to leave out is never placed."""
    if module.id not in s.profile.assessment.ban:
        return None
    return Reason(f"ban:{module.id}", "It was asked to be left out.", (), "request")


def declined(module: Module, s: Situation) -> Reason | None:
    """Nothing but safety is placed against the person's clear no."""
    liking = s.profile.assessment.preferences.get(module.id, 0.0)
    if liking > -1 or s.called_by_safety(module.id):
        return None
    return Reason("declined", "The person does not want it now.", (), "consent")


def assessment_before_plan(module: Module, s: Situation) -> Reason | None:
    """Without a diagnosis or a reading of personality severity: safety only, and assess further.

    Safety is what costs no session budget and is there by a fact, by request, or already runs: it
    is not withheld for want of a form.
    """
    if s.profile.personality_known or s.called_by_safety(module.id):
        return None
    asked = s.by_fact(module) or s.pinned(module.id) or s.facts.running(module.id)
    if asked and not module.dose.budget:
        return None
    says = "There is no clinician's diagnosis and no reading of personality severity yet."
    return Reason("assessment_before_plan", says, (), "OpenIMT clinical decisions, 9")


def contraindicated(module: Module, s: Situation) -> Reason | None:
    """What would harm now is not placed; not knowing counts only where the clause says so."""
    for clause in module.contraindicated:
        answer = stands_against(clause, Truth.MET, s.facts, module.id)
        if answer is None or clause.id in s.ignored:
            continue
        says = clause.says if answer.state is Truth.MET else _not_known(clause, s)
        return Reason(clause.id, says, (*why(clause), *answer.because), clause.source)
    return None


def _not_known(clause: Clause, s: Situation) -> str:
    """What is said where not knowing blocks; a judgement that lapsed is made again."""
    words = [part for part in clause.when.flat() if part.asks == "judgement"]
    if any(s.facts.lapsed(word.of[0], word.option("role", "clinician")) for word in words):
        return f"{AGAIN}: {clause.says}"
    return f"{UNSURE}: {clause.says}"


def competence(module: Module, s: Situation) -> Reason | None:
    """A module that asks for training needs somebody here who has it."""
    here = s.profile.assessment.context.competences
    if here is None or not module.competences or set(here) & set(module.competences):
        return None
    wanted = " or ".join(module.competences)
    because = (Because(f"trained here: {', '.join(here) or 'nobody named'}", "context"),)
    return Reason("competence", f"Nobody here is trained in {wanted}.", because, "context")


def ended(module: Module, s: Situation) -> Reason | None:
    """What was ended with a reason stays ended until somebody asks for it, or safety does."""
    done = s.facts.done(module.id)
    if not done.ended or s.pinned(module.id):
        return None
    if s.called_by_safety(module.id) and called_again(module, s):
        return None
    return Reason("ended", f"It was ended: {done.ended}.", (), "delivered")


def finished(module: Module, s: Situation) -> Reason | None:
    """What has reached step 4 is done, unless a fact since then calls for it again."""
    if s.facts.done(module.id).step < 4 or s.pinned(module.id) or called_again(module, s):
        return None
    return Reason("finished", "It is done: step 4 of 4.", (), "delivered")


def not_called_for(module: Module, s: Situation) -> Reason | None:
    """A specific module needs a reason: a fact, a need, the situation, or somebody's request."""
    if s.called_by(module.id) is not CalledBy.NOTHING or s.pinned(module.id):
        return None
    if s.facts.running(module.id) or s.profile.assessment.preferences.get(module.id, 0) > 0:
        return None
    unread = [t for t in module.targets if t not in s.profile.needs and t not in FACT_TARGETS]
    because = tuple(
        Because(f"{s.catalogue.targets[t].name}: {n.severity:.2f} of 1")
        for t in module.targets
        if (n := s.profile.needs.get(t))
    )
    names = ", ".join(s.catalogue.targets[t].name.lower() for t in unread)
    says = f"No reading of {names}." if unread and not because else "Nothing calls for it now."
    return Reason("not_called_for", says, because, "need_threshold")


def no_group(module: Module, s: Situation) -> Reason | None:
    """A module given only as a group needs a group with a start in the horizon."""
    if module.dose.track != "group" or group_weeks(module, s):
        return None
    return Reason("no_group", "No group starts within the horizon.", (), "context")


RULES: tuple[Rule, ...] = (
    banned,
    declined,
    finished,
    ended,
    assessment_before_plan,
    contraindicated,
    competence,
    no_group,
    not_called_for,
)


def kept_out(module: Module, s: Situation) -> Reason | None:
    """The first rule that keeps a module out, or None when it may be planned."""
    for rule in RULES:
        reason = rule(module, s)
        if reason is not None and reason.rule not in s.ignored:
            return reason
    return None


_WANTING = frozenset({"competence", "no_group"})
"""Rules about what a service lacks for a module."""


def told(reason: Reason, module: Module, s: Situation) -> Reason:
    """The reason that people read: what nothing calls for is not missed for want of training or of
    a group."""
    return (not_called_for(module, s) or reason) if reason.rule in _WANTING else reason


def group_weeks(module: Module, s: Situation) -> tuple[int, ...]:
    """The weeks of the horizon, counted whole from the plan's day, in which a group for this module
    starts."""
    days = [
        (start - s.facts.on).days
        for group in s.profile.assessment.context.groups
        if group.module == module.id
        for start in group.starts
    ]
    return tuple(sorted(d // 7 for d in days if 0 <= d < 7 * s.horizon))


def called_again(module: Module, s: Situation) -> bool:
    """Whether a fact calls for it again; for a safety plan: danger is imminent, the plan is not in
    force, is due, or something came since."""
    if not s.called_by_safety(module.id) or not FACT_TARGETS & set(module.targets):
        return s.indications[module.id].mandatory
    safety = s.profile.assessment.safety
    in_force = {SafetyPlanState.MADE, SafetyPlanState.REPLACED}
    due = any(duty.id.startswith("safety_plan") for duty in s.profile.duties)
    danger = s.profile.phase is Phase.SAFETY
    if danger or due or safety.plan not in in_force or safety.plan_on is None:
        return True
    assessment = s.profile.assessment
    kinds = {"self_harm_act", "suicide_attempt", "suicidal_intent", "suicidal_plan"}
    events = any(
        e.kind in kinds or (e.kind is EventKind.SUICIDAL_URGE and (e.value or 0) > 0)
        for e in assessment.events or ()
        if e.on > safety.plan_on
    )
    answers = any((a.on or assessment.on) > safety.plan_on for a in assessment.safety_answers)
    return events or answers
