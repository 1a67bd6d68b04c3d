"""The Map of one person, worked out from core values alone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from openimt.formulate.assessment import Delivered
from openimt.formulate.profile import AssessNext
from openimt.plan.plan import LeftOut
from openimt.terms import CommonState, Phase, Truth
from openimt_clinic.clinician.map_cards import first_and_then, truth_word
from openimt_clinic.clinician.map_lane import lane
from openimt_clinic.clinician.map_tiles import Tile, state_word
from openimt_clinic.clinician.map_view import MapView, map_view
from openimt_clinic.components.parts import source
from tests.web import mira


def drawn(**changes: object) -> MapView:
    given = {"plan": mira.plan(), "profile": mira.profile(), "agenda": mira.AGENDA}
    given |= {"on": mira.TODAY, "progress": None} | changes
    return map_view(
        given.pop("plan"),
        given.pop("profile"),
        mira.catalogue(),
        **given,  # type: ignore[arg-type]
    )


def tiles(view: MapView) -> dict[str, Tile]:
    return {tile.module: tile for phase in view.phases for tile in phase.tiles}


@pytest.mark.parametrize(
    ("module", "state"),
    [
        ("s1", "done"),
        ("r1", "now"),
        ("r3", "now"),
        ("i3", "now"),
        ("r5", "next"),
        ("i1", "later"),
        ("n7", "later"),
        ("r7", "not_yet"),
    ],
)
def test_each_tile_says_its_state_in_one_word(module: str, state: str) -> None:
    tile = tiles(drawn())[module]
    assert (tile.state, tile.word) == (state, state_word(state))


@pytest.mark.parametrize(
    ("module", "fact"),
    [
        ("s1", "3 sessions"),
        ("r3", "session 3 of about 10"),
        ("r5", "from about 21 Dec"),
        ("i1", "from about Feb 2027"),
        ("n7", "from about Nov 2027: planned from the start, for the last stretch"),
        ("r7", "its protocol asks for 8 weeks without a life-threatening act; 5 have passed"),
    ],
)
def test_each_tile_says_the_one_fact_that_matters(module: str, fact: str) -> None:
    assert tiles(drawn())[module].fact == fact


def test_a_module_stands_in_the_phase_where_it_is_at_home() -> None:
    view = drawn()
    homes = {tile.module: phase.phase for phase in view.phases for tile in phase.tiles}
    assert homes["i3"] is Phase.EXPLORATION
    assert homes["r3"] is Phase.REGULATION
    assert [phase.phase for phase in view.phases if phase.here] == [Phase.REGULATION]


def test_within_a_phase_the_done_comes_first_and_the_not_yet_last() -> None:
    exploration = next(p for p in drawn().phases if p.phase is Phase.EXPLORATION)
    assert [tile.module for tile in exploration.tiles] == ["i3", "i1", "i2", "r7"]


def test_only_the_soonest_start_is_next() -> None:
    assert [t.module for t in tiles(drawn()).values() if t.state == "next"] == ["r5"]


def test_past_its_usual_number_of_sessions_a_module_does_not_promise_an_end() -> None:
    long = tiles(drawn(progress=[Delivered("r3", 3, 12)]))["r3"]
    assert long.fact == "session 13, usually about 10"


def test_an_ended_module_gives_its_reason() -> None:
    ended = tiles(drawn(progress=[Delivered("r1", 2, 3, "moved to the evening group")]))["r1"]
    assert (ended.state, ended.fact) == ("ended", "moved to the evening group")


def test_steps_are_dots_and_words() -> None:
    dots = tiles(drawn())["r3"].dots
    assert dots.filled == (True, True, False, False)
    assert dots.says == "step 2 of 4, explore"
    assert tiles(drawn())["r7"].dots.says == "not begun"


def test_evidence_is_a_sign_and_words() -> None:
    shown = tiles(drawn())
    assert (shown["r3"].evidence.sign, shown["r3"].evidence.says) == ("◆◆◆", "trials")
    assert (shown["s2"].evidence.sign, shown["s2"].evidence.says) == ("◇", "expert")


def test_why_names_rule_reading_and_source_and_whether_it_was_checked() -> None:
    reason = tiles(drawn())["r7"].why[0]
    assert reason.rule == "r7.no_attempt_8w"
    assert reason.readings[0].says == "suicide attempt on 17 Oct"
    assert reason.source is not None
    assert (reason.source.says, reason.source.checked) == (
        "Livesley 2012, integrated treatment",
        False,
    )
    checked = tiles(drawn())["r3"].why[0].source
    assert checked is not None
    assert checked.checked


@pytest.mark.parametrize("named", ["delivered", "request", "OpenIMT clinical decisions, 4"])
def test_what_is_no_work_of_others_carries_no_mark(named: str) -> None:
    found = source(named, {})
    assert found is not None
    assert found.checked is None
    assert found.says != "delivered"


def test_a_source_that_the_catalogue_does_not_hold_counts_as_unchecked() -> None:
    reading = tiles(drawn())["r3"].why[0].readings[0].source
    assert reading is not None
    assert (reading.says, reading.checked) == ("ders16", False)


def test_what_somebody_decided_against_is_no_not_yet() -> None:
    out = LeftOut("r7", (mira.reason("declined", "the person does not want it now"),), ())
    assert "r7" not in tiles(drawn(plan=replace(mira.plan(), left_out=(out,))))


def test_what_nothing_calls_for_is_not_on_the_map() -> None:
    assert "r7" not in tiles(drawn(profile=mira.profile(needs={})))


def test_without_a_reading_of_personality_it_says_what_to_assess_and_holds_nothing_out() -> None:
    plan = replace(mira.plan(), assess_next=(AssessNext("LPFS-BF 2.0", "how severe it is"),))
    view = drawn(plan=plan, profile=mira.profile(personality_known=False))
    assert view.assess is not None
    assert view.assess.lines == (("LPFS-BF 2.0", "how severe it is"),)
    assert "r7" not in tiles(view)
    assert view.then is None
    assert view.first is not None, "what must come first still does"
    calm = drawn(plan=plan, profile=mira.profile(personality_known=False), agenda=mira.AGENDA[1:])
    assert calm.first is None


def test_first_is_what_must_come_first_then_the_next_work() -> None:
    view = drawn()
    assert view.first is not None
    assert view.first.lead == "Motivation needs repair"
    assert view.first.says.startswith("Motivation needs repair: what got in the way")
    assert view.first.sounds_like.startswith("It did not fit")
    assert view.then is not None
    assert view.then.module == "r3"


def test_without_anything_first_the_work_itself_stands_first() -> None:
    first, then = first_and_then(mira.AGENDA[1:], mira.catalogue())
    assert first is not None
    assert then is not None
    assert (first.module, then.module) == ("r3", "r1")


def test_a_second_duty_is_not_lost_when_there_is_no_work() -> None:
    duty = replace(mira.AGENDA[0], id="enquiry", module="", says="Ask about safety. Gently.")
    first, then = first_and_then([duty, replace(duty, id="review")], mira.catalogue())
    assert first is not None
    assert (first.lead, first.says) == ("Ask about safety.", "Gently.")
    assert then is not None


def test_something_stands_first_even_when_nothing_is_due() -> None:
    view = drawn(agenda=())
    assert view.first is not None
    assert view.first.lead == "Nothing of the plan is due now"
    assert view.first.says == "Next is Attention and rumination, from about 21 Dec."
    assert view.then is None


def test_the_gate_shows_four_states_by_sign_and_word() -> None:
    gate = drawn().gate
    assert gate is not None
    assert gate.title == "What we look for before moving on to Exploration and change"
    assert [line.sign for line in gate.lines] == ["✓", "✓", "○", "?", "–"]
    assert [line.word for line in gate.lines][2:] == ["not met", "not known", "does not apply"]
    assert not gate.says


def test_an_open_gate_leaves_the_decision_to_people() -> None:
    passed = [replace(c, state=Truth.MET) for c in mira.GATE.criteria]
    gates = (replace(mira.GATE, criteria=tuple(passed)),)
    gate = drawn(profile=mira.profile(gates=gates)).gate
    assert gate is not None
    assert "decide" in gate.says


def test_long_words_of_a_criterion_stand_beneath_the_card() -> None:
    long = replace(mira.GATE.criteria[0], now="the diary shows skills on 17 of 28 days")
    gate = drawn(profile=mira.profile(gates=(replace(mira.GATE, criteria=(long,)),))).gate
    assert gate is not None
    assert [line.now for line in gate.rests] == ["the diary shows skills on 17 of 28 days"]


def test_a_therapy_that_is_not_bound_to_phases_has_no_here_and_no_gate() -> None:
    view = drawn(plan=mira.plan("gpm"), profile=mira.profile("gpm"))
    assert not any(phase.here for phase in view.phases)
    assert view.gate is None
    assert "GPM" in view.order_says
    assert view.phases[0].name == "Safety"


def test_in_the_lane_what_needs_repair_rises_to_the_top() -> None:
    shown = drawn().lane
    assert [m.module for m in shown] == ["c5", "c1", "c2", "c3", "c4", "c6"]
    assert (shown[0].word, shown[0].fact) == (
        "needs repair",
        "homework did not fit twice, since 12 Nov",
    )


def test_a_common_module_without_a_reading_is_not_assessed() -> None:
    shown = lane(mira.catalogue(), {})
    assert {m.state for m in shown} == {CommonState.NOT_ASSESSED.value}
    assert {m.word for m in shown} == {"not assessed yet"}


def test_a_plan_that_starts_today_shows_its_first_modules_as_now() -> None:
    view = drawn(on=mira.START, progress=())
    assert tiles(view)["s1"].state == "now"
    assert tiles(view)["s1"].fact == "beside the other work"
    later = drawn(on=mira.START + timedelta(weeks=3), progress=())
    assert tiles(later)["s3"].fact == "starts now, about 4 sessions"


def test_every_state_and_truth_has_a_word() -> None:
    assert {truth_word(state) for state in Truth} == {
        "met",
        "not met",
        "not known",
        "does not apply",
    }
