"""Whom to call, as last seen by this process: for the one page that must not need the database."""

from uuid import UUID

from openimt_clinic.records.clinic import Clinic

_seen: dict[UUID, Clinic] = {}


def remember(clinic: Clinic) -> None:
    """Keeps a clinic's numbers in memory; they hold nothing about any person."""
    _seen[clinic.pk] = clinic


def remembered() -> list[Clinic]:
    """Every clinic whose numbers this process has shown, by name."""
    return sorted(_seen.values(), key=lambda clinic: clinic.name)
