"""When a form waits to be filled in, and how its questions are laid out."""

from datetime import date, timedelta

import pytest

from openimt_clinic.patient.due import is_due
from openimt_clinic.patient.form import PatientForm, is_asked, patient_forms

ON = date(2026, 11, 18)
FORMS = patient_forms()


@pytest.mark.parametrize(
    ("form", "days_ago", "due"),
    [
        ("oi-day", None, True),
        ("oi-day", 0, False),
        ("oi-day", 1, True),
        ("oi-safety", 6, False),
        ("oi-safety", 7, True),
        ("oi-where", 29, False),
        ("oi-where", 30, True),
    ],
)
def test_a_form_of_its_rhythm(form: str, days_ago: int | None, due: bool) -> None:
    last = None if days_ago is None else ON - timedelta(days=days_ago)
    assert is_due(FORMS[form], last, None, ON) is due


@pytest.mark.parametrize(
    ("session", "rated", "due"),
    [
        (None, None, False),
        (0, None, True),
        (6, None, True),
        (7, None, False),
        (2, 3, True),
        (2, 2, False),
        (2, 1, False),
    ],
)
def test_the_rating_is_asked_after_a_session_until_the_next(
    session: int | None, rated: int | None, due: bool
) -> None:
    held = None if session is None else ON - timedelta(days=session)
    last = None if rated is None else ON - timedelta(days=rated)
    assert is_due(FORMS["oi-session-client"], last, held, ON) is due


@pytest.mark.parametrize("form", FORMS.values(), ids=list(FORMS))
def test_every_question_stands_on_one_page_and_after_what_it_follows(form: PatientForm) -> None:
    pages = [[item.id for item in page] for page in form.pages]
    place = {item: n for n, page in enumerate(pages) for item in page}
    assert sorted(place) == sorted(item.id for item in form.instrument.items)
    assert len(place) == sum(map(len, pages))
    for item in form.instrument.items:
        assert all(place[other] < place[item.id] for other, _ in item.ask_if)


@pytest.mark.parametrize("form", FORMS.values(), ids=list(FORMS))
def test_every_question_is_ours_and_there_in_both_languages(form: PatientForm) -> None:
    assert form.instrument.own
    for item in form.instrument.items:
        assert set(item.says or {}) == {"en", "de"}


def test_a_page_nobody_is_asked_is_left_out() -> None:
    form = FORMS["oi-safety"]
    assert form.next_page(2, {"intent": 0}) is None
    assert form.next_page(2, {"intent": 1}) == 3
    assert FORMS["oi-day"].page_before(3, {"suicidal_urge": 0}) == 1


def test_a_question_is_asked_from_the_answer_on_that_calls_for_it() -> None:
    item = FORMS["oi-safety"].instrument.item("plan")
    assert not is_asked(item, {})
    assert not is_asked(item, {"suicidal_urge": 3, "intent": None})
    assert is_asked(item, {"suicidal_urge": 4})
