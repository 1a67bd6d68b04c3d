"""A repair has an order, and a strain that stays open is seen."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from openimt.track.rupture import STEP_SAYS, Marker, RepairStep, Rupture, open_strains

DAY = date(2026, 11, 2)
NOTED = Rupture(DAY, Marker.CONFRONTATION, "She said I was late again.")
FELT = replace(NOTED, own_reaction="I wanted to explain myself.")
OWNED = replace(FELT, own_part=True)
AGREED = replace(OWNED, agreed="I say so the day before.")

STEPS = [
    (Rupture(DAY, Marker.WITHDRAWAL), RepairStep.NOTICE),
    (replace(NOTED, happened="   "), RepairStep.NOTICE),
    (NOTED, RepairStep.OWN_REACTION),
    (FELT, RepairStep.OWN_PART),
    (OWNED, RepairStep.AGREE),
    (AGREED, RepairStep.LOOK_BACK),
    (replace(AGREED, repaired_on=DAY), RepairStep.DONE),
    (replace(NOTED, repaired_on=DAY), RepairStep.DONE),
]


@pytest.mark.parametrize(("rupture", "step"), STEPS)
def test_the_first_step_that_is_missing_comes_next(rupture: Rupture, step: RepairStep) -> None:
    assert rupture.step is step
    assert rupture.open is (step is not RepairStep.DONE)


def test_the_own_part_is_asked_for_before_anything_is_agreed() -> None:
    """Agreeing a rule without owning a part is no repair."""
    hasty = replace(NOTED, own_reaction="cross", agreed="She comes on time.")
    assert hasty.step is RepairStep.OWN_PART


def test_every_step_says_what_to_do() -> None:
    assert set(STEP_SAYS) == set(RepairStep)


def test_open_ones_stand_in_their_order_and_mended_ones_do_not() -> None:
    late, mended = replace(NOTED, on=DAY + timedelta(days=3)), replace(AGREED, repaired_on=DAY)
    assert [strain.rupture for strain in open_strains([late, mended, NOTED], [])] == [NOTED, late]


@pytest.mark.parametrize(("sessions", "late"), [(0, False), (1, False), (2, True), (5, True)])
def test_after_two_sessions_it_waits_long(sessions: int, late: bool) -> None:
    held = [DAY + timedelta(weeks=n) for n in range(sessions + 1)]  # the first is its own session
    (strain,) = open_strains([NOTED], held)
    assert (strain.sessions, strain.late) == (sessions, late)
    assert strain.says.startswith("Notice the own reaction first")
