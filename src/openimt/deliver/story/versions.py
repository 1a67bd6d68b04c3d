"""The history of an entry: who one was is a row of revisions, and none of them is lost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from openimt.deliver.documents.document import Value

SHARED = "shared"
NO_WORDS = frozenset({SHARED, "removed", "done"})
"""Fields that say what becomes of an entry, not what stands in it."""


@dataclass(frozen=True)
class Writing:
    """Fields written at one time. ``clashed``: another device had answered one differently."""

    at: datetime
    values: Mapping[str, Value]
    clashed: bool = False

    @property
    def words(self) -> dict[str, Value]:
        """What was written, without what becomes of it."""
        return {name: value for name, value in self.values.items() if name not in NO_WORDS}


@dataclass(frozen=True)
class Version:
    """What stood there from ``at`` on."""

    at: datetime
    values: Mapping[str, Value]


def versions(writings: Iterable[Writing]) -> tuple[Version, ...]:
    """Everything that ever stood there, the oldest first.

    >>> day = datetime(2026, 11, 22)
    >>> first, second = (
    ...     Writing(day, {"title": "Grey years"}),
    ...     Writing(day, {"title": "Quiet years"}),
    ... )
    >>> [version.values["title"] for version in versions([first, second])]
    ['Grey years', 'Quiet years']
    """
    found: list[Version] = []
    for writing in writings:
        before = found[-1].values if found else {}
        after = {**before, **writing.words}
        if after != before:
            found.append(Version(writing.at, after))
    return tuple(found)


def shared_versions(writings: Iterable[Writing]) -> tuple[Version, ...]:
    """What others may have read: what stood there when it was shared last, and what came since.

    In doubt less is shown: a sharing that clashed shares nothing, taking it back always holds.
    """
    standing: Version | None = None
    read: list[Version] | None = None
    for writing in writings:
        now = _next(standing, writing)
        changed, standing = now != standing, now
        if writing.values.get(SHARED) is False:
            read = None
        elif writing.values.get(SHARED) is True and read is None and not writing.clashed:
            read = [now] if now else []
        elif read is not None and changed and now:
            read.append(now)
    return tuple(read or ())


def _next(standing: Version | None, writing: Writing) -> Version | None:
    """A writing that clashed adds nothing that others may read: its fields are not settled."""
    before = standing.values if standing else {}
    after = before if writing.clashed else {**before, **writing.words}
    return standing if after == before else Version(writing.at, after)
