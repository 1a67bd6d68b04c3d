"""Hard topics: more than a title is asked for only while a release and the whole gate stand."""

from collections.abc import Callable
from datetime import time, timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt.errors import RecordError
from openimt_clinic.actions.assessing import judge_criterion
from openimt_clinic.actions.story_releasing import release_topic, take_back_release
from openimt_clinic.audit.event import AuditEvent
from openimt_clinic.clinician.hard_topics import check_points, hard_topics
from openimt_clinic.patient.due import due_forms
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.capacity_record import CapacityRecord
from openimt_clinic.records.mapping.assessment import assessment_of
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.story_release import StoryRelease
from openimt_clinic.records.user import User
from tests.web.hard_topics import a_release, a_session_today, said, steady, worked_on
from tests.web.kept import an_event
from tests.web.people import People
from tests.web.storied import at_the_hour, of, opened
from tests.web.telling import arrives, tells

Browser = Callable[[User], Client]
ASKS = "What happened?"


@pytest.fixture
def ready(people: People, monkeypatch: pytest.MonkeyPatch) -> PhoneDocument:
    """Everything holds: it is a session's day, at ten in the morning, and 2009 is released."""
    at_the_hour(monkeypatch, time(10))
    steady(people)
    a_session_today(people)
    a_release(people)
    return tells(people, "scene", title="2009", tone="hard")


def asked(browser: Client, one: PhoneDocument) -> bool:
    return ASKS in opened(browser, "story_words", *of(one))


def test_a_released_topic_asks_for_more(
    ready: PhoneDocument, people: People, signed_in: Browser
) -> None:
    assert asked(signed_in(people.dan), ready)


def test_another_topic_stays_a_title(
    ready: PhoneDocument, people: People, signed_in: Browser
) -> None:
    other = tells(people, "scene", title="2010", tone="hard")
    box = tells(people, "scene", tone="hard")
    browser = signed_in(people.dan)
    assert not asked(browser, other)
    assert not asked(browser, box)


def test_a_new_title_neither_closes_what_is_open_nor_opens_another(
    ready: PhoneDocument, people: People, signed_in: Browser
) -> None:
    other = tells(people, "scene", {"title": "2009"}, title="2010", tone="hard")
    renamed = arrives(
        people.patient, people.dan, "scene", ready.name, {"title": "That year"}, number=9
    ).document
    assert renamed is not None
    browser = signed_in(people.dan)
    assert asked(browser, renamed)
    assert not asked(browser, other)


def test_a_release_is_tied_to_what_bears_its_title_shared_or_not(people: People) -> None:
    steady(people)
    hard = tells(people, "scene", title="2009", tone="hard")
    tells(people, "scene", title="2009", tone="good")
    until = timezone.localdate()
    kept = release_topic(patient=people.patient, topic=" 2009", until=until, by=people.ana)
    assert kept.entries == [str(hard.pk)]


def test_an_entry_that_is_shared_can_be_chosen_and_shows_its_title_of_now(
    people: People, signed_in: Browser
) -> None:
    steady(people)
    one = tells(people, "scene", title="2009", tone="hard", shared=True)
    hidden = tells(people, "scene", title="Kept to myself", tone="hard")
    browser, address = (
        signed_in(people.ana),
        reverse("clinician:release_topic", args=[people.patient.pk]),
    )
    page = unescape(browser.get(address).content.decode())
    assert "2009 (A scene)" in page
    assert "Kept to myself" not in page
    sent = {"entry": str(one.pk), "topic": "", "until": timezone.localdate().isoformat()}
    assert browser.post(address, sent | {"entry": str(hidden.pk)}).status_code == 200
    assert browser.post(address, sent).status_code == 302
    arrives(people.patient, people.dan, "scene", one.name, {"title": "That year"}, number=9)
    assert "called now: <bdi>That year</bdi>" in staff(people, browser)
    with pytest.raises(RecordError, match="released already"):
        release_topic(patient=people.patient, entry=one, until=timezone.localdate(), by=people.ana)
    hidden.refresh_from_db()
    with pytest.raises(RecordError, match="is shared"):
        release_topic(
            patient=people.patient, entry=hidden, until=timezone.localdate(), by=people.ana
        )


