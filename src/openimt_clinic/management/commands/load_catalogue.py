"""Loads an edited catalogue into the running clinic, without a restart."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from openimt.catalogue.source import source_of
from openimt.errors import RecordError
from openimt_clinic.actions.catalogue_keeping import keep_catalogue
from openimt_clinic.database.wall import inside
from openimt_clinic.management.refusing import RefusingCommand
from openimt_clinic.records.catalogue_version import CatalogueOrigin
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.user import User


class Command(RefusingCommand):
    help = "Checks a catalogue folder and makes new plans from it; running plans stay on theirs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--by", metavar="E-MAIL", help="The catalogue author who loads it.")

    def handle(self, *_: Any, **options: Any) -> None:
        source, by = source_of(options["folder"]), _author(options["by"])
        for clinic in Clinic.objects.all():
            with inside(clinic=clinic.pk, user=by.pk if by else None):
                version = keep_catalogue(
                    clinic=clinic, source=source, origin=CatalogueOrigin.FOLDER, by=by
                )
            self.stdout.write(
                f"{clinic.name}: new plans are made from catalogue {version.word} "
                f"({version.hash[:8]}). Running plans stay on theirs."
            )


def _author(email: str | None) -> User | None:
    if email is None:
        return None
    found = User.objects.filter(email__iexact=email, is_active=True).first()
    if found is None:
        raise RecordError(f"nobody signs in as {email}; name a catalogue author", field="by")
    return found
