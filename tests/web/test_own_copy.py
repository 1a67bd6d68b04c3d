"""The copy of all that is kept: complete, readable, without keys; and the wish that it go."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from openimt_clinic.audit.event import AuditEvent
from openimt_clinic.patient.own_copy import rows
from openimt_clinic.patient.own_copy.zipped import own_copy
from openimt_clinic.records.erasure_request import ErasureRequest
from openimt_clinic.records.phone_device import PhoneDevice
from openimt_clinic.records.user import User
from tests.web.kept import (
    NOW,
    a_diagnosis,
    a_document,
    a_draft,
    a_safety_plan,
    a_session,
    an_alert,
    an_erasure_request,
    of_dan,
)
from tests.web.people import People, a_patient
from tests.web.test_own_pages import text

Browser = Callable[[User], Client]
AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
WALK = "6a1f0d0e-7a55-4b7e-9c58-1f6a3f6f2a10"


def opened(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.fixture
def copy(people: People) -> dict[str, str]:
    a_session(people)
    a_safety_plan(people)
    a_diagnosis(people)
    a_draft(people, "oi-safety", suicidal_urge=2)
    an_alert(people)
    a_document(people, "moment", WALK, scene="She read it <b>and</b> did not answer.",
               feelings=["ashamed", "alone"], truth="confirmed")  # fmt: skip
    a_document(people, "skill", WALK, title="Grün: ein Spaziergang", helped="a_lot")
    PhoneDevice.objects.create(
        **of_dan(people, name="My phone", secret_hash="5" * 64, since=NOW, seen_at=NOW)
    )
    return opened(own_copy(people.patient, AT))


def test_every_record_about_a_person_is_in_it_or_says_why_not(copy: dict[str, str]) -> None:
    for model in apps.get_app_config("records").get_models():
        name = model.__name__
        about = "patient" in {field.name for field in model._meta.concrete_fields}
        if not about:
            reason = rows.NOT_ABOUT_A_PERSON.get(name, "") or (
                "it is them" if name == "Patient" else ""
            )
            assert reason, f"say in NOT_ABOUT_A_PERSON what {name} is"
        elif name in rows.LEFT_OUT:
            assert rows.LEFT_OUT[name]
            assert f"kept/{model._meta.model_name}.json" not in copy
        else:
            assert f"kept/{model._meta.model_name}.json" in copy, name


def test_every_field_is_there_but_keys(copy: dict[str, str]) -> None:
    for model in rows.exported_models():
        found = json.loads(copy[f"kept/{model._meta.model_name}.json"])
        hidden = rows.KEYS.get(model.__name__, ())
        wanted = {f.name for f in model._meta.concrete_fields} - {"clinic", "patient", *hidden}
        assert all(row.keys() == wanted for row in found), model.__name__
    assert json.loads(copy["kept/diagnosisrecord.json"])[0]["by"] == "Ana"
    assert json.loads(copy["kept/sessionrecord.json"])[0]["homework"] == "one walk with Su"


def test_no_key_is_in_it(copy: dict[str, str], people: People) -> None:
    whole = "".join(copy.values())
    assert "5" * 64 not in whole
    assert people.dan.password not in whole


def test_every_secret_field_is_named_as_one() -> None:
    words = ("secret", "hash", "auth", "p256dh", "password", "token")
    for model in rows.exported_models():
        hidden = rows.KEYS.get(model.__name__, ())
        hidden = (*hidden, "author")  # who wrote it, which only begins like one
        names = [f.name for f in model._meta.concrete_fields if f.name not in hidden]
        assert not [n for n in names if any(word in n for word in words)], model.__name__


def test_what_the_person_wrote_can_be_read_without_this_software(copy: dict[str, str]) -> None:
    moments = copy["to-read/moments.html"]
    assert "She read it &lt;b&gt;and&lt;/b&gt; did not answer." in moments
    for said in ("What did they say or do?", "ashamed, alone", "As I thought"):
        assert said in moments
    assert "<script" not in "".join(copy.values())
    assert "Grün: ein Spaziergang" in copy["to-read/own.html"]
    assert "It helped a lot" in copy["to-read/own.html"]
    assert "walk to the river" in copy["to-read/safety-plan.html"]
    assert "to-read/moments.html" in copy["README.txt"]
    assert "http" not in "".join(text for name, text in copy.items() if name.startswith("to-read"))


def test_it_speaks_the_persons_language(people: People) -> None:
    with override("de"):
        readme = opened(own_copy(people.patient, AT))["README.txt"]
    assert "Das ist alles" in readme


def test_nobody_elses_rows_are_in_it(people: People) -> None:
    eve = a_patient(people.clinic, given_name="Eve")
    a_document(people, "moment", WALK, scene="Dan's own words")
    whole = "".join(opened(own_copy(eve, AT)).values())
    assert "Dan" not in whole


def test_the_page_hands_it_over_and_the_log_knows(people: People, signed_in: Browser) -> None:
    signed_in(people.ana).get(reverse("clinician:patient", args=[people.patient.pk]))
    answer = signed_in(people.dan).post(reverse("patient:export"))
    assert answer["Content-Type"] == "application/zip"
    assert "attachment" in answer["Content-Disposition"]
    files = opened(answer.content)
    done = json.loads(files["kept/what-was-done.json"])
    assert {"record.read", "own_copy.taken"} <= {row["what"] for row in done}
    assert "Ana" in files["to-read/opened.html"]
    assert AuditEvent.objects.filter(action="own_copy.taken").count() == 1


# ---- the wish that it go ----


def test_a_wish_is_asked_once_answered_in_words_and_seen(
    people: People, signed_in: Browser
) -> None:
    dan = signed_in(people.dan)
    page = text(dan, "erasure")
    assert "Ana reads this, and so does Lea, who leads the team." in page
    for says in ("My story, please.", "And my moments."):
        dan.post(reverse("patient:erasure"), {"says": says})
    wish = ErasureRequest.objects.get()
    assert wish.says == "And my moments."
    assert "Nobody has answered yet." in text(dan, "erasure")
    answer = {"answer": "Your story is gone. The notes stay until 2036."}
    sent = signed_in(people.ana).post(reverse("clinician:erasure", args=[wish.pk]), answer)
    assert sent.status_code == 302
    page = text(dan, "erasure")
    assert "Ana answered on" in page
    assert answer["answer"] in page


def test_the_team_lead_finds_and_answers_it_without_reading_the_record(
    people: People, signed_in: Browser
) -> None:
    wish, lea = an_erasure_request(people), signed_in(people.lea)
    address = reverse("clinician:erasure", args=[wish.pk])
    assert address in lea.get(reverse("team:clinic")).content.decode()
    page = lea.get(address).content.decode()
    assert "Send the answer" in page
    assert reverse("clinician:from_the_phone", args=[people.patient.pk]) not in page
    assert lea.post(address, {"answer": "It is gone."}).status_code == 302
    assert address not in lea.get(reverse("team:clinic")).content.decode()


def test_whoever_treats_sees_it_among_what_came_from_the_phone(
    people: People, signed_in: Browser
) -> None:
    wish = an_erasure_request(people)
    page = signed_in(people.ana).get(reverse("clinician:from_the_phone", args=[people.patient.pk]))
    assert reverse("clinician:erasure", args=[wish.pk]) in page.content.decode()


@pytest.mark.parametrize("answer", ["", "  "])
def test_an_answer_needs_words(people: People, signed_in: Browser, answer: str) -> None:
    wish = an_erasure_request(people)
    address = reverse("clinician:erasure", args=[wish.pk])
    page = signed_in(people.ana).post(address, {"answer": answer})
    assert page.status_code == 200
    assert ErasureRequest.objects.get().answered_at is None


def test_it_is_answered_once(people: People, signed_in: Browser) -> None:
    wish = an_erasure_request(people)
    address = reverse("clinician:erasure", args=[wish.pk])
    ana = signed_in(people.ana)
    ana.post(address, {"answer": "Gone."})
    assert "Gone." in unescape(ana.post(address, {"answer": "No."}).content.decode())
    assert ErasureRequest.objects.get().answer == "Gone."
