"""What every record shares: an id nobody can guess, its clinic, and sorted fields.

Each record sorts its own fields in ``class Privacy``: ``identifying`` (tells who it is),
``clinical`` (tells how the person is), ``plain`` (neither). A house test finds an unsorted field.
"""

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import CheckConstraint, Q

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

    from openimt_clinic.records.user import User


class Record(models.Model):
    """A row that belongs to one clinic; the database shows it to that clinic alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey("records.Clinic", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    class Privacy:
        identifying: tuple[str, ...] = ()
        clinical: tuple[str, ...] = ()
        plain: tuple[str, ...] = ("id", "clinic")


class PatientRecord(Record):
    """A row about one patient, who belongs to the same clinic; the database checks that too."""

    patient = models.ForeignKey("records.Patient", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    class Privacy:
        identifying: tuple[str, ...] = ("patient",)
        clinical: tuple[str, ...] = ()
        plain: tuple[str, ...] = ("id", "clinic")


def person() -> "models.ForeignKey[User | Combinable, User]":
    """A field that names a user of the clinic; users are switched off, never deleted."""
    return models.ForeignKey("records.User", on_delete=models.PROTECT, related_name="+")


def maybe_person() -> "models.ForeignKey[User | Combinable | None, User | None]":
    """As ``person``, where there may be nobody."""
    return models.ForeignKey(
        "records.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )


def words(enum: type[StrEnum]) -> list[tuple[str, str]]:
    """The words of the glossary as choices of a field."""
    return [(word.value, word.value.replace("_", " ")) for word in enum]


def one_of(
    model: str, field: str, allowed: Iterable[str], *, empty: bool = False
) -> CheckConstraint:
    """The database refuses a word that is not in the glossary."""
    values = sorted({str(word) for word in allowed} | ({""} if empty else set()))
    return CheckConstraint(condition=Q(**{f"{field}__in": values}), name=f"{model}_{field}_known")


def both_or_neither(model: str, first: str, second: str) -> CheckConstraint:
    """Two fields that stand together, such as when and by whom."""
    neither = Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
    both = Q(**{f"{first}__isnull": False, f"{second}__isnull": False})
    return CheckConstraint(condition=neither | both, name=f"{model}_{first}_with_{second}")


def between(model: str, field: str, low: float, high: float) -> CheckConstraint:
    """A number that is absent or inside its range."""
    inside = Q(**{f"{field}__gte": low, f"{field}__lte": high})
    missing = Q(**{f"{field}__isnull": True})
    return CheckConstraint(condition=inside | missing, name=f"{model}_{field}_in_range")


def in_our_time(model: str, *fields: str) -> list[CheckConstraint]:
    """Moments that are absent or within living memory: a mistyped year would be no moment that
    pages could show. Actions ask about much smaller slips."""
    first, last = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
    return [
        CheckConstraint(
            condition=Q(**{f"{field}__gte": first, f"{field}__lt": last})
            | Q(**{f"{field}__isnull": True}),
            name=f"{model}_{field}_in_our_time",
        )
        for field in fields
    ]
