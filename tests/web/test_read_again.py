"""Two windows of one form: danger is heard from both, no words go under, and no window is stuck."""

from typing import Any

from django.urls import reverse

from openimt_clinic.records.course_ending import CourseEnding
from openimt_clinic.records.prior_treatment import PriorTreatment
from openimt_clinic.records.referral import Referral
from openimt_clinic.records.referral_alert import ReferralAlert
from tests.web import came
from tests.web.drawn_form import drawn_form
from tests.web.pages_of import Browser
from tests.web.people import People
from tests.web.test_front_referrals import url

DANGER, SAYS, DONE = "a_danger_now", "n_danger_now", "danger_done"


def test_danger_from_an_older_window_reaches_somebody_and_the_rest_can_be_sent(
    people: People, signed_in: Browser
) -> None:
    sent = came.a_referral(people, screening={}, state="received")
    ana, there = signed_in(people.ana), url("screening", sent.pk)
    old = drawn_form(ana.get(there).content.decode())
    asked = {**old, DANGER: "no", SAYS: "laughed", "a_basics": "yes",
             "a_wants_this": "yes", "n_wants_this": "wants it"}  # fmt: skip
    assert ana.post(there, asked).status_code == 302

    asked = {
        **old, DANGER: "yes", SAYS: "pills in hand", DONE: "called 112", "a_basics": "no",
        "n_basics": "no flat",
    }  # fmt: skip
    answer = ana.post(there, asked)
    page = answer.content.decode()
    assert "whoever is on duty is told" in page
    alert = ReferralAlert.objects.get(referral=sent)
    assert "pills in hand" in alert.says
    sent.refresh_from_db()
    assert sent.screening["danger_now"] == {"answer": "yes", "note": "pills in hand · laughed"}
    assert (sent.danger_done, sent.screening["basics"]["answer"]) == ("called 112", "yes")

    assert "Meanwhile somebody wrote here" in page
    again = drawn_form(page)
    assert (again["a_basics"], again["n_basics"], again["n_wants_this"]) == (
        "no", "no flat", "wants it",
    )  # fmt: skip
    assert ana.post(there, again).status_code == 302
    kept = Referral.objects.get()
    assert kept.screening["basics"] == {"answer": "no", "note": "no flat"}
    assert kept.screening["danger_now"]["note"] == "pills in hand · laughed"
    assert ReferralAlert.objects.count() == 1


def test_a_screening_that_is_sent_twice_is_the_same_answer(
    people: People, signed_in: Browser
) -> None:
    sent = came.a_referral(people, screening={}, state="received")
    ana, there = signed_in(people.ana), url("screening", sent.pk)
    asked = {**drawn_form(ana.get(there).content.decode()), DANGER: "no", SAYS: "laughed"}
    assert [ana.post(there, asked).status_code for _ in range(2)] == [302, 302]


def test_no_note_is_dropped_for_want_of_an_answer(people: People, signed_in: Browser) -> None:
    sent = came.a_referral(people, screening={}, state="received")
    page = signed_in(people.ana).post(url("screening", sent.pk), {SAYS: "pills in hand"})
    assert "Choose an answer, too" in page.content.decode()
    assert "pills in hand" in page.content.decode()


def named(ana: Any, there: str, **words: str) -> dict[str, str]:
    drawn = drawn_form(ana.get(there).content.decode())
    return {**drawn, **words}


def test_an_end_that_two_name_holds_the_words_of_both(people: People, signed_in: Browser) -> None:
    ana = signed_in(people.ana)
    there = reverse("clinician:prepare_ending", args=[people.patient.pk])
    one = named(ana, there, gains="He calls Su.", feelings="Sad.")
    other = named(ana, there, signs="Sleeps less.", feelings="Proud.")
    assert [ana.post(there, one).status_code for _ in range(2)] == [302, 302]
    page = ana.post(there, other).content.decode()
    assert "Somebody wrote here since this page was opened" in page
    assert "Meanwhile somebody wrote here: Sad." in page
    again = drawn_form(page)
    assert (again["gains"], again["signs"]) == ("He calls Su.", "Sleeps less.")
    assert ana.post(there, again).status_code == 302
    kept = CourseEnding.objects.get()
    assert (kept.gains, kept.signs, kept.feelings) == (["He calls Su."], ["Sleeps less."], "Proud.")


def test_an_earlier_treatment_that_two_correct_too(people: People, signed_in: Browser) -> None:
    ana, patient = signed_in(people.ana), people.patient.pk
    ana.post(reverse("clinician:prior_treatments", args=[patient]), {"called": "a group"})
    row = PriorTreatment.objects.get()
    there = reverse("clinician:change_prior", args=[patient, row.pk])
    one, other = named(ana, there, outcome="Sleep."), named(ana, there, began="2019")
    answer = ana.post(there, one)
    assert answer.status_code == 302, answer.context["form"].errors
    page = ana.post(there, other).content.decode()
    again = drawn_form(page)
    assert (again["outcome"], again["began"]) == ("Sleep.", "2019")
    assert ana.post(there, again).status_code == 302
