"""Bad input around a session: two who sign at once, a course that ended, the night of the clocks,
too long a note, hostile words, a stale page. Handled, said, and nothing lost."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from uuid import uuid4

import psycopg
import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from openimt.deliver.writing.field import LONGEST_TEXT
from openimt.errors import OpenIMTError
from openimt_clinic.actions.care.signing import sign
from openimt_clinic.actions.care.writing import Writing, write
from openimt_clinic.clinician.session_note import begin_note, note_of
from openimt_clinic.clinician.session_queries import prepared
from openimt_clinic.database.wall import inside
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.session_record import SessionRecord
from openimt_clinic.records.user import User
from tests.web.kept import an_appointment
from tests.web.pages_of import Browser, address, opened, sent
from tests.web.people import People, invite_people
from tests.web.sessions import begun, signed_off, typed_note

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> {{ 7*7 }} \u202eback"


@pytest.fixture
def ana(people: People, signed_in: Browser) -> Client:
    return signed_in(people.ana)


@pytest.fixture
def today(people: People) -> Appointment:
    return an_appointment(people, timezone.now().replace(second=0, microsecond=0))


@pytest.fixture
def committed(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, owner_url: str
) -> Iterator[People]:
    """People who are there for other connections; taken away by the owner afterwards."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        people = invite_people()
        with inside(clinic=people.clinic.pk):
            CareRelation.objects.filter(user=people.ben).update(kind=CareKind.TREATING.value)
            yield people
        with psycopg.connect(owner_url, autocommit=True) as owner:
            owner.execute("TRUNCATE records_clinic, records_user, audit_auditevent CASCADE")


def at_once(people: People, *acts: object) -> list[object]:
    """Each act in a thread with its own line to the database; what it gave, or its refusal."""
    together = Barrier(len(acts))

    def one(act: object) -> object:
        try:
            with inside(clinic=people.clinic.pk):
                together.wait(10)
                return act()  # type: ignore[operator]
        except OpenIMTError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [job.result() for job in [pool.submit(one, act) for act in acts]]


def begin(people: People, one: Appointment, by: User) -> CareDocument:
    return begin_note(one, prepared(people.patient, one), QueryDict(), by)


def test_two_therapists_who_sign_at_once_hold_one_session(committed: People) -> None:
    one = an_appointment(committed, timezone.now().replace(second=0, microsecond=0))
    note = begin(committed, one, committed.ana)
    came = at_once(
        committed,
        lambda: sign(document=note, by=committed.ana),
        lambda: sign(document=note, by=committed.ben),
    )
    refused = [str(one) for one in came if isinstance(one, OpenIMTError)]
    assert len(refused) == 1
    assert "signed this on" in refused[0]
    assert SessionRecord.objects.count() == 1
    assert CareDocument.objects.filter(state="signed").count() == 1


def test_two_who_begin_at_once_write_in_one_note(committed: People) -> None:
    one = an_appointment(committed, timezone.now().replace(second=0, microsecond=0))
    came = at_once(
        committed,
        lambda: begin(committed, one, committed.ana),
        lambda: begin(committed, one, committed.ben),
    )
    first, second = came
    assert isinstance(first, CareDocument)
    assert isinstance(second, CareDocument)
    assert first.pk == second.pk
    assert CareDocument.objects.count() == 1


def test_two_who_write_one_field_at_once_lose_nothing(committed: People) -> None:
    one = an_appointment(committed, timezone.now().replace(second=0, microsecond=0))
    note = begin(committed, one, committed.ana)

    def writes(text: str, by: User) -> object:
        writing = Writing(uuid4(), by.pk.hex, 1, {"note": text}, {"note": ""})
        return lambda: write(document=note, writing=writing, by=by)

    at_once(committed, writes("He was calm.", committed.ana), writes("Tired.", committed.ben))
    standing = note_of(one)
    assert standing is not None
    with pytest.raises(OpenIMTError, match="was written by two people"):
        sign(document=standing, by=committed.ana)
    said = {standing.values["note"], *(e.values["note"] for e in standing.entries.all())}
    assert {"He was calm.", "Tired."} <= said
    assert not SessionRecord.objects.exists()


def test_after_the_end_of_a_course_no_session_is_begun(
    people: People, today: Appointment, ana: Client
) -> None:
    people.patient.ended_on = timezone.localdate() - timedelta(days=1)
    people.patient.save()
    answer = ana.post(address("session_at", people, today.pk), {"do": "begin"})
    assert answer.status_code == 422
    assert "course ended on" in answer.content.decode()
    assert "Take the course up again" in answer.content.decode()
    assert not CareDocument.objects.exists()


