"""What was not asked or not filled in never takes support away (clinical decision 3)."""

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from openimt.catalogue.load import load
from openimt.errors import ConflictError
from openimt.formulate.assessment import Assessment, Judgement, SafetyJudgement
from tests.generative.invented_people import Request, requests

PEOPLE = requests(st.builds(load), asked=False)


def without_each(a: Assessment) -> list[Assessment]:
    """The person with one reading, one answer or one list missing, each in turn."""
    fewer = [
        replace(a, readings=a.readings[:n] + a.readings[n + 1 :]) for n in range(len(a.readings))
    ]
    emptied = [
        replace(
            a,
            readings=(*a.readings[:n], replace(r, value=None, severity=None), *a.readings[n + 1 :]),
        )
        for n, r in enumerate(a.readings)
    ]
    blank = [
        {"readings": ()},
        {"diagnosis": None},
        {"common": {}},
        {"capacities": {}},
        {"judgements": own_words(a)},
        {"preferences": {}},
        {"resilience": type(a.resilience)()},
    ]
    return [*fewer, *emptied, *(replace(a, **gone) for gone in blank)]


def own_words(a: Assessment) -> tuple[Judgement, ...]:
    """A named person's word that support is needed is no form; everything else judged can go."""
    return tuple(
        one for one in a.judgements if one.met and one.criterion.startswith(("s1.", "s2."))
    )


def support(request: Request) -> set[str]:
    """The safety plan, and crisis contact where it is there by a fact or runs already."""
    placed = {p.module: {r.rule for r in p.reasons} for p in request.plan().placements}
    by_fact = {"called_by_safety", "called_by_fact", "running"}
    return {m for m in ("s1", "s2") if placed.get(m, set()) & by_fact}


@given(PEOPLE)
def test_a_missing_form_takes_no_safety_plan_and_no_crisis_contact(request: Request) -> None:
    before = support(request)
    for less in without_each(request.assessment):
        assert before <= support(replace(request, assessment=less))


@given(PEOPLE)
def test_without_the_list_of_events_an_answer_or_a_judgement_still_brings_the_plan(
    request: Request,
) -> None:
    a = request.assessment
    assume(a.safety_answers or a.safety.imminent_risk)
    fresh = SafetyJudgement(imminent_risk=a.safety.imminent_risk, judged_by=a.safety.judged_by)
    unasked = replace(a, events=None, safety=fresh)
    assert "s1" in support(replace(request, assessment=unasked))


@given(PEOPLE)
def test_not_knowing_never_asks_for_less_to_find_out(request: Request) -> None:
    """Somebody of whom nothing is known gets a plan all the same, and questions to ask."""
    nobody = Assessment("p1", request.assessment.on, context=request.assessment.context)
    try:
        plan = replace(request, assessment=nobody).plan()
    except ConflictError as error:
        raise AssertionError(str(error)) from error
    assert plan.assess_next
    assert {p.module for p in plan.placements} == {f"c{n}" for n in range(1, 7)}
