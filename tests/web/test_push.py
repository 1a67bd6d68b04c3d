"""Reminders to browsers: read by that browser alone, signed by the clinic, and sent once."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt.errors import RecordError
from openimt_clinic.actions.prompt_moments import Token
from openimt_clinic.actions.prompt_sending import take_due
from openimt_clinic.actions.push_addresses import has_agreed, take_reminders_here
from openimt_clinic.actions.sharing import choose
from openimt_clinic.environment import Mode
from openimt_clinic.jobs.prompts import deliver, send_prompts
from openimt_clinic.pushing import endpoint as addresses
from openimt_clinic.pushing import sending
from openimt_clinic.pushing.keys import new_key, public_key
from openimt_clinic.records.prompt import Prompt
from openimt_clinic.records.push_address import PushAddress
from openimt_clinic.records.sharing_choice import Shares
from openimt_clinic.records.user import User
from tests.web.kept import NOW
from tests.web.people import People
from tests.web.prompted import A_SUBSCRIPTION, KEYS, a_prompt
from tests.web.push_service import PushService, endless_service, push_service

Browser = Callable[[User], Client]
MINUTE = timedelta(minutes=1)
KEY = new_key()


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    settings.VAPID_KEY = KEY
    with push_service() as started:
        yield started


@pytest.fixture
def phone(people: People, service: PushService) -> PushAddress:
    """Dan has turned reminders on, on his phone."""
    return take_reminders_here(
        patient=people.patient, subscription=service.subscription, by=people.dan, at=NOW
    )


def sent(people: People, at: Any = NOW) -> Prompt:
    """The minute's work; what became of the one prompt."""
    for prompt in take_due(people.clinic, at):
        deliver(prompt, at)
    return Prompt.objects.get()


def test_the_phone_reads_a_neutral_sentence_and_nobody_else_can(
    people: People, service: PushService, phone: PushAddress
) -> None:
    a_prompt(people)
    prompt = sent(people)
    (got,) = service.got
    assert got.says["title"] == "Riverside"
    assert got.says["body"] == "There is something for you, when you like."
    assert "card" not in str(got.says["title"] + got.says["body"] + got.says["open"])
    assert got.claims["aud"] == f"http://127.0.0.1:{service.port}"
    assert f"k={public_key()}" in got.headers["authorization"]
    assert got.headers["ttl"] == str(2 * 3600), "it is not brought when its time is over"
    assert (prompt.state, prompt.channel) == ("delivered", "push")
    assert prompt.delivered_at == NOW
    assert prompt.shown_at is prompt.opened_at is prompt.answered_at is None


def test_in_the_language_of_the_person(
    people: People, service: PushService, phone: PushAddress
) -> None:
    people.dan.language = "de"
    people.dan.save()
    a_prompt(people)
    sent(people)
    assert service.got[0].says["body"] != "There is something for you, when you like."
    assert service.got[0].says["later_label"] == "Später"


def test_two_workers_send_one_message(
    people: People, service: PushService, phone: PushAddress
) -> None:
    a_prompt(people)
    first, second = take_due(people.clinic, NOW), take_due(people.clinic, NOW)
    assert [len(first), len(second)] == [1, 0]
    stamp = int(NOW.timestamp())
    send_prompts(stamp)
    send_prompts(stamp)
    assert service.got == []
    deliver(first[0], NOW)
    assert len(service.got) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_phone_that_is_gone_is_ended_and_the_person_told(
    status: int, people: People, service: PushService, phone: PushAddress, signed_in: Browser
) -> None:
    service.answers = [(status, {})]
    a_prompt(people)
    assert sent(people).channel == "app", "the reminder itself is not lost: it stands on Today"
    phone.refresh_from_db()
    assert (phone.why, phone.ended_at) == ("gone", NOW)
    browser = signed_in(people.dan)
    for page in ("patient:home", "patient:reminders"):
        assert "gets no reminders any more" in browser.get(reverse(page)).content.decode()
    browser.post(reverse("patient:reminders"), {"do": "seen"})
    assert "gets no reminders any more" not in browser.get(reverse("patient:home")).content.decode()


