"""Who may send, and what is no body: nothing is taken from either, and both are told plainly."""

import json
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from openimt.errors import RecordError
from openimt_clinic.access.role_names import RoleName
from openimt_clinic.actions.phone.devices import claim_device, end_device
from openimt_clinic.actions.running import switch_off
from openimt_clinic.database.wall import inside
from openimt_clinic.patient import sync_body
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.phone_device import PhoneDevice
from openimt_clinic.records.phone_entry import PhoneEntry
from openimt_clinic.records.user import User
from tests.web.people import People, a_patient, a_user
from tests.web.phone import SYNC, Phone

Browser = Callable[[User], Client]


@pytest.fixture(autouse=True)
def no_wrong_keys_yet() -> None:
    cache.clear()


def own_phone(people: People, **more: object) -> Phone:
    """A phone that Dan has called his own."""
    phone = Phone()
    claimed = claim_device(
        patient=people.patient, device=uuid.UUID(phone.device), by=people.dan, **more
    )
    phone.key = claimed.key
    return phone


def test_without_sign_in_nothing_is_taken(people: People) -> None:
    phone = Phone()
    phone.write({"sad": 1})
    answer = phone.post(Client(), phone.body())
    assert answer.status_code == 401
    assert answer.json()["says"]
    assert not PhoneEntry.objects.exists()


def test_an_expired_session_loses_nothing_of_thirty_entries(
    people: People, signed_in: Browser
) -> None:
    browser, phone = signed_in(people.dan), Phone()
    for n in range(30):
        phone.write({"sad": n % 5} | ({"suicidal_urge": 5} if n == 20 else {}))
    browser.session.flush()
    assert phone.post(browser, phone.body()).status_code == 401
    assert not PhoneEntry.objects.exists()
    answers = phone.send(signed_in(people.dan))
    assert [one["state"] for one in answers] == ["kept"] * 30
    assert answers[0]["told"]["response"] == "same_day"


def test_an_own_phone_sends_without_sign_in_and_reads_nothing(people: People) -> None:
    phone = own_phone(people)
    Phone().queued = []
    for n in range(30):
        phone.write({"sad": n % 5, "note": "my own words"})
    worry = phone.write({"suicidal_urge": 5})
    response = phone.post(Client(), phone.body())
    answers = response.json()["entries"]
    assert {one["state"] for one in answers} == {"kept"}
    assert answers[0]["key"] == worry["key"]
    assert answers[0]["told"]["response"] == "same_day"
    assert AlertCase.objects.count() == 1
    said = response.content.decode()
    assert "my own words" not in said
    assert people.ana.name not in " ".join(answers[0]["told"]["happens"])
    assert all(one["keys"] == {} and one["clashes"] == [] for one in answers)


def test_a_clash_by_key_alone_shows_no_value(people: People, signed_in: Browser) -> None:
    Phone().tell(signed_in(people.dan), {"note": "a secret"})
    answer = own_phone(people).tell(Client(), {"note": "another"})
    assert (answer["state"], answer["clashes"]) == ("clashed", [])
    assert "secret" not in json.dumps(answer)


def test_a_key_speaks_for_its_own_person_whoever_is_signed_in(
    people: People, signed_in: Browser
) -> None:
    phone = own_phone(people)
    eva = a_user("Eva", people.clinic, RoleName.PATIENT)
    a_patient(people.clinic, given_name="Eva", account=eva)
    for user in (eva, people.ana, people.cleo):
        answer = phone.tell(signed_in(user), {"sad": 2})
        assert (answer["state"], answer["keys"]) == ("kept", {})
    assert set(PhoneEntry.objects.values_list("patient", flat=True)) == {people.patient.pk}


def test_what_one_person_wrote_is_not_sent_for_another(people: People, signed_in: Browser) -> None:
    phone = Phone()
    phone.write({"sad": 2})
    browser = signed_in(people.dan)
    assert phone.post(browser, phone.body(person=str(uuid.uuid4()))).status_code == 401
    assert not PhoneEntry.objects.exists()
    assert phone.post(browser, phone.body(person=str(people.patient.pk))).status_code == 200


