"""Courses: every form and every series from outside, one drawn at a time; series brought in."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from openimt.simulate.people import invent
from openimt_clinic.records.mapping.series import series_course, series_measure
from openimt_clinic.records.series_record import SeriesRecord
from tests.real_data import real
from tests.web.kept import a_series
from tests.web.living import live
from tests.web.pages_of import Browser, opened, sent
from tests.web.people import People

MOST_HTML = 60 * 1024
SYMPTOMS = (
    "mood,concentration,self_worth,suicidal_ideation,tiredness,sleep,pleasure,psychomotor,appetite"
)
DAYS = "on;sad\n2026-01-05;4\n2026-01-12;6\n2026-01-19;\n2026-01-26;3\n"


@pytest.fixture
def ana(people: People, signed_in: Browser) -> Client:
    return signed_in(people.ana)


def asked(text: bytes | str, **other: object) -> dict[str, object]:
    file = SimpleUploadedFile("a.csv", text.encode() if isinstance(text, str) else text)
    given = {
        "file": file, "name": "Sadness", "values": "sad", "lowest": "0", "highest": "10",
        "higher_is": "worse", "person": "", "who": "", "when": "on", "first": "",
        "every_days": "7", "a_day": "1", "says": "", "look": "1",
    }  # fmt: skip
    return {**given, **other}


def keep(ana: Client, people: People, page: str, **other: object) -> tuple[str, bool]:
    line = page.split('name="carried" value="')[1].split('"', maxsplit=1)[0]
    given = asked("", **other)
    given.pop("file"), given.pop("look")
    return sent(ana, "import_series", people, carried=line, keep="1", **given)


def test_nothing_read_yet_is_said(people: People, ana: Client) -> None:
    assert "No readings yet" in opened(ana, "courses", people)


def test_every_course_of_a_whole_treatment_can_be_drawn(people: People, ana: Client) -> None:
    live(people.patient, invent(6, seed=2)[5], people.ana)
    page = opened(ana, "courses", people)
    measures = re.findall(r'href="\?measure=([\w-]+)"', page)
    assert len(measures) > 2
    for measure in measures:
        drawn = opened(ana, "courses", people, measure=measure)
        assert drawn.count("<svg class=") == 2
        assert len(drawn.encode()) <= MOST_HTML


def test_a_series_is_drawn_first_and_then_kept(people: People, ana: Client) -> None:
    page, done = sent(ana, "import_series", people, **asked(DAYS))
    assert not done
    assert "3 values, from 4 on 5 Jan 2026 to 3 on 26 Jan 2026." in page
    assert "1 row has a gap and is left out." in page
    assert not SeriesRecord.objects.exists()
    page, done = keep(ana, people, page, says="his own diary")
    assert done
    assert "The series is kept and drawn." in page
    assert "Brought from outside" in page
    assert "his own diary" in page
    kept = SeriesRecord.objects.get()
    assert kept.points == [["2026-01-05", 4.0], ["2026-01-12", 6.0], ["2026-01-26", 3.0]]


def test_it_can_be_taken_back(people: People, ana: Client) -> None:
    kept = a_series(people)
    page, done = sent(ana, "drop_series", people, kept.pk, sent="1")
    assert done
    assert "no longer drawn" in page
    assert "Sleep" not in page.split("<main")[1].replace("The series is no longer drawn.", "")


def test_real_sessions_of_a_trial_are_drawn(people: People, ana: Client) -> None:
    """CBASP trial (Schramm 2017): the sum of nine symptoms, session by session."""
    named = {
        "values": SYMPTOMS, "highest": "1", "person": "PatID.x", "who": "5",
        "when": "sessionN", "first": "2026-01-05",
    }  # fmt: skip
    text = real("rct/cbasp_sessions.csv").read_bytes()
    page, _ = sent(ana, "import_series", people, **asked(text, **named))
    assert page.count("<svg class=") == 2
    page, done = keep(ana, people, page, **named)
    assert done
    kept = SeriesRecord.objects.get()
    assert (kept.lowest, kept.highest) == (0, 9)
    drawn = re.findall(r'class="chart-dot" d="([^"]+)"', page)
    assert [one.count("M") for one in drawn] == [len(kept.points)] * 2


def test_real_prompts_of_a_month_are_drawn_by_day(people: People, ana: Client) -> None:
    """Fisher 2017: four prompts a day; the mean of each day is drawn."""
    named = {
        "values": "down", "highest": "100", "person": "subj_id", "who": "1", "when": "",
        "first": "2026-01-05", "every_days": "1", "a_day": "4",
    }  # fmt: skip
    text = real("ema/fisher2017_ema.csv").read_bytes()
    page, _ = sent(ana, "import_series", people, **asked(text, **named))
    _, done = keep(ana, people, page, **named)
    assert done
    days = [day for day, _ in SeriesRecord.objects.get().points]
    assert days == sorted(set(days))
    assert 25 <= len(days) <= 40


def test_of_several_people_one_is_to_be_chosen(people: People, ana: Client) -> None:
    text = "who,on,sad\nanna,2026-01-05,1\nben,2026-01-05,2\n"
    page, done = sent(ana, "import_series", people, **asked(text, person="who"))
    assert not done
    assert "The file names 2 people: anna, ben. Say who of them this patient is." in page
    assert 'name="keep"' not in page


@pytest.mark.parametrize(
    ("text", "wrong", "beside", "says"),
    [
        ("", {}, "file", "a.csv: is empty"),
        (b"\x00\x01", {}, "file", "is a binary file"),
        (DAYS, {"values": "glad"}, "file", "has no column 'glad'"),
        (DAYS, {"highest": "5"}, "file", "a.csv, row 3, field sad: is 6; expected a number"),
        (DAYS, {"when": ""}, "file", "give the day on which the series begins"),
        (DAYS, {"name": ""}, "name", "This field is required"),
        (DAYS, {"every_days": "0"}, "every_days", "greater than or equal to 1"),
        (DAYS, {"higher_is": "odd"}, "higher_is", "is not one of the available choices"),
        (DAYS, {"lowest": "11"}, "file", "expected a number from 11 to 10"),
    ],
)
def test_a_refused_series_says_why_beside_its_field(
    text: str | bytes, wrong: dict[str, str], beside: str, says: str, people: People, ana: Client
) -> None:
    page, done = sent(ana, "import_series", people, **asked(text, says="typed", **wrong))
    assert not done
    error = page.split(f'id="id_{beside}_error"')[1].split("</p>", maxsplit=1)[0]
    assert says in error
    assert 'value="typed"' in page
    assert not SeriesRecord.objects.exists()


def test_a_name_that_is_there_already_is_refused(people: People, ana: Client) -> None:
    a_series(people, name="Sadness")
    page, _ = sent(ana, "import_series", people, **asked(DAYS))
    page, done = keep(ana, people, page)
    assert not done
    assert "There is a series of that name already." in page


def test_who_may_only_read_sees_it_without_buttons(people: People, signed_in: Browser) -> None:
    kept = a_series(people)
    page = opened(signed_in(people.ben), "courses", people, measure=series_measure(kept))
    assert "Sleep" in page
    assert "No longer draw it" not in page
    assert "Bring in a series" not in page


def test_a_series_claims_no_expectation_and_no_judgement(people: People) -> None:
    course = series_course(a_series(people))
    assert course.corridor is None
    assert course.status == "drawn_only"
    assert [point.value for point in course.points] == [0, 1, 2, 3, 4, 5]
    assert timezone.now().tzinfo is not None
