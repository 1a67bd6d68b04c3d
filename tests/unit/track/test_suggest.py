"""Hints suggest and never set; each names the one step that answers it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from openimt.deliver.attendance import Attendance
from openimt.terms import CommonState, Truth
from openimt.track.alliance import Alliance, Rated, alliance_numbers
from openimt.track.both_sides import BothSides
from openimt.track.consistency import Held, consistency
from openimt.track.rupture import Marker, Rupture, Strain
from openimt.track.suggest import Agreed, Evidence, Leads, Ruler, hints, next_step

TODAY = date(2026, 11, 20)
MODULES = ("c1", "c2", "c3", "c4", "c5", "c6")
LONG_AGO = TODAY - timedelta(weeks=30)
AGREED = Agreed(TODAY - timedelta(weeks=2), by_person=True, review_on=TODAY + timedelta(weeks=6))
RULER = Ruler(TODAY, 7, 7, "ring once")
GOOD = Evidence(TODAY, agreement=AGREED, rulers=(RULER,))
"""Nothing to suggest."""

FELL = Alliance((Rated(TODAY, 2.0, 3.4, 3.0),), "The last rating, 2.0, lies clearly below.")
STRAIN = Strain(Rupture(TODAY, Marker.WITHDRAWAL, "went quiet"), 0, late=False)
APART = BothSides((), therapist_due=False, worth_a_talk=True)
MISSED = Attendance(1, 4, Truth.NOT_MET, "kept 1 of the last 4 offered")
OTHERWISE = consistency([Held(TODAY, ("s2",), {"r2"})])


def with_(**changes: object) -> Evidence:
    return replace(GOOD, **changes)  # type: ignore[arg-type]


# Module, what is known, words of the first hint, and where its step is done.
TABLE = [
    ("c1", with_(agreement=None), "No agreement", Leads.AGREEMENT),
    ("c1", with_(agreement=replace(AGREED, by_person=False)), "waits for the person", Leads.SIGN),
    ("c1", with_(agreement=replace(AGREED, review_on=TODAY)), "review is due", Leads.AGREEMENT),
    ("c1", with_(attendance=MISSED), "kept 1 of the last 4", Leads.SESSION),
    ("c1", with_(outside=(TODAY - timedelta(weeks=1),)), "outside the agreed", Leads.SESSION),
    ("c2", with_(strains=(STRAIN,)), "A strain of 20 Nov 2026 is open.", Leads.RUPTURE),
    ("c2", with_(strains=(replace(STRAIN, late=True),)), "2 sessions or more", Leads.RUPTURE),
    ("c2", with_(alliance=FELL), "clearly below", Leads.SESSION),
    ("c2", with_(both=APART), "see differently", Leads.SESSION),
    ("c3", with_(consistency=OTHERWISE), "went otherwise", Leads.DEVIATION),
    ("c3", with_(supervised_on=LONG_AGO), "last supervision", Leads.CONSULTATION),
    ("c4", with_(understood=FELL), "Having been heard: the last rating", Leads.SESSION),
    ("c5", with_(rulers=()), "not asked yet", Leads.MOTIVATION),
    ("c5", with_(rulers=(replace(RULER, confidence=3),)), "3 of 10", Leads.MOTIVATION),
    ("c5", with_(rulers=(replace(RULER, importance=4),)), "4 of 10", Leads.MOTIVATION),
    ("c5", with_(rulers=(replace(RULER, on=LONG_AGO),)), "The rulers are of", Leads.MOTIVATION),
    ("c5", with_(homework_in_a_row=2), "last 2 tasks", Leads.SESSION),
    ("c6", with_(episodes=()), "No scene", Leads.REFLECTION),
    ("c6", with_(episodes=(TODAY,)), "One scene", Leads.REFLECTION),
]


@pytest.mark.parametrize(("module", "evidence", "says", "leads"), TABLE)
def test_what_the_records_suggest(module: str, evidence: Evidence, says: str, leads: Leads) -> None:
    first = hints(module, evidence)[0]
    assert says in first.says
    assert first.step.leads is leads
    assert next_step(module, CommonState.BUILDING, evidence, 3) == first.step


@pytest.mark.parametrize("module", MODULES)
def test_nothing_known_to_be_wrong_suggests_nothing(module: str) -> None:
    assert hints(module, GOOD) == ()


def test_contact_long_ago_or_scenes_enough_suggest_nothing() -> None:
    assert hints("c1", with_(outside=(LONG_AGO,))) == ()
    assert hints("c6", with_(episodes=(TODAY, TODAY - timedelta(weeks=2)))) == ()


def test_not_knowing_is_no_hint() -> None:
    """Nobody has told a scene here yet: that is not *only generalities*."""
    assert hints("c6", with_(episodes=None)) == ()
    assert hints("c1", with_(attendance=replace(MISSED, state=Truth.UNKNOWN))) == ()


def test_homework_that_did_not_come_about_is_never_lack_of_motivation() -> None:
    hint = hints("c5", with_(homework_in_a_row=3))[0]
    assert all(word in hint.step.says for word in ("too big", "shame", "crisis", "forgotten"))


def test_how_many_tasks_in_a_row_are_asked_about_is_the_clinics_own_number() -> None:
    most = alliance_numbers().whole("motivation.tasks")
    assert hints("c5", with_(homework_in_a_row=most - 1)) == ()
    assert hints("c5", with_(homework_in_a_row=most))[0].says.startswith(f"The last {most} tasks")


def test_a_module_of_the_clinics_own_has_a_step_and_no_hints() -> None:
    assert hints("c9", GOOD) == ()
    assert next_step("c9", CommonState.NOT_ASSESSED, GOOD, 3).leads is Leads.STATE


STATES = [
    (CommonState.NOT_ASSESSED, Leads.STATE),
    (CommonState.BUILDING, Leads.STATE),
    (CommonState.MET, Leads.SESSION),
    (CommonState.NEEDS_REPAIR, Leads.SESSION),
]


@pytest.mark.parametrize(("state", "leads"), STATES)
def test_without_a_hint_the_state_says_the_step(state: CommonState, leads: Leads) -> None:
    assert next_step("c4", state, GOOD, 3).leads is leads


@pytest.mark.parametrize(("sessions", "leads"), [(2, Leads.RUPTURE), (3, Leads.CONSULTATION)])
def test_after_three_sessions_a_repair_goes_to_consultation(sessions: int, leads: Leads) -> None:
    evidence = with_(strains=(STRAIN,), in_repair={"c2": sessions})
    assert next_step("c2", CommonState.NEEDS_REPAIR, evidence, 3).leads is leads
    assert next_step("c2", CommonState.MET, evidence, 3).leads is Leads.RUPTURE


def test_sessions_beside_the_plan_are_one_hint_however_many() -> None:
    days = (TODAY, TODAY - timedelta(weeks=1), TODAY - timedelta(weeks=2))
    seen = consistency([Held(day, ("s2",), {"r2"}) for day in days])
    first, *rest = hints("c3", with_(consistency=seen))
    assert first.says == "3 sessions went otherwise than planned, the last on 20 Nov 2026."
    assert [hint.step.leads for hint in rest] == [Leads.SESSION]