def test_no_phone_keeps_a_page_of_a_hard_entry(
    ready: PhoneDocument, people: People, signed_in: Browser
) -> None:
    browser, good = signed_in(people.dan), tells(people, "scene", title="Sea", tone="good")
    begins = reverse("patient:story_entry", args=of(ready))
    for page in ("story_entry", "story_words", "story_earlier"):
        assert browser.get(reverse(f"patient:{page}", args=of(ready)))["X-Phone-Drops"] == begins
        assert "X-Phone-Drops" not in browser.get(reverse(f"patient:{page}", args=of(good)))
    assert browser.get(reverse("patient:phone_json")).json()["drops"] == [begins]


def word(people: People) -> list[bool]:
    found = assessment_of(people.patient, timezone.localdate()).judgements
    return [one.met for one in found if one.criterion == "trauma_release"]


def test_a_release_and_the_word_that_rules_ask_for_are_one_truth(people: People) -> None:
    steady(people)
    assert word(people) == []
    by = {"patient": people.patient, "by": people.ana}
    day, more = timezone.localdate(), timedelta(days=20)
    judging = by | {"criterion": "trauma_release", "on": day, "until": day + more, "reason": "So."}
    judge_criterion(met=True, **judging)
    assert word(people) == [True]
    release = release_topic(topic="2009", until=day, **by)
    with pytest.raises(RecordError, match="Take that back there"):
        judge_criterion(met=False, **judging)
    take_back_release(release=release, reason="Hard nights.", by=people.ana)
    assert word(people) == [], "an earlier yes does not stand beside it"
    a_release(people)
    assert word(people) == [True]


def test_what_follows_from_a_release_says_so_where_judgements_are_read(
    people: People, signed_in: Browser
) -> None:
    a_release(people, "Hush")
    address = reverse("clinician:assessment", args=[people.patient.pk])
    page = unescape(signed_in(people.ana).get(address).content.decode())
    assert "which one stands on the page Story" in page
    assert "Hush" not in page


@pytest.mark.parametrize("at", [time(20), time(23, 59), time(6, 59)])
def test_never_late(
    ready: PhoneDocument,
    people: People,
    signed_in: Browser,
    monkeypatch: pytest.MonkeyPatch,
    at: time,
) -> None:
    at_the_hour(monkeypatch, at)
    assert not asked(signed_in(people.dan), ready)


def no_session(_: People) -> None:
    Appointment.objects.all().delete()


def an_attempt(people: People) -> None:
    day = timezone.localdate() - timedelta(weeks=7)
    an_event(people, "suicide_attempt", on=day, reviewed_by=people.ana, reviewed_at=timezone.now())


def presence_lost(people: People) -> None:
    CapacityRecord.objects.filter(capacity="can_stay_present").update(state="not_shown")


def taken_back(people: People) -> None:
    release = StoryRelease.objects.get(patient=people.patient)
    take_back_release(release=release, reason="Hard nights.", by=people.ana)


def run_out(_: People) -> None:
    day = timezone.localdate() - timedelta(days=1)
    StoryRelease.objects.update(since=day, until=day)


@pytest.mark.parametrize("change", [no_session, an_attempt, presence_lost, taken_back, run_out])
def test_the_gate_is_asked_anew_each_time(
    ready: PhoneDocument,
    people: People,
    signed_in: Browser,
    change: Callable[[People], None],
) -> None:
    change(people)
    assert not asked(signed_in(people.dan), ready)


def test_a_title_can_be_put_down_whatever_holds(people: People, signed_in: Browser) -> None:
    people.patient.therapy = "gpm"
    people.patient.save()
    one = tells(people, "scene", title="2009", tone="hard")
    assert "2009" in opened(signed_in(people.dan), "story_entry", *of(one))


