"""Every action: kept together with its event or not at all, and only by whoever may.

For each action a row in ``acts`` says how to call it. Four tests follow: it works and writes an
event; pressed twice it is there once; with the event broken nothing at all is kept; who may not is
refused.
"""

import importlib
import inspect
import pkgutil
import uuid
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any

import pytest
from django.db import connection

import openimt_clinic.actions
from openimt.errors import OpenIMTError
from openimt_clinic.actions.action import action
from openimt_clinic.audit.event import AuditEvent
from openimt_clinic.database.walls import walled_models
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User
from tests.web.acts import ACTS, Act
from tests.web.people import People, a_patient

KEY = uuid.UUID("22222222-2222-4222-8222-222222222222")
each = pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)


def every_action() -> Iterator[str]:
    folder = openimt_clinic.actions
    for found in pkgutil.walk_packages(folder.__path__, f"{folder.__name__}."):
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            if getattr(value, "is_action", False) and value.__module__ == module.__name__:
                yield name


@cache
def _every_row() -> str:
    tables = [model._meta.db_table for model in (User, *walled_models())]
    return " UNION ALL ".join(f"SELECT '{name}', one::text FROM {name} one" for name in tables)


@cache
def _every_count() -> str:
    tables = [model._meta.db_table for model in (User, *walled_models())]
    tables.remove(AuditEvent._meta.db_table)
    return " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in tables)


def how_many() -> list[tuple[str, int]]:
    """How many rows each table has, but for the log."""
    with connection.cursor() as cursor:
        cursor.execute(_every_count())
        return sorted(cursor.fetchall())


def everything() -> list[tuple[str, str]]:
    """Each row of each table, all of them in one question to the database."""
    with connection.cursor() as cursor:
        cursor.execute(_every_row())
        return sorted(cursor.fetchall())


def test_every_action_has_its_row() -> None:
    assert sorted(every_action()) == sorted(act.name for act in ACTS)


def test_a_changed_row_a_new_one_and_one_that_went_are_seen(people: People) -> None:
    seen = [everything()]
    for change in (
        lambda: Patient.objects.update(code="changed"),
        lambda: a_patient(people.clinic, given_name="Mia"),
        lambda: Patient.objects.filter(given_name="Mia").delete(),
    ):
        change()
        assert everything() != seen[-1]
        seen.append(everything())
    assert seen[1] == seen[3] != seen[0]


@each
def test_it_works_and_its_event_is_there(act: Act, people: People) -> None:
    asked = act.arguments(people)
    before = AuditEvent.objects.count()
    act.run(people, asked)
    if act.name == "found_clinic":  # its event lies behind the new clinic's own wall
        return
    event = AuditEvent.objects.order_by("id")[before]
    assert event.by_id == (getattr(people, act.by).pk if act.by else None)
    assert event.clinic_id == people.clinic.pk


ANEW = {
    "note_sheet": "Each printed sheet is a sheet.",
    "raise_alert": "What is said twice on the telephone is said twice.",
    "choose": "To agree to the calendar again makes a new address.",
    "make_calendar": "Another address ends the one before: one holds, and is the one shown.",
}
"""What may be there twice, and why."""
TAKES_AWAY = {"drop_draft", "take_off_duty", "keep_invented_course"}
"""What was taken away is found by no second press; an invented course is no page's."""
SENT = {"key": KEY, "line": KEY, "sent_key": KEY.hex}
"""What a page sends of itself, so that a second press is known."""


@pytest.mark.parametrize(
    "act", [act for act in ACTS if act.name not in TAKES_AWAY], ids=lambda act: act.name
)
def test_pressed_twice_it_is_there_once(act: Act, people: People) -> None:
    """Refused in a sentence, or the same answer; never a second row, and no mistake of ours."""
    known = inspect.signature(act.function).parameters
    asked = {name: SENT[name] for name in SENT if name in known} | act.arguments(people)
    act.run(people, asked)
    before = how_many()
    with suppress(OpenIMTError):
        act.run(people, asked)
    assert how_many() == before or act.name in ANEW


@each
def test_without_its_event_nothing_is_kept(
    act: Act, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    class EventBroke(Exception):
        pass

    def broken(*_: Any, **__: Any) -> None:
        raise EventBroke

    asked = act.arguments(people)
    before = everything()
    monkeypatch.setattr(AuditEvent, "save", broken)
    monkeypatch.setattr(AuditEvent.objects, "bulk_create", broken)
    with pytest.raises(EventBroke):
        act.run(people, asked)
    assert everything() == before


@each
def test_who_may_not_is_refused(act: Act, people: People) -> None:
    asked = act.arguments(people)
    before = everything()
    for name, answer in act.refused:
        with pytest.raises(answer):
            act.run(people, asked, by=name)
    assert everything() == before


def test_an_action_without_an_event_is_found_out(people: People) -> None:
    @action
    def silent(*, by: User) -> None:
        Patient.objects.update(code="changed")

    with pytest.raises(AssertionError, match="wrote no event"):
        silent(by=people.ana)
    people.patient.refresh_from_db()
    assert people.patient.code == "dan"


def test_an_action_takes_keywords_and_says_who() -> None:
    with pytest.raises(TypeError, match="keywords"):
        action(lambda patient, by: None)
