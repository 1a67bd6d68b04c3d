"""Days as people write them, in the forms of staff and in what they write about a person."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone, translation
from django.utils.formats import date_format

from openimt.errors import DeliveryError
from openimt_clinic.actions.care.opening import open_document
from openimt_clinic.actions.care.writing import Writing, write
from openimt_clinic.actions.delivering import Held, hold_session
from openimt_clinic.clinician.appointment_forms import SkippedDays
from openimt_clinic.clinician.fields import DayField
from openimt_clinic.clinician.writing.form import form_of
from openimt_clinic.components.day_fields import MomentField
from openimt_clinic.components.number_fields import NumberField, WholeField
from openimt_clinic.records.user import User
from tests.web.kept import an_appointment
from tests.web.people import People

Browser = Callable[[User], Client]
TODAY = timezone.localdate


@pytest.mark.parametrize("said", ["tomorrow", "morgen", "in 1 day"])
def test_a_form_takes_a_day_as_it_is_written(said: str) -> None:
    assert DayField(ahead=True).clean(said) == TODAY() + timedelta(days=1)
    assert SkippedDays(label="").clean(said) == [TODAY() + timedelta(days=1)]


def test_a_day_without_its_year_lies_where_it_can_be_meant() -> None:
    yesterday = TODAY() - timedelta(days=1)
    said = f"{yesterday.day}.{yesterday.month}."
    assert DayField(past=True).clean(said) == yesterday
    assert DayField(ahead=True).clean(said) > TODAY()


def test_what_is_no_day_is_said_with_what_would_be_one() -> None:
    with pytest.raises(Exception, match="is no day; write 3"):
        DayField().clean("31.2.")
    with pytest.raises(Exception, match="is no day with its hour"):
        MomentField().clean("tomorrow")


def test_an_hour_is_by_the_clock_of_the_clinic() -> None:
    moment = MomentField().clean("tomorrow 14:30")
    assert timezone.localtime(moment).strftime("%H:%M") == "14:30"


def test_what_stands_in_a_field_is_read_again_as_the_same_day() -> None:
    for day in (date(2026, 3, 1), date(2027, 12, 31)):
        assert DayField().clean(DayField().widget.format_value(day)) == day


def test_a_document_keeps_the_day_that_was_meant(people: People) -> None:
    group = open_document(patient=people.patient, kind="group_hour", by=people.ana)
    sent = Writing(uuid4(), "window", 1, {"on": "yesterday", "came": "kept"})
    kept = write(document=group, writing=sent, by=people.ana).document
    yesterday = TODAY() - timedelta(days=1)
    assert kept.values["on"] == yesterday.isoformat()
    assert form_of(kept, people.ana).by_name["on"].text == f"{yesterday:%-d %b %Y}"


def test_the_page_is_told_which_day_was_understood(people: People, signed_in: Browser) -> None:
    browser = signed_in(people.ana)
    said = browser.get("/day/", {"says": "3.12.2026", "side": "ahead"}).json()
    assert said == {"says": "Thursday 3 December 2026", "day": "2026-12-03"}
    said = browser.get("/day/", {"says": "3.12.2026 9:05", "hour": ""}).json()
    assert said == {"says": "Thursday 3 December 2026, 09:05", "day": "2026-12-03"}
    assert browser.get("/day/", {"says": "some day"}).json() == {"says": "", "day": ""}


@pytest.mark.parametrize("said", ["1.1.0001", "3.12.1800", "3.12.9999"])
def test_a_slip_of_the_year_is_said(said: str) -> None:
    for field, text in ((DayField(), said), (MomentField(), f"{said} 8:00")):
        with pytest.raises(ValidationError, match="Look at the year again"):
            field.clean(text)


def test_an_hour_that_comes_twice_is_the_first_and_one_that_is_skipped_is_none() -> None:
    with timezone.override("Europe/Berlin"):
        twice = MomentField().clean("25.10.2026 2:30")
        assert twice.utcoffset() == timedelta(hours=2)
        with pytest.raises(ValidationError, match="the clocks skip 02:30"):
            MomentField().clean("28.3.2027 2:30")


def test_english_days_and_hours_are_written_as_in_europe() -> None:
    at = datetime(2026, 11, 23, 15, tzinfo=UTC)
    with translation.override("en"):
        assert date_format(at, "DATE_FORMAT") == "23 November 2026"
        assert date_format(at, "TIME_FORMAT") == "15:00"


def test_a_field_for_a_day_that_was_suggests_none_that_is_to_come() -> None:
    assert "tomorrow" not in str(DayField(past=True).widget.attrs["placeholder"])
    assert "tomorrow" not in str(MomentField(side="past").widget.attrs["placeholder"])
    assert "tomorrow" in str(DayField().widget.attrs["placeholder"])


@pytest.mark.parametrize("said", ["1_0", "1e1", "0x1"])
def test_a_form_takes_no_number_that_only_a_program_would_read(said: str) -> None:
    for field in (WholeField(), NumberField()):
        with pytest.raises(ValidationError):
            field.clean(said)


def test_a_form_takes_a_number_with_a_comma() -> None:
    assert NumberField().clean("2,5") == 2.5
    assert WholeField().clean(" 20 ") == 20


def test_the_next_session_comes_after_this_one(people: People) -> None:
    at = timezone.now() - timedelta(hours=2)
    day = timezone.localtime(at).date()
    with pytest.raises(DeliveryError, match="comes after this one") as refusal:
        hold_session(appointment=an_appointment(people, at), held=Held(next_on=day), by=people.ana)
    assert refusal.value.field == "next_on"
