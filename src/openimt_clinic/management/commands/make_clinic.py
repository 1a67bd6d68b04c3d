"""Founds the clinic from a small file, with its team lead."""

import getpass
import os
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from openimt_clinic.founding import found_from_file
from openimt_clinic.management.refusing import RefusingCommand


class Command(RefusingCommand):
    help = "Founds the clinic that a file describes; asks for the team lead's password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *_: Any, **options: Any) -> None:
        password = os.environ.get("OPENIMT_FIRST_PASSWORD") or getpass.getpass("Password: ")
        clinic = found_from_file(options["file"], password)
        self.stdout.write(f"{clinic.name} is founded; its team lead can sign in.")
