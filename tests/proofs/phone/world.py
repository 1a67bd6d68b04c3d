"""People with several phones each, a net that loses things, and a database that fails at times.

The receiving side is the real one: the address that phones send to, its transactions, PostgreSQL.
"""

import json
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from openimt_clinic.access.role_names import RoleName
from openimt_clinic.access.standing import Standing
from openimt_clinic.patient.sync import sync
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.membership import Membership
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User
from tests.proofs.phone.phones import Phone
from tests.web.people import STARTED

DAY = timedelta(days=1)
CLOCKS = (timedelta(), timedelta(), timedelta(), DAY, -DAY, timedelta(hours=3))
WRITES, SENDS = 0.35, 0.6
LOST, NOT_HEARD, TWICE, BROKEN = 0.15, 0.15, 0.1, 0.15


@dataclass
class Person:
    """``taken``: the keys in the order in which the server took them, whoever heard of it."""

    user: User
    patient: Patient
    phones: list[Phone]
    taken: list[str] = field(default_factory=list)
    on_the_way: list[bytes] = field(default_factory=list)


@dataclass
class Net:
    """``count``: what happened on the way, to be said at the end."""

    chance: Random
    clinic: Clinic
    count: Counter[str] = field(default_factory=Counter)

    def live(self, person: Person, *, spells: int = 2) -> None:
        """Everybody writes and sends for a while, and in the end the net is good again."""
        for _ in range(spells):
            self._spell(person)
        for phone in person.phones:
            if not phone.written:
                phone.write(self.chance, timezone.localtime())
        for phone in self._waiting(person):
            while phone.outbox:
                self.send(person, phone, good=True)
        for body in person.on_the_way:
            # What was on the way for a long time comes after all, when everything is there.
            self._arrive(person, body)
            self.count["late again"] += 1

    def _spell(self, person: Person) -> None:
        for phone in person.phones:
            if self.chance.random() < WRITES:
                phone.write(self.chance, timezone.localtime())
        for phone in self._waiting(person):
            if self.chance.random() < SENDS:
                self.send(person, phone)

    def _waiting(self, person: Person) -> list[Phone]:
        phones = self.chance.sample(person.phones, len(person.phones))
        return [phone for phone in phones if phone.outbox]

    def send(self, person: Person, phone: Phone, *, good: bool = False) -> None:
        body = phone.body(self.chance, timezone.localtime())
        luck = 1.0 if good else self.chance.random()
        if luck < LOST:
            self.count["requests lost"] += 1
            if self.chance.random() < 0.3:
                person.on_the_way.append(body)
            return
        breaks = not good and self.chance.random() < BROKEN
        answers = self._arrive(person, body, breaks=breaks)
        if luck < LOST + NOT_HEARD:
            self.count["answers lost"] += 1
            return
        if luck < LOST + NOT_HEARD + TWICE:
            self.count["sent twice"] += 1
            self._arrive(person, body)
        phone.hears(answers)

    def _arrive(self, person: Person, body: bytes, *, breaks: bool = False) -> list[dict[str, Any]]:
        request = RequestFactory().post("/me/sync/", body, content_type="application/json")
        request.user = person.user
        request.standing = Standing(person.user, self.clinic, frozenset({RoleName.PATIENT}))
        request._dont_enforce_csrf_checks = True
        self.count["requests"] += 1
        if breaks:
            with _failing(self.chance, self.count):
                response = sync(request)
        else:
            response = sync(request)
        assert response.status_code == 200, response.content
        answers: list[dict[str, Any]] = json.loads(response.content)["entries"]
        for one in answers:
            self.count[one["state"]] += 1
            if one["state"] in {"kept", "clashed"}:
                person.taken.append(one["key"])
        return answers


@contextmanager
def _failing(chance: Random, count: Counter[str]) -> Iterator[None]:
    """Statements that PostgreSQL itself refuses, at any place of an entry's transaction."""

    def fails(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE")) and chance.random() < 0.15:
            count["statements refused"] += 1
            return execute("SELECT 1 / 0", None, many, context)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fails):
        yield


def invite(
    clinic: Clinic, people: int, phones_each: int, chance: Random, *, diaries: float = 1.0
) -> list[Person]:
    """So many people, made the short way. ``diaries``: how many of them keep a diary; the others
    write about a skill of theirs, which asks nothing about safety."""
    users = [User(email=f"p{n}@example.org", name=f"P{n}", password="!") for n in range(people)]
    User.objects.bulk_create(users)
    Membership.objects.bulk_create(
        Membership(clinic=clinic, user=user, role=RoleName.PATIENT.value) for user in users
    )
    patients = [
        Patient(
            clinic=clinic, given_name=user.name, family_initial="X", code=user.name, account=user,
            started_on=STARTED,
        )
        for user in users
    ]  # fmt: skip
    Patient.objects.bulk_create(patients)
    return [
        Person(user, patient, _phones(chance, phones_each, chance.random() < diaries))
        for user, patient in zip(users, patients, strict=True)
    ]


def _phones(chance: Random, many: int, diary: bool) -> list[Phone]:
    skill = "" if diary else _id(chance)
    clocks = [chance.choice(CLOCKS) + timedelta(seconds=chance.randrange(90)) for _ in range(many)]
    return [Phone(_id(chance), slow, skill) for slow in clocks]


def _id(chance: Random) -> str:
    return str(uuid.UUID(int=chance.getrandbits(128), version=4))
