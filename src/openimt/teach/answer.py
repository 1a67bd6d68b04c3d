"""The planner's own answer to a question about a worked case; nothing is written beforehand."""

from dataclasses import dataclass

from openimt.catalogue.catalogue import Catalogue
from openimt.formulate.profile import AssessNext, CriterionState, Duty
from openimt.formulate.understand import understand
from openimt.plan.plan import Plan, Reason
from openimt.plan.propose import propose
from openimt.teach.station import About, Question, WorkedCase
from openimt.terms import Truth

HORIZON_WEEKS = 78


@dataclass(frozen=True)
class Answer:
    """``week``: when the module starts, counted from 0; None = it is not in the plan.

    ``fits``: the plan still shows what the question was written for.
    """

    question: Question
    fits: bool
    week: int | None = None
    running: bool = False
    reasons: tuple[Reason, ...] = ()
    would_change: tuple[str, ...] = ()
    criteria: tuple[CriterionState, ...] = ()
    duties: tuple[Duty, ...] = ()
    unknown: tuple[AssessNext, ...] = ()


@dataclass(frozen=True)
class Worked:
    """A case with its plan and the answer to each of its questions."""

    case: WorkedCase
    plan: Plan
    answers: tuple[Answer, ...]


def work_out(case: WorkedCase, catalogue: Catalogue) -> Worked:
    """The plan for the invented person from this catalogue, and what it answers.

    >>> from openimt.catalogue.load import load as catalogue
    >>> from openimt.teach.load import load
    >>> jonas = load().stop("jonas")
    >>> [answer.fits for answer in work_out(jonas, catalogue()).answers]
    [True, True, True, True]
    """
    profile = understand(case.assessment, catalogue)
    plan = propose(profile, catalogue, horizon_weeks=HORIZON_WEEKS)
    return Worked(case, plan, tuple(_ANSWERS[one.about](one, plan) for one in case.questions))


def _held_back(question: Question, plan: Plan) -> Answer:
    """A module that does not go on now: left out, or due in a later week."""
    placement = plan.placement(question.module)
    if placement is not None:
        later = placement.start_week > 0
        return Answer(
            question,
            fits=later,
            week=placement.start_week,
            running=placement.running,
            reasons=_against(placement.reasons) if later else placement.reasons,
        )
    left = next((out for out in plan.left_out if out.module == question.module), None)
    if left is None:
        return Answer(question, fits=False)
    return Answer(question, fits=True, reasons=left.reasons, would_change=left.would_change)


def _placed(question: Question, plan: Plan) -> Answer:
    placement = plan.placement(question.module)
    if placement is None:
        return _held_back(question, plan) if question.module else Answer(question, fits=False)
    return Answer(
        question,
        fits=True,
        week=placement.start_week,
        running=placement.running,
        reasons=placement.reasons,
    )


def _gate(question: Question, plan: Plan) -> Answer:
    gate = next((one for one in plan.gates if one.leaves is plan.phase), None)
    criteria = gate.criteria if gate else ()
    states = {criterion.state for criterion in criteria}
    return Answer(question, fits=len(states) > 1 and states != {Truth.MET}, criteria=criteria)


def _duties(question: Question, plan: Plan) -> Answer:
    return Answer(question, fits=bool(plan.duties), duties=plan.duties)


def _unknown(question: Question, plan: Plan) -> Answer:
    return Answer(question, fits=bool(plan.assess_next), unknown=plan.assess_next)


_CALLS = ("called_by_", "prepares", "wished", "running", "pin:")


def _against(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """What holds a module back goes before what calls for it."""
    against = tuple(one for one in reasons if not one.rule.startswith(_CALLS))
    return (*against, *(one for one in reasons if one not in against))


_ANSWERS = {
    About.HELD_BACK: _held_back,
    About.PLACED: _placed,
    About.GATE: _gate,
    About.DUTIES: _duties,
    About.UNKNOWN: _unknown,
}
