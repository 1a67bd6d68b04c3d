"""A throw-away clinic with five thousand invented people, on a real database.

Sixteen are made as the demo makes them; the database itself multiplies their records, each with
ids of its own. Diaries are multiplied for the clinician's own people alone, where they are read.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from openimt_clinic.database.address import WEB_ROLE
from openimt_clinic.database.embedded import EmbeddedServer

QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=4GB")
DATABASE = "crowd"
OWN_COPIES = 2
"""Copies of everything, diaries too: with the sixteen themselves, forty-eight people."""


@contextmanager
def crowd_database() -> Iterator[EmbeddedServer]:
    """An embedded PostgreSQL with our tables, opened by Django as the web opens it."""
    with tempfile.TemporaryDirectory(prefix="oimt-b-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = EmbeddedServer(Path(folder) / "crowd", options=QUICK)
        server.start()
        try:
            server.make_database(DATABASE)
            _migrate(server.url(DATABASE))
            _open(server.url(DATABASE, WEB_ROLE))
            yield server
        finally:
            server.remove()


def _migrate(owner: str) -> None:
    asked = {"DATABASE_URL": owner, "OPENIMT_AS_OWNER": "yes", "OPENIMT_MODE": "test"}
    command = [sys.executable, "-m", "openimt_clinic", "migrate", "--verbosity", "0"]
    subprocess.run(command, env=os.environ | asked, check=True)


def _open(address: str) -> None:
    import django

    os.environ |= {
        "DATABASE_URL": address,
        "OPENIMT_MODE": "test",
        "DJANGO_SETTINGS_MODULE": "openimt_clinic.settings",
    }
    django.setup()


def multiply(server: EmbeddedServer, patients: int) -> None:
    """Makes copies of the sixteen until there are so many patients."""
    from psycopg import connect

    copies = patients // 16 - 1
    with connect(server.url(DATABASE), autocommit=True) as connection:
        # Only the owner may: copies are sound by how they are made, and need no checking.
        connection.execute("SET session_replication_role = replica")
        for statement in statements(copies):
            connection.execute(statement)
        connection.execute("ANALYZE")


def statements(copies: int) -> Iterator[str]:
    """One statement a table, which copies every row with new ids."""
    from django.apps import apps

    from openimt_clinic.records.record import PatientRecord

    models = list(apps.get_app_config("records").get_models())
    about = [m for m in models if issubclass(m, PatientRecord) or m.__name__ == "Patient"]
    for model in about:
        yield _copy(model, about, copies)


def _copy(model: Any, copied: Sequence[Any], copies: int) -> str:
    fields = model._meta.concrete_fields
    names = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(_value(field, copied) for field in fields)
    table = model._meta.db_table
    return (
        f"INSERT INTO {table} ({names}) SELECT {values} FROM {table}, "
        f"generate_series(1, {copies}) AS copy WHERE {WHICH.get(model.__name__, 'true')}"
    )


WHICH = {
    "AnswerSet": f"instrument <> 'oi-day' OR copy <= {OWN_COPIES}",
    "AlertCase": "closed_at IS NOT NULL",
    "AlertContact": "alert_id IN (SELECT id FROM records_alertcase WHERE closed_at IS NOT NULL)",
}
"""Diaries of few; and open alerts of the sixteen alone, as in a clinic that looks after them."""


def _value(field: Any, copied: Sequence[Any]) -> str:
    column = f'"{field.column}"'
    of_a_copy = field.is_relation and field.related_model in copied
    if field.primary_key or of_a_copy:
        return f"md5({column}::text || copy)::uuid"
    return ANEW.get(field.column, column)


ANEW = {
    "code": "code || '-' || copy",
    "account_id": "NULL::uuid",
    "line": "md5(line::text || copy)::uuid",
}
"""Columns that are one person's alone, and are no reference."""


def lengthen(server: EmbeddedServer, sessions: int) -> int:
    """Gives everybody earlier years with the same sessions until there are so many; how many."""
    from psycopg import connect

    counting = "SELECT count(*) FROM records_sessionrecord"
    with connect(server.url(DATABASE), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        there = _number(connection, counting)
        years = -(-sessions // there) - 1
        for statement in _earlier(years):
            connection.execute(statement)
        connection.execute("ANALYZE")
        return _number(connection, counting)


def _number(connection: Any, query: str) -> int:
    return int(connection.execute(query).fetchone()[0])


def _earlier(years: int) -> Iterator[str]:
    """Appointments that were held, and their sessions, so many times again, a year earlier each."""
    from openimt_clinic.records.appointment import Appointment
    from openimt_clinic.records.session_record import SessionRecord

    back = "- year * interval '364 days'"
    held = "id IN (SELECT appointment_id FROM records_sessionrecord)"
    then = {
        "starts_at": f"starts_at {back}",
        "held_at": f"held_at {back}",
        "noted_at": f"noted_at {back}",
        "marked_at": f"marked_at {back}",
        "next_on": f"(next_on {back})::date",
        "id": "md5(id::text || 'y' || year)::uuid",
    }
    # Sessions first: while they are copied, their appointments have not been.
    for model, which in ((SessionRecord, "true"), (Appointment, held)):
        anew = then | {"appointment_id": "md5(appointment_id::text || 'y' || year)::uuid"}
        columns = [field.column for field in model._meta.concrete_fields]
        names = ", ".join(f'"{column}"' for column in columns)
        values = ", ".join(anew.get(column, f'"{column}"') for column in columns)
        table = model._meta.db_table
        yield (
            f"INSERT INTO {table} ({names}) SELECT {values} FROM {table}, "
            f"generate_series(1, {years}) AS year WHERE {which}"
        )


def give_forty(clinician: Any, another: Any) -> None:
    """Forty people are the clinician's; everybody else is treated by another; nobody reads along.

    The forty are those whose diaries were copied, as far as they go: the sixteen first.
    """
    from django.db.models.functions import Length

    from openimt_clinic.records.care_relation import CareRelation

    CareRelation.objects.exclude(kind="treating", until=None).delete()
    one_each = CareRelation.objects.order_by("patient_id", "pk").distinct("patient_id")
    CareRelation.objects.exclude(pk__in=[one.pk for one in one_each]).delete()
    everybody = CareRelation.objects.order_by("patient__code")
    everybody.update(user=another)
    own = everybody.filter(patient__code__regex=rf"^demo\d\d(-[1-{OWN_COPIES}])?$")
    own = own.order_by(Length("patient__code"), "patient__code")
    chosen = list(own.exclude(patient__ended_on__isnull=False).values_list("pk", flat=True)[:40])
    CareRelation.objects.filter(pk__in=chosen).update(user=clinician)
