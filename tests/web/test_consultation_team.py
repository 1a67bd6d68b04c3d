"""The agenda of the consultation team: what waits too long, asked once, and heard by the plan."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from openimt.errors import RecordError
from openimt_clinic.actions.care.signing import sign
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.mapping.assessment import assessment_of
from openimt_clinic.records.user import User
from tests.web.dbt_and_gpm import TODAY, begun, held_sessions, page, torn, under_dbt, written
from tests.web.people import People

Browser = Callable[[User], Client]


@pytest.fixture
def ana(people: People, signed_in: Browser) -> Client:
    return signed_in(under_dbt(people).ana)


def test_after_three_sessions_in_repair_it_is_a_point_for_the_team(
    people: People, ana: Client
) -> None:
    torn(people, 10)
    held_sessions(people, 1, 2)
    assert "He felt dropped" not in page(ana, "consultation")
    held_sessions(people, 5)
    text = page(ana, "consultation")
    assert "He felt dropped" in text
    assert "3 sessions since" in text
    assert "Bring it to the team" in text


def test_what_was_brought_is_asked_once_and_then_agreed(people: People, ana: Client) -> None:
    torn(people, 10)
    held_sessions(people, 1, 2, 3)
    address = reverse("clinician:begin_document", args=[people.patient.pk, "consultation"])
    assert ana.post(address, {"subject": "c2"}).status_code == 302
    assert "Bring it to the team" not in page(ana, "consultation")
    one = CareDocument.objects.get(kind="consultation")
    one.delete()
    values = {"asks": "How to go on?", "there": ["Ana", "Ben"], "agreed": "Ana says her part"}
    written(people, "consultation", values, subject="c2")
    text = page(ana, "consultation")
    assert "Ana says her part" in text
    assert "He felt dropped" not in text


def test_a_consultation_that_lets_it_wait_is_heard_by_the_plan(people: People, ana: Client) -> None:
    """With reason and end, and no longer than that (clinical decision 1)."""
    torn(people, 10)
    held_sessions(people, 1, 2, 3)
    assert assessment_of(people.patient, TODAY).common["c2"].sessions_in_repair == 3
    values = {
        "asks": "?", "there": ["Ana"], "agreed": "Wait", "postpones": True, "because": "Soon",
        "until": (TODAY + timedelta(days=7)).isoformat(),
    }  # fmt: skip
    written(people, "consultation", values, subject="c2")
    assert assessment_of(people.patient, TODAY).common["c2"].sessions_in_repair == 0
    later = TODAY + timedelta(days=8)
    assert assessment_of(people.patient, later).common["c2"].sessions_in_repair == 3


def test_a_supervision_about_it_counts_as_brought(people: People, ana: Client) -> None:
    torn(people, 10)
    held_sessions(people, 1, 2, 3)
    assert "He felt dropped" in page(ana, "consultation")
    values = {
        "held": TODAY.isoformat(), "with_whom": "Dr Roth", "about": ["c2"], "said": "Own part",
    }  # fmt: skip
    written(people, "supervision", values)
    assert "He felt dropped" not in page(ana, "consultation")


def test_going_on_postponing_needs_a_reason_and_an_end(people: People, ana: Client) -> None:
    values = {"asks": "?", "there": ["Ana"], "agreed": "Wait", "postpones": True}
    one = begun(people, "consultation", values)
    with pytest.raises(RecordError, match="why and until when"):
        sign(document=one, by=people.ana)


def test_nobody_reads_of_people_who_are_not_theirs(people: People, signed_in: Browser) -> None:
    begun(people, "consultation", {"asks": "I am tired of it."})
    assert "I am tired of it." in page(signed_in(people.ben), "consultation")
    assert "I am tired of it." not in page(signed_in(people.cleo), "consultation")
