"""The team lead sees who was offered whom, by group, with how sure it is, and no verdict."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from openimt_clinic.actions.fit.choosing import change_therapist
from openimt_clinic.records.fit_choice import FitChoice
from openimt_clinic.records.mapping.fairness import offered, options_shown
from openimt_clinic.records.user import User
from tests.web.came import a_referral
from tests.web.fitted import a_choice, a_trial
from tests.web.people import People

Browser = Callable[[User], Client]


def test_all_who_could_be_offered_are_kept_with_the_offer(people: People) -> None:
    choice = a_choice(people)
    assert set(choice.options) == {str(people.ana.pk), str(people.ben.pk)}
    assert options_shown(people.clinic)[str(people.ben.pk)] == 1


def test_offers_are_counted_by_what_is_recorded_of_people(people: People) -> None:
    a_trial(people)
    (found,) = offered(people.clinic)["language"]
    assert (found.group, found.offers, found.options) == ("en", 1, 2)
    assert (found.in_time.kept, found.chosen.kept, found.began.kept) == (1, 1, 1)
    assert found.with_whom == {"Ben": 1}
    assert offered(people.clinic)["age"][0].group == ""
    a_referral(people, patient=people.patient, birth_year=1994, state="waiting")
    assert offered(people.clinic)["age"][0].group == "30–49"


def test_an_offer_that_was_changed_counts_still(people: People) -> None:
    change_therapist(choice=a_trial(people), by=people.dan)
    assert FitChoice.objects.get().changed_at is not None
    (found,) = offered(people.clinic)["therapy"]
    assert (found.offers, found.began.kept) == (1, 1)


def test_the_page_says_how_many_it_would_take(people: People, signed_in: Browser) -> None:
    address = reverse("clinician:offers")
    assert (
        "Nobody has been offered a choice yet."
        in signed_in(people.lea).get(address).content.decode()
    )
    a_trial(people)
    page = signed_in(people.lea).get(address).content.decode()
    assert "1 of 1" in page
    assert "too few for a share: 43 needed" in page
    assert "what it means is for people to judge" in page
    assert "unfair" not in page