def test_when_the_service_asks_for_patience_it_gets_it(
    people: People, service: PushService, phone: PushAddress
) -> None:
    service.answers = [(429, {"Retry-After": "600"}), (201, {})]
    a_prompt(people)
    assert sent(people).try_at == NOW + timedelta(minutes=10)
    assert sent(people, NOW + 9 * MINUTE).state == "planned"
    assert sent(people, NOW + 10 * MINUTE).state == "delivered"
    assert {got.headers["topic"] for got in service.got} == {service.got[0].headers["topic"]}


def test_tries_are_few_and_end_with_a_reason(
    people: People, service: PushService, phone: PushAddress
) -> None:
    service.answers = [(500, {})]
    a_prompt(people)
    for minute in range(120):
        sent(people, NOW + minute * MINUTE)
    prompt = Prompt.objects.get()
    assert len(service.got) == 4
    assert (prompt.state, prompt.because) == ("dropped", "not_taken")
    phone.refresh_from_db()
    assert phone.ended_at is None, "a service that is down has lost no phone"


def test_a_silent_service_holds_nothing_up(
    people: People, service: PushService, phone: PushAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PATIENCE", 0.2)
    service.sleeps = 0.6
    a_prompt(people)
    assert sent(people).state == "planned"


@pytest.mark.parametrize("secure", [False, True])
@pytest.mark.parametrize("pause", [0.05, 0])
def test_a_service_that_answers_without_end_is_left(
    secure: bool, pause: float, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Byte by byte, so that no single wait is long; or a flood, so that it is much at once."""
    settings.VAPID_KEY = KEY
    monkeypatch.setattr(sending, "PATIENCE", 0.4)
    with endless_service(secure=secure, pause=pause) as (address, took):
        browser = sending.Browser(address, KEYS.p256dh, KEYS.auth)
        answer = sending.push(browser, {"title": "x"}, name="x", lives=MINUTE, now=NOW)
    assert answer.outcome is sending.Outcome.AGAIN
    assert took() < 2, "without a limit for the whole it would never end"


def test_what_the_service_refuses_ends_the_address(
    people: People, service: PushService, phone: PushAddress
) -> None:
    service.answers = [(403, {})]
    a_prompt(people)
    sent(people)
    phone.refresh_from_db()
    assert phone.why == "refused"


def test_a_redirect_leads_nowhere(people: People, service: PushService, phone: PushAddress) -> None:
    service.answers = [(307, {"Location": service.endpoint + "/elsewhere"})]
    a_prompt(people)
    sent(people)
    assert len(service.got) == 1


def test_mail_where_no_phone_takes_it_and_it_was_agreed(
    people: People, service: PushService, phone: PushAddress
) -> None:
    choose(patient=people.patient, what=Shares.EMAIL, agreed=True, by=people.dan)
    service.answers = [(410, {})]
    a_prompt(people)
    assert sent(people).channel == "email"
    (letter,) = mail.outbox
    assert letter.to == ["dan@example.org"]
    assert letter.subject == "Riverside"
    for word in ("Dan", "card", "therapy", "diary", "clinic"):
        assert word not in letter.subject + letter.body


def test_nothing_leaves_without_a_yes(people: People, service: PushService) -> None:
    a_prompt(people)
    assert sent(people).channel == "app"
    assert service.got == []
    assert mail.outbox == []


def test_a_no_on_the_page_of_sharing_holds_at_once(
    people: People, service: PushService, phone: PushAddress
) -> None:
    assert has_agreed(people.patient, Shares.PUSH), "turning it on was the yes"
    choose(patient=people.patient, what=Shares.PUSH, agreed=False, by=people.dan)
    a_prompt(people)
    sent(people)
    assert service.got == []


def report(token: str, what: str) -> int:
    told = {"token": token, "what": what, "at": "2026-11-18T10:31:00+01:00"}
    response = Client().post(
        reverse("patient:report_reminder"), told, content_type="application/json"
    )
    return response.status_code


def test_shown_opened_and_later_are_kept_apart_without_sign_in(
    people: People, service: PushService, phone: PushAddress
) -> None:
    a_prompt(people)
    sent(people)
    token = service.got[0].says["token"]
    assert report(token, "shown") == 204
    prompt = Prompt.objects.get()
    assert prompt.shown_at is not None
    assert prompt.opened_at is prompt.answered_at is None
    assert report(token, "opened") == 204
    first = Prompt.objects.get().opened_at
    assert first is not None
    assert report(token, "opened") == 204
    assert Prompt.objects.get().opened_at == first, "the first time counts"


def test_later_is_one_touch_on_the_phone(people: People, phone: PushAddress) -> None:
    now = timezone.now()
    prompt = a_prompt(people, now, state="delivered", delivered_at=now)
    token = Token(str(people.clinic.pk), str(prompt.pk)).signed()
    assert report(token, "later") == 204
    prompt.refresh_from_db()
    assert (prompt.state, prompt.because, prompt.put_off) == ("planned", "later", 1)
    assert prompt.due_at == now
    assert prompt.try_at > now + 29 * MINUTE


@pytest.mark.parametrize("token", ["", "nonsense", "WyJhIiwiYiJd:1abc:x"])
def test_a_token_that_is_not_ours_marks_nothing(people: People, token: str) -> None:
    assert report(token, "shown") == 422


def test_a_report_of_something_else_is_refused(
    people: People, service: PushService, phone: PushAddress
) -> None:
    a_prompt(people)
    sent(people)
    assert report(service.got[0].says["token"], "delete") == 422


def test_turning_it_on_for_a_phone_again_keeps_one_address(people: People) -> None:
    for _ in range(2):
        take_reminders_here(patient=people.patient, subscription=A_SUBSCRIPTION, by=people.dan)
    assert PushAddress.objects.filter(ended_at=None).count() == 1


def test_a_person_has_few_phones_for_reminders(people: People) -> None:
    for number in range(7):
        one = replace(A_SUBSCRIPTION, endpoint=f"{A_SUBSCRIPTION.endpoint}{number}")
        take_reminders_here(
            patient=people.patient, subscription=one, by=people.dan, at=NOW + number * MINUTE
        )
    still = PushAddress.objects.filter(ended_at=None).order_by("since")
    assert [one.endpoint[-1] for one in still] == list("23456"), "the latest stay"


PRIVATE = [
    "http://push.example/x",
    "https://10.0.0.1/x",
    "https://192.168.1.4/x",
    "https://169.254.169.254/latest/meta-data/",
    "https://[fd00::1]/x",
    "https://[::ffff:10.0.0.1]/x",
    "https://[64:ff9b::10.0.0.1]/x",
    "https://user@push.example/x",
    "https://push.example:8443/x",
    "ftp://push.example/x",
    "https:///x",
    "https://push.example/x y",
    "https://[::1/x",
    "not an address",
    "https://push.example/" + "x" * 3000,
]


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_that_are_no_push_service_are_refused(address: str) -> None:
    with pytest.raises(RecordError):
        addresses.checked_endpoint(address)


@pytest.mark.parametrize(
    "address", ["https://127.0.0.1/x", "https://localhost/x", "https://[::1]/"]
)
def test_a_clinic_that_serves_speaks_to_no_loopback(address: str, settings: Any) -> None:
    settings.MODE = Mode.SERVE
    with pytest.raises(RecordError):
        addresses.checked_endpoint(address)


@pytest.mark.parametrize("found", ["10.1.2.3", "100.64.0.1", "169.254.169.254", "::ffff:127.0.0.1"])
def test_a_name_that_leads_into_a_private_network_is_not_spoken_to(
    found: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MODE = Mode.SERVE
    rows = [(0, 0, 0, "", ("93.184.215.14", 443)), (0, 0, 0, "", (found, 443))]
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *_, **__: rows)
    with pytest.raises(RecordError, match="private"):
        addresses.found("https://push.example/x")
