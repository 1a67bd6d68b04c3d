"""Makes database and static files ready; runs as the owner, before the web starts."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection

from openimt.catalogue.load import load
from openimt.errors import ServiceError
from openimt_clinic.database.static_files import collect
from openimt_clinic.demo.guard import refuse_real_people
from openimt_clinic.environment import Mode
from openimt_clinic.management.refusing import RefusingCommand
from openimt_clinic.search.index import keep_up


class Command(RefusingCommand):
    help = "Migrates the database, puts up its walls, and collects the static files."

    def handle(self, *_: Any, **__: Any) -> None:
        try:
            connection.ensure_connection()
        except OperationalError as error:
            reason = str(error).strip().splitlines()[-1]
            raise ServiceError(f"The database does not answer: {reason}") from None
        if settings.MODE is Mode.DEMO:
            # Before anything is changed in a database that may be somebody's.
            refuse_real_people()
        call_command("migrate", verbosity=0, interactive=False)
        # The first search would write it, too; nobody should have to wait for that.
        keep_up(load())
        collect()
