"""The plan page: proposal with reasons, adopt, change, reject, compare, propose again."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from openimt.catalogue.load import load
from openimt.plan.plan import PhaseWindow
from openimt.plan.spans import Span
from openimt.simulate.people import invent
from openimt.terms import Phase
from openimt_clinic.actions.assessing import read_target, record_diagnosis
from openimt_clinic.actions.planning import adopt, propose
from openimt_clinic.clinician.plan_axis import Axis, Planned, plan_axis
from openimt_clinic.clinician.plan_view import change_word, gap_says, state_word
from openimt_clinic.records.mapping.plans import plan_of
from openimt_clinic.records.plan_version import PlanState, PlanVersion
from openimt_clinic.records.preference import Preference
from tests.web import mira
from tests.web.kept import an_event
from tests.web.living import live
from tests.web.pages_of import Browser, opened, sent
from tests.web.people import People

MOST_HTML = 60 * 1024
COMMON = {module.id for module in load().common()}


@pytest.fixture
def ana(people: People, signed_in: Browser) -> Client:
    return signed_in(people.ana)


@pytest.fixture
def known(people: People) -> People:
    """Dan with a diagnosis and two needs, so that specific modules are called for."""
    today = timezone.localdate()
    record_diagnosis(patient=people.patient, code="6D11.5", on=today, by=people.ana)
    for target in ("emotion_intensity", "misread_intentions", "agency"):
        read_target(
            patient=people.patient, target=target, severity=0.8, sd=0.1, on=today, by=people.ana
        )
    # A judgement counts from the day it is made.
    return people


def proposed(people: People, later: int = 0) -> PlanVersion:
    on = timezone.localdate() + timedelta(later)
    return propose(patient=people.patient, on=on, by=people.ana)


def test_without_assessment_the_plan_is_to_assess_further_with_reasons(
    people: People, ana: Client
) -> None:
    page, done = sent(ana, "plan", people)
    assert done
    assert "A plan is proposed. Nothing holds until you adopt it." in page
    assert "No specific module yet" in page
    assert "Find out next" in page
    assert "Structure and treatment agreement" in page


def test_a_proposal_says_when_why_and_on_what_evidence(known: People, ana: Client) -> None:
    version = proposed(known)
    page = opened(ana, "plan", known)
    catalogue = load()
    for placement in plan_of(version).placements:
        assert catalogue.module(placement.module).name in page
        assert placement.reasons[0].says in page
    # The six common modules share one reason, which is said once.
    specific = [p for p in plan_of(version).placements if p.module not in COMMON]
    assert page.count("Why?") >= len(specific) > 0
    assert "What we look for before moving on" in page
    assert "no other plan within the same rules" in page
    assert 'class="evidence-sign"' in page
    assert "Rule:" in page
    assert "proposed, not adopted yet" in page


def test_every_module_of_the_catalogue_stands_in_the_plan_or_beside_it(
    known: People, ana: Client
) -> None:
    proposed(known)
    page = opened(ana, "plan", known)
    assert "Left out, and what would change that" in page
    assert "Would change it:" in page
    missing = [m.name for m in load().modules.values() if m.name not in page]
    assert not missing


def test_adopting_makes_it_the_plan_in_force(known: People, ana: Client) -> None:
    version = proposed(known)
    page, done = sent(ana, "adopt_plan", known, version.number, sent="1")
    assert done
    assert "The plan is adopted." in page
    assert "adopted by Ana" in page
    version.refresh_from_db()
    assert version.state == PlanState.ADOPTED.value


def test_adopting_what_is_no_longer_proposed_is_refused(known: People, ana: Client) -> None:
    first = proposed(known)
    proposed(known, later=1)
    from tests.web.pages_of import address

    answer = ana.post(address("adopt_plan", known, first.number), {"sent": "1"})
    assert answer.status_code == 422
    assert "no longer a proposal" in answer.content.decode()


def test_rejecting_needs_a_reason_and_keeps_it(known: People, ana: Client) -> None:
    version = proposed(known)
    page, done = sent(ana, "reject_plan", known, version.number, reason=" ")
    assert not done
    assert "This field is required" in page
    page, done = sent(ana, "reject_plan", known, version.number, reason="He wants less.")
    assert done
    version.refresh_from_db()
    assert (version.state, version.reason) == ("rejected", "He wants less.")


def test_a_wish_with_its_reason_brings_a_changed_plan(known: People, ana: Client) -> None:
    proposed(known)
    given = {"wish": "ban", "reason": "He has done it twice elsewhere."}
    page, done = sent(ana, "change_plan", known, "r3", **given)
    assert done
    assert "A changed plan is proposed" in page
    assert "asked to be left out" in page
    assert "He has done it twice elsewhere." in page
    assert "It was asked to be left out: He has done it twice elsewhere." in " ".join(
        opened(ana, "change_plan", known, "r3").split()
    )


@pytest.mark.parametrize(
    ("module", "given", "says"),
    [
        ("r3", {"wish": "", "reason": "Why not."}, "This field is required"),
        ("r3", {"wish": "pin", "reason": ""}, "This field is required"),
        ("c2", {"wish": "ban", "reason": "No time."}, "runs in every course and cannot be left"),
    ],
)
def test_a_refused_wish_keeps_what_was_typed(
    module: str, given: dict[str, str], says: str, known: People, ana: Client
) -> None:
    page, done = sent(ana, "change_plan", known, module, **given)
    assert not done
    assert says in page
    assert given["reason"] in page
    assert not PlanVersion.objects.exists()
    assert not Preference.objects.exists()


def test_a_conflict_is_one_sentence_that_names_what_collides(known: People, ana: Client) -> None:
    an_event(known, "suicide_attempt", on=timezone.localdate())
    page, done = sent(ana, "change_plan", known, "s1", wish="ban", reason="He does not want it.")
    assert not done
    assert "these cannot all hold" in page
    assert "Safety plan" in page
    assert "never withheld when safety calls for it" in page
    assert "He does not want it." in page
    assert not PlanVersion.objects.exists()


def test_proposed_again_with_nothing_new_keeps_the_plan(known: People, ana: Client) -> None:
    adopt(version=proposed(known), by=known.ana)
    page, done = sent(ana, "plan", known)
    assert done
    assert "nothing needs to change" in page
    assert PlanVersion.objects.count() == 1


def test_after_an_event_a_new_proposal_lists_what_changes(known: People, ana: Client) -> None:
    adopt(version=proposed(known), by=known.ana)
    an_event(known, "suicide_attempt", on=timezone.localdate())
    page, done = sent(ana, "plan", known)
    assert done
    assert "What this version changes" in page
    assert PlanVersion.objects.count() == 2
    assert "To do first:" in page


def test_any_two_versions_can_be_compared(known: People, ana: Client) -> None:
    adopt(version=proposed(known), by=known.ana)
    sent(ana, "change_plan", known, "r3", wish="ban", reason="Later.")
    page = opened(ana, "compare_plans", known, before="1", after="2")
    assert "Emotion-regulation skills" in page
    assert "no longer" in page
    page = opened(ana, "compare_plans", known, before="1", after="1")
    assert "The same modules in the same order" in page
    assert "Compare" in opened(ana, "compare_plans", known, before="x")


def test_an_earlier_version_stays_readable(known: People, ana: Client) -> None:
    first = proposed(known)
    proposed(known, later=1)
    page = opened(ana, "plan_version", known, first.number)
    assert "Version 1: earlier version" in page
    assert "Adopt this plan" not in page


def test_who_may_only_read_is_not_offered_to_decide(known: People, signed_in: Browser) -> None:
    proposed(known)
    page = opened(signed_in(known.ben), "plan", known)
    assert "Adopt this plan" not in page
    assert "Propose again" not in page
    assert "Left out" in page


def test_a_whole_course_stays_light(people: People, ana: Client) -> None:
    live(people.patient, invent(6, seed=2)[5], people.ana)
    page = opened(ana, "plan", people)
    assert len(page.encode()) <= MOST_HTML
    assert 'class="plan-axis course-wide"' in page


@pytest.mark.parametrize(("place", "seed"), [(2, 4), (5, 2)], ids=["acts each week", "mixed"])
def test_plan_and_map_stay_light_in_a_full_course(
    people: People, ana: Client, place: int, seed: int
) -> None:
    live(people.patient, invent(place + 1, seed=seed)[place], people.ana)
    for page in ("plan", "patient"):
        assert len(opened(ana, page, people).encode()) <= MOST_HTML, page


def test_what_nothing_calls_for_is_one_line_of_names_with_one_reason(
    known: People, ana: Client
) -> None:
    version = proposed(known)
    page = opened(ana, "plan", known)
    left = plan_of(version).left_out
    uncalled = [one.module for one in left if one.reasons[0].rule == "not_called_for"]
    line = page.split("Nothing calls for these now")[1].split("</p>")[0]
    assert len(uncalled) > 5
    for module in uncalled:
        assert load().module(module).name in line
    assert line.count("<a ") == len(uncalled)
    for one in left:
        if one.module not in uncalled and one.reasons[0].rule != "budget":
            assert escape(one.reasons[0].says) in page.split("Left out")[1]


def test_under_a_therapy_without_phases_no_gate_is_shown(known: People, ana: Client) -> None:
    known.patient.therapy = "gpm"
    known.patient.save()
    proposed(known)
    page = opened(ana, "plan", known)
    assert "What we look for before" not in page


START = date(2026, 11, 22)


def drawn(*planned: Planned, width: int = 1000, today: date = START) -> object:
    windows = (PhaseWindow(Phase.SAFETY, 0, 2), PhaseWindow(Phase.REGULATION, 2, 50))
    names = {phase: phase.value.capitalize() for phase in Phase}
    return plan_axis(planned, windows, names, Axis(START, today, 50, width))


def test_the_axis_stands_bars_in_their_weeks_and_names_where_they_fit() -> None:
    axis = drawn(
        Planned("r1", "Chain analysis", Phase.REGULATION, Span(10, 30), running=False),
        Planned("n7", "A long name at the end", Phase.INTEGRATION, Span(48, 50), running=False),
        Planned("s2", "Crisis", Phase.SAFETY, Span(0, 2), running=True),
    )
    inside, before, beside = axis.bars  # type: ignore[attr-defined]
    assert (inside.x, inside.width, inside.anchor) == ("201", "398", "start")
    assert (before.anchor, beside.anchor) == ("end", "start")
    assert [bar.state for bar in (inside, before, beside)] == ["later", "later", "now"]
    assert inside.heard == "Chain analysis: week 11 to 30"
    assert [band.name for band in axis.bands] == ["", "Regulation"]  # type: ignore[attr-defined]
    assert len({tick.x for tick in axis.ticks}) == len(axis.ticks) >= 8  # type: ignore[attr-defined]


def test_months_thin_out_where_there_is_no_room() -> None:
    wide, narrow = drawn(width=1200), drawn(width=360)
    assert len(narrow.ticks) < len(wide.ticks)  # type: ignore[attr-defined]


def test_today_is_marked_only_inside_the_plan() -> None:
    assert drawn(today=START + timedelta(weeks=10)).today_x == "200"  # type: ignore[attr-defined]
    assert drawn(today=START + timedelta(weeks=60)).today_x == ""  # type: ignore[attr-defined]


def test_the_gap_is_said_in_plain_words() -> None:
    from dataclasses import replace

    plan = replace(mira.plan(), value=1.0, bound=1.0)
    assert gap_says(plan) == (
        "By what it weighs, no other plan within the same rules could do better."
    )
    assert "by more than 4 %" in gap_says(replace(plan, value=0.96))
    assert "nothing yet" in gap_says(replace(plan, value=0.0, bound=0.0))


def test_every_state_and_change_has_a_word() -> None:
    assert len({state_word(state.value) for state in PlanState}) == len(PlanState)
    words = {change_word(w) for w in ("added", "removed", "finished", "earlier", "later")}
    assert len(words) == 5
