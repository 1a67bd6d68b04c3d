"""The safety plan lived with: what versions changed, rehearsed, printed, in whose hands."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from openimt.errors import OpenIMTError
from openimt_clinic.actions.safety_planning import (
    give_plan_copy,
    make_safety_plan,
    offer_safety_plan,
    rehearse_safety_plan,
    review_safety_plan,
    take_back_plan_copy,
)
from openimt_clinic.clinician.safety.plan_view import standing_of_plan, version_lines
from openimt_clinic.paper.safety_plan import plan_paper
from openimt_clinic.records.attention_record import AttentionRecord
from openimt_clinic.records.plan_holder import PlanHolder
from openimt_clinic.records.safety_plan import SafetyPlan
from openimt_clinic.records.user import User
from tests.web.kept import TODAY, a_safety_plan, an_event, of_dan
from tests.web.pages_of import address, opened
from tests.web.people import People
from tests.web.safe import a_holder, days_from_now

Browser = Callable[[User], Client]
FULL = {
    "warning_signs": ["I stop answering."],
    "own_ways": ["Cold water."],
    "people_and_places": ["The library."],
    "people_to_ask": [{"name": "Su", "number": "030 555 0172"}],
    "professionals": [{"name": "Ward 3", "number": "030 555 0199"}],
    "safer_place": ["My sister keeps it."],
    "reasons_for_living": ["Miso the cat."],
}


def in_phase(people: People, phase: str) -> None:
    fields = of_dan(people, phase=phase, urgency=4, says="", on=TODAY)
    AttentionRecord.objects.update_or_create(patient=people.patient, defaults=fields)


@pytest.mark.parametrize(
    ("phase", "days"), [("safety", 30), ("containment", 30), ("regulation", 90), ("", 30)]
)
def test_the_next_look_is_no_later_than_the_phase_allows(
    people: People, phase: str, days: int
) -> None:
    in_phase(people, phase)
    plan = a_safety_plan(people)
    on_time, late = TODAY + timedelta(days), TODAY + timedelta(days + 1)
    review_safety_plan(plan=plan, on=TODAY, next_review=on_time, by=people.ana)
    with pytest.raises(OpenIMTError, match="at the latest"):
        review_safety_plan(plan=plan, on=TODAY, next_review=late, by=people.ana)


def test_a_new_version_keeps_to_it_too(people: People) -> None:
    with pytest.raises(OpenIMTError, match="at the latest"):
        make_safety_plan(
            patient=people.patient, elements={"own_ways": ["walk"]}, on=TODAY, by=people.ana,
            next_review=TODAY + timedelta(31),
        )  # fmt: skip


def test_after_an_act_it_is_due_whatever_day_was_agreed(people: People, signed_in: Browser) -> None:
    plan = a_safety_plan(people)
    plan.next_review = days_from_now(20)
    plan.save()
    an_event(people, on=timezone.localdate())
    for page in ("safety", "safety_plan"):
        assert "there was an act on" in opened(signed_in(people.ana), page, people)


def test_each_version_says_what_it_changed(people: People, signed_in: Browser) -> None:
    a_safety_plan(people)
    make_safety_plan(
        patient=people.patient, elements={"own_ways": ["cold water"]}, on=TODAY, by=people.ana
    )
    offer_safety_plan(patient=people.patient, on=TODAY, by=people.ana)
    make_safety_plan(
        patient=people.patient, on=TODAY, by=people.ana,
        elements={"people_to_ask": [{"name": "Su", "number": "030 1"}]},
    )  # fmt: skip
    lines = version_lines(people.patient)
    assert [line.number for line in lines] == [4, 3, 2, 1]
    assert lines[0].changed == (("People I can ask", "new: Su 030 1"),)
    assert lines[1].changed == ()
    assert lines[2].changed == (
        ("What I can do alone", "new: cold water. taken out: walk to the river"),
    )
    assert "taken out: walk to the river" in opened(signed_in(people.ana), "safety_plan", people)


def test_the_last_rehearsal_is_kept_over_new_versions(people: People, signed_in: Browser) -> None:
    plan = a_safety_plan(people)
    ana = signed_in(people.ana)
    sent = {"do": "rehearse", "seen": "1", "rehearse-on": TODAY.isoformat()}
    assert ana.post(address("safety_plan", people), sent).status_code == 302
    make_safety_plan(
        patient=people.patient, elements={"own_ways": ["tea"]}, on=TODAY, by=people.dan
    )
    stands = standing_of_plan(people.patient, plan, TODAY)
    assert (stands.rehearsed_on, stands.rehearsed) == (TODAY, 1)
    assert "Last on 18 November 2026, version 1." in opened(ana, "safety_plan", people)


def test_a_version_is_not_rehearsed_before_it_was_there(people: People) -> None:
    with pytest.raises(OpenIMTError, match="did not exist"):
        rehearse_safety_plan(plan=a_safety_plan(people), on=TODAY - timedelta(1), by=people.ana)


def test_a_copy_goes_only_to_whom_the_person_named(people: People, signed_in: Browser) -> None:
    a_safety_plan(people)
    ana = signed_in(people.ana)
    sent = {"do": "copy", "seen": "1", "copy-name": "Su  Kim ", "copy-on": TODAY.isoformat()}
    refused = ana.post(address("safety_plan", people), sent)
    assert "only to somebody whom the person has named" in refused.content.decode()
    assert not PlanHolder.objects.exists()
    assert ana.post(address("safety_plan", people), sent | {"copy-named": "on"}).status_code == 302
    held = PlanHolder.objects.get()
    assert (held.name, held.number, held.since, held.by) == ("Su Kim", 1, TODAY, people.ana)


def test_a_newer_copy_for_the_same_person_is_the_same_holder(people: People) -> None:
    first = a_holder(people)
    plan = make_safety_plan(
        patient=people.patient, elements={"own_ways": ["tea"]}, on=TODAY, by=people.ana
    )
    again = give_plan_copy(plan=plan, name="Su", named=True, on=days_from_now(0), by=people.ana)
    assert (again.pk, again.number, again.since) == (first.pk, 2, first.since)


def test_taking_it_back_is_recorded_and_the_row_stays(people: People, signed_in: Browser) -> None:
    held = a_holder(people)
    sent = {"do": "back", "back-holder": held.pk, "back-on": TODAY.isoformat()}
    ana = signed_in(people.ana)
    assert ana.post(address("safety_plan", people), sent).status_code == 302
    held.refresh_from_db()
    assert (held.taken_back_on, held.taken_back_by) == (TODAY, people.ana)
    page = opened(ana, "safety_plan", people)
    assert "taken back on 18 November 2026" in page
    with pytest.raises(OpenIMTError, match="before it was given"):
        take_back_plan_copy(holder=held, on=TODAY - timedelta(1), by=people.ana)


def test_the_database_knows_no_half_taken_back_copy(people: People) -> None:
    held = a_holder(people)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanHolder.objects.filter(pk=held.pk).update(taken_back_on=TODAY)


def test_it_is_printed_on_one_page_with_its_numbers(people: People, signed_in: Browser) -> None:
    plan = make_safety_plan(patient=people.patient, elements=FULL, on=TODAY, by=people.dan)
    answer = signed_in(people.ana).get(address("safety_plan_paper", people))
    assert answer["Content-Type"] == "application/pdf"
    pdf = plan_paper(plan, people.patient)
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") <= 1
    for number in (b"tel:0305550172", b"tel:0305550199", b"tel:112", b"tel:03055501"):
        assert number in pdf
    assert b"Dan" not in pdf


def test_a_very_long_plan_is_printed_whole(people: People) -> None:
    lines = [f"line {n}, " + "word " * 30 for n in range(20)]
    long = dict.fromkeys(("warning_signs", "own_ways", "safer_place"), lines)
    plan = make_safety_plan(patient=people.patient, elements=long, on=TODAY, by=people.dan)
    assert plan_paper(plan, people.patient).startswith(b"%PDF")


def test_without_a_plan_there_is_no_paper(people: People, signed_in: Browser) -> None:
    assert signed_in(people.ana).get(address("safety_plan_paper", people)).status_code == 404
    assert not SafetyPlan.objects.exists()


def test_a_day_that_has_passed_never_keeps_the_person_from_their_own_words(
    people: People, signed_in: Browser
) -> None:
    """The limit binds those who treat; whoever the plan belongs to writes whenever they like."""
    plan = a_safety_plan(people)
    for number, day in enumerate((days_from_now(-40), days_from_now(400)), plan.number):
        SafetyPlan.objects.filter(number=number).update(next_review=day)
        sent = {"seen": str(number), "own_ways": f"cold water {day}"}
        assert signed_in(people.dan).post("/me/safety-plan/edit/", sent).status_code == 302
    assert SafetyPlan.objects.count() == 3


def test_the_person_reads_who_has_a_copy(people: People, signed_in: Browser) -> None:
    held = a_holder(people)
    dan = signed_in(people.dan)
    page = dan.get("/me/safety-plan/").content.decode()
    assert "Who has a copy" in page
    assert "since 18 November 2026" in page
    take_back_plan_copy(holder=held, on=TODAY, by=people.dan)
    assert "Who has a copy" not in dan.get("/me/safety-plan/").content.decode()
