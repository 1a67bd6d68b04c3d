"""After a course has ended nothing to come is agreed; what is past, and safety, stay possible."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt.errors import RecordError
from openimt.terms import CommonState
from openimt_clinic.actions import delivering, enrolling, planning
from openimt_clinic.actions.assessing import set_common_state
from openimt_clinic.actions.care.opening import open_document
from openimt_clinic.actions.diary_cards import agree_card
from openimt_clinic.actions.medicating import write_medicine
from openimt_clinic.actions.planning import Wish
from openimt_clinic.actions.safety_planning import offer_safety_plan
from openimt_clinic.records.appointment import AppointmentState
from openimt_clinic.records.mapping.cards import first_card
from openimt_clinic.records.user import User
from tests.web import came, kept
from tests.web.acts_of_safety import written
from tests.web.people import People

Browser = Callable[[User], Client]
ON = date(2026, 11, 22)
AHEAD = timezone.now() + timedelta(days=7)
SAYS = "course ended on 20 Nov 2026. Take the course up again first"


def move(people: People) -> Any:
    one = kept.an_appointment(people, AHEAD)
    delivering.move_appointment(appointment=one, starts_at=AHEAD + timedelta(days=1), by=people.ana)


def plan_again(people: People) -> Any:
    one = kept.an_appointment(people, AHEAD, state="cancelled_with_notice", marked_by=people.ana,
                              marked_at=kept.NOW)  # fmt: skip
    delivering.mark_appointment(appointment=one, state=AppointmentState.PLANNED, by=people.ana)


def change(people: People) -> Any:
    planning.change(
        patient=people.patient, module="r3", wish=Wish.PIN, reason="x", on=ON, by=people.ana
    )


def card(people: People) -> Any:
    agree_card(patient=people.patient, card=first_card(people.patient), past_days=1, by=people.ana)


def state(people: People) -> Any:
    set_common_state(
        patient=people.patient, module="c1", state=CommonState.BUILDING, because="x", on=ON,
        by=people.ana,
    )  # fmt: skip


REFUSED: dict[str, Callable[[People], Any]] = {
    "move an appointment": move,
    "plan one again": plan_again,
    "change the plan": change,
    "adopt a plan": lambda p: planning.adopt(version=kept.a_proposal(p), by=p.ana),
    "prefer a module": lambda p: planning.prefer(patient=p.patient, module="r3", value=1, by=p.ana),
    "change the card": card,
    "end a module": lambda p: delivering.end_module(
        patient=p.patient, module="r3", reason="x", on=ON, by=p.ana
    ),
    "set the course": lambda p: enrolling.set_course(
        patient=p.patient, therapy="imt", sessions_per_week=1, by=p.ana
    ),
    "judge a common module": state,
    "write a medicine": lambda p: write_medicine(
        patient=p.patient, medicine=written(p), on=ON, by=p.ana
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_to_come_is_refused_in_one_sentence_with_the_remedy(
    people: People, what: str
) -> None:
    came.who_has_ended(people)
    with pytest.raises(RecordError, match=SAYS):
        REFUSED[what](people)


def test_what_is_past_and_what_keeps_people_safe_is_never_refused(people: People) -> None:
    came.who_has_ended(people)
    held = kept.an_appointment(people, kept.NOW - timedelta(days=5))
    delivering.mark_appointment(appointment=held, state=AppointmentState.MISSED, by=people.ana)
    gone = kept.an_appointment(people, AHEAD)
    delivering.mark_appointment(
        appointment=gone, state=AppointmentState.CANCELLED_WITH_NOTICE, by=people.ana
    )
    held = kept.an_appointment(people, kept.NOW - timedelta(days=4))
    open_document(patient=people.patient, kind="session", appointment=held, by=people.ana)
    open_document(patient=people.patient, kind="closing_note", by=people.ana)
    offer_safety_plan(patient=people.patient, on=ON, by=people.ana)


def test_a_page_from_before_the_end_keeps_what_was_typed(
    people: People, signed_in: Browser
) -> None:
    one = kept.an_appointment(people, AHEAD)
    came.who_has_ended(people)
    browser, ids = signed_in(people.ana), [people.patient.pk]
    sends = {"move": "1", "on": "2027-01-04", "at": "11:15", "place": "in_person",
             "where": "the small room"}  # fmt: skip
    page = browser.post(reverse("clinician:appointment", args=[*ids, one.pk]), sends)
    assert "ended on 20 Nov 2026" in page.content.decode()
    assert "the small room" in page.content.decode()
    sends = {"wish": "pin", "reason": "She asks for it again."}
    page = browser.post(reverse("clinician:change_plan", args=[*ids, "r3"]), sends)
    assert "She asks for it again." in page.content.decode()
    adopt = reverse("clinician:adopt_plan", args=[*ids, kept.a_proposal(people).number])
    refused = browser.post(adopt, {"why": "as agreed last week"})
    assert refused.status_code in (200, 422)
    assert "Take the course up again first" in refused.content.decode()


@pytest.mark.parametrize(
    ("page", "hidden"),
    [
        ("appointments", "Make appointments"),
        ("plan", "Propose a plan"),
        ("card", "Agree on this card"),
    ],
)
def test_the_pages_say_so_and_offer_nothing_of_it(
    people: People, signed_in: Browser, page: str, hidden: str
) -> None:
    address = reverse(f"clinician:{page}", args=[people.patient.pk])
    browser = signed_in(people.ana)
    assert hidden in browser.get(address).content.decode()
    came.who_has_ended(people)
    says = browser.get(address).content.decode()
    assert "take the course up again first" in says
    assert reverse("clinician:ending", args=[people.patient.pk]) in says
    assert hidden not in says


def test_a_refusal_without_a_form_shows_the_sentences_that_were_sent(
    people: People, signed_in: Browser
) -> None:
    came.who_has_ended(people)
    begin = reverse("clinician:begin_document", args=[people.patient.pk, "agreement"])
    page = signed_in(people.ana).post(begin, {"says": "what we agreed on Monday"})
    assert page.status_code == 422
    assert "what we agreed on Monday" in page.content.decode()
