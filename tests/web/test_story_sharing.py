"""Who reads a story: the person alone, until they share an entry; and nobody after they take it
back or away."""

import io
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from openimt_clinic.audit.event import AuditEvent
from openimt_clinic.clinician.story_stops import stop_points
from openimt_clinic.records.phone_clash import PhoneClash
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.session_record import SessionRecord
from openimt_clinic.records.user import User
from tests.web.cases import CASES
from tests.web.kept import NOW
from tests.web.people import People
from tests.web.storied import of, opened, write
from tests.web.telling import arrives, tells

Browser = Callable[[User], Client]
MARKER = "quincetreemarker"


def staff(people: People) -> str:
    return reverse("clinician:story", args=[people.patient.pk])


def read_by(browser: Client, people: People) -> str:
    return unescape(browser.get(staff(people)).content.decode())


def shares(browser: Client, one: PhoneDocument, agreed: str = "true") -> None:
    assert write(browser, one.kind, one.name, shared=agreed).status_code == 302


def told(people: People, **more: Any) -> PhoneDocument:
    words = {"title": f"The {MARKER}", "text": f"Under the {MARKER}."}
    return tells(people, "chapter", **(words | more))


# ---- sharing and taking back ----


def test_nothing_is_shared_by_itself(people: People, signed_in: Browser) -> None:
    told(people)
    page = read_by(signed_in(people.ana), people)
    assert MARKER not in page
    assert "Nothing is shared here" in page


def test_the_page_is_the_same_whether_or_not_there_is_more(
    people: People, signed_in: Browser
) -> None:
    ana = signed_in(people.ana)
    before = read_by(ana, people).split("<main")[1].split("</main")[0]
    told(people)
    assert read_by(ana, people).split("<main")[1].split("</main")[0] == before


def test_one_entry_is_shared_and_the_others_are_not(people: People, signed_in: Browser) -> None:
    chapter = told(people)
    tells(people, "scene", title="Kept to myself")
    dan = signed_in(people.dan)
    assert "Only you." in opened(dan, "story_entry", *of(chapter))
    assert "Share it with Ana" in opened(dan, "story_sharing", *of(chapter))
    shares(dan, chapter)
    assert "You and Ana." in opened(dan, "story_entry", *of(chapter))
    page = read_by(signed_in(people.ana), people)
    assert f"Under the {MARKER}." in page
    assert "Kept to myself" not in page


def test_who_reads_it_is_said_where_it_is_written(people: People, signed_in: Browser) -> None:
    chapter, dan = told(people), signed_in(people.dan)
    assert "Only you see it, unless you share it." in opened(dan, "story_title", *of(chapter))
    shares(dan, chapter)
    page = opened(dan, "story_title", *of(chapter))
    assert "Who reads it: You and Ana." in page
    assert "Only you see it" not in page


def test_what_is_taken_back_is_gone_for_others(people: People, signed_in: Browser) -> None:
    chapter, dan = told(people), signed_in(people.dan)
    shares(dan, chapter)
    shares(dan, chapter, "false")
    assert MARKER not in read_by(signed_in(people.ana), people)
    assert MARKER in opened(dan, "story_entry", *of(chapter))


def test_only_versions_since_it_was_shared_are_read(people: People, signed_in: Browser) -> None:
    chapter = tells(
        people,
        "chapter",
        {"text": "Ripe."},
        {"shared": True},
        {"text": "Riper."},
        title="A",
        text="Raw.",
    )
    page = read_by(signed_in(people.ana), people)
    assert [words in page for words in ("Raw.", "Ripe.", "Riper.")] == [False, True, True]
    assert "Raw." in opened(signed_in(people.dan), "story_earlier", *of(chapter))


def test_an_open_clash_of_words_shows_nothing_unsettled(people: People, signed_in: Browser) -> None:
    name = str(uuid.uuid4())
    about = (people.patient, people.dan, "chapter", name)
    arrives(*about, {"title": "First", "shared": True})
    arrives(*about, {"title": "Unsettled"}, device="tablet")
    page = read_by(signed_in(people.ana), people)
    assert "First" in page
    assert "Unsettled" not in page


@pytest.mark.parametrize(("who", "answer"), [("ben", 403), ("lea", 404), ("cleo", 404)])
def test_nobody_else_reads_it(people: People, signed_in: Browser, who: str, answer: int) -> None:
    told(people, shared=True)
    got = signed_in(getattr(people, who)).get(staff(people))
    assert got.status_code == answer
    assert MARKER not in got.content.decode()


def test_each_reading_is_logged(people: People, signed_in: Browser) -> None:
    told(people, shared=True)
    read_by(signed_in(people.ana), people)
    noted = AuditEvent.objects.filter(action="record.read", details__page="clinician:story")
    assert noted.get().by_id == people.ana.pk


def test_another_patient_finds_nothing(people: People, signed_in: Browser) -> None:
    chapter = told(people)
    for browser in (signed_in(people.ana), signed_in(people.ben)):
        assert browser.get(reverse("patient:story_entry", args=of(chapter))).status_code == 404


# ---- what is not shared appears nowhere ----


