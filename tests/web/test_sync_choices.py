"""Two answers, one's own phones, and writing without script."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from openimt.errors import RecordError
from openimt_clinic.actions.alerting import acknowledge, close
from openimt_clinic.actions.phone import receiving
from openimt_clinic.actions.phone.clashes import settle_clash
from openimt_clinic.patient.clash_view import open_clashes
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.phone_clash import PhoneClash
from openimt_clinic.records.phone_device import PhoneDevice
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.phone_entry import PhoneEntry
from openimt_clinic.records.user import User
from tests.web.people import People
from tests.web.phone import Phone

Browser = Callable[[User], Client]


@pytest.fixture
def dan(people: People, signed_in: Browser) -> Client:
    return signed_in(people.dan)


def text_of(browser: Client, address: str) -> str:
    response = browser.get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())


def clash(dan: Client, field: str = "sad", one: object = 2, other: object = 4) -> PhoneClash:
    Phone().tell(dan, {field: one})
    Phone().tell(dan, {field: other})
    return PhoneClash.objects.get(settled_at=None)


def standing(field: str = "sad") -> object:
    return PhoneDocument.objects.get(kind="diary").values[field]


# ---- clashes ----------------------------------------------------------------------------------


def test_both_answers_are_shown_in_words_with_where_and_when(people: People, dan: Client) -> None:
    own, other = Phone(), Phone()
    sent = {"device": own.device, "name": "My old phone"}
    dan.post("/me/devices/", sent, content_type="application/json")
    own.tell(dan, {"self_harm_act": 1})
    other.tell(dan, {"self_harm_act": 0})
    page = text_of(dan, "/me/clashes/")
    assert "Nothing is lost" in page
    assert "My old phone" in page
    assert "on a phone or tablet" in page
    assert page.count(timezone.localtime().strftime("%H:")) >= 2
    assert re.search(r"<b>\s*Yes\s*</b>", page)
    assert re.search(r"<b>\s*No\s*</b>", page)


@pytest.mark.parametrize(("holds", "value"), [("stands", 2), ("other", 4)])
def test_the_person_chooses_and_it_holds_everywhere(
    people: People, dan: Client, holds: str, value: int
) -> None:
    found = clash(dan)
    dan.post("/me/clashes/", {"clash": found.pk, "holds": holds})
    assert standing() == value
    assert AnswerSet.objects.get().answers["sad"] == value
    assert open_clashes(people.patient) == []
    assert "nothing to choose" in text_of(dan, "/me/clashes/")


def test_choosing_again_changes_nothing(people: People, dan: Client) -> None:
    found = clash(dan)
    settle_clash(clash=found, takes_other=False, by=people.dan)
    with pytest.raises(RecordError, match="settled"):
        settle_clash(clash=found, takes_other=True, by=people.dan)
    assert standing() == 2


def test_choosing_calls_nobody_a_second_time(people: People, dan: Client) -> None:
    """The answer was heard when it came; that the person says now that it holds is no new one."""
    found = clash(dan, "suicidal_urge", 0, 5)
    case = AlertCase.objects.get()
    acknowledge(alert=case, by=people.ana)
    close(alert=case, reason="We spoke.", by=people.ana, no_contact="Spoke at the door.")
    settle_clash(clash=found, takes_other=True, by=people.dan)
    assert standing("suicidal_urge") == 5
    assert AlertCase.objects.count() == 1


def test_the_same_said_by_another_device_after_the_case_was_closed_tells_somebody(
    people: People, dan: Client
) -> None:
    Phone().tell(dan, {"suicidal_urge": 5})
    late = Phone()
    before = late.write({"suicidal_urge": 5})
    close(
        alert=AlertCase.objects.get(),
        reason="Spoke on the telephone.",
        by=people.ana,
        no_contact="Spoke at the door.",
    )
    late.send(dan, [before])
    assert AlertCase.objects.count() == 1, "it was said before somebody spoke with them"
    told = Phone().tell(dan, {"suicidal_urge": 5})["told"]
    assert AlertCase.objects.filter(closed_at=None).count() == 1
    assert "is on it" not in " ".join(told["happens"])


def test_yes_is_no_answer_on_a_scale(people: People, dan: Client) -> None:
    answer = Phone().tell(dan, {"suicidal_urge": True, "self_harm_act": True})
    assert list(answer["refused"]) == ["suicidal_urge"]
    assert PhoneDocument.objects.get().values == {"self_harm_act": 1}


def test_somebody_elses_clash_is_not_there(people: People, dan: Client, signed_in: Browser) -> None:
    found = clash(dan)
    for wrong in ({"clash": uuid.uuid4(), "holds": "other"}, {"clash": "x", "holds": "other"},
                  {"clash": found.pk, "holds": "neither"}, {}):  # fmt: skip
        assert dan.post("/me/clashes/", wrong).status_code == 404
    assert signed_in(people.ana).post("/me/clashes/", {"clash": found.pk}).status_code == 404
    assert open_clashes(people.patient) == [found]


def test_a_device_that_writes_again_has_decided(people: People, dan: Client) -> None:
    phone, tablet = Phone(), Phone()
    first = phone.tell(dan, {"sad": 2})
    tablet.tell(dan, {"sad": 4})
    tablet.tell(dan, {"sad": 5}, seen={"sad": first["key"]})
    assert standing() == 5
    assert open_clashes(people.patient) == []


def test_a_device_that_comes_round_to_the_other_answer_clashes_no_more(
    people: People, dan: Client
) -> None:
    phone, tablet = Phone(), Phone()
    phone.tell(dan, {"sad": 2})
    tablet.tell(dan, {"sad": 4})
    assert tablet.tell(dan, {"sad": 2})["state"] == "kept"
    assert (standing(), open_clashes(people.patient)) == (2, [])


def test_an_answer_put_right_to_the_other_clashes_no_more(people: People, dan: Client) -> None:
    phone, tablet = Phone(), Phone()
    phone.tell(dan, {"sad": 2})
    tablet.tell(dan, {"sad": 4})
    phone.tell(dan, {"sad": 4})
    assert (standing(), open_clashes(people.patient)) == (4, [])


def test_a_third_answer_of_the_first_device_leaves_the_question_open(
    people: People, dan: Client
) -> None:
    phone, tablet = Phone(), Phone()
    phone.tell(dan, {"sad": 2})
    tablet.tell(dan, {"sad": 4})
    phone.tell(dan, {"sad": 3})
    assert [one.value for one in open_clashes(people.patient)] == [4]


# ---- one's own phones -------------------------------------------------------------------------


def claimed(dan: Client, **more: object) -> dict[str, object]:
    sent = {"device": str(uuid.uuid4()), "name": "Phone"} | more
    response = dan.post("/me/devices/", sent, content_type="application/json")
    assert response.status_code == 200
    answer: dict[str, object] = response.json()
    return answer


def test_a_key_is_shown_once_and_only_its_hash_is_kept(people: People, dan: Client) -> None:
    answer = claimed(dan, without_sign_in=True)
    device = PhoneDevice.objects.get()
    secret = str(answer["key"]).split(".")[2]
    assert len(secret) >= 43
    assert secret not in device.secret_hash
    assert device.without_sign_in
    assert secret not in text_of(dan, "/me/devices/")


def test_a_phone_is_ended_from_another_one(people: People, dan: Client, signed_in: Browser) -> None:
    claimed(dan)
    device = PhoneDevice.objects.get()
    address = f"/me/devices/{device.pk}/end/"
    assert address in text_of(dan, "/me/devices/")
    another = signed_in(people.dan)
    assert another.post(address).status_code == 302
    device.refresh_from_db()
    assert device.ended_at
    assert (device.secret_hash, device.without_sign_in) == ("", False)
    assert address not in text_of(dan, "/me/devices/")
    assert another.post(address, {}, content_type="application/json").json()["ended"]


@pytest.mark.parametrize("sent", ["", "[]", "{", '{"device": "x"}', "[" * 100_000])
def test_a_claim_that_is_none_is_refused(people: People, dan: Client, sent: str) -> None:
    response = dan.post("/me/devices/", sent, content_type="application/json")
    assert (response.status_code, bool(response.json()["says"])) == (422, True)
    assert not PhoneDevice.objects.exists()


def test_a_hostile_name_is_a_name(people: People, dan: Client) -> None:
    claimed(dan, name="<script>x</script>\x00\u202e" + "y" * 200)
    name = PhoneDevice.objects.get().name
    assert len(name) == 80
    assert "\x00" not in name
    assert "<script>x" not in dan.get("/me/devices/").content.decode()


# ---- without script ---------------------------------------------------------------------------


def write(
    browser: Client, fields: dict[str, object], kind: str = "diary", name: str = "today"
) -> object:
    return browser.post(f"/me/write/{kind}/{name}/", {"key": str(uuid.uuid4())} | fields)


def test_a_form_without_script_is_kept_and_leads_on(people: People, dan: Client) -> None:
    response = write(dan, {"sad": "3", "note": "rain", "leads_to": "/me/path/"})
    assert (response.status_code, response["Location"]) == (302, "/me/path/")  # type: ignore[attr-defined, index]
    document = PhoneDocument.objects.get()
    assert document.values == {"sad": 3, "note": "rain"}
    assert document.name == timezone.localdate().isoformat()
    assert PhoneEntry.objects.get().device.startswith("web-")


def test_a_day_before_is_named_by_the_clinics_calendar(people: People, dan: Client) -> None:
    write(dan, {"sad": "3"}, name="today-1")
    yesterday = timezone.localdate() - timedelta(days=1)
    assert PhoneDocument.objects.get().about == yesterday


def test_sending_a_form_twice_keeps_one_entry(people: People, dan: Client) -> None:
    key = str(uuid.uuid4())
    for _ in range(2):
        write(dan, {"key": key, "sad": "3"})
    assert PhoneEntry.objects.count() == 1


def test_a_page_that_was_brought_back_says_something_else_and_is_heard(
    people: People, dan: Client
) -> None:
    key = str(uuid.uuid4())
    write(dan, {"key": key, "suicidal_urge": "0"})
    response = write(dan, {"key": key, "suicidal_urge": "5"})
    assert AlertCase.objects.get().item == "suicidal_urge"
    assert response["Location"].startswith("/me/answers/")  # type: ignore[index]
    assert standing("suicidal_urge") == 5


def test_a_worrying_answer_sent_by_two_touches_leads_to_help_both_times(
    people: People, dan: Client
) -> None:
    fields = {"key": str(uuid.uuid4()), "suicidal_urge": "5"}
    sent = [write(dan, fields)["Location"] for _ in range(2)]  # type: ignore[index]
    assert sent == [f"/me/answers/{AnswerSet.objects.get().pk}/"] * 2
    assert AlertCase.objects.count() == PhoneEntry.objects.count() == 1


def test_what_was_left_as_it_stood_is_not_written_again(people: People, dan: Client) -> None:
    write(dan, {"sad": "3", "note": "rain", "angry": ""})
    write(dan, {"sad": "3", "note": "sun", "angry": ""})
    assert [entry.values for entry in PhoneEntry.objects.order_by("number")] == [
        {"sad": 3, "note": "rain"},
        {"note": "sun"},
    ]
    assert write(dan, {"sad": "3", "note": "sun"}).status_code == 302  # type: ignore[attr-defined]
    assert PhoneEntry.objects.count() == 2


def test_a_cleared_answer_is_left_out_and_a_blank_one_is_nothing(
    people: People, dan: Client
) -> None:
    write(dan, {"sad": "3", "angry": ""})
    write(dan, {"sad": ""})
    assert PhoneDocument.objects.get().values == {"sad": None}


def test_a_page_that_showed_an_older_answer_does_not_overwrite_the_newer(
    people: People, dan: Client
) -> None:
    phone = Phone()
    shown = phone.tell(dan, {"sad": 2, "note": "rain"})
    phone.tell(dan, {"sad": 4})
    seen = f'{{"sad": "{shown["key"]}", "note": "{shown["key"]}"}}'
    write(dan, {"sad": "2", "note": "sun", "seen": seen})
    assert PhoneDocument.objects.get().values == {"sad": 4, "note": "sun"}
    write(dan, {"sad": "1", "note": "sun", "seen": seen})
    assert [one.value for one in open_clashes(people.patient)] == [1]


def test_a_worrying_answer_leads_to_the_page_that_helps(people: People, dan: Client) -> None:
    response = write(dan, {"suicidal_urge": "5", "leads_to": "/me/path/"})
    kept = AnswerSet.objects.get()
    assert response["Location"] == f"/me/answers/{kept.pk}/"  # type: ignore[index]
    assert AlertCase.objects.get().response == "same_day"


def test_what_does_not_fit_is_said_and_what_was_typed_stays(people: People, dan: Client) -> None:
    response = write(dan, {"sad": "9", "note": "rain", "angry": "2", "leads_to": "/me/path/"})
    assert response.status_code == 422  # type: ignore[attr-defined]
    page = unescape(response.content.decode())  # type: ignore[attr-defined]
    assert "from 0 to 5" in page
    assert ">9</textarea>" in page
    assert "/me/path/" in page
    assert PhoneDocument.objects.get().values == {"note": "rain", "angry": 2}


def test_a_database_that_is_away_asks_to_call_or_to_send_again(
    people: People, dan: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(receiving, "keep_answers", away)
    worry = write(dan, {"suicidal_urge": "5"})
    assert "Please call now" in worry.content.decode()  # type: ignore[attr-defined]
    other = write(dan, {"sad": "3", "note": "my words"})
    assert other.status_code == 500  # type: ignore[attr-defined]
    assert "my words" in other.content.decode()  # type: ignore[attr-defined]
    assert not PhoneEntry.objects.exists()


@pytest.mark.parametrize(
    "after",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:x", "", "x"],
)
def test_it_leads_nowhere_else(people: People, dan: Client, after: str) -> None:
    response = write(dan, {"sad": "3", "leads_to": after})
    assert response["Location"] == "/me/"  # type: ignore[index]


def test_a_kind_there_is_not_is_no_page(people: People, dan: Client) -> None:
    assert write(dan, {"sad": "1"}, kind="nothing").status_code == 404  # type: ignore[attr-defined]
    assert write(dan, {"sad": "1"}, name="no-day").status_code == 422  # type: ignore[attr-defined]


def test_done_shared_and_taken_away_go_the_same_way(people: People, dan: Client) -> None:
    name = str(uuid.uuid4())
    write(dan, {"title": "mine", "favourite": "on", "done": "on"}, "skill", name)
    document = PhoneDocument.objects.get()
    assert document.values == {"title": "mine", "favourite": True, "done": True}
    kind, name = "experiment", str(uuid.uuid4())
    write(dan, {"goal": "try it", "shared": "off"}, kind, name)
    document = PhoneDocument.objects.get(kind=kind)
    assert not document.shared
    write(dan, {"shared": "on"}, kind, name)
    document.refresh_from_db()
    assert document.shared
    write(dan, {"removed": "on"}, kind, name)
    document.refresh_from_db()
    assert document.removed_at
    assert document.fields == {}
