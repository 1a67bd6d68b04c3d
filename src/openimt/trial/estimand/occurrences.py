"""What happened to whom, and when: one row an intercurrent event."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from openimt.errors import TrialError
from openimt.trial.estimand.attributes import STUDY_DROPOUT, TERMINAL, Estimand
from openimt.trial.estimand.columns import Table
from openimt.trial.estimand.records import Records

if TYPE_CHECKING:
    from pandas import DataFrame

KIND, AT, FIRST = "event", "at", "first_visit"


@dataclass(frozen=True)
class Occurrence:
    """One event of one person. ``first`` is the first visit after it, T when there is none.

    A visit on the day of the event counts as before it: what was measured then was measured
    under the treatment that had been given until then.
    """

    person: int
    kind: str
    first: int


def occurrences(
    data: "DataFrame", estimand: Estimand, records: Records, file: str | None = None
) -> tuple[Occurrence, ...]:
    """The events of a table with the person, ``event``, and ``at`` or ``first_visit``.

    ``at`` is a time on the scale of the visits, 0 at baseline; ``first_visit`` names the first
    visit after the event and is empty when there was none. Raises TrialError for an event of
    somebody who is not in the data, before baseline, of a kind without a rule, or noted twice.
    """
    if not len(data):
        return ()
    table = Table.of(data, file)
    firsts = _firsts(table, records)
    people, kinds = table.texts(estimand.population.subject), table.texts(KIND)
    made: list[Occurrence] = []
    for place, (name, kind) in enumerate(zip(people, kinds, strict=True)):
        try:
            made.append(_one(name, kind, firsts[place], estimand, records))
        except TrialError as error:
            raise table.refuse(error.says, place) from None
        _check(made, records, table, place)
    return tuple(sorted(made, key=lambda one: (one.person, one.first, one.kind)))


def _one(name: str, kind: str, first: int, estimand: Estimand, records: Records) -> Occurrence:
    if name not in records.persons:
        raise TrialError(f"{name or 'nobody'} had an event but is not in the data of outcomes")
    if kind == STUDY_DROPOUT:
        says = "is seen in the outcomes themselves; leave its rows out of the table of events"
        raise TrialError(f"{STUDY_DROPOUT} {says}")
    return Occurrence(records.persons.index(name), estimand.rule(kind).kind, first)


def _firsts(table: Table, records: Records) -> list[int]:
    if table.has(FIRST):
        named = table.texts(FIRST, as_numbers=True)
        return [_visit(name, place, records, table) for place, name in enumerate(named)]
    if records.times is None:
        raise table.refuse(f"the visits are names, not times: give the events a column {FIRST}")
    at = table.numbers(AT)
    for place in np.flatnonzero(~(at >= 0)):
        lacks = "is empty" if np.isnan(at[place]) else "is before baseline, which is time 0"
        says = f"{lacks}; correct it, or leave out what happened before the trial"
        raise table.refuse(says, int(place), AT)
    return [int(np.searchsorted(records.times, one, side="right")) for one in at]


def _visit(name: str, place: int, records: Records, table: Table) -> int:
    if not name:
        return len(records.visits)
    if name not in records.visits:
        says = f"{name} is no visit after baseline; those are {', '.join(records.visits)}"
        raise table.refuse(says, place, FIRST)
    return records.visits.index(name)


def _check(made: list[Occurrence], records: Records, table: Table, place: int) -> None:
    """Refuses the newest event when it was there already, or when a dead person was measured."""
    *earlier, last = made
    name = records.persons[last.person]
    if any((one.person, one.kind) == (last.person, last.kind) for one in earlier):
        raise table.refuse(f"{name} has {last.kind} twice; keep the first", place)
    if last.kind in TERMINAL and not np.isnan(records.y[last.person, last.first :]).all():
        says = f"{name} has an outcome after {last.kind}; correct the time or the outcome"
        raise table.refuse(says, place)
