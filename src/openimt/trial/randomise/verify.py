"""Whether a sealed list is what was written: rows changed, removed, moved or added are found.

A chain alone cannot see that its end was cut off, or that all of it was written anew. So verify
takes hashes that were published on the way (each allocation prints one): every one must be in it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from openimt.errors import TrialError
from openimt.trial.randomise.allocator import Allocator
from openimt.trial.randomise.chain import Row, RowKind, check_time, read_row
from openimt.trial.randomise.scheme import Scheme
from openimt.trial.randomise.sealed import ALLOCATION_KEYS, SealedList, same
from openimt.trial.randomise.secret import Secret

UNBOUND = "its commitment is not that of this secret and scheme"


@dataclass(frozen=True)
class Finding:
    """Something wrong: the line of the file (from 1; 0 = the whole list) and one sentence."""

    row: int
    says: str


@dataclass(frozen=True)
class Verified:
    """What verification found. ``recomputed``: every arm was worked out anew from the seed."""

    findings: tuple[Finding, ...]
    rows: int
    persons: int
    head: str
    recomputed: bool
    revealed: bool
    rehearsal: bool = False

    @property
    def sound(self) -> bool:
        """Nothing wrong was found."""
        return not self.findings


def verify(text: str, *, secret: Secret | None = None, known: Sequence[str] = ()) -> Verified:
    """Check the text of a list; ``known`` are hashes that were published while it grew.

    With the ``secret``, or once it is revealed in the list, every arm is recomputed.
    """
    listed, findings = read_list(text)
    if not listed.rows:
        return Verified(tuple(findings), 0, 0, "", recomputed=False, revealed=False)
    findings += _order(listed)
    findings += _published(listed, known)
    recomputed = False
    try:
        used = secret or listed.revealed
        recomputed = used is not None and _bound(listed, used)
        if used is not None:
            findings += _seed(listed, used) if recomputed else [Finding(1, UNBOUND)]
    except TrialError as error:
        findings.append(Finding(error.row or 0, str(error)))
    return Verified(
        tuple(sorted(set(findings), key=lambda one: (one.row, one.says))),
        len(listed.rows),
        len(listed.allocations),
        listed.head.hash,
        recomputed=recomputed,
        revealed=any(row.kind is RowKind.REVEAL for row in listed.rows),
        rehearsal=listed.rows[0].says.get("rehearsal") is True,
    )


def read_list(text: str) -> tuple[SealedList, list[Finding]]:
    """The rows of a list, and what is wrong with each of them by itself and with its neighbour."""
    lines, findings = text.split("\n"), list[Finding]()
    if lines[-1]:
        findings.append(Finding(len(lines), "is cut off in the middle of the row"))
    rows: list[Row] = []
    for place, line in enumerate(lines[:-1], start=1):
        try:
            row = read_row(line)
        except TrialError as error:
            findings.append(Finding(place, error.says))
            continue
        findings += [Finding(place, says) for says in _links(row, rows[-1] if rows else None)]
        findings += [] if row.line == line + "\n" else [Finding(place, "is written otherwise")]
        rows.append(row)
    if not rows:
        findings.append(Finding(0, "holds no row of a sealed list"))
    return SealedList(tuple(rows)), findings


def _links(row: Row, before: Row | None) -> list[str]:
    said = []
    if not row.sound:
        said.append("was changed after it was written: its hash is another")
    if row.previous != ("" if before is None else before.hash):
        said.append("does not follow from the row before: rows were removed, added or moved")
    if row.number != (0 if before is None else before.number + 1):
        said.append(f"has the number {row.number}, out of order")
    try:
        check_time(row.at)
    except TrialError as error:
        said.append(error.says)
    return said


def _order(listed: SealedList) -> list[Finding]:
    """The opening first, the reveal last, nobody twice, nothing about people who are not there."""
    found, seen = [], Counter[str]()
    for place, row in enumerate(listed.rows, start=1):
        if (row.kind is RowKind.OPENING) != (place == 1):
            found.append(Finding(place, "an opening row is the first and only the first"))
        if row.kind is RowKind.REVEAL and place < len(listed.rows):
            found.append(Finding(place, "a row follows the reveal, which closes a list"))
        person = same(str(row.says.get("person", "")))
        if row.kind is RowKind.ALLOCATION:
            seen[person] += 1
            found += _allocation(place, row, seen[person])
        elif row.kind in {RowKind.WITHDRAWAL, RowKind.UNBLINDING} and not seen[person]:
            found.append(Finding(place, "speaks of a person who has no place in the list"))
    return found


def _is_allocation(row: Row) -> bool:
    """Person, levels and arm, all of them words."""
    if set(row.says) != ALLOCATION_KEYS or not isinstance(row.says["levels"], dict):
        return False
    words = [row.says["person"], row.says["arm"], *row.says["levels"].values()]
    return all(isinstance(word, str) for word in words)


def _allocation(place: int, row: Row, times: int) -> list[Finding]:
    if not _is_allocation(row):
        return [Finding(place, "says other things than person, levels and arm")]
    return [Finding(place, f"'{row.says['person']}' has a place already")] if times > 1 else []


def _published(listed: SealedList, known: Sequence[str]) -> list[Finding]:
    hashes = {row.hash for row in listed.rows}
    says = "the published hash {} is not in the list: its end was cut off, an old copy was put "
    says += "back, or it was written anew"
    return [Finding(0, says.format(one[:12])) for one in known if one not in hashes]


def _bound(listed: SealedList, secret: Secret) -> bool:
    """Whether the commitment is that of this secret and scheme."""
    return bool(secret.commitment(listed.scheme) == listed.opening["commitment"])


def _seed(listed: SealedList, secret: Secret) -> list[Finding]:
    """Every arm from the seed."""
    scheme = listed.scheme
    allocator, found = Allocator(secret.complete(scheme), secret.chance), []
    for place, row in enumerate(listed.rows, start=1):
        if row.kind is RowKind.ALLOCATION and _is_allocation(row):
            found += _arm(place, row, scheme, allocator)
    return found


def _arm(place: int, row: Row, scheme: Scheme, allocator: Allocator) -> list[Finding]:
    try:
        due = scheme.arms[allocator.next(scheme.codes(row.says["levels"]))]
    except TrialError as error:
        return [Finding(place, str(error))]
    given = row.says["arm"]
    return [] if given == due else [Finding(place, f"gives '{given}' where the seed gives '{due}'")]
