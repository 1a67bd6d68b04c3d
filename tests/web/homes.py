"""A worker's two databases: an empty one, and one in which the named people have been met.

Nearly every test of the web begins with the same people. They are written once for a worker, each
signed in, in a database of their own; what a test adds or changes there is rolled back as anywhere.
Tests that ask for no people find a database without any.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from openimt_clinic.database.embedded import EmbeddedServer
from openimt_clinic.database.wall import inside
from openimt_clinic.records.user import User
from tests.web.people import People, invite_people
from tests.web.server import TEMPLATE

A_WHILE = timedelta(hours=1)


class Blocker(Protocol):
    def unblock(self) -> AbstractContextManager[None]: ...


@dataclass
class Met:
    """The people as they were written, and for each the session of a browser signed in."""

    people: People
    sessions: dict[object, str]
    at: datetime

    def knows(self, user: User) -> bool:
        """Whether the user's session would be the same if it began now: their password has not
        changed, nor has a test said that it is another day."""
        met = next((one for one in _users(self.people) if one.pk == user.pk), None)
        same = met is not None and met.password == user.password
        return same and abs(timezone.now() - self.at) < A_WHILE


class Homes:
    """Which of its two databases the worker works in."""

    def __init__(self) -> None:
        self.with_people = False
        self.own = ""
        self._met: Met | None = None

    def opened(self, server: EmbeddedServer, own: str, blocker: Blocker) -> None:
        """From now on there is a database to work in."""
        self.own, self._server, self._blocker = own, server, blocker
        self.go(self.with_people)

    def go(self, with_people: bool) -> None:
        """To the database with the people or to the one without. A transaction that a file keeps
        open stays where it is."""
        self.with_people = with_people
        if not self.own or connection.in_atomic_block:
            return
        self._enter(f"{self.own}_met" if with_people else self.own)
        if with_people and self._met is None:
            with self._blocker.unblock():
                self._met = _meet()

    @property
    def met(self) -> Met | None:
        """Who has been met in the database that the worker is in."""
        return self._met if connection.settings_dict["NAME"] != self.own else None

    def people(self) -> People:
        """The people as nobody has changed them."""
        return deepcopy(self.met.people) if self.met else invite_people()

    def sign_in(self, user: User, before: Sequence[User]) -> Client:
        """A browser of this user. The first has the session that was opened with the people."""
        client = Client()
        if self.met and user not in before and self.met.knows(user):
            client.cookies[settings.SESSION_COOKIE_NAME] = self.met.sessions[user.pk]
        else:
            client.force_login(user)
        return client

    def _enter(self, name: str) -> None:
        if connection.settings_dict["NAME"] == name:
            return
        with self._blocker.unblock():
            connection.close()
        if name != self.own and self._met is None:
            self._server.make_database(name, template=TEMPLATE)
        connection.settings_dict["NAME"] = name


def _users(people: People) -> Sequence[User]:
    return (people.ana, people.ben, people.cleo, people.dan, people.lea)


def _meet() -> Met:
    people = invite_people()
    keys: dict[object, str] = {}
    with inside(clinic=people.clinic.pk):
        for user in _users(people):
            browser = Client()
            browser.force_login(user)
            keys[user.pk] = browser.cookies[settings.SESSION_COOKIE_NAME].value
    return Met(people, keys, timezone.now())
