"""The demo never runs on a database with real people, nor in one that belongs to something else."""

from django.db import connection

from openimt.errors import ServiceError
from openimt_clinic.records.clinic import Clinic

OF_DJANGO = "django_migrations"


def refuse_real_people() -> None:
    """The marker is the clinic's own: whatever is not a demo clinic may hold real people."""
    tables = set(connection.introspection.table_names())
    if Clinic._meta.db_table not in tables:
        _refuse_somebody_elses(tables)
        return
    if Clinic.objects.filter(is_demo=False).exists():
        raise ServiceError(
            "This database belongs to a clinic that is no demo; the demo never runs beside "
            "real people. Unset DATABASE_URL, or name an empty database."
        )


def _refuse_somebody_elses(tables: set[str]) -> None:
    """Tables without ours: another program's data, or a clinic too old to know its marker."""
    if tables - {OF_DJANGO}:
        raise ServiceError(
            f"This database holds other data already (the table {min(tables - {OF_DJANGO})}); "
            "the demo fills only an empty one. Unset DATABASE_URL, or name an empty database."
        )
