"""When a form waits to be filled in, and how its questions are laid out."""

from datetime import date, timedelta

import pytest

from openimt_clinic.actions.phone.kinds.form import FORMS as SENT
from openimt_clinic.components.questions import is_asked
from openimt_clinic.patient.due import is_due
from openimt_clinic.patient.form import PatientForm, patient_forms

ON = date(2026, 11, 18)
FORMS = patient_forms()


@pytest.mark.parametrize(
    ("form", "days_ago", "due"),
    [
        ("oi-safety", None, True),
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
def test_every_question_stands_once_and_not_before_what_it_follows(form: PatientForm) -> None:
    items = [item.id for section in form.sections for item in section]
    assert sorted(items) == sorted(item.id for item in form.instrument.items)
    for item in form.instrument.items:
        assert all(items.index(other) < items.index(item.id) for other, _ in item.ask_if)


def test_a_phone_can_send_every_form_that_is_shown() -> None:
    assert set(FORMS) == set(SENT)


@pytest.mark.parametrize("form", FORMS.values(), ids=list(FORMS))
def test_every_question_is_ours_and_there_in_both_languages(form: PatientForm) -> None:
    assert form.instrument.own
    for item in form.instrument.items:
        assert set(item.says or {}) == {"en", "de"}


def test_a_question_is_asked_from_the_answer_on_that_calls_for_it() -> None:
    item = FORMS["oi-safety"].instrument.item("plan")
    assert not is_asked(item, {})
    assert not is_asked(item, {"suicidal_urge": 3, "intent": None})
    assert is_asked(item, {"suicidal_urge": 4})