ENDED = "clinician:take_up"
"""Its row ends the course, and with it what the rows behind it would open."""


def pages_of_staff(people: People) -> Iterator[tuple[User, str]]:
    """Every page about Dan, and every list in which he stands."""
    lists = {"clinician:caseload", "clinician:alerts", "team:people", "team:clinic"}
    for case in CASES:
        if case.only_sends or case.works_for not in {"ana", "lea"} or case.name == ENDED:
            continue
        ids = case.ids(people) if case.name.startswith(("clinician:", "team:")) else {}
        if case.name in lists or "patient_id" in ids:
            yield getattr(people, case.works_for), reverse(case.name, kwargs=ids)


def paper(content: bytes) -> str:
    """The words of a PDF."""
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


@pytest.mark.slow
def test_what_is_not_shared_is_on_no_page_of_staff(people: People, signed_in: Browser) -> None:
    for kind in ("line_point", "chapter", "scene", "value", "next_chapter"):
        tells(people, kind, title=f"My {MARKER}", text=f"My {MARKER}")
    browsers = {user: signed_in(user) for user in (people.ana, people.lea)}
    pages = list(pages_of_staff(people))
    assert len(pages) > 20
    for user, address in pages:
        answer = browsers[user].get(address, follow=True)
        said = paper(answer.content) if "pdf" in answer["Content-Type"] else answer.content.decode()
        assert MARKER not in said, address
    found = browsers[people.ana].get(reverse("clinician:catalogue"), {"q": MARKER})
    assert f"My {MARKER}" not in found.content.decode()


# ---- taking away ----


def rows_with(marker: str) -> list[str]:
    """Every table with a row whose text holds the marker, whatever the column."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(
                f'SELECT count(*) FROM "{table}" AS t WHERE t::text LIKE %s',
                [f"%{marker}%"],
            )
            if cursor.fetchone()[0]:
                found.append(table)
    return found


def test_taken_away_no_word_is_left_anywhere(people: People, signed_in: Browser) -> None:
    chapter = tells(people, "chapter", {"text": MARKER}, {"shared": True}, title=MARKER)
    about = (people.patient, people.dan, "chapter", chapter.name)
    arrives(*about, {"title": f"{MARKER} too"}, device="tablet")
    assert PhoneClash.objects.exists()
    assert set(rows_with(MARKER)) == {
        "records_phonedocument", "records_phoneentry", "records_phoneclash",
    }  # fmt: skip
    dan = signed_in(people.dan)
    page = opened(dan, "story_away", *of(chapter))
    assert "Nobody can bring them back." in page
    assert write(dan, "chapter", chapter.name, removed="true").status_code == 302
    assert rows_with(MARKER) == []
    assert MARKER not in opened(dan, "story")
    assert dan.get(reverse("patient:story_entry", args=of(chapter))).status_code == 404
    assert MARKER not in read_by(signed_in(people.ana), people)


def test_a_device_that_was_away_brings_nothing_back(people: People, signed_in: Browser) -> None:
    chapter = told(people)
    write(signed_in(people.dan), "chapter", chapter.name, removed="true")
    late = (people.patient, people.dan, "chapter", chapter.name)
    assert arrives(*late, {"title": MARKER}, device="tablet").state == "refused"
    assert rows_with(MARKER) == []


def test_the_whole_story_goes_at_once(people: People, signed_in: Browser) -> None:
    for kind in ("line_point", "chapter", "scene", "value", "next_chapter"):
        tells(people, kind, {"title": f"{MARKER}2"}, title=MARKER)
    dan = signed_in(people.dan)
    assert "Take my whole story away?" in opened(dan, "story_all_away")
    assert dan.post(reverse("patient:story_all_away")).status_code == 302
    assert rows_with(MARKER) == []
    assert "There is nothing here." in opened(dan, "story_all_away")


def test_the_log_holds_no_word_of_it(people: People, signed_in: Browser) -> None:
    chapter, dan = told(people), signed_in(people.dan)
    shares(dan, chapter)
    shares(dan, chapter, "false")
    assert AuditEvent.objects.filter(action="phone.entry_kept").count() == 3
    assert "audit_auditevent" not in rows_with(MARKER)


# ---- where else those who treat hear of it ----


def phone_page(browser: Client, people: People) -> str:
    address = reverse("clinician:from_the_phone", args=[people.patient.pk])
    return unescape(browser.get(address).content.decode())


def test_who_reads_along_hears_of_no_sharing(people: People, signed_in: Browser) -> None:
    told(people, shared=True)
    assert "A chapter" in phone_page(signed_in(people.ana), people)
    page = phone_page(signed_in(people.ben), people)
    assert "A chapter" not in page
    assert staff(people) not in page


def test_a_stop_stands_on_the_next_agenda_and_not_after_the_session(people: People) -> None:
    tells(people, "story_stop", stopped=True)
    (point,) = stop_points(people.patient, None)
    assert "ask how it was" in point.says
    assert MARKER not in f"{point.says}{point.because}"
    before, after = (SessionRecord(held_at=NOW + timedelta(days=days)) for days in (-1, 1))
    assert list(stop_points(people.patient, before))
    assert not list(stop_points(people.patient, after))
