"""Why a module is in the plan, why another is not, and what would change that."""

from openimt.catalogue.module import Module
from openimt.formulate.indication import CalledBy
from openimt.formulate.profile import Because
from openimt.plan.choose import Choice
from openimt.plan.plan import LeftOut, Reason
from openimt.plan.rules import AGAIN, UNSURE
from openimt.plan.situation import Situation
from openimt.plan.worth import Candidate, candidate, gain
from openimt.terms import CommonState


def why_in(module: Module, s: Situation, choice: Choice) -> tuple[Reason, ...]:
    """The rules that spoke for a placement, the strongest first."""
    called = s.indications[module.id]
    reasons: list[Reason] = []
    if called.by is not CalledBy.NOTHING:
        rule = f"called_by_{called.by.value}"
        reasons.append(Reason(rule, called.says, called.because, called.source))
    reasons += _requests(module, s)
    if s.facts.running(module.id):
        done = s.facts.done(module.id)
        held = f"{done.sessions} session" + ("" if done.sessions == 1 else "s")
        says = f"It was begun: step {done.step} of 4, {held} so far."
        reasons.append(Reason("running", says, (), "delivered"))
    reasons += _serves(module, s, choice)
    reasons += [wait.reason for wait in choice.waits.get(module.id, ())]
    return tuple(dict.fromkeys(reasons))


def why_common(module: Module, s: Situation) -> tuple[Reason, ...]:
    """Why a common module is there: it always is; and whether it heads the agenda."""
    reading = s.profile.common[module.id]
    because = (Because(reading.because),) if reading.because else ()
    always = Reason("runs_always", "It runs in every course.", (), "livesley2017")
    if reading.state is not CommonState.NEEDS_REPAIR:
        return (always,)
    if (reading.sessions_in_repair or 0) >= s.setting("repair_sessions"):
        says = "It still needs repair: take it to consultation; it holds nothing back any longer."
        return (
            Reason("repair_to_consultation", says, because, "OpenIMT clinical decisions, 1"),
            always,
        )
    says = "It needs repair and heads the agenda."
    return (Reason("repair_first", says, because, "OpenIMT clinical decisions, 1"), always)


def why_out(module: Module, s: Situation, choice: Choice) -> LeftOut:
    """Why a module is not in the plan, what would change that, and what its absence costs."""
    reasons = choice.left.get(module.id)
    if reasons is None:
        reasons = (_nothing_to_add(module, s),)
    would = tuple(_would_change(reason, module, s, choice) for reason in reasons)
    return LeftOut(module.id, reasons, would, _lost(module, s, choice))


def _nothing_to_add(module: Module, s: Situation) -> Reason:
    if s.profile.assessment.preferences.get(module.id, 0) < 0:
        says = "The person would rather not, and not enough speaks for it."
        return Reason("not_wished", says, (), "preferences")
    says = "What is planned already covers what it would add."
    return Reason("nothing_to_add", says, (), "worth")


def _requests(module: Module, s: Situation) -> list[Reason]:
    found = []
    if s.pinned(module.id):
        found.append(Reason(f"pin:{module.id}", "It was asked for.", (), "request"))
    if s.profile.assessment.preferences.get(module.id, 0) > 0:
        found.append(Reason("wished", "The person wishes it.", (), "preferences"))
    return found


def _serves(module: Module, s: Situation, choice: Choice) -> list[Reason]:
    """Which planned modules wait behind this one."""
    behind = [
        s.catalogue.module(m.module).short
        for m in choice.chosen
        if any(b.module == module.id for w in choice.waits.get(m.module, ()) for b in w.behind)
    ]
    if not behind:
        return []
    return [Reason("prepares", f"It prepares: {', '.join(behind)}.", (), "catalogue")]


def _lost(module: Module, s: Situation, choice: Choice) -> float:
    """The worth it would add to this plan, if nothing stood against it."""
    added: Candidate = choice.open_candidates.get(module.id) or candidate(module, s)
    return round(max(0.0, gain(added, choice.relief, s.severities)), 6)


def _would_change(reason: Reason, module: Module, s: Situation, choice: Choice) -> str:
    if reason.rule == "not_called_for":
        return _lever(module, s)
    if reason.rule == "budget":
        used = sum(c.cost for c in choice.chosen)
        short = used + module.dose.fewest - s.capacity
        return f"about {max(1, short)} more sessions, or leaving another module out"
    fixed = {
        "banned": "taking back the request to leave it out",
        "declined": "the person's own wish",
        "not_wished": "the person's own wish, or a stronger need",
        "assessment_before_plan": "a clinician's diagnosis or a reading such as LPFS-BF 2.0",
        "competence": "a colleague with that training, or the training itself",
        "finished": "a new need, or asking for it again",
        "ended": "asking for it again",
        "no_group": "a group that starts within the horizon",
        "horizon": "more weeks, more sessions a week, or leaving another module out",
        "nothing_to_add": "a stronger need, or asking for it",
    }
    if reason.rule.startswith("ban:"):
        return fixed["banned"]
    if reason.says.startswith(UNSURE):
        return "finding out, and recording, whether this is so"
    if reason.says.startswith(AGAIN):
        return "judging it again"
    required = {clause.id: clause.says for clause in module.requires}
    if reason.rule in required:
        return f"when this holds: {required[reason.rule]}"
    return fixed.get(reason.rule, f"when this no longer holds: {reason.says}")


def _lever(module: Module, s: Situation) -> str:
    """The smallest change of readings that would call for a module."""
    threshold = s.setting("need_threshold")
    real = [
        t for t in module.targets if t in s.catalogue.targets and not s.catalogue.targets[t].fact
    ]
    if not real:
        return "the facts it is for, or asking for it"
    needs = s.profile.needs
    nearest = max(real, key=lambda t: (needs[t].severity if t in needs else 0.0, t))
    name = s.catalogue.targets[nearest].name.lower()
    now = f" (now {needs[nearest].severity:.2f})" if nearest in needs else " (no reading yet)"
    return f"{name} at {threshold:g} of 1 or more{now}, or a wish for it"