def test_the_same_key_of_an_entry_is_no_door_to_another_person(
    people: People, signed_in: Browser
) -> None:
    phone = Phone()
    entry = phone.write({"note": "of Dan"})
    phone.send(signed_in(people.dan), [entry])
    eva = a_user("Eva", people.clinic, RoleName.PATIENT)
    a_patient(people.clinic, given_name="Eva", account=eva)
    (answer,) = phone.send(signed_in(eva), [entry | {"values": {"sad": 1}}])
    assert answer["state"] == "kept"
    assert PhoneEntry.objects.count() == 2


@pytest.mark.parametrize("who", ["ana", "cleo", "lea"])
def test_who_is_no_patient_finds_nothing(people: People, signed_in: Browser, who: str) -> None:
    answer = Phone().post(signed_in(getattr(people, who)), Phone().body([]))
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")


def wrong_keys(people: People, good: str) -> list[str]:
    clinic, device, secret = good.split(".")
    return [
        f"{clinic}.{device}.{secret[:-1]}",
        f"{clinic}.{uuid.uuid4()}.{secret}",
        f"{people.elsewhere.pk}.{device}.{secret}",
        f"{uuid.uuid4()}.{device}.{secret}",
        f"{clinic}.{device}.",
        f"{clinic}.{device}",
        "..",
        "\u00e4.b.c",
        secret,
    ]


def test_a_key_that_is_none_is_refused(people: People) -> None:
    phone = own_phone(people)
    for key in wrong_keys(people, phone.key):
        phone.key = key
        assert phone.post(Client(), phone.body([])).status_code == 401
    assert not PhoneEntry.objects.exists()


def test_an_ended_phone_sends_nothing_more(people: People) -> None:
    phone = own_phone(people)
    phone.tell(Client(), {"sad": 1})
    end_device(device=PhoneDevice.objects.get(), by=people.dan)
    phone.write({"sad": 2})
    assert phone.post(Client(), phone.body()).status_code == 401
    assert PhoneEntry.objects.count() == 1
    assert PhoneDevice.objects.get().secret_hash == ""


def test_a_phone_claimed_again_has_a_new_key_and_the_old_one_is_worth_nothing(
    people: People,
) -> None:
    phone = own_phone(people)
    before = phone.key
    after = claim_device(patient=people.patient, device=uuid.UUID(phone.device), by=people.dan).key
    for key, status in ((before, 401), (after, 200)):
        phone.key = key
        assert phone.post(Client(), phone.body([])).status_code == status


def test_whoever_was_switched_off_sends_nothing(people: People) -> None:
    phone = own_phone(people)
    switch_off(clinic=people.clinic, user=people.dan, by=people.lea)
    assert phone.post(Client(), phone.body([])).status_code == 401


def test_somebody_elses_phone_is_not_ones_own(people: People) -> None:
    phone = own_phone(people)
    eva = a_user("Eva", people.clinic, RoleName.PATIENT)
    patient = a_patient(people.clinic, given_name="Eva", account=eva)
    with pytest.raises(RecordError, match="Somebody else"):
        claim_device(patient=patient, device=uuid.UUID(phone.device), by=eva)
    far = a_user("Fay", people.elsewhere, RoleName.PATIENT)
    there = a_patient(people.elsewhere, given_name="Fay", account=far)
    with (
        inside(clinic=people.elsewhere.pk, user=far.pk),
        pytest.raises(RecordError, match="Somebody else"),
    ):
        claim_device(patient=there, device=uuid.UUID(phone.device), by=far)
    assert phone.tell(Client(), {"sad": 1})["state"] == "kept"


def test_guessing_keys_is_slowed_down_for_that_phone_alone(people: People) -> None:
    phone, other = own_phone(people), own_phone(people)
    good, phone.key = phone.key, phone.key + "x"
    states = [phone.post(Client(), phone.body([])).status_code for _ in range(12)]
    assert states == [401] * 10 + [429] * 2
    assert other.post(Client(), other.body([])).status_code == 200
    cache.clear()
    phone.key = good
    assert phone.post(Client(), phone.body([])).status_code == 200


def test_being_seen_costs_nothing_but_once_an_hour(people: People) -> None:
    phone = own_phone(people)
    first = PhoneDevice.objects.get().seen_at
    phone.post(Client(), phone.body([]))
    assert PhoneDevice.objects.get().seen_at == first
    PhoneDevice.objects.update(seen_at=first - timedelta(hours=2))
    phone.post(Client(), phone.body([]))
    assert timezone.now() - PhoneDevice.objects.get().seen_at < timedelta(minutes=1)


