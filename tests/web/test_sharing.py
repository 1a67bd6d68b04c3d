"""Sharing: what is said of who sees what, choices that hold, and a note only by agreement."""

from collections.abc import Callable
from html import unescape

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt_clinic.actions.absences import take_back_absence
from openimt_clinic.actions.sharing import choose
from openimt_clinic.clinician.agenda_from_phone import plan_opened, with_phone
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.mapping.sharing import agreed, agreed_since
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.sharing_choice import Shares, SharingChoice
from openimt_clinic.records.user import User
from tests.web.absent import an_absence
from tests.web.kept import NOW, a_document, of_dan
from tests.web.people import People
from tests.web.test_own_pages import text

Browser = Callable[[User], Client]
WALK, SCENE, MOMENT = (f"6a1f0d0e-7a55-4b7e-9c58-1f6a3f6f2a0{n}" for n in (1, 2, 3))


def decide(people: People, what: Shares, yes: bool) -> SharingChoice:
    return choose(patient=people.patient, what=what, agreed=yes, by=people.dan)


def test_nothing_decided_is_no_and_the_latest_holds(people: People) -> None:
    assert not agreed(people.patient, Shares.MOMENTS)
    first = decide(people, Shares.MOMENTS, yes=True)
    again = decide(people, Shares.MOMENTS, yes=True)
    assert agreed(people.patient, Shares.MOMENTS)
    assert agreed_since(people.patient, Shares.MOMENTS) == first.since
    assert again == first, "pressed twice"
    decide(people, Shares.MOMENTS, yes=False)
    assert not agreed(people.patient, Shares.MOMENTS)
    assert agreed_since(people.patient, Shares.MOMENTS) is None
    assert not agreed(people.patient, Shares.PUSH)


def test_the_page_says_who_reads_since_when_and_what_is_always_seen(
    people: People, signed_in: Browser
) -> None:
    page = text(signed_in(people.dan), "sharing")
    for said in (
        "Ana · treats you",
        "Ben · of the team, reads along",
        "since 7 September 2026",
        "They always see urges",
        "whoever is on duty can read what those who treat you can read",
        "when we agreed on a contact with you and it has not come",
        people.clinic.who_reads,
        "Nobody in the last month.",
        "through the service of whoever made your browser",
    ):
        assert said in page, said


def test_the_page_names_what_is_shared_now_and_where_to_change_it(
    people: People, signed_in: Browser
) -> None:
    dan = signed_in(people.dan)
    assert "Nothing else. What I write in a hard moment" in text(dan, "sharing")
    a_document(people, "skill", WALK, title="The long walk")
    a_document(people, "scene", SCENE, title="The house with the garden")
    a_document(people, "moment", MOMENT, scene="She looked away.")
    PhoneDocument.objects.filter(name=MOMENT).update(shared=False)
    page = dan.get(reverse("patient:sharing")).content.decode()
    seen = page.split("can read now")[1].split("</section>")[0]
    assert "The long walk" in seen
    assert reverse("patient:skill", args=[WALK]) in seen
    assert "The house with the garden" in seen
    assert reverse("patient:story_sharing", args=["scene", SCENE]) in seen
    assert "She looked away." not in page
    PhoneDocument.objects.filter(name=MOMENT).update(shared=True)
    page = dan.get(reverse("patient:sharing")).content.decode()
    assert reverse("patient:one_moment", args=[MOMENT]) in page
    assert "Only you read them" not in page, "no choice for new ones speaks of all of them"


def test_a_choice_is_made_and_taken_back_on_the_page(people: People, signed_in: Browser) -> None:
    dan = signed_in(people.dan)
    for answer, says in (("yes", "They are told."), ("no", "Nobody is told.")):
        dan.post(reverse("patient:sharing"), {"what": "plan_opened", "agreed": answer})
        assert says in text(dan, "sharing")
    assert SharingChoice.objects.count() == 2
    unknown = dan.post(reverse("patient:sharing"), {"what": "everything", "agreed": "no"})
    assert unknown.status_code == 404


def test_what_must_be_seen_for_safety_is_no_choice() -> None:
    assert {one.value for one in Shares} == {"moments", "plan_opened", "push", "email", "calendar"}


def test_who_looked_is_said_by_name_and_day_and_nothing_clinical(
    people: People, signed_in: Browser
) -> None:
    for _ in range(3):
        signed_in(people.ana).get(reverse("clinician:patient", args=[people.patient.pk]))
    signed_in(people.dan).get(reverse("patient:home"))
    page = signed_in(people.dan).get(reverse("patient:sharing")).content.decode()
    seen = unescape(page.split("Who has opened my record")[1].split("</section>")[0])
    assert seen.count("Ana") == 1
    assert "Dan" not in seen
    assert "Ben" not in seen
    assert "clinician" not in seen


def test_a_rating_kept_back_is_listed_for_the_person_alone(
    people: People, signed_in: Browser
) -> None:
    AnswerSet.objects.create(
        **of_dan(people, instrument="oi-session-client", version="1", state="complete",
                 source="form", scores={"scales": {}}, shared=False, given_at=NOW, received_at=NOW)
    )  # fmt: skip
    assert "What I keep to myself" in text(signed_in(people.dan), "sharing")


# ---- the note of an opened plan ----


def test_opening_the_plan_tells_nobody_without_agreement(
    people: People, signed_in: Browser
) -> None:
    signed_in(people.dan).get(reverse("patient:safety_plan"))
    assert plan_opened(people.patient) == []
    assert with_phone((), people.patient, None) == ()


def test_by_agreement_there_is_a_kind_note_and_no_alarm(people: People, signed_in: Browser) -> None:
    dan, home = signed_in(people.dan), reverse("patient:safety_plan")
    dan.get(home)
    decide(people, Shares.PLAN_OPENED, yes=True)
    assert plan_opened(people.patient) == [], "what was before the agreement stays unsaid"
    dan.get(home)
    dan.get(home)
    day = timezone.localtime()
    assert plan_opened(people.patient) == [f"{day:%a %-d %b}"]
    (point,) = with_phone((), people.patient, None)
    assert not point.first
    assert "Nobody has to act" in point.because
    assert not AlertCase.objects.exists()
    page = signed_in(people.ana).get(reverse("clinician:from_the_phone", args=[people.patient.pk]))
    assert "The safety plan was opened" in page.content.decode()
    decide(people, Shares.PLAN_OPENED, yes=False)
    assert plan_opened(people.patient) == []


def test_who_covers_is_named_with_their_days(people: People, signed_in: Browser) -> None:
    absence = an_absence(people)
    page = text(signed_in(people.dan), "sharing")
    assert "is there for Ana" in page
    take_back_absence(absence=absence, by=people.ana)
    assert "is there for Ana" not in text(signed_in(people.dan), "sharing")
