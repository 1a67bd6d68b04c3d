"""Suicidality and self-harm lead by hard rules; no number anywhere grows or shrinks by them."""

from dataclasses import replace
from math import exp

from hypothesis import given
from hypothesis import strategies as st

from openimt.catalogue.load import load
from openimt.errors import ConflictError
from openimt.formulate.assessment import Assessment, SafetyJudgement
from openimt.plan.plan import Plan
from openimt.plan.situation import situation
from openimt.plan.worth import candidate
from openimt.terms import FACT_TARGETS, EventKind
from tests.generative.invented_catalogues import catalogues
from tests.generative.invented_people import Request, answers, happenings, requests, safety

EITHER = st.one_of(requests(catalogues()), requests(st.builds(load)))
SUICIDAL = frozenset(set(EventKind) - {EventKind.SESSION_KEPT, EventKind.SESSION_MISSED})


def stripped(a: Assessment) -> Assessment:
    """The same person with nothing said of suicide, self-harm or crisis."""
    return replace(
        a,
        events=tuple(e for e in a.events or () if e.kind not in SUICIDAL),
        safety_answers=(),
        safety=SafetyJudgement(),
    )


def weights(request: Request) -> dict[str, object]:
    """What each module would count for in any plan of this person."""
    s = situation(request.profile(), request.catalogue, request.horizon, request.budget)
    found = {m.id: candidate(m, s) for m in request.catalogue.specific()}
    return {m: (c.relief, c.fixed, c.sessions, c.fewest) for m, c in found.items()}


@given(EITHER, st.lists(happenings(), max_size=8), st.lists(answers(), max_size=3), safety())
def test_no_fact_changes_what_a_module_counts_for(
    request: Request, happened: list, answered: list, judged: SafetyJudgement
) -> None:
    quiet = replace(request, assessment=stripped(request.assessment))
    loud = replace(
        quiet,
        assessment=replace(
            quiet.assessment,
            events=tuple(happened) + (quiet.assessment.events or ()),
            safety_answers=tuple(answered),
            safety=judged,
        ),
    )
    assert quiet.profile().needs == loud.profile().needs
    assert weights(quiet) == weights(loud)


def worth_again(request: Request, plan: Plan) -> float:
    """A plan's worth by the formula of the handbook, from needs, doses, wishes and situation."""
    a, numbers = request.assessment, request.catalogue.settings
    relief: dict[str, float] = {}
    total = 0.0
    quiet = weights(replace(request, assessment=stripped(a)))
    for placed in plan.placements:
        module = request.catalogue.modules[placed.module]
        if module.id not in quiet:
            continue
        total += quiet[module.id][1]
        for aim in module.aims:
            sure = (aim.effect or 0.0) - numbers["risk_aversion"] * (aim.sd or 0.0)
            if aim.target not in FACT_TARGETS and sure > 0:
                relief[aim.target] = relief.get(aim.target, 0.0) + sure * placed.sessions
    for target, need in request.profile().needs.items():
        if need.severity >= numbers["need_threshold"]:
            total += need.severity * (1 - exp(-relief.get(target, 0.0) / need.severity))
    return total


@given(EITHER)
def test_the_value_of_a_plan_rests_on_needs_wishes_and_situation_alone(request: Request) -> None:
    try:
        plan = request.plan()
    except ConflictError:
        return
    assert abs(worth_again(request, plan) - plan.value) < 1e-5
