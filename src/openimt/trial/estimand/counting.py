"""How many people each event befell, and what became of their outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openimt.trial.estimand.attributes import Estimand, Strategy
from openimt.trial.estimand.occurrences import Occurrence
from openimt.trial.estimand.records import Records
from openimt.trial.estimand.rules import Cells, study_dropouts


@dataclass(frozen=True)
class EventCount:
    """One kind of event: people by arm, and the outcomes at the visits after it.

    ``late`` are those whose event came after the last visit, so that it changes nothing. Of the
    outcomes ``kept`` were measured and stay, ``set_aside`` were measured and do not count,
    ``given`` have a value by the strategy, ``imputed`` are filled in. Somebody with two events
    is counted with each. ``unmeasured`` outcomes before any event are counted with the last kind,
    ``gap``.
    """

    kind: str
    strategy: str
    people: tuple[tuple[str, int], ...]
    late: int
    kept: int
    set_aside: int
    given: int
    imputed: int


def count_events(
    estimand: Estimand, records: Records, events: Sequence[Occurrence], cells: Cells
) -> tuple[EventCount, ...]:
    """A count for each rule of the estimand, then for study drop-out without a rule, then gaps."""
    every = [*events, *study_dropouts(records)]
    kinds = [rule.kind for rule in estimand.events]
    kinds += sorted({one.kind for one in every} - set(kinds))
    made = [_count(estimand, records, [e for e in every if e.kind == k], cells, k) for k in kinds]
    return (*made, _gaps(records, every, cells))


def _count(
    estimand: Estimand, records: Records, events: list[Occurrence], cells: Cells, kind: str
) -> EventCount:
    rule = estimand.rule(kind)
    after = np.zeros_like(cells.known)
    for one in events:
        after[one.person, one.first :] = True
    measured = ~np.isnan(records.y)
    policy = rule.strategy is Strategy.TREATMENT_POLICY
    return EventCount(
        kind=kind,
        strategy=str(rule.strategy),
        people=_by_arm(records, [one.person for one in events]),
        late=sum(one.first >= records.y.shape[1] for one in events),
        kept=int((after & cells.known).sum()),
        set_aside=int((after & measured & ~cells.known & (cells.imputed | ~policy)).sum()),
        given=int((after & cells.given).sum()),
        imputed=int((after & cells.imputed).sum()),
    )


def _gaps(records: Records, every: Sequence[Occurrence], cells: Cells) -> EventCount:
    before = np.ones_like(cells.known)
    for one in every:
        before[one.person, one.first :] = False
    gaps = before & cells.imputed
    people = [int(person) for person in np.flatnonzero(gaps.any(axis=1))]
    return EventCount("gap", "", _by_arm(records, people), 0, 0, 0, 0, int(gaps.sum()))


def _by_arm(records: Records, people: Sequence[int]) -> tuple[tuple[str, int], ...]:
    codes = records.arm[sorted(set(people))]
    return tuple((arm, int((codes == code).sum())) for code, arm in enumerate(records.arms))
