"""Who is available and fits: offered, chosen, tried, changed; and what is never done by it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt.assess.library import load
from openimt.catalogue.reading import hard_to_read
from openimt.errors import RecordError
from openimt.plan.fit import Wishes
from openimt_clinic import relatives
from openimt_clinic.actions.fit.choosing import (
    begin_trial,
    change_therapist,
    choose_therapist,
    keep_apart,
    let_together,
    look_whether_it_fits,
    offer_therapists,
)
from openimt_clinic.actions.fit.offering import Offer, keep_offer
from openimt_clinic.records.care_relation import CareRelation
from openimt_clinic.records.fit_choice import FitChoice, KeptApart
from openimt_clinic.records.mapping.fit import options_for, therapists
from openimt_clinic.records.therapist_profile import FreeHour, TherapistProfile
from openimt_clinic.records.user import User
from tests.web.fitted import SAFE, a_choice, a_chosen, a_free_hour, a_trial, an_offer
from tests.web.people import People

Browser = Callable[[User], Client]


def offered(people: People) -> list[str]:
    found = options_for(people.patient, Wishes(), timezone.localdate())
    return [one.therapist.name for one in found.options]


def offer(people: People, *users: User, **more: Any) -> FitChoice:
    ids = [str(one.pk) for one in users]
    return offer_therapists(
        patient=people.patient, users=ids, wishes=Wishes(), by=people.ana, **more
    )


def test_who_has_said_nothing_is_offered_with_nothing_known(people: People) -> None:
    assert set(offered(people)) == {"Ana", "Ben"}
    an_offer(people, people.ben)
    a_free_hour(people, people.ben)
    assert offered(people) == ["Ben", "Ana"]
    ben = next(one for one in therapists(people.clinic) if one.name == "Ben")
    assert (ben.caseload, ben.limit, ben.hours) == (0, 20, frozenset({2}))


def test_who_takes_nobody_new_is_not_offered(people: People) -> None:
    an_offer(people, people.ben, Offer(open_to_new=False))
    assert offered(people) == ["Ana"]


def test_one_is_no_choice_where_there_are_two(people: People) -> None:
    with pytest.raises(RecordError, match="at least two"):
        offer(people, people.ana)
    with pytest.raises(RecordError, match="who can be offered"):
        offer(people, people.ana, people.cleo)
    keep_apart(patient=people.patient, user=people.ben, by=people.ana)
    assert [row["user"] for row in offer(people, people.ana).proposed] == [str(people.ana.pk)]


def test_the_person_chooses_once_and_only_of_those_offered(people: People) -> None:
    choice = a_choice(people)
    with pytest.raises(RecordError, match="who are offered"):
        choose_therapist(choice=choice, user=str(people.lea.pk), by=people.dan)
    chosen = a_chosen(people)
    assert (chosen.chosen, chosen.chosen_by) == (people.ben, people.dan)
    choose_therapist(choice=choice, user=str(people.ben.pk), by=people.dan)
    with pytest.raises(RecordError, match="chosen already"):
        choose_therapist(choice=choice, user=str(people.ana.pk), by=people.dan)
    with pytest.raises(RecordError, match="chosen already"):
        offer(people, people.ana, people.ben)


def test_who_is_kept_apart_since_the_offer_is_offered_no_more(
    people: People, signed_in: Browser
) -> None:
    choice = a_choice(people)
    keep_apart(patient=people.patient, user=people.ben, by=people.ana)
    with pytest.raises(RecordError, match="who are offered"):
        choose_therapist(choice=choice, user=str(people.ben.pk), by=people.dan)
    page = signed_in(people.dan).get(reverse("patient:who_treats")).content.decode()
    assert "I choose Ben" not in page


def test_what_is_not_shown_cannot_be_chosen_by_the_person(people: People) -> None:
    choice = a_choice(people, shown=False)
    with pytest.raises(RecordError, match="Nobody is offered"):
        choose_therapist(choice=choice, user=str(people.ben.pk), by=people.dan)
    choose_therapist(choice=choice, user=str(people.ben.pk), by=people.ana)


def test_a_start_waits_for_nobody_and_a_choice_ends_no_care(people: People) -> None:
    trial = a_trial(people)
    begin_trial(choice=trial, by=people.ana)
    kinds = CareRelation.objects.filter(patient=people.patient, until__isnull=True)
    assert {(one.user.name, one.kind) for one in kinds.select_related("user")} == {
        ("Ana", "treating"), ("Ben", "treating"),
    }  # fmt: skip
    look_whether_it_fits(choice=trial, look="talk", by=people.ben)
    change_therapist(choice=trial, by=people.dan)
    assert kinds.count() == 2
    assert "Ben" not in offered(people)


def test_a_change_asks_for_no_reason_and_can_be_taken_back(people: People) -> None:
    gone = change_therapist(choice=a_chosen(people), by=people.dan)
    assert (gone.change_reason, gone.changed_by) == ("", people.dan)
    change_therapist(choice=gone, by=people.dan)
    apart = KeptApart.objects.get(patient=people.patient)
    assert (apart.user, apart.says) == (people.ben, "")
    let_together(apart=apart, by=people.ana)
    assert "Ben" in offered(people)


def test_a_trial_that_has_not_begun_is_not_looked_at(people: People) -> None:
    with pytest.raises(RecordError, match="not begun"):
        look_whether_it_fits(choice=a_chosen(people), look="talk", by=people.ana)
    with pytest.raises(RecordError, match="Choose one"):
        look_whether_it_fits(choice=a_trial(people), look="nonsense", by=people.ana)


@pytest.mark.parametrize(
    ("odd", "field"),
    [
        (Offer(trained_in=("magic",)), "trained_in"),
        (Offer(modes=("by_pigeon",)), "modes"),
        (Offer(sex="x"), "sex"),
        (Offer(limit=501), "limit"),
        (Offer(languages=tuple("abcdefghijklm")), "languages"),
        (Offer(own_words={"en": "x" * 2001}), "words_en"),
    ],
)
def test_an_offer_that_cannot_be_is_refused(people: People, odd: Offer, field: str) -> None:
    with pytest.raises(RecordError) as refused:
        keep_offer(clinic=people.clinic, user=people.ana, offer=odd, by=people.ana)
    assert refused.value.field == field


def test_one_writes_one_s_own_offer_and_the_lead_anybody_s(
    people: People, signed_in: Browser
) -> None:
    sent = {"open_to_new": "on", "safety_trained": "yes", "crisis_cover": "", "limit": "12",
            "languages": ["de"], "words_en": "Scenes."}  # fmt: skip
    address = reverse("clinician:my_offer")
    assert signed_in(people.ana).post(address, sent).status_code == 302
    kept = TherapistProfile.objects.get(user=people.ana)
    assert (kept.safety_trained, kept.crisis_cover, kept.limit) == (True, None, 12)
    assert kept.own_words == {"en": "Scenes."}
    keep_offer(clinic=people.clinic, user=people.ana, offer=SAFE, by=people.lea)
    hour = {"do": "hour", "hour-weekday": "2", "hour-at": "10:00", "hour-from_on": "2026-12-01"}
    for _ in range(2):
        signed_in(people.ana).post(address, hour)
    assert FreeHour.objects.get(user=people.ana).at.hour == 10
    page = signed_in(people.lea).get(reverse("clinician:offers")).content.decode()
    assert "MIT" in page
    assert "supervision" in page  # Ben has not said it.


def test_the_team_page_offers_chooses_and_begins(people: People, signed_in: Browser) -> None:
    for user in (people.ana, people.ben):
        an_offer(people, user)
    a_free_hour(people, people.ben)
    ana, address = signed_in(people.ana), reverse("clinician:fit", args=[people.patient.pk])
    page = ana.get(address, {"wish-language": "de"}).content.decode()
    assert page.index("<h3>Ben") < page.index("<h3>Ana")
    assert "As wished: language." in page
    one = ana.post(address, {"do": "offer", "offer-users": [str(people.ben.pk)]})
    assert "at least two" in one.content.decode()
    both = [str(people.ana.pk), str(people.ben.pk)]
    ana.post(address, {"do": "offer", "offer-users": both, "wish-language": "de"})
    ana.post(address, {"do": "choose", "user": str(people.ben.pk)})
    ana.post(address, {"do": "begin"})
    ana.post(address, {"do": "look", "look-look": "goes_on"})
    kept = FitChoice.objects.get(patient=people.patient)
    assert (kept.look, kept.wishes["language"]) == ("goes_on", "de")
    ana.post(address, {"do": "change", "reason": "Too far to drive."})
    page = ana.get(address).content.decode()
    assert "Too far to drive." in page
    assert "Offer Ben again" in page
    ana.post(address, {"do": "together", "user": str(people.ben.pk)})
    assert ana.post(address, {"do": "nonsense"}).status_code == 404


def test_the_person_sees_who_is_free_and_changes_without_a_reason(
    people: People, signed_in: Browser
) -> None:
    dan, address = signed_in(people.dan), reverse("patient:who_treats")
    assert dan.get(address).status_code == 404
    assert address not in dan.get(reverse("patient:me")).content.decode()
    a_choice(people)
    assert address in dan.get(reverse("patient:me")).content.decode()
    page = dan.get(address).content.decode()
    assert "I work with scenes from daily life." in page
    assert "I choose Ben" in page
    assert "not known" not in page
    dan.post(address, {"do": "choose", "user": str(people.ben.pk)})
    assert "You chose Ben." in dan.get(address).content.decode()
    dan.post(address, {"do": "change", "reason": ""})
    page = dan.get(address).content.decode()
    assert "Nobody asks you why." in page
    assert "Until then Ana is there for you." in page
    assert dan.post(address, {"do": "nonsense"}).status_code == 404


def test_the_words_of_somebody_come_in_the_language_there_is(
    people: People, signed_in: Browser
) -> None:
    a_choice(people)
    an_offer(people, people.ben, Offer(own_words={"de": "Ich höre zu."}))
    page = signed_in(people.dan).get(reverse("patient:who_treats")).content.decode()
    assert 'lang="de">Ich höre zu.' in page


def test_relatives_need_no_sign_in_and_find_nobody_s_data(people: People) -> None:
    answer = Client().get(reverse("for_relatives"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert people.clinic.emergency_number in page
    assert people.patient.given_name not in page
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    german = Client().get(reverse("for_relatives"), headers={"accept-language": "de"})
    assert "Für Angehörige und Freunde" in german.content.decode()


def test_relatives_read_plain_words() -> None:
    lines = " ".join(str(line) for _, part in relatives.PARTS for line in part)
    assert hard_to_read(lines, "en") is None


def test_the_measure_of_who_rates_is_no_measure_of_a_therapist(people: People) -> None:
    """Ratings after sessions are our own set, for the two: nothing here reads them."""
    assert load("oi-session-client").own
    assert all(one.strengths == () for one in therapists(people.clinic))


def test_an_hour_of_the_past_is_free_now(people: People) -> None:
    an_offer(people, people.ben)
    a_free_hour(people, people.ben, in_days=-30)
    found = options_for(people.patient, Wishes(), timezone.localdate())
    assert next(one for one in found.options if one.therapist.name == "Ben").waits == 0
    later = options_for(people.patient, Wishes(), timezone.localdate() - timedelta(weeks=9))
    assert next(one for one in later.options if one.therapist.name == "Ben").waits == 5
