"""Random small catalogues: any aims, clauses, phases and prerequisites, but no ring among these."""

from dataclasses import replace

from hypothesis import strategies as st

from openimt.catalogue.catalogue import Capacity, Catalogue
from openimt.catalogue.module import Aim, Clause, Dose, Module
from openimt.terms import JUDGES, PHASES
from tests.builders import (
    CAPACITIES,
    TARGETS,
    catalogue,
    clause,
    ending_module,
    module,
    safety_plan_module,
    therapy,
)

OPTIONAL = ("s3", "r1", "r2", "r3", "i1", "i2", "i9")
"""Ids of the modules that come and go; prerequisites only point to the left."""

KINDS = ("self_harm_act", "suicide_attempt", "emergency_care", "suicidal_urge")
JUDGED = ("ongoing_threat", "ready_for_it")
WEEKS = st.sampled_from([1, 2, 4, 8, 26])

Table = dict[str, object]


@st.composite
def events(draw: st.DrawFn, asks: str = "event") -> Table:
    return {asks: [draw(st.sampled_from(KINDS))], "within_weeks": draw(WEEKS)}


TARGET = st.builds(
    lambda target, least: {"target": target, "at_least": least},
    st.sampled_from(sorted(TARGETS)),
    st.sampled_from([0.2, 0.4, 0.6, 0.8]),
)
JUDGEMENT = st.sampled_from(
    [{"judgement": name} for name in JUDGED]
    + [{"judgement": name, "role": role} for name in JUDGED for role in JUDGES]
)
DIAGNOSIS = st.sampled_from([{"diagnosis": [c]} for c in ("6D11", "F32", "6B4", "f43.1")])
ATTENDANCE = st.builds(
    lambda kept: {"attendance": "kept", "at_least": kept, "of_last": 4}, st.integers(1, 4)
)
RESOURCE = st.builds(
    lambda kind, present: {"resource": kind, "present": present},
    st.sampled_from(["skills", "supports", "roles"]),
    st.booleans(),
)
FALL = st.builds(lambda weeks: {"fall": ["self_harm_act"], "within_weeks": weeks}, WEEKS)
WISH = st.just({"wish": True})
PHASE = st.builds(
    lambda of: {"phase": [phase.value for phase in of]},
    st.lists(st.sampled_from(PHASES), min_size=1, max_size=4, unique=True),
)
"""A question that time answers one way and then another."""
PLAN = st.just({"safety_plan": ["offered", "made", "declined", "replaced"]})


TIMELESS = [TARGET, JUDGEMENT, RESOURCE, WISH, DIAGNOSIS, ATTENDANCE]
"""Questions to which time alone gives no other answer, and no module either."""


def coming_true(earlier: tuple[str, ...]) -> st.SearchStrategy[Table]:
    """One question that time or earlier modules may come to meet; none that they undo but the
    phase's."""
    choices = [*TIMELESS, PLAN, PHASE, events("no_event"), FALL, st.just({"imminent_risk": False})]
    if earlier:
        steps = st.integers(1, 4)
        choices.append(
            st.builds(lambda m, n: {"module": m, "step": n}, st.sampled_from(earlier), steps)
        )
    built = [name for name, by in zip(CAPACITIES, OPTIONAL, strict=False) if by in earlier]
    if built:
        choices.append(st.sampled_from([{"capacity": name} for name in built]))
    return st.one_of(choices)


def passing(earlier: tuple[str, ...]) -> st.SearchStrategy[Table]:
    """One question that time or earlier modules may come to unmeet; none that they meet but the
    phase's."""
    turned = coming_true(earlier).map(lambda part: {"not": part})
    return st.one_of(*TIMELESS, PHASE, events(), st.just({"imminent_risk": True}), turned)


def joined(one: st.SearchStrategy[Table]) -> st.SearchStrategy[Table]:
    """A question, or several joined by any and all."""
    some = st.lists(one, min_size=2, max_size=3)
    both = st.one_of(
        st.builds(lambda parts: {"any": parts}, some), st.builds(lambda parts: {"all": parts}, some)
    )
    return st.one_of(one, one, both)


@st.composite
def clauses(
    draw: st.DrawFn, name: str, questions: st.SearchStrategy[Table], most: int
) -> tuple[Clause, ...]:
    tables = draw(st.lists(joined(questions), max_size=most))
    blocks = st.sampled_from([False, False, False, True])
    aside = st.sampled_from(["", "", "senior", "prescriber"])
    return tuple(
        replace(clause(f"{name}{n}", t, unknown_blocks=draw(blocks)), override=draw(aside))
        for n, t in enumerate(tables)
    )


@st.composite
def doses(draw: st.DrawFn) -> Dose:
    fewest = draw(st.integers(1, 4))
    usual = fewest + draw(st.integers(0, 8))
    track = draw(st.sampled_from(["individual"] * 5 + ["group"]))
    return Dose(fewest, usual, usual + draw(st.integers(0, 6)), track, draw(st.integers(0, 9)) > 0)


@st.composite
def aims(draw: st.DrawFn) -> tuple[Aim, ...]:
    named = sorted(set(TARGETS) - {"ending"})
    targets = draw(st.lists(st.sampled_from(named), max_size=3, unique=True))
    sizes = st.floats(0.002, 0.05)
    real = [Aim(t, round(draw(sizes), 4), round(draw(sizes) / 2, 4)) for t in targets]
    facts = [Aim("self_harm")] if draw(st.booleans()) and draw(st.booleans()) else []
    return (*real, *facts)


@st.composite
def specific(draw: st.DrawFn, module_id: str, earlier: tuple[str, ...]) -> Module:
    ready = coming_true(earlier)
    home = draw(st.sampled_from(PHASES[1:]))
    phases = tuple(p for p in PHASES if p is home or draw(st.booleans()))
    mandatory = (
        draw(clauses(f"{module_id}.must", events(), 1)) if draw(st.integers(0, 5)) == 0 else ()
    )
    trained = st.sampled_from([(), (), (), ("mit",), ("mit", "schema")])
    return module(
        module_id,
        home,
        phases=phases,
        dose=draw(doses()),
        aims=draw(aims()),
        competences=draw(trained),
        mandatory=mandatory,
        indicated=draw(clauses(f"{module_id}.for", ready, 1)),
        not_yet=draw(clauses(f"{module_id}.not_yet", passing(earlier), 1)),
        requires=draw(clauses(f"{module_id}.needs", ready, 2)),
        contraindicated=draw(clauses(f"{module_id}.never", passing(()), 1)),
    )


@st.composite
def catalogues(draw: st.DrawFn, most: int = 7) -> Catalogue:
    """``s1`` and ``n7``, and up to ``most`` modules of any kind."""
    count = draw(st.integers(1, most))
    optional = [draw(specific(OPTIONAL[n], OPTIONAL[:n])) for n in range(count)]
    capacities = {
        name: Capacity(
            name, name.replace("_", " "), built_by=(by,) if by in OPTIONAL[:count] else ()
        )
        for name, by in zip(CAPACITIES, OPTIONAL, strict=False)
    }
    weeks = draw(st.integers(1, 10))
    return catalogue(
        safety_plan_module(),
        ending_module(),
        *optional,
        capacities=capacities,
        therapies={
            "imt": therapy(weeks=weeks),
            "gpm": therapy("gpm", binds=False, weeks=weeks),
        },
    )
