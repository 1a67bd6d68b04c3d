"""Whatever is asked of whatever catalogue: a plan that keeps every hard rule, or a clear no."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimt.catalogue.load import load
from openimt.errors import ConflictError
from openimt.plan.check import check_plan
from tests.generative.invented_catalogues import catalogues
from tests.generative.invented_people import Request, requests

INVENTED = requests(catalogues())
PACKAGED = requests(st.builds(load))


def breaches(request: Request) -> tuple[object, ...]:
    try:
        plan = request.plan()
    except ConflictError:
        return ()
    return check_plan(plan, request.assessment, request.catalogue, budget_sessions=request.budget)


@given(INVENTED)
def test_a_plan_for_an_invented_catalogue_breaks_no_rule(request: Request) -> None:
    assert breaches(request) == ()


@given(PACKAGED)
def test_a_plan_for_the_packaged_catalogue_breaks_no_rule(request: Request) -> None:
    assert breaches(request) == ()


@given(requests(st.builds(load), asked=False))
def test_who_asks_for_nothing_special_always_gets_a_plan(request: Request) -> None:
    request.plan()


def shuffled(request: Request, seed: int) -> Request:
    """The same request, said in another order."""
    mix = Random(seed)

    def other(things: Sequence[Any]) -> list[Any]:
        return mix.sample(things, len(things))

    a, c = request.assessment, request.catalogue
    a = replace(
        a,
        readings=tuple(other(a.readings)),
        events=None if a.events is None else tuple(other(a.events)),
        safety_answers=tuple(other(a.safety_answers)),
        delivered=tuple(other(a.delivered)),
        judgements=tuple(other(a.judgements)),
        pin=tuple(other(a.pin)),
        ban=tuple(other(a.ban)),
        common=dict(other(list(a.common.items()))),
        capacities=dict(other(list(a.capacities.items()))),
        preferences=dict(other(list(a.preferences.items()))),
    )
    return replace(
        request, assessment=a, catalogue=replace(c, modules=dict(other(list(c.modules.items()))))
    )


def outcome(request: Request) -> object:
    try:
        plan = request.plan()
    except ConflictError as error:
        return error.conflict
    return (plan.phase, plan.placements, plan.left_out, plan.windows, plan.value, plan.bound)


@pytest.mark.parametrize("world", [INVENTED, PACKAGED], ids=["invented", "packaged"])
def test_the_order_in_which_things_are_said_changes_nothing(world: st.SearchStrategy) -> None:
    @given(world, st.integers(0, 1000))
    def look(request: Request, seed: int) -> None:
        assert outcome(request) == outcome(shuffled(request, seed)) == outcome(request)

    look()
