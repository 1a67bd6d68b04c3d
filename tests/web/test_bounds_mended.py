"""Moments of the year 1 or 9999 that were kept before they were refused are mended once."""

from collections.abc import Iterator
from importlib import import_module

import psycopg
import pytest

from tests.web.kept import a_duty, an_appointment
from tests.web.people import People, invite_people
from tests.web.safe import a_contact

CHECKS = {
    "records_contactline": ("contact_line_at", "contact_line_next_by"),
    "records_onduty": ("on_duty_starts_at", "on_duty_ends_at"),
    "records_appointment": ("appointment_starts_at",),
}


@pytest.fixture
def owner(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, owner_url: str
) -> Iterator[psycopg.Connection]:
    """The owner's line to the database, with people who are there for it; all of it taken back."""
    from openimt_clinic.database.wall import inside

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        people = invite_people()
        with inside(clinic=people.clinic.pk):
            _kept(people)
        with psycopg.connect(owner_url) as line:
            yield line
            line.rollback()
        with psycopg.connect(owner_url, autocommit=True) as line:
            line.execute("TRUNCATE records_clinic, records_user, audit_auditevent CASCADE")


def _kept(people: People) -> None:
    a_contact(people)
    a_duty(people)
    an_appointment(people)


def test_what_no_page_could_show_is_mended(owner: psycopg.Connection) -> None:
    for table, names in CHECKS.items():
        for name in names:
            owner.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}_in_our_time")
    owner.execute(
        "UPDATE records_contactline SET at = '0001-01-01 00:00+01', next_by = '9999-12-31 23:59+00'"
    )
    owner.execute("UPDATE records_onduty SET ends_at = '9999-01-01 00:00+00'")
    owner.execute("UPDATE records_appointment SET starts_at = '9999-12-31 23:59+00'")
    for step in import_module("openimt_clinic.records.migrations.0021_bounds").MENDED:
        owner.execute(step)
    (line,) = owner.execute("SELECT at::text, next_by FROM records_contactline").fetchall()
    assert line[0].startswith("1900-01-01")
    assert line[1] is None
    assert owner.execute("SELECT 1 FROM records_onduty").fetchall() == []
    (hour,) = owner.execute("SELECT starts_at::text FROM records_appointment").fetchall()
    assert hour[0].startswith("2199-12-01")
    walls = owner.execute(
        "SELECT bool_and(relforcerowsecurity) FROM pg_class WHERE relname = ANY(%s)", [[*CHECKS]]
    )
    assert walls.fetchone() == (True,)
