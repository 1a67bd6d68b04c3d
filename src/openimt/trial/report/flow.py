"""The flow of people through a trial, counted from one row a person (CONSORT 2025, item 22)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from openimt.errors import TrialError

YES = frozenset({"yes", "y", "true", "1"})
NO = frozenset({"no", "n", "false", "0"})
COLUMNS = ("id", "arm", "excluded", "received", "stopped", "lost", "analysed")
Reasons = tuple[tuple[str, int], ...]
"""Reasons with how many people each, the commonest first."""


@dataclass(frozen=True)
class ArmFlow:
    """One arm after allocation. Every count is of people."""

    arm: str
    allocated: int
    received: int
    not_received: int
    stopped: Reasons
    lost: Reasons
    analysed: int

    @property
    def not_analysed(self) -> int:
        """Allocated here, but in no analysis."""
        return self.allocated - self.analysed


@dataclass(frozen=True)
class Flow:
    """Everybody who was looked at: who was left out and why, and what came of the others."""

    assessed: int
    excluded: Reasons
    arms: tuple[ArmFlow, ...]

    @property
    def allocated(self) -> int:
        """How many people were allocated at random."""
        return sum(arm.allocated for arm in self.arms)


@dataclass(frozen=True)
class _Person:
    row: int
    arm: str
    excluded: str
    received: bool
    stopped: str
    lost: str
    analysed: bool


def flow(rows: Sequence[Mapping[str, str]], *, file: str | None = None) -> Flow:
    """Counts the people; row 2 is the first below the heading, as a spreadsheet counts.

    Columns: ``id``; ``arm`` (empty for whoever was not allocated); ``excluded`` (the reason, for
    them); ``received`` yes or no; ``stopped`` and ``lost`` (reasons, empty where neither);
    ``analysed`` yes or no. Anything else raises TrialError with row and field.

    >>> people = [
    ...     {"id": "1", "arm": "DBT", "received": "yes", "analysed": "yes"},
    ...     {"id": "2", "arm": "", "excluded": "moved away"},
    ... ]
    >>> flow(people).assessed, flow(people).excluded, flow(people).arms[0].analysed
    (2, (('moved away', 1),), 1)
    """
    people = [_person(row, cells, file) for row, cells in enumerate(rows, start=2)]
    _each_once(rows, file)
    arms = sorted({person.arm for person in people if person.arm})
    if not arms:
        raise TrialError("allocates nobody; fill the column 'arm'", file=file, field="arm")
    left_out = _reasons(person.excluded for person in people if not person.arm)
    inside = tuple(_arm(arm, [p for p in people if p.arm == arm]) for arm in arms)
    return Flow(len(people), left_out, inside)


def _person(row: int, cells: Mapping[str, str], file: str | None) -> _Person:
    text = {name: (cells.get(name) or "").strip() for name in COLUMNS}
    allocated = bool(text["arm"])
    if allocated and text["excluded"]:
        says = "was both allocated and excluded; leave one of the two empty"
        raise TrialError(says, file=file, row=row, field="excluded")
    if not allocated and not text["excluded"]:
        says = "has neither an arm nor a reason for leaving out; give one of the two"
        raise TrialError(says, file=file, row=row, field="excluded")
    if not allocated and any(text[name] for name in ("received", "stopped", "lost", "analysed")):
        says = "was not allocated, so nothing can have happened afterwards; empty those cells"
        raise TrialError(says, file=file, row=row, field="arm")
    return _Person(
        row=row,
        arm=text["arm"],
        excluded=text["excluded"],
        received=allocated and _yes(text["received"], row, "received", file),
        stopped=text["stopped"],
        lost=text["lost"],
        analysed=allocated and _yes(text["analysed"], row, "analysed", file),
    )


def _yes(text: str, row: int, field: str, file: str | None) -> bool:
    if text.lower() in YES | NO:
        return text.lower() in YES
    raise TrialError(f"is {text!r}; write yes or no", file=file, row=row, field=field)


def _each_once(rows: Sequence[Mapping[str, str]], file: str | None) -> None:
    first: dict[str, int] = {}
    for row, cells in enumerate(rows, start=2):
        who = (cells.get("id") or "").strip()
        if not who:
            raise TrialError("has no id; give every person one", file=file, row=row, field="id")
        if who in first:
            says = f"names the person of row {first[who]} again; keep one row a person"
            raise TrialError(says, file=file, row=row, field="id")
        first[who] = row


def _arm(arm: str, people: Sequence[_Person]) -> ArmFlow:
    received = sum(person.received for person in people)
    return ArmFlow(
        arm=arm,
        allocated=len(people),
        received=received,
        not_received=len(people) - received,
        stopped=_reasons(person.stopped for person in people if person.stopped),
        lost=_reasons(person.lost for person in people if person.lost),
        analysed=sum(person.analysed for person in people),
    )


def _reasons(given: Iterable[str]) -> Reasons:
    counted = Counter(given)
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))
