"""Proposals, adoption, wishes with reasons, and the versions that stay."""

from datetime import timedelta

import pytest

from openimt.errors import PlanningError, RecordError
from openimt_clinic.actions.assessing import note_event, record_diagnosis
from openimt_clinic.actions.planning import Wish, adopt, adopted_plan, change, propose, reject
from openimt_clinic.records.mapping.plans import plan_of
from openimt_clinic.records.plan_version import PlanVersion
from openimt_clinic.records.preference import Preference
from tests.web.kept import TODAY
from tests.web.people import People


@pytest.fixture
def proposed(people: People) -> PlanVersion:
    record_diagnosis(patient=people.patient, code="6D11.5", on=TODAY, by=people.ana)
    return propose(patient=people.patient, on=TODAY, by=people.ana)


def states(people: People) -> list[tuple[int, str]]:
    found = PlanVersion.objects.filter(patient=people.patient).order_by("number")
    return list(found.values_list("number", "state"))


def test_a_new_proposal_takes_the_place_of_an_open_one(
    people: People, proposed: PlanVersion
) -> None:
    assert propose(patient=people.patient, on=TODAY, by=people.ana) == proposed, "pressed twice"
    propose(patient=people.patient, on=TODAY + timedelta(1), by=people.ana)
    assert states(people) == [(1, "superseded"), (2, "proposed")]


def test_adopting_supersedes_the_plan_before(people: People, proposed: PlanVersion) -> None:
    adopt(version=proposed, by=people.ana)
    second = change(
        patient=people.patient,
        module="n3",
        wish=Wish.BAN,
        reason="He has a good job.",
        on=TODAY + timedelta(7),
        by=people.ana,
    )
    assert adopted_plan(people.patient) == proposed
    adopt(version=second, by=people.ana)
    assert states(people) == [(1, "superseded"), (2, "adopted")]


def test_when_nothing_needs_to_change_the_plan_in_force_stays(
    people: People, proposed: PlanVersion
) -> None:
    adopt(version=proposed, by=people.ana)
    again = propose(patient=people.patient, on=TODAY, by=people.ana)
    assert again == proposed
    assert states(people) == [(1, "adopted")]


def test_a_version_is_adopted_once(people: People, proposed: PlanVersion) -> None:
    adopt(version=proposed, by=people.ana)
    assert adopt(version=proposed, by=people.ana) == proposed, "pressed twice"
    with pytest.raises(RecordError, match="no longer a proposal"):
        reject(version=proposed, reason="Too much at once.", by=people.ana)


def test_a_rejected_plan_stays_with_its_reason(people: People, proposed: PlanVersion) -> None:
    reject(version=proposed, reason="Too much at once.", by=people.ana)
    assert states(people) == [(1, "rejected")]
    assert PlanVersion.objects.get().reason == "Too much at once."
    assert adopted_plan(people.patient) is None


def test_a_ban_with_its_reason_leaves_the_module_out(people: People, proposed: PlanVersion) -> None:
    placed = [p.module for p in plan_of(proposed).placements if not p.module.startswith("c")]
    wished = change(
        patient=people.patient,
        module=placed[-1],
        wish=Wish.BAN,
        reason="Did it elsewhere.",
        on=TODAY,
        by=people.ana,
    )
    assert plan_of(wished).placement(placed[-1]) is None
    assert wished.reason == "Did it elsewhere."
    assert Preference.objects.get().banned


def test_a_wish_needs_a_reason_and_a_module_that_exists(people: People) -> None:
    asked = {"patient": people.patient, "wish": Wish.PIN, "on": TODAY, "by": people.ana}
    with pytest.raises(RecordError) as refused:
        change(**asked, module="r3", reason=" ")
    assert refused.value.field == "reason"
    with pytest.raises(RecordError) as refused:
        change(**asked, module="zz", reason="Why not.")
    assert refused.value.field == "module"
    assert not Preference.objects.exists()


def test_an_impossible_wish_keeps_nothing(people: People, proposed: PlanVersion) -> None:
    with pytest.raises(PlanningError):
        change(
            patient=people.patient,
            module="c1",
            wish=Wish.BAN,
            reason="No time.",
            on=TODAY,
            by=people.ana,
        )
    assert not Preference.objects.exists()
    assert states(people) == [(1, "proposed")]


def test_after_an_attempt_the_new_plan_says_what_changed(
    people: People, proposed: PlanVersion
) -> None:
    from openimt.terms import EventKind, Phase

    adopt(version=proposed, by=people.ana)
    later = TODAY + timedelta(7)
    note_event(patient=people.patient, kind=EventKind.SUICIDE_ATTEMPT, on=later, by=people.ana)
    second = propose(patient=people.patient, on=later, by=people.ana)
    assert plan_of(second).phase is Phase.SAFETY
    assert second.changes, "an attempt changes the plan, and each change is said"


def test_a_plan_is_not_made_for_a_day_before_the_one_in_force(
    people: People, proposed: PlanVersion
) -> None:
    adopt(version=proposed, by=people.ana)
    with pytest.raises(PlanningError) as refused:
        propose(patient=people.patient, on=TODAY - timedelta(1), by=people.ana)
    assert refused.value.field == "on"
