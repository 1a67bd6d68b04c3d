"""Many entries in one request: each once, each by itself, and what worries before all else."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from openimt_clinic.actions.phone import receiving
from openimt_clinic.audit.event import AuditEvent
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.phone_entry import PhoneEntry
from openimt_clinic.records.user import User
from tests.web.kept import a_duty
from tests.web.people import People
from tests.web.phone import Phone

Browser = Callable[[User], Client]


@pytest.fixture
def dan(people: People, signed_in: Browser) -> Client:
    return signed_in(people.dan)


def day(**fields: object) -> PhoneDocument:
    return PhoneDocument.objects.get(kind="diary", **fields)


def test_an_entry_is_kept_with_its_document_its_answers_and_its_event(
    people: People, dan: Client
) -> None:
    phone = Phone()
    answer = phone.tell(dan, {"sad": 3, "suicidal_urge": 0})
    assert (answer["state"], answer["refused"], answer["told"]) == ("kept", {}, None)
    assert answer["keys"] == dict.fromkeys(("sad", "suicidal_urge"), answer["key"])
    assert day().values == {"sad": 3, "suicidal_urge": 0}
    kept = AnswerSet.objects.get()
    assert (kept.instrument, kept.state, kept.about) == ("oi-day", "complete", day().about)
    event = AuditEvent.objects.get(action="phone.entry_kept")
    assert event.by_id == people.dan.pk


def test_a_repeat_changes_nothing_and_answers_with_the_same_facts(
    people: People, dan: Client
) -> None:
    phone = Phone()
    entry = phone.write({"suicidal_urge": 5, "sad": 3})
    (first,) = phone.send(dan, [entry])
    (second,) = phone.send(dan, [entry])
    (third,) = phone.send(dan, [entry])
    assert first["state"] == "kept"
    assert second == third == first | {"state": "again"}
    assert (PhoneEntry.objects.count(), AlertCase.objects.count()) == (1, 1)


def test_the_same_entry_twice_in_one_request_is_one(people: People, dan: Client) -> None:
    phone = Phone()
    entry = phone.write({"sad": 1})
    assert [one["state"] for one in phone.send(dan, [entry, entry])] == ["kept", "again"]


def test_worrying_entries_are_taken_first_the_gravest_before_all(
    people: People, dan: Client
) -> None:
    phone = Phone()
    said = ({"sad": 1}, {"suicidal_urge": 1}, {"suicidal_urge": 5}, {"attempt": 1})
    entries = [phone.write(values) for values in said]
    answers = phone.send(dan)
    order = [next(e for e in entries if e["key"] == one["key"])["number"] for one in answers]
    assert order == [4, 3, 2, 1]
    told = [one["told"] and one["told"]["response"] for one in answers]
    assert told[:2] == ["emergency", "same_day"]
    # The phone counted them: what it wrote last is what stands.
    assert day().values["suicidal_urge"] == 5


def test_a_worrying_answer_is_told_with_what_happens_and_where_to_go(
    people: People, dan: Client
) -> None:
    a_duty(people, hours=24 * 365)
    told = Phone().tell(dan, {"suicidal_urge": 5})["told"]
    case = AlertCase.objects.get()
    assert told["response"] == "same_day"
    assert any("Ben" in sentence for sentence in told["happens"])
    assert told["go"] == f"/me/answers/{case.answer_set_id}/"
    assert dan.get(told["go"]).status_code == 200


@contextmanager
def too_slow(entries: list[dict[str, object]]) -> Iterator[None]:
    """The database gives up on these entries, as it does on a busy night: a real time-out of its
    own, in the middle of each entry's transaction."""
    keys = {uuid.UUID(str(one["key"])) for one in entries}

    def gives_up(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("INSERT INTO") and "phoneentry" in sql and keys & set(params):
            execute("SET LOCAL statement_timeout = 1", None, many, context)
            return execute("SELECT pg_sleep(5)", None, many, context)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(gives_up):
        yield


def test_half_a_batch_that_fails_does_not_take_the_rest_along(
    people: People, dan: Client, caplog: pytest.LogCaptureFixture
) -> None:
    """What could not be kept is asked for again, and comes; nothing of it was half kept."""
    phone = Phone()
    entries = [phone.write({"sad": n % 5}) for n in range(8)]
    with too_slow(entries[1::2]):
        answers = phone.send(dan, entries)
    assert [one["state"] for one in answers] == ["kept", "later"] * 4
    assert "QueryCanceled" in caplog.text or "OperationalError" in caplog.text
    assert PhoneEntry.objects.count() == 4
    assert AuditEvent.objects.filter(action="phone.entry_kept").count() == 4
    assert [one["state"] for one in phone.send(dan, entries[1::2])] == ["kept"] * 4
    assert day().values == {"sad": 7 % 5}
    assert PhoneEntry.objects.count() == 8


def test_a_worrying_entry_that_fails_tells_nobody_and_is_asked_for_again(
    people: People, dan: Client
) -> None:
    phone = Phone()
    worry, other = phone.write({"attempt": 1}), phone.write({"sad": 1})
    with too_slow([worry]):
        first, second = phone.send(dan, [worry, other])
    assert (first["state"], first["told"], second["state"]) == ("later", None, "kept")
    assert not AlertCase.objects.exists()
    (again,) = phone.send(dan, [worry])
    assert (again["state"], again["told"]["response"]) == ("kept", "emergency")
    assert AlertCase.objects.count() == 1


def test_a_mistake_of_ours_is_later_and_says_nothing_personal(
    people: People, dan: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    phone = Phone()
    entries = [phone.write({"sad": 1}), phone.write({"note": "nobody may read this"})]

    def broken(*_: object, **__: object) -> None:
        raise KeyError("nobody may read this")

    monkeypatch.setattr(receiving, "_keep_clashes", broken)
    assert {one["state"] for one in phone.send(dan, entries)} == {"later"}
    assert "KeyError" in caplog.text
    assert "nobody may read this" not in caplog.text
    assert not PhoneDocument.objects.exists()


def test_thirty_days_wait_in_one_request(people: People, dan: Client) -> None:
    phone = Phone()
    entries = [phone.write({"sad": n % 5, "angry": 1}) for n in range(30)]
    assert {one["state"] for one in phone.send(dan, entries)} == {"kept"}
    assert PhoneEntry.objects.count() == 30


@pytest.mark.parametrize("slow", [timedelta(days=1), -timedelta(days=1)], ids=["behind", "ahead"])
def test_a_clock_wrong_by_a_day_is_put_right(people: People, dan: Client, slow: timedelta) -> None:
    phone = Phone(slow=slow)
    answer = phone.tell(dan, {"sad": 2, "suicidal_urge": 4})
    assert (answer["state"], answer["told"]["response"]) == ("kept", "same_day")
    entry, case = PhoneEntry.objects.get(), AlertCase.objects.get()
    assert abs(entry.clock_off - slow.total_seconds()) < 5
    for given_at in (entry.given_at, case.given_at):
        assert abs(timezone.now() - given_at) < timedelta(minutes=1)
    assert day().name == timezone.localdate().isoformat()


@pytest.mark.parametrize("says", ["1970-01-01T00:00:09+00:00", "8999-12-31T23:59:59+14:00"])
def test_a_clock_that_has_lost_its_time_drops_nothing(
    people: People, dan: Client, says: str
) -> None:
    phone = Phone()
    entry = phone.write({"suicidal_urge": 5}, given_at=says, name=says[:10])
    body = phone.body([entry], sent_at=says)
    assert phone.post(dan, body).status_code == 200
    case = AlertCase.objects.get()
    assert abs(timezone.now() - case.given_at) < timedelta(minutes=1)


def test_two_devices_clash_field_by_field_and_nothing_is_lost(people: People, dan: Client) -> None:
    phone, tablet = Phone(), Phone()
    first = phone.tell(dan, {"sad": 2, "angry": 1})
    second = tablet.tell(dan, {"sad": 4, "ashamed": 3})
    assert (first["state"], second["state"]) == ("kept", "clashed")
    assert second["clashes"] == [{"field": "sad", "mine": 4, "theirs": 2}]
    assert second["keys"] == {"sad": first["key"], "ashamed": second["key"]}
    assert day().values == {"sad": 2, "angry": 1, "ashamed": 3}


def test_a_worrying_answer_acts_even_inside_a_clash(people: People, dan: Client) -> None:
    Phone().tell(dan, {"suicidal_urge": 0})
    answer = Phone().tell(dan, {"suicidal_urge": 5})
    assert (answer["state"], answer["told"]["response"]) == ("clashed", "same_day")
    assert AlertCase.objects.get().answer == 5


def test_a_worrying_answer_that_comes_late_acts_though_another_stands(
    people: People, dan: Client
) -> None:
    phone = Phone()
    late, later = phone.write({"suicidal_urge": 5}), phone.write({"suicidal_urge": 0})
    phone.send(dan, [later])
    (answer,) = phone.send(dan, [late])
    assert answer["told"]["response"] == "same_day"
    assert day().values["suicidal_urge"] == 0
    assert AlertCase.objects.get().answer == 5


@pytest.mark.parametrize(
    "beside",
    [
        {"sad": 99},
        {"note": "x" * 30_000},
        {"nobody asked": 1},
        {"y" * 70: 1},
        {"sad": [[[[1]]]]},
        {"sad": float("nan")},
    ],
    ids=["out of range", "too long", "unknown", "long name", "nested", "no number"],
)
def test_a_worrying_answer_acts_beside_something_that_is_refused(
    people: People, dan: Client, beside: dict[str, object]
) -> None:
    answer = Phone().tell(dan, {"suicidal_urge": 5} | beside)
    assert (answer["state"], answer["told"]["response"]) == ("kept", "same_day")
    assert len(answer["refused"]) == 1
    assert AlertCase.objects.count() == 1


def test_a_worrying_answer_acts_where_there_is_no_place_for_its_entry(
    people: People, dan: Client
) -> None:
    """A day too long ago cannot be filled in any more; what it says is heard all the same, once."""
    phone = Phone()
    entry = phone.write({"attempt": 1}, name="2024-01-01")
    (first,) = phone.send(dan, [entry])
    (again,) = phone.send(dan, [entry])
    assert (first["state"], first["told"]["response"]) == ("refused", "emergency")
    assert first["told"]["go"] == ""
    assert again == first | {"refused": again["refused"]}
    assert AlertCase.objects.count() == 1
    assert not PhoneDocument.objects.exists()


def test_hostile_words_are_kept_as_words(people: People, dan: Client) -> None:
    text = "<script>alert(1)</script> '; DROP TABLE x; -- \u202e {{ 7*7 }} \x00 \ud800 \U0001f600"
    phone = Phone()
    name = str(uuid.uuid4())
    answer = phone.tell(dan, {"title": text[:100]}, kind="skill", name=name)
    assert answer["state"] == "kept"
    kept = str(PhoneDocument.objects.get(kind="skill").values["title"])
    assert "<script>" in kept
    assert "\x00" not in kept


def test_what_was_taken_away_does_not_come_back(people: People, dan: Client) -> None:
    phone, name = Phone(), str(uuid.uuid4())
    phone.tell(dan, {"title": "mine alone"}, kind="skill", name=name)
    phone.tell(dan, {"removed": True}, kind="skill", name=name)
    answer = Phone().tell(dan, {"title": "again"}, kind="skill", name=name)
    assert answer["state"] == "refused"
    assert PhoneDocument.objects.get(kind="skill").fields == {}
    assert not PhoneEntry.objects.exclude(values={}).exists()


def test_an_entry_of_a_patient_lost_in_between_is_nobodys(people: People, dan: Client) -> None:
    Patient.objects.filter(pk=people.patient.pk).update(account=None)
    assert Phone().post(dan, Phone().body([])).status_code == 404
