"""A sealed list as a value: its rows, and what they say together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openimt.errors import TrialError
from openimt.trial.randomise.chain import FORMAT, Row, RowKind, new_row
from openimt.trial.randomise.scheme import Levels, Scheme
from openimt.trial.randomise.scheme_file import public, scheme_from
from openimt.trial.randomise.secret import Secret, secret_from

OPENING_KEYS = frozenset({"format", "trial", "scheme", "commitment", "rehearsal"})
ALLOCATION_KEYS = frozenset({"person", "levels", "arm"})


@dataclass(frozen=True)
class SealedList:
    """Rows from the opening to the head. :func:`verify` says whether they are sound."""

    rows: tuple[Row, ...]

    @property
    def opening(self) -> Mapping[str, Any]:
        """What was published before the first person: scheme, commitment, rehearsal or not."""
        first = self.rows[0] if self.rows else None
        if first is None or first.kind is not RowKind.OPENING or set(first.says) != OPENING_KEYS:
            raise TrialError("does not begin with the opening row of a sealed list", row=1)
        if first.says["format"] != FORMAT:
            raise TrialError(f"has the format '{first.says['format']}', not '{FORMAT}'", row=1)
        return first.says

    @property
    def scheme(self) -> Scheme:
        """The scheme without its hidden part."""
        table = self.opening["scheme"]
        if not isinstance(table, dict):
            raise TrialError("holds no scheme", row=1)
        return scheme_from(table)

    @property
    def head(self) -> Row:
        """The last row, whose hash vouches for all before it."""
        return self.rows[-1]

    @property
    def allocations(self) -> tuple[Row, ...]:
        """The rows that gave somebody an arm, in order."""
        return tuple(row for row in self.rows if row.kind is RowKind.ALLOCATION)

    @property
    def revealed(self) -> Secret | None:
        """The secret, once the list is opened."""
        reveals = [row for row in self.rows if row.kind is RowKind.REVEAL]
        return secret_from(dict(reveals[0].says)) if reveals else None

    def of(self, person: str) -> Row | None:
        """The row that gave this person an arm."""
        wanted = same(person)
        rows = (row for row in self.allocations if same(str(row.says["person"])) == wanted)
        return next(rows, None)

    def withdrawn(self, person: str) -> bool:
        """Whether this person withdrew."""
        rows = (row for row in self.rows if row.kind is RowKind.WITHDRAWAL)
        return any(same(str(row.says["person"])) == same(person) for row in rows)

    def levels(self, scheme: Scheme) -> list[Levels]:
        """The factors of everybody allocated, as codes."""
        return [scheme.codes(row.says["levels"]) for row in self.allocations]


def opened(scheme: Scheme, secret: Secret, *, trial: str, at: str, by: str) -> SealedList:
    """A list with its opening row and nobody in it."""
    says = {
        "format": FORMAT,
        "trial": trial,
        "scheme": public(scheme),
        "commitment": secret.commitment(scheme),
        "rehearsal": secret.rehearsal,
    }
    return SealedList((new_row(None, RowKind.OPENING, at=at, by=by, says=says),))


def same(person: str) -> str:
    """Ids that differ only in capitals are one person: P7 is p7."""
    return person.casefold()
