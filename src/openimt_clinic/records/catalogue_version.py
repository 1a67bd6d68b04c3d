"""A catalogue as a clinic keeps it: its files, exactly; and which one it works with since when."""

from enum import StrEnum

from django.db import models
from django.db.models import CheckConstraint, Q

from openimt_clinic.records.record import Record, maybe_person, one_of, words


class CatalogueOrigin(StrEnum):
    """It came with the program, or somebody named a folder."""

    PACKAGED = "packaged"
    FOLDER = "folder"


class CatalogueVersion(Record):
    """``hash`` follows from ``files`` (name to text), which nobody can change or take away: the
    database refuses it. ``loaded_by`` empty = the program itself, when it started."""

    hash = models.CharField(max_length=64)
    word = models.CharField(max_length=40)
    files = models.JSONField()
    origin = models.CharField(max_length=10, choices=words(CatalogueOrigin))
    loaded_at = models.DateTimeField()
    loaded_by = maybe_person()

    class Meta:
        ordering = ["-loaded_at"]
        constraints = [
            models.UniqueConstraint(fields=["clinic", "hash"], name="catalogue_version_once"),
            one_of("catalogue_version", "origin", CatalogueOrigin),
            CheckConstraint(
                condition=Q(hash__regex=r"^[0-9a-f]{64}$"), name="catalogue_version_hash_whole"
            ),
        ]

    class Privacy:
        identifying = ("loaded_by",)
        clinical = ()
        plain = ("id", "clinic", "hash", "word", "files", "origin", "loaded_at")


class CatalogueUse(Record):
    """From when on new plans are made from this version; the latest row holds."""

    version = models.ForeignKey(CatalogueVersion, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    by = maybe_person()

    class Meta:
        ordering = ["-since"]

    class Privacy:
        identifying = ("by",)
        clinical = ()
        plain = ("id", "clinic", "version", "since")
