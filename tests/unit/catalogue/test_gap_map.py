"""The gap map finds what nothing covers, by exact search, and says why."""

from dataclasses import replace
from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.gap_map import gap_map
from openimt.catalogue.load import load
from openimt.catalogue.module import Module
from openimt.terms import Evidence, Phase
from tests.builders import TARGETS, aim, catalogue, clause, module

NAMES = sorted(set(TARGETS) - {"ending"})[:4]


def aiming(module_id: str, target: str, **more: object) -> Module:
    return module(module_id, Phase.REGULATION, aims=(aim(target),), **more)


def against(module_id: str, target: str) -> dict[str, object]:
    """Contraindicated for whoever has this need."""
    when = {"target": target, "at_least": 0.1}
    return {"contraindicated": (clause(f"{module_id}.never", when),)}


def test_the_packaged_map_names_what_was_not_tested() -> None:
    found = gap_map(load(), largest=2)
    assert found.without_module == ()
    assert found.not_together == ()
    assert {"trauma_story", "ending"} <= set(found.without_tested_package)
    assert set(found.without_tested_package) <= set(found.without_trial)
    assert "ptsd" in found.only_with_training
    assert "ptsd" not in found.without_trial
    assert found.looked_at > 400


def test_a_target_has_the_best_class_of_its_modules() -> None:
    known = load()
    modules = {**known.modules, "r2": replace(known.module("r2"), evidence=Evidence.X)}
    by_target = {one.target: one for one in gap_map(replace(known, modules=modules), 1).targets}
    classes = {m.evidence for m in modules.values() if "emotion_awareness" in m.targets}
    best = min(classes, key=list(Evidence).index)
    assert by_target["emotion_awareness"].evidence is best


def test_two_modules_that_exclude_each_other_leave_a_pair_uncovered() -> None:
    one, other = NAMES[:2]
    found = gap_map(
        catalogue(
            aiming("r2", one, **against("r2", other)), aiming("r3", other, **against("r3", one))
        ),
        largest=2,
    )
    (gap,) = found.not_together
    assert set(gap.targets) == {one, other}
    assert "keep out what would help" in gap.says
    assert "r2.never" in gap.says or "r3.never" in gap.says


def test_a_third_module_closes_the_gap() -> None:
    one, other = NAMES[:2]
    found = gap_map(
        catalogue(
            aiming("r2", one, **against("r2", other)),
            aiming("r3", other, **against("r3", one)),
            aiming("r5", one),
            aiming("i1", other),
        ),
        largest=2,
    )
    assert found.not_together == ()


def test_larger_sets_are_told_only_when_their_parts_can_be_covered() -> None:
    """Three modules, each kept out by having both other needs: pairs are fine, three are not."""
    one, two, three = NAMES[:3]

    def both(a: str, b: str) -> dict[str, object]:
        needs = [{"target": t, "at_least": 0.1} for t in (a, b)]
        return {"contraindicated": (clause(f"{a}-{b}", {"all": needs}),)}

    known = catalogue(
        aiming("r2", one, **both(two, three)),
        aiming("r3", two, **both(one, three)),
        aiming("r5", three, **both(one, two)),
    )
    assert gap_map(known, largest=2).not_together == ()
    assert [set(gap.targets) for gap in gap_map(known, largest=3).not_together] == [
        {one, two, three}
    ]


def test_training_that_nobody_can_have_covers_nothing() -> None:
    (one, *_) = NAMES
    known = replace(catalogue(aiming("r2", one, competences=("surgery",))), competences=("mit",))
    (gap,) = gap_map(known, largest=1).not_together
    assert gap.says == f"no module for {one} can start, or nobody can be trained to give it"


@st.composite
def small_catalogues(draw: st.DrawFn) -> Catalogue:
    """A few modules, each for one need and kept out by some others."""
    ids = ("r2", "r3", "r5", "i1", "i2")
    modules = []
    for name in ids[: draw(st.integers(2, 5))]:
        others = draw(st.lists(st.sampled_from(NAMES), max_size=2, unique=True))
        never = tuple(
            clause(f"{name}.{n}", {"target": t, "at_least": 0.1}) for n, t in enumerate(others)
        )
        target = draw(st.sampled_from(NAMES))
        modules.append(aiming(name, target, contraindicated=never))
    return catalogue(*modules)


@given(small_catalogues())
def test_it_agrees_with_trying_everything(known: Catalogue) -> None:
    """Somebody has exactly these needs: each is covered by a module that none of them keeps out."""
    aimed_at = {t for m in known.specific() for t in m.targets if t in NAMES}

    def kept_out(m: Module, needs: tuple[str, ...]) -> bool:
        return any(c.when.of[0] in needs for c in m.contraindicated)

    def covered(needs: tuple[str, ...]) -> bool:
        ways = product(*([m for m in known.specific() if n in m.targets] for n in needs))
        return any(not any(kept_out(m, needs) for m in way) for way in ways)

    bare = [
        set(needs)
        for size in (1, 2, 3)
        for needs in combinations([t for t in known.targets if t in aimed_at], size)
        if not covered(needs)
    ]
    smallest = [one for one in bare if not any(other < one for other in bare)]
    found = [
        set(gap.targets) for gap in gap_map(known).not_together if set(gap.targets) <= aimed_at
    ]
    assert sorted(map(sorted, found)) == sorted(map(sorted, smallest))