def test_a_session_needs_the_header_of_our_own_pages(people: People) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(people.dan)
    phone = Phone()
    assert phone.post(browser, phone.body([])).status_code == 401
    browser.get("/me/safety-plan/edit/")
    token = browser.cookies["csrftoken"].value
    assert phone.post(browser, phone.body([]), **{"X-CSRFToken": token}).status_code == 200


def test_the_answer_speaks_the_persons_language(people: People) -> None:
    phone = own_phone(people)
    User.objects.filter(pk=people.dan.pk).update(language="de")
    response = phone.post(Client(), "no body")
    assert "Telefon" in response.json()["says"] or "Handy" in response.json()["says"]


NO_BODIES: dict[str, object] = {
    "empty": "",
    "no json": "{",
    "not utf-8": b"\xff\xfe{}",
    "a list": "[]",
    "a number": "1",
    "endless brackets": "[" * 200_000,
    "ten thousand digits": '{"entries": [], "sent_at": ' + "9" * 10_000 + "}",
    "no device": {"sent_at": "2026-11-22T10:00:00+00:00", "entries": []},
    "no moment": {"device": str(uuid.uuid4()), "entries": []},
    "no zone": {"device": str(uuid.uuid4()), "sent_at": "2026-11-22T10:00:00", "entries": []},
    "no entries": {"device": str(uuid.uuid4()), "sent_at": "2026-11-22T10:00:00+00:00"},
    "entries in no list": {
        "device": str(uuid.uuid4()), "sent_at": "2026-11-22T10:00:00+00:00", "entries": {"a": 1},
    },
}  # fmt: skip


@pytest.mark.parametrize("body", NO_BODIES.values(), ids=NO_BODIES)
def test_a_body_that_is_none_is_refused_whole(
    people: People, signed_in: Browser, body: object
) -> None:
    answer = Phone().post(signed_in(people.dan), body)
    assert answer.status_code == 422
    assert answer.json()["says"]


def test_too_much_at_once_is_refused_whole(
    people: People, signed_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, phone = signed_in(people.dan), Phone()
    for _ in range(101):
        phone.write({"sad": 1})
    assert phone.post(browser, phone.body()).status_code == 413
    monkeypatch.setattr(sync_body, "LARGEST", 2000)
    assert phone.post(browser, phone.body(phone.queued[:20])).status_code == 413
    assert phone.post(browser, phone.body(phone.queued[:2])).status_code == 200
    assert PhoneEntry.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "none"}, {"key": None}, {"number": -1}, {"number": "1"}, {"number": True},
        {"given_at": "yesterday"}, {"values": []}, {"values": {str(n): 1 for n in range(201)}},
        {"seen": "x"}, {"kind": ""}, {"kind": 7}, {"kind": "nothing we know"}, {"name": "x" * 65},
        {"name": "a\u0000b"}, {"name": "a\nb"}, {"values": {}}, {"name": "2026-13-45"},
    ],
    ids=lambda wrong: f"{next(iter(wrong))}={str(next(iter(wrong.values())))[:12]}",
)  # fmt: skip
def test_an_entry_that_is_none_is_refused_alone(
    people: People, signed_in: Browser, wrong: dict[str, object]
) -> None:
    phone = Phone()
    bad = phone.write({"sad": 1}) | wrong
    good = phone.write({"sad": 2})
    answers = {one["key"]: one for one in phone.send(signed_in(people.dan), [bad, good])}
    assert answers[good["key"]]["state"] == "kept"
    (refused,) = [one for key, one in answers.items() if key != good["key"]]
    assert refused["state"] == "refused"
    assert refused["says"]


@pytest.mark.parametrize("sent", [None, 7, "x", [], [[]], {}], ids=repr)
def test_what_is_no_entry_at_all_is_refused_alone(
    people: People, signed_in: Browser, sent: object
) -> None:
    phone = Phone()
    body = phone.body([sent, phone.write({"sad": 1})])  # type: ignore[list-item]
    answers = phone.post(signed_in(people.dan), body).json()["entries"]
    assert sorted(one["state"] for one in answers) == ["kept", "refused"]


def test_it_is_only_sent_to(people: People, signed_in: Browser) -> None:
    assert signed_in(people.dan).get(SYNC).status_code == 405
