"""When a request is impossible, the rules named collide, and without any one of them they do not.

The world is rebuilt here with only the named rules in it; the planner's own way of leaving rules
aside is not used.
"""

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from openimt.catalogue.load import load
from openimt.catalogue.module import Module
from openimt.formulate.assessment import Assessment, Diagnosis
from openimt.terms import PHASES, CommonState
from tests.builders import ON
from tests.generative.invented_catalogues import catalogues
from tests.generative.invented_people import Request, requests

FOREVER = 520


def with_only(request: Request, rules: frozenset[str]) -> Request:
    """The request in a world where nothing but these rules and requests stands against a plan."""
    return replace(
        request,
        catalogue=replace(
            request.catalogue,
            modules={m: _lighter(s, rules) for m, s in request.catalogue.modules.items()},
        ),
        assessment=_freer(request, rules),
        horizon=request.horizon if "horizon" in rules else FOREVER,
        budget=request.budget if "budget" in rules else None,
    )


def _lighter(module: Module, rules: frozenset[str]) -> Module:
    kept = {
        name: tuple(c for c in getattr(module, name) if c.id in rules)
        for name in ("contraindicated", "not_yet", "requires")
    }
    called = f"safety:{module.id}" in rules or module.dose.budget
    track = module.dose.track if {"no_group", "group_start"} & rules else "individual"
    return replace(
        module,
        phases=module.phases if "phase_order" in rules else PHASES,
        mandatory=module.mandatory if called else (),
        competences=module.competences if "competence" in rules else (),
        dose=replace(module.dose, track=track),
        **kept,
    )


def _freer(request: Request, rules: frozenset[str]) -> Assessment:
    a = request.assessment
    met = CommonState.MET
    return replace(
        a,
        pin=tuple(m for m in a.pin if f"pin:{m}" in rules),
        ban=tuple(m for m in a.ban if f"ban:{m}" in rules),
        diagnosis=a.diagnosis if "assessment_before_plan" in rules else Diagnosis("6D11", "x", ON),
        preferences=a.preferences if "declined" in rules else {},
        common=a.common
        if "repair_first" in rules
        else {c: replace(r, state=met) for c, r in a.common.items()},
    )


@given(st.one_of(requests(catalogues()), requests(st.builds(load))))
def test_a_conflict_is_real_and_needs_every_rule_it_names(request: Request) -> None:
    named = request.conflict()
    assume(named)
    assert with_only(request, named).conflict() == named
    for rule in sorted(named):
        assert not with_only(request, named - {rule}).conflict(), rule
