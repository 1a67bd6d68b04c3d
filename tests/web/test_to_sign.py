"""A person reads what was written together and signs it, or says *not yet*; others find nothing."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt_clinic.actions.care.signing import cosign, sign
from openimt_clinic.actions.care.versions import amend
from openimt_clinic.clinician.common_modules.wishes import talk_points
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.care_signature import CareSignature, SignerRole
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.user import User
from tests.web.foundations import an_agreement
from tests.web.people import People
from tests.web.written import a_document, a_note, a_signed, wrote

Browser = Callable[[User], Client]
HOME, LIST = "patient:home", "patient:to_sign"


@pytest.fixture
def dan(people: People, signed_in: Browser) -> Client:
    return signed_in(people.dan)


def address(document: CareDocument) -> str:
    return reverse("patient:read_document", args=[document.pk])


def words(client: Client, where: str) -> str:
    html = client.get(where).content.decode()
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def test_a_card_on_today_leads_to_what_waits(people: People, dan: Client) -> None:
    assert "To read and sign" not in words(dan, reverse(HOME))
    signed = an_agreement(people)
    page = dan.get(reverse(HOME)).content.decode()
    assert f'href="{address(signed)}"' in page
    assert "To read and sign" in page


def test_it_reads_in_plain_words(people: People, dan: Client) -> None:
    signed = an_agreement(people)
    page = words(dan, address(signed))
    for said in (
        "sleep through",
        "What we want to reach",
        "What Dan does for it",
        "once a week",
        "Night line: 030 555 01",
        "Ana signed it on",
        "How long, in minutes 50",
    ):
        assert said in page
    assert not re.search(r"\d{4}-\d{2}-\d{2}", page), "a day is written as people write it"


def test_signing_is_the_persons_own_and_counts_once(people: People, dan: Client) -> None:
    signed = an_agreement(people)
    for _ in range(2):
        answer = dan.post(address(signed), {"do": "sign"}, follow=True)
        assert answer.redirect_chain[-1][0] == reverse(LIST)
    given = CareSignature.objects.get()
    assert (given.role, given.by, given.in_the_room) == ("patient", people.dan, False)
    assert "Signed by both" in words(dan, reverse(LIST))
    assert "To read and sign" not in words(dan, reverse(HOME))
    page = words(dan, address(signed))
    assert "You signed it on" in page
    assert "Yes, I sign it" not in page


def test_a_yes_in_the_room_is_shown_as_one(people: People, dan: Client) -> None:
    signed = an_agreement(people)
    cosign(document=signed, role=SignerRole.PATIENT, by=people.ana, in_the_room=True)
    assert "You said yes to it when you met" in words(dan, address(signed))


@pytest.mark.parametrize("said", ["", "I do not want to ring before I cancel."])
def test_not_yet_is_a_whole_answer(
    people: People, dan: Client, signed_in: Browser, said: str
) -> None:
    signed = an_agreement(people)
    dan.post(address(signed), {"do": "talk", "words": said})
    assert not CareSignature.objects.exists()
    assert "To read and sign" not in words(dan, reverse(HOME))
    assert "We talk about it first" in words(dan, reverse(LIST))
    staff = words(signed_in(people.ana), reverse("clinician:common", args=[people.patient.pk]))
    assert "not signed yet, wants to talk about it first" in staff
    assert said in staff


def test_who_wanted_to_talk_can_still_sign(people: People, dan: Client) -> None:
    signed = an_agreement(people)
    dan.post(address(signed), {"do": "talk", "words": "The crisis part."})
    dan.post(address(signed), {"do": "talk", "words": "The crisis part, and the time."})
    assert PhoneDocument.objects.get().values["words"] == "The crisis part, and the time."
    dan.post(address(signed), {"do": "sign"})
    assert CareSignature.objects.exists()
    assert "Signed by both" in words(dan, reverse(LIST))


def test_a_long_sentence_is_refused_with_a_reason(people: People, dan: Client) -> None:
    signed = an_agreement(people)
    answer = dan.post(address(signed), {"do": "talk", "words": "x" * 2001})
    assert answer.status_code == 422
    assert "at most 2000" in answer.content.decode()


def test_a_new_version_is_asked_about_anew(people: People, dan: Client) -> None:
    first = an_agreement(people)
    dan.post(address(first), {"do": "sign"})
    second = amend(document=first, reason="Two sessions a week.", by=people.ana)
    wrote(second, people.ana, often="twice a week")
    assert "twice a week" not in words(dan, address(first)), "a draft is nobody's to read"
    sign(document=second, by=people.ana)
    answer = dan.get(address(first))
    assert (answer.status_code, answer["Location"]) == (302, address(second))
    assert "Why it changed: Two sessions a week." in words(dan, address(second))
    dan.post(address(second), {"do": "sign"})
    assert CareSignature.objects.filter(document=second).exists()


def test_an_old_page_signs_no_old_version(people: People, dan: Client) -> None:
    first = an_agreement(people)
    second = amend(document=first, reason="Two sessions a week.", by=people.ana)
    sign(document=second, by=people.ana)
    dan.post(address(first), {"do": "sign"})
    assert not CareSignature.objects.exists()


def test_only_what_is_signed_and_meant_for_them_is_there(people: People, dan: Client) -> None:
    others = [
        a_document(people, "agreement", goals=["a draft"]),
        a_note(people, about="A call", text="To the school."),
        a_signed(people, "rupture", marker="both", happened="He shouted."),
    ]
    for one in others:
        assert dan.get(address(one)).status_code == 404
        assert dan.post(address(one), {"do": "sign"}).status_code == 404
        assert dan.post(address(one), {"do": "talk"}).status_code == 404
    assert not CareSignature.objects.exists()
    assert not PhoneDocument.objects.exists()


def test_staff_and_strangers_find_nothing(people: People, signed_in: Browser) -> None:
    signed = an_agreement(people)
    for user in (people.ana, people.ben, people.cleo, people.lea):
        assert signed_in(user).get(address(signed)).status_code == 404
        assert signed_in(user).post(address(signed), {"do": "sign"}).status_code == 404
    assert not CareSignature.objects.exists()


def test_a_button_that_is_none_does_nothing(people: People, dan: Client) -> None:
    assert dan.post(address(an_agreement(people)), {"do": "burn"}).status_code == 404


def test_hostile_words_are_only_words(people: People, dan: Client) -> None:
    signed = an_agreement(people, goals=["<script>alert(1)</script>"])
    assert "<script>alert" not in dan.get(address(signed)).content.decode()


def test_it_reads_in_german(people: People) -> None:
    people.patient.language = "de"
    people.patient.save()
    signed = an_agreement(people)
    client = Client(headers={"accept-language": "de"})
    client.force_login(people.dan)
    client.cookies["django_language"] = "de"
    page = words(client, address(signed))
    assert "Was wir erreichen wollen" in page
    assert "Was Dan dafür tut" in page
    assert "Noch nicht, ich möchte darüber sprechen" in page
    assert timezone.localdate().strftime("%Y") in page


def test_not_yet_stands_on_the_agenda_and_on_the_page_of_all_that_is_written(
    people: People, dan: Client, signed_in: Browser
) -> None:
    ana = signed_in(people.ana)
    work = reverse("clinician:work", args=[people.patient.pk])
    signed = an_agreement(people)
    assert "waits for Dan" in words(ana, work)
    dan.post(address(signed), {"do": "talk", "words": "The crisis part."})
    assert "Dan wants to talk about it first" in words(ana, work)
    (point,) = talk_points(people.patient)
    assert "What we agreed" in point.says
    assert point.lines == ("“The crisis part.”",)
    cosign(document=signed, role=SignerRole.PATIENT, by=people.ana, in_the_room=True)
    assert not list(talk_points(people.patient))
    assert "signed by both" in words(ana, work)


def test_the_clinician_can_say_that_it_was_agreed_in_the_room(
    people: People, dan: Client, signed_in: Browser
) -> None:
    signed = an_agreement(people)
    close = reverse(
        "clinician:close_document", args=[people.patient.pk, signed.pk, "agreed-in-the-room"]
    )
    assert signed_in(people.ben).post(close).status_code == 403
    signed_in(people.ana).post(close)
    given = CareSignature.objects.get()
    assert (given.role, given.by, given.in_the_room) == ("patient", people.ana, True)
    assert "To read and sign" not in words(dan, reverse(HOME))
