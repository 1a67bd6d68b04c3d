"""The demo never runs on a database with real people."""

from django.db import connection

from openimt.errors import ServiceError
from openimt_clinic.records.clinic import Clinic


def refuse_real_people() -> None:
    """The marker is the clinic's own: whatever is not a demo clinic may hold real people."""
    if Clinic._meta.db_table not in connection.introspection.table_names():
        return
    if Clinic.objects.filter(is_demo=False).exists():
        raise ServiceError(
            "This database belongs to a clinic that is no demo; the demo never runs beside "
            "real people. Unset DATABASE_URL, or name an empty database."
        )