def staff(people: People, browser: Client) -> str:
    return unescape(
        browser.get(reverse("clinician:story", args=[people.patient.pk])).content.decode()
    )


def test_a_topic_is_released_and_taken_back_on_the_page(people: People, signed_in: Browser) -> None:
    steady(people)
    browser, until = signed_in(people.ana), timezone.localdate() + timedelta(days=7)
    sent = {"topic": " The  summer of 2009 ", "until": until.isoformat()}
    browser.post(reverse("clinician:release_topic", args=[people.patient.pk]), sent)
    one = StoryRelease.objects.get(patient=people.patient)
    assert one.topic == "The summer of 2009"
    page = staff(people, browser)
    assert "The summer of 2009" in page
    assert "by Ana" in page
    address = reverse("clinician:take_back_release", args=[people.patient.pk, one.pk])
    assert browser.post(address, {"reason": ""}).status_code == 200
    browser.post(address, {"reason": "Hard nights."})
    page = staff(people, browser)
    assert "No topic is released." in page
    assert "Hard nights." in page
    written = AuditEvent.objects.filter(action__startswith="story.").values_list("details")
    assert "summer" not in str(list(written))


def test_why_it_cannot_be_released_is_said_in_words(people: People, signed_in: Browser) -> None:
    steady(people)
    presence_lost(people)
    assert "Only somebody who is here can tell what was there" in staff(
        people, signed_in(people.ana)
    )
    with pytest.raises(RecordError, match="Only somebody who is here"):
        release_topic(
            patient=people.patient, topic="2009", until=timezone.localdate(), by=people.ana
        )
    assert not StoryRelease.objects.exists()


@pytest.mark.parametrize(
    ("topic", "days", "says"),
    [
        (" ", 1, "title"),
        ("x" * 201, 1, "short"),
        ("2010", -1, "later day"),
        ("2010", 7 * 12 + 1, "12 weeks"),
        ("2009 ", 1, "already"),
    ],
)
def test_what_cannot_be_is_refused(people: People, topic: str, days: int, says: str) -> None:
    steady(people)
    a_release(people)
    until = timezone.localdate() + timedelta(days=days)
    with pytest.raises(RecordError, match=says):
        release_topic(patient=people.patient, topic=topic, until=until, by=people.ana)


def test_it_is_taken_back_once(people: People) -> None:
    release = a_release(people)
    take_back_release(release=release, reason="Hard nights.", by=people.ana)
    with pytest.raises(RecordError, match="already"):
        take_back_release(release=release, reason="Again.", by=people.ana)


def test_both_urges_are_asked_a_day_after_and_the_therapist_is_reminded(people: People) -> None:
    steady(people)
    now = timezone.now()
    said(people, 0, hours=30)
    assert not due_forms(people.patient, now)["oi-safety"].due
    worked_on(people, "n6", hours=20)
    assert due_forms(people.patient, now)["oi-safety"].due
    assert hard_topics(people.patient, now).due
    (point,) = check_points(people.patient, now)
    assert "how the days" in str(point.says)
    said(people, 1, hours=1)
    assert not hard_topics(people.patient, now).due
    assert not list(check_points(people.patient, now))


def test_other_work_brings_no_check(people: People) -> None:
    steady(people)
    worked_on(people, "n5", hours=20)
    assert not hard_topics(people.patient, timezone.now()).after
    a_release(people, since=timezone.localdate() - timedelta(days=2))
    assert hard_topics(people.patient, timezone.now()).after


def test_two_raised_checks_suggest_a_pause_and_pause_nothing(
    people: People, signed_in: Browser
) -> None:
    steady(people)
    worked_on(people, "n6", hours=70)
    said(people, 4, hours=46)
    assert not hard_topics(people.patient, timezone.now()).pause
    said(people, 5, hours=22)
    found = hard_topics(people.patient, timezone.now())
    assert found.pause
    assert "nothing is paused by itself" in staff(people, signed_in(people.ana))
    (point,) = check_points(people.patient, timezone.now())
    assert "raised" in str(point.says)
