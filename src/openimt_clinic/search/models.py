"""What is kept to be searched: texts of the catalogue and their words. Nothing about anybody.

``edition`` is the fingerprint of the texts: when the catalogue changes, so does it, and the rows
are written anew. The tables belong to no clinic, so no wall stands before them.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class SearchText(models.Model):
    """One module or therapy in one language. ``found``: its words, stemmed and as written."""

    edition = models.CharField(max_length=64)
    version = models.CharField(max_length=60)
    kept_at = models.DateTimeField()
    kind = models.CharField(max_length=10)
    item = models.CharField(max_length=60)
    language = models.CharField(max_length=5)
    body = models.TextField()
    found = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["found"], name="search_found")]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind", "item", "language"], name="search_text_once"
            )
        ]

    class Privacy:
        identifying = ()
        clinical = ()
        plain = ("id", "edition", "version", "kept_at", "kind", "item", "language", "body", "found")

    def __str__(self) -> str:
        return f"{self.kind} {self.item} ({self.language})"


class SearchWord(models.Model):
    """A word of the catalogue with its threes of letters, to find what was meant by a slip."""

    edition = models.CharField(max_length=64)
    word = models.CharField(max_length=60)
    threes = ArrayField(models.TextField())

    class Meta:
        indexes = [GinIndex(fields=["threes"], name="search_threes")]
        constraints = [
            models.UniqueConstraint(fields=["edition", "word"], name="search_word_once"),
        ]

    class Privacy:
        identifying = ()
        clinical = ()
        plain = ("id", "edition", "word", "threes")

    def __str__(self) -> str:
        return self.word
