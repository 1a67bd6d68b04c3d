"""Whom to call, as last seen by this process: for the one page that must not need the database."""

import logging
from uuid import UUID

from django.db import DatabaseError, connection

from openimt_clinic.records.clinic import Clinic

_seen: dict[UUID, Clinic] = {}


def remember(clinic: Clinic) -> None:
    """Keeps a clinic's numbers in memory; they hold nothing about any person."""
    _seen[clinic.pk] = clinic


def remembered() -> list[Clinic]:
    """Every clinic whose numbers this process has shown, by name."""
    return sorted(_seen.values(), key=lambda clinic: clinic.name)


def look_them_up() -> None:
    """Fills the memory when a process begins, so that its first page can already be this one.

    A database that does not answer is written down and nothing more: the process starts all the
    same, and fills the memory with the first page that it can show.
    """
    try:
        for clinic in Clinic.objects.all():
            remember(clinic)
    except DatabaseError:
        logging.getLogger(__name__).warning("The clinics' numbers could not be read at the start.")
    finally:
        connection.close()
