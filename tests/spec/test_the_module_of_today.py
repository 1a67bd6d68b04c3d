"""Of all modules that are due one is for today, with a reason; the others stay one tap away."""

from dataclasses import replace

import pytest

from openimt.deliver.agenda import agenda
from openimt.deliver.brought import Brought
from openimt.formulate.assessment import Delivered
from openimt.terms import PHASES, Phase
from tests.spec.test_agenda_by_therapy import person, therapy
from tests.unit.small_clinic import ON, catalogue, placed, plan, profile

LAST = Phase.INTEGRATION
AT_HOME = "For today: not begun, and it belongs to the phase of now."
NEXT = "For today: not begun, and the next in the plan."

DAYS = [
    ("one alone", (("r3", 0),), {}, {}, Phase.REGULATION, "r3", AT_HOME),
    ("under way goes before what was not begun", (("r3", 0), ("i1", 0)), {"i1": 2}, {},
     Phase.REGULATION, "i1", "For today: it is under way, on step 2 of 4."),
    ("of two not begun the one of this phase", (("r3", 0), ("i1", 0)), {}, {"i1": LAST}, LAST,
     "i1", AT_HOME),
    ("what was left over goes before what lies ahead", (("i1", 0), ("r3", 0)), {}, {"i1": LAST},
     Phase.EXPLORATION, "r3", NEXT),
    ("else the plan's own order", (("r3", 1), ("i1", 0)), {}, {}, LAST, "i1", NEXT),
]  # fmt: skip


@pytest.mark.parametrize(
    ("says", "modules", "steps", "homes", "phase", "wanted", "why"), DAYS, ids=[d[0] for d in DAYS]
)
def test_one_module_is_for_today(says, modules, steps, homes, phase, wanted, why) -> None:
    kept = catalogue("modules", "next")
    moved = {
        name: replace(kept.modules[name], home=homes.get(name, Phase.REGULATION), phases=PHASES)
        for name, _ in modules
    }
    kept = replace(kept, modules={**kept.modules, **moved})
    done = tuple(Delivered(name, step, 1) for name, step in steps.items())
    found = agenda(
        plan(*(placed(name, week) for name, week in modules)),
        replace(profile(), phase=phase),
        kept,
        delivered=done,
        on=ON.replace(month=12),
    )
    first, *others = [point for point in found if point.id.startswith("module_")]
    assert (first.module, first.detail, first.also) == (wanted, why, False)
    assert all(point.also and not point.detail for point in others)
    assert len(others) == len(modules) - 1, "nothing that the plan asks for is lost"


def test_under_a_hierarchy_what_stands_on_a_high_level_goes_first() -> None:
    kept = therapy("hierarchy", "modules", "next")
    kept = replace(
        kept,
        therapies={"own": replace(kept.therapies["own"], hierarchy=_working_on_i1(kept))},
    )
    both = (placed("r3", running=True), placed("i1"))
    missed = Brought(missed_group=(ON,))

    def todays(brought: Brought) -> list[str]:
        found = agenda(
            replace(plan(*both), therapy="own"), person(), kept, delivered=(), brought=brought
        )
        return [p.detail for p in found if p.id.startswith("module_") and not p.also]

    assert todays(Brought()) == ["For today: it is under way, on step 1 of 4."]
    assert todays(missed) == ["For today: something stands now under “Working together”."]


def _working_on_i1(kept):
    ladder = kept.therapies["own"].hierarchy
    levels = tuple(
        replace(one, modules=("i1",) if one.id == "work_together" else one.modules)
        for one in ladder.levels
        if one.id != "living"
    )
    return replace(ladder, levels=levels)


def test_without_work_in_the_plan_nothing_is_for_today() -> None:
    assert not [p for p in agenda(plan(), profile(), catalogue(), delivered=()) if p.also]
