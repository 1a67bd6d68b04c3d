"""Alert cases on screen: who sees them, what they say, and each thing that can be done."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime

from openimt.terms import Response
from openimt_clinic.actions.answering import answer_given
from openimt_clinic.audit.event import AuditEvent
from openimt_clinic.clinician.alert_log import TAKEN
from openimt_clinic.clinician.alert_view import asked_and_answered
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.care_relation import CareRelation
from openimt_clinic.records.user import User
from tests.web.kept import NOW, an_alert
from tests.web.people import People
from tests.web.safe import a_reach

Browser = Callable[[User], Client]


@pytest.fixture
def case(people: People) -> AlertCase:
    given = answer_given(
        patient=people.patient, instrument="oi-safety", item="suicidal_urge", value=4, by=people.dan
    )
    return given.alerts[0]


def address(case: AlertCase) -> str:
    return reverse("clinician:alert", args=[case.pk])


def text(page: object) -> str:
    return page.content.decode()  # type: ignore[attr-defined]


def test_the_page_says_which_answer_when_whose_and_until_when(
    people: People, signed_in: Browser, case: AlertCase
) -> None:
    page = text(signed_in(people.ana).get(address(case)))
    for said in ("how strong was the wish to die?", "Very strong (4 of 5)", "Given", "Received"):
        assert said in page
    assert "minutes left" in page
    assert "then Lea is told" in page
    assert people.clinic.out_of_hours in page


def test_there_is_no_grade_on_it(people: People, signed_in: Browser, case: AlertCase) -> None:
    page = text(signed_in(people.ana).get(address(case))).lower()
    for word in ("risk", "severity", "level", "low ", "medium", "high "):
        assert word not in page


def test_an_answer_that_arrived_late_says_so(people: People, signed_in: Browser) -> None:
    case = an_alert(people, received_at=NOW + timedelta(hours=5), instrument="oi-safety")
    assert "later than it was given" in text(signed_in(people.ana).get(address(case)))


def test_taking_it_stops_the_clock(people: People, signed_in: Browser, case: AlertCase) -> None:
    ana = signed_in(people.ana)
    assert ana.post(address(case), {"do": "acknowledge"}).status_code == 302
    page = text(ana.get(address(case)))
    assert "Ana is on it" in page
    assert "minutes left" not in page
    assert "card act" not in page


def test_a_second_person_who_is_on_it_is_shown_beside_the_first(
    people: People, signed_in: Browser, case: AlertCase
) -> None:
    ana, lea = signed_in(people.ana), signed_in(people.lea)
    for browser in (ana, lea, lea):
        browser.post(address(case), {"do": "acknowledge"})
    case.refresh_from_db()
    assert case.acknowledged_by == people.ana, "nothing is taken away from the first"
    page = text(lea.get(address(case)))
    assert "Ana is on it · Lea, too" in page
    at = localtime(AuditEvent.objects.filter(by_id=people.lea.pk, action=TAKEN)[0].at)
    assert page.count("<b>Lea</b> I am on it, too.") == 1, "pressed twice, it is said once"
    assert f"{at:%H:%M}</time><span><b>Lea</b>" in page
    assert 'value="acknowledge"' not in page, "there is nothing more to press"


def test_handed_over_the_log_still_says_who_was_on_it(
    people: People, signed_in: Browser, case: AlertCase
) -> None:
    ana = signed_in(people.ana)
    for sent in ({"do": "acknowledge"}, {"do": "hand_over", "to": people.lea.pk}):
        ana.post(address(case), sent)
    page = text(ana.get(address(case)))
    assert "<b>Ana</b> Acknowledged: I am on it." in page
    assert "<b>Ana</b> Handed over to Lea." in page
    assert "Ana is on it" not in page
    assert 'value="acknowledge"' in page, "it waits for somebody again"


def test_each_try_stands_in_the_log(people: People, signed_in: Browser, case: AlertCase) -> None:
    ana = signed_in(people.ana)
    tried = {"do": "contact", "way": "phone", "reached": "no", "says": "No answer."}
    assert ana.post(address(case), tried).status_code == 302
    page = text(ana.get(address(case)))
    assert "By phone: not reached. No answer." in page


def test_an_unfinished_entry_keeps_what_was_typed(
    people: People, signed_in: Browser, case: AlertCase
) -> None:
    page = signed_in(people.ana).post(address(case), {"do": "contact", "says": "She was calm."})
    assert page.status_code == 200
    assert "She was calm." in text(page)
    assert not case.contacts.exists()


def test_handing_over_tells_the_other_person(
    people: People, signed_in: Browser, case: AlertCase
) -> None:
    ana = signed_in(people.ana)
    assert "Ben" not in text(ana.get(address(case))), "who may only read cannot be given it"
    assert ana.post(address(case), {"do": "hand_over", "to": people.lea.pk}).status_code == 302
    case.refresh_from_db()
    assert (case.owner, case.acknowledged_at) == (people.lea, None)


def test_it_is_closed_with_what_came_of_it(
    people: People, signed_in: Browser, case: AlertCase
) -> None:
    ana = signed_in(people.ana)
    refused = ana.post(address(case), {"do": "close", "reason": " "})
    assert refused.status_code == 200
    case.refresh_from_db()
    assert case.open
    fine = {"do": "close", "reason": "Spoke with him; safe tonight."}
    assert "Nobody has written down a try" in text(ana.post(address(case), fine))
    ana.post(address(case), {**fine, "no_contact": "He sat before me."})
    page = text(ana.get(address(case)))
    assert "Spoke with him; safe tonight." in page
    assert "Close the case" not in page
    assert "Spoke with him; safe tonight." in text(ana.get(reverse("clinician:alerts")))


def test_whoever_was_there_for_it_alone_goes_on_with_the_list(
    people: People, signed_in: Browser
) -> None:
    CareRelation.objects.filter(user=people.ben).delete()
    case = an_alert(people, owner=people.ben)
    browser = signed_in(people.ben)
    sends = {"do": "close", "reason": "Safe tonight.", "no_contact": "He called us."}
    answer = browser.post(address(case), sends, follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0] == reverse("clinician:alerts")
    assert "It is no longer yours." in text(answer)


def test_a_closed_case_refuses_more_with_a_sentence(
    people: People, signed_in: Browser, case: AlertCase
) -> None:
    ana = signed_in(people.ana)
    done = {"do": "close", "reason": "Done.", "no_contact": "He sat before me."}
    ana.post(address(case), done)
    assert ana.post(address(case), done).status_code == 302, "pressed twice"
    again = ana.post(address(case), done | {"reason": "Done, and more."})
    assert "closed already" in text(again)


def test_the_team_lead_sees_every_open_case_and_no_record(
    people: People, signed_in: Browser, case: AlertCase
) -> None:
    lea = signed_in(people.lea)
    assert address(case) in text(lea.get(reverse("clinician:alerts")))
    page = text(lea.get(address(case)))
    assert reverse("clinician:patient", args=[people.patient.pk]) not in page
    assert lea.post(address(case), {"do": "acknowledge"}).status_code == 302


def test_who_reads_along_sees_it_and_does_nothing(
    people: People, signed_in: Browser, case: AlertCase
) -> None:
    page = text(signed_in(people.ben).get(address(case)))
    assert "I am on it" not in page


def test_opening_a_case_is_logged_as_reading(
    people: People, signed_in: Browser, case: AlertCase
) -> None:
    signed_in(people.lea).get(address(case))
    read = AuditEvent.objects.filter(action="record.read", by_id=people.lea.pk)
    assert read.get().details == {"page": "clinician:alert"}


def test_what_waits_for_its_day_stands_below_what_does_not(
    people: People, signed_in: Browser, case: AlertCase
) -> None:
    later = an_alert(
        people, Response.NEXT_WORKING_DAY, item="self_harm_act", says="Zeta",
        due_at=timezone.now() + timedelta(hours=1),
    )  # fmt: skip
    page = text(signed_in(people.ana).get(reverse("clinician:alerts")))
    assert page.index(address(case)) < page.index(address(later))


def test_others_items_are_named_and_not_worded(people: People) -> None:
    case = an_alert(people, instrument="phq9", item="q9", answer=2)
    question, answer = asked_and_answered(case)
    assert question.endswith(", item q9")
    assert answer == "2 of 3"


def test_nobody_on_duty_is_said_on_the_list(people: People, signed_in: Browser) -> None:
    page = text(signed_in(people.ana).get(reverse("clinician:alerts")))
    assert "Nobody is on duty now." in page
    assert "No open case" in page


def test_whoever_acts_on_it_has_the_number_at_hand(
    people: People, signed_in: Browser, case: AlertCase
) -> None:
    lea = signed_in(people.lea)
    assert "The clinic holds no number." in text(lea.get(address(case)))
    a_reach(people)
    page = text(lea.get(address(case)))
    assert 'href="tel:0305550111"' in page
    assert "if he cannot be reached for a day" in page
