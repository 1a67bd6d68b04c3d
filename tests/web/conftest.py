"""The web is tested on a real PostgreSQL, as the plain role, with four named people."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import psycopg
import pytest
from django.test import Client
from django.utils import translation

from tests.conftest import make_django_ready

make_django_ready()

from openimt_clinic.database.embedded import EmbeddedServer  # noqa: E402
from openimt_clinic.database.wall import inside  # noqa: E402
from openimt_clinic.records.user import User  # noqa: E402
from tests.web.drawn import may_open, put_away  # noqa: E402
from tests.web.homes import Blocker, Homes  # noqa: E402
from tests.web.live_clinic import LiveClinic  # noqa: E402
from tests.web.people import People, invite_people  # noqa: E402
from tests.web.phone_window import Phone, phone_window  # noqa: E402
from tests.web.server import test_database  # noqa: E402

FIRST = (
    "test_phone_faults.py",
    "test_phone_edges.py",
    "test_catalogue_work_look.py",
    "test_run.py",
    "test_staff_pages_look.py",
    "test_demo.py",
    "test_own_pages_look.py",
    "test_report_of_a_trial.py",
    "test_reminder_worker.py",
    "test_patient_pages_look.py",
    "test_moments_look.py",
    "test_story_look.py",
    "test_doors.py",
    "test_actions_are_whole.py",
    "test_story_phone.py",
    "test_card_look.py",
    "test_pages_look.py",
    "test_papers.py",
)
"""What takes long begins first, so that no worker is left alone with it at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    place = {name: n for n, name in enumerate(FIRST)}
    items.sort(key=lambda item: place.get(item.path.name, len(FIRST)))


HOMES = Homes()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before its fixtures open a transaction, a test stands in the database it asks for; and it
    has the browser only when it says that it wants one."""
    may_open(item.get_closest_marker("journey") is not None)
    asked = getattr(item, "fixturenames", ())
    if "django_db_setup" in asked or item.get_closest_marker("django_db"):
        HOMES.go("people" in asked)


@pytest.fixture(scope="session")
def server(worker_id: str, testrun_uid: str) -> Iterator[EmbeddedServer]:
    alone = worker_id == "master"
    run = uuid.uuid4().hex if alone else testrun_uid
    with test_database(f"clinic_{worker_id}", run) as started:
        yield started


@pytest.fixture(scope="session")
def django_db_setup(
    server: EmbeddedServer,
    worker_id: str,
    django_db_blocker: Blocker,
) -> Iterator[None]:
    """The worker's database, opened as the web opens it: as the plain role."""
    from django.db import connections

    from openimt_clinic.database.address import WEB_ROLE, django_database

    connection = connections["default"]
    address = server.url(f"clinic_{worker_id}", WEB_ROLE)
    connection.settings_dict.update(django_database(address, role=WEB_ROLE) | {"CONN_MAX_AGE": 0})
    HOMES.opened(server, f"clinic_{worker_id}", django_db_blocker)
    yield
    with django_db_blocker.unblock():
        connection.close()


@pytest.fixture
def people(db: None) -> Iterator[People]:
    """Ana treats Dan, Ben reads along, Cleo works elsewhere; we stand inside Ana's clinic."""
    invited = HOMES.people()
    with inside(clinic=invited.clinic.pk):
        yield invited


@pytest.fixture
def committed(
    django_db_setup: None, django_db_blocker: Blocker, owner_url: str
) -> Iterator[People]:
    """People who are there for other connections; taken away by the owner afterwards."""
    with django_db_blocker.unblock():
        people = invite_people()
        with inside(clinic=people.clinic.pk):
            yield people
        with psycopg.connect(owner_url, autocommit=True) as owner:
            owner.execute("TRUNCATE records_clinic, records_user, audit_auditevent CASCADE")


@pytest.fixture(scope="session", autouse=True)
def one_browser() -> Iterator[None]:
    """Whoever opened the worker's browser, it is closed at the end."""
    yield
    put_away()


@pytest.fixture(autouse=True)
def speaks_english() -> Iterator[None]:
    """A request in another language leaves it switched on for the thread."""
    yield
    translation.activate("en")


@pytest.fixture
def phone(clinic: LiveClinic) -> Iterator[Phone]:
    """Phones at the file's own clinic."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(phone_window(clinic))


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    before: list[User] = []

    def browser(user: User) -> Client:
        client = HOMES.sign_in(user, before)
        before.append(user)
        return client

    return browser


@pytest.fixture
def owner_url(server: EmbeddedServer, django_db_setup: None) -> str:
    """The address by which the tables' owner opens the database that the test is in."""
    from django.db import connection

    return server.url(connection.settings_dict["NAME"])
