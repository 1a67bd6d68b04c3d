"""An entry from a phone: kept once, put into its document, acted on at once."""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from openimt.errors import RecordError
from openimt.terms import Response
from openimt_clinic.actions.phone import receiving
from openimt_clinic.actions.phone.arrival import Arrival, Times, arrival_of, times
from openimt_clinic.actions.phone.kind import Kind, Place, read_fields
from openimt_clinic.actions.phone.receiving import Received, receive
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.clinical_event import ClinicalEvent
from openimt_clinic.records.phone_clash import PhoneClash
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.phone_entry import PhoneEntry
from tests.web.kept import NOW
from tests.web.people import People


def note(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        raise RecordError("Write words here.")
    return value


def only_lately(_: Any, arrival: Arrival, sent: Times) -> Place:
    if arrival.name == "long ago":
        raise RecordError("This day is too long ago.")
    return Place(arrival.name, sent.day)


PROBE = Kind(
    "probe",
    lambda _patient, _name, values: read_fields(values, {"note": note}),
    place=only_lately,
    instrument=lambda _: "oi-day",
    owned=True,
)


@pytest.fixture(autouse=True)
def _a_kind_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "KINDS", {**receiving.KINDS, "probe": PROBE})


def arriving(values: dict[str, Any], **fields: Any) -> Arrival:
    plain = Arrival(uuid.uuid4(), "probe", "one", "phone", 1, NOW, values)
    return replace(plain, **fields)


def sent(people: People, arrival: Arrival, *, at: datetime = NOW) -> Received:
    moments = times(arrival.given_at, at, at)
    return receive(patient=people.patient, arrival=arrival, times=moments, by=people.dan)


def test_an_entry_becomes_a_document(people: People) -> None:
    received = sent(people, arriving({"note": "It rained.", "sad": 3}))
    document = PhoneDocument.objects.get()
    assert document.values == {"note": "It rained.", "sad": 3.0}
    assert received.document == document
    assert AnswerSet.objects.get().answers == {"sad": 3.0}


def test_the_same_entry_again_changes_nothing(people: People) -> None:
    arrival = arriving({"sad": 3, "suicidal_urge": 4})
    first, second = sent(people, arrival), sent(people, arrival)
    assert not first.again
    assert second.again
    assert second.alerts == first.alerts
    assert [PhoneEntry.objects.count(), AlertCase.objects.count()] == [1, 1]


def test_a_worrying_answer_acts_at_once_with_both_times(people: People) -> None:
    later = NOW + timedelta(hours=9)
    (case,) = sent(people, arriving({"suicidal_urge": 4}), at=later).alerts
    assert case.response == Response.SAME_DAY.value
    assert (case.given_at, case.received_at) == (NOW, later)


def test_it_acts_beside_something_that_cannot_be_kept(people: People) -> None:
    received = sent(people, arriving({"suicidal_urge": 5, "sad": 77, "hack": "x", "note": 3}))
    assert set(received.refused) == {"sad", "hack", "note"}
    assert len(received.alerts) == 1


def test_it_acts_where_there_is_no_place_for_the_rest(people: People) -> None:
    received = sent(people, arriving({"attempt": 1, "sad": 2}, name="long ago"))
    assert received.document is None
    assert received.entry.says == "This day is too long ago."
    assert received.alerts[0].response == Response.EMERGENCY.value
    assert sent(people, replace(arriving({}), key=received.entry.key)).again


def test_it_acts_where_another_device_said_otherwise(people: People) -> None:
    sent(people, arriving({"suicidal_urge": 0}))
    received = sent(people, arriving({"suicidal_urge": 5}, device="tablet"))
    assert [clash.value for clash in received.clashes] == [5.0]
    assert len(received.alerts) == 1
    assert PhoneClash.objects.get().value == 5.0


def test_who_wrote_over_what_they_saw_has_settled_it(people: People) -> None:
    first = sent(people, arriving({"sad": 1}))
    sent(people, arriving({"sad": 4}, device="tablet"))
    seen = {"sad": str(first.entry.key)}
    sent(people, arriving({"sad": 3}, device="tablet", number=2, seen=seen))
    assert PhoneDocument.objects.get().values["sad"] == 3.0
    assert PhoneClash.objects.get().settled_at is not None


def test_facts_follow_the_answer_while_it_is_corrected(people: People) -> None:
    sent(people, arriving({"self_harm_act": 1}))
    assert ClinicalEvent.objects.filter(kind="self_harm_act").exists()
    sent(people, arriving({"self_harm_act": 0}, number=2))
    assert not ClinicalEvent.objects.filter(kind="self_harm_act").exists()
    assert AlertCase.objects.count() == 1


def test_taken_away_the_words_are_gone_and_do_not_come_back(people: People) -> None:
    sent(people, arriving({"note": "a secret"}))
    sent(people, arriving({"removed": True}, number=2))
    assert PhoneDocument.objects.get().fields == {}
    assert [entry.values for entry in PhoneEntry.objects.all()] == [{}, {}]
    late = sent(people, arriving({"note": "a secret"}, device="tablet"))
    assert late.document is None
    assert not PhoneEntry.objects.filter(values__contains={"note": "a secret"}).exists()


def test_the_person_says_who_may_read_it(people: People) -> None:
    sent(people, arriving({"note": "x", "shared": False}))
    assert not PhoneDocument.objects.get().shared


def test_nothing_written_makes_no_document(people: People) -> None:
    assert sent(people, arriving({})).entry.says == "Nothing was written here."
    assert not PhoneDocument.objects.exists()


def test_a_kind_there_is_not_is_refused(people: People) -> None:
    with pytest.raises(RecordError, match="nothing of this kind"):
        sent(people, arriving({"note": "x"}, kind="nothing"))


@pytest.mark.parametrize("off", [timedelta(days=-1), timedelta(days=1)])
def test_a_clock_that_is_a_day_wrong_is_put_right(off: timedelta) -> None:
    by_phone = NOW + off - timedelta(minutes=30)
    found = times(by_phone, NOW + off, NOW)
    assert found.given_at == NOW - timedelta(minutes=30)
    assert found.days_off == -off.days


def test_nothing_was_written_later_than_it_came() -> None:
    assert times(NOW + timedelta(days=3), NOW, NOW).given_at == NOW


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"key": "no key"}, "key"),
        ({"kind": 3}, "kind"),
        ({"name": ""}, "name"),
        ({"name": "x" * 65}, "name"),
        ({"number": -1}, "number"),
        ({"number": True}, "number"),
        ({"given_at": "yesterday"}, "given_at"),
        ({"given_at": "2026-11-22T21:00:00"}, "given_at"),
        ({"values": []}, "values"),
        ({"seen": 7}, "seen"),
    ],
)
def test_what_is_no_entry_is_refused_in_words(change: dict[str, Any], field: str) -> None:
    with pytest.raises(RecordError) as refused:
        arrival_of(as_sent() | change, "phone")
    assert refused.value.field == field


@pytest.mark.parametrize("value", [{"b": 1}, "x" * 20_001, float("inf"), float("nan")])
def test_a_value_nobody_can_keep_does_not_stop_the_others(people: People, value: object) -> None:
    arrival = arrival_of(as_sent() | {"values": {"note": value, "suicidal_urge": 4}}, "phone")
    received = sent(people, arrival)
    assert set(received.refused) == {"note"}
    assert len(received.alerts) == 1


def as_sent() -> dict[str, object]:
    return {
        "key": str(uuid.uuid4()),
        "kind": "probe",
        "name": "one",
        "number": 1,
        "given_at": NOW.isoformat(),
        "values": {},
    }