def test_a_session_before_the_end_can_still_be_written_down(
    people: People, today: Appointment, ana: Client
) -> None:
    people.patient.ended_on = timezone.localdate()
    people.patient.save()
    page, done = signed_off(ana, people, today, note="The last one.")
    assert done, page


def test_a_session_on_the_night_of_the_clocks_is_held_on_its_own_day(
    people: People, ana: Client
) -> None:
    # 02:30 comes twice in Berlin on 25 October 2026; both are this one night.
    for hour in (0, 1):
        at = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
        one = an_appointment(people, at)
        page, done = signed_off(ana, people, one, note=f"Night {hour}.")
        assert done, page
        assert "Sun 25 Oct 2026, 02:30" in page
    assert [s.held_at.hour for s in SessionRecord.objects.order_by("held_at")] == [0, 1]


def test_an_hour_that_the_clocks_skip_is_no_hour_to_move_to(people: People, ana: Client) -> None:
    one = an_appointment(people, timezone.now() + timedelta(days=2))
    given = {"move": "1", "day": "2027-03-28", "at": "02:30", "place": "in_person", "where": ""}
    page, done = sent(ana, "appointment", people, one.pk, **given)
    assert not done
    assert "the clocks skip 02:30" in page
    page, done = sent(ana, "appointment", people, one.pk, **(given | {"at": "03:30"}))
    assert done, page


LONG = "We looked at Thursday. " * 8_700
"""More than 200,000 letters."""


def test_a_very_long_note_is_kept_and_signed_whole(
    people: People, today: Appointment, ana: Client
) -> None:
    page, done = signed_off(ana, people, today, note=LONG, homework="One line a day.")
    assert done, page
    assert SessionRecord.objects.get().note == LONG.strip()


def test_too_long_a_note_is_refused_with_a_sentence_and_stays_as_typed(
    people: People, today: Appointment, ana: Client
) -> None:
    long = LONG + LONG
    page, done = signed_off(ana, people, today, note=long, homework="One line a day.")
    assert not done
    assert f"at most {LONGEST_TEXT:,} letters fit here" in page
    assert long.strip() in page
    note = note_of(today)
    assert note is not None
    assert note.values["homework"] == "One line a day."
    assert "note" not in note.values
    assert not SessionRecord.objects.exists()


def test_hostile_words_are_words(people: People, today: Appointment, ana: Client) -> None:
    given = {"note": HOSTILE, "homework": HOSTILE, "promises": HOSTILE}
    where = address("session_at", people, today.pk)
    ana.post(where, {**typed_note(ana, people, today, **given), "do": ["keep"]})
    draft = ana.get(where).content.decode()
    _, done = signed_off(ana, people, today)
    assert done
    signed = ana.get(where).content.decode()
    for page in (draft, signed):
        assert "<script>alert(1)" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(1)" in page
        assert "{{ 7*7 }}" in page
    assert SessionRecord.objects.get().note == HOSTILE


def test_a_zero_byte_and_windows_line_ends_harm_nothing(
    people: People, today: Appointment, ana: Client
) -> None:
    _, done = signed_off(ana, people, today, note="one\r\ntwo\x00three")
    assert done
    assert SessionRecord.objects.get().note == "one\ntwothree"


def test_a_stale_field_clashes_and_is_not_signed_over(
    people: People, today: Appointment, ana: Client, signed_in: Browser
) -> None:
    CareRelation.objects.filter(user=people.ben).update(kind=CareKind.TREATING.value)
    stale = typed_note(ana, people, today, note="He was calm.")
    where = address("session_at", people, today.pk)
    ben = signed_in(people.ben)
    ben.post(where, {**typed_note(ben, people, today, note="Tired."), "do": ["keep"]})
    answer = ana.post(where, stale)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ben wrote something else here meanwhile" in page
    assert "He was calm." in page
    assert "Tired." in page
    assert not SessionRecord.objects.exists()


def test_a_note_that_was_put_aside_leaves_the_session_open(
    people: People, today: Appointment, ana: Client
) -> None:
    begun(ana, people, today)
    note = note_of(today)
    assert note is not None
    aside = address("close_document", people, note.pk, "put-aside")
    ana.post(aside, {"reason": "Begun by mistake."})
    assert note_of(today) is None
    assert "Begin the session" in opened(ana, "session_at", people, today.pk)


def test_a_field_nobody_knows_is_refused_and_the_rest_is_kept(
    people: People, today: Appointment, ana: Client
) -> None:
    begun(ana, people, today)
    note = note_of(today)
    assert note is not None
    values = {"note": "Kept.", "tick_nothing": ["done"], "captured": [["storm", "x"]]}
    writing = Writing(uuid4(), "w", 1, values)
    came = write(document=note, writing=writing, by=people.ana)
    assert set(came.refused) == {"tick_nothing", "captured"}
    assert came.document.values["note"] == "Kept."
