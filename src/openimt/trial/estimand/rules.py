"""From strategies to data rules: what is kept, set missing, or given a value, for each person.

For each person and visit after an intercurrent event the rules say

=================== ============ ============ ==========================================
strategy            measured     not measured and for the model of the means
=================== ============ ============ ==========================================
treatment policy    kept         imputed      left out, unless ``missing`` is MAR
hypothetical        set missing  imputed      left out
composite           given        given        left out: the value is no measurement
while on treatment  given        given        left out: the last value before the event
principal stratum   refused: no estimator without assumptions nobody can check
=================== ============ ============ ==========================================

Where several events befell a person before a visit, composite rules over while on treatment,
that over hypothetical, and that over treatment policy. What is imputed follows the first event
whose assumption is not MAR, from that event on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openimt.errors import TrialError
from openimt.trial.estimand.attributes import (
    STUDY_DROPOUT,
    Assumption,
    Estimand,
    EventRule,
    Strategy,
)
from openimt.trial.estimand.occurrences import Occurrence
from openimt.trial.estimand.records import Records
from openimt.trial.matrix import Floats, Ints

Bools = NDArray[np.bool_]
ASSUMPTIONS = tuple(Assumption)


@dataclass(frozen=True, eq=False)
class Cells:
    """What the rules make of the outcomes, n persons at T visits.

    ``y`` has NaN where a value is to be imputed. ``fit`` marks what the model of the means is
    fitted to, ``known`` what a person's imputation is conditioned on, ``given`` what a rule gave.
    ``assumption`` (codes into ``ASSUMPTIONS``) holds from visit ``first`` on, T when never.
    """

    y: Floats
    fit: Bools
    known: Bools
    given: Bools
    assumption: Ints
    first: Ints

    @property
    def imputed(self) -> Bools:
        """The cells that are imputed, shape (n, T)."""
        return np.asarray(np.isnan(self.y))


def apply_rules(
    estimand: Estimand,
    records: Records,
    events: Sequence[Occurrence] = (),
    instead: Assumption | None = None,
) -> Cells:
    """The cells under an estimand; with ``instead``, under another assumption for every event.

    Raises TrialError where a strategy has no estimator, or needs a value that is not there.
    """
    refuse_principal_strata(estimand)
    cells = _measured(records)
    every = [*study_dropouts(records), *events]
    for strategy in _WEAKEST_FIRST:
        for one in every:
            rule = estimand.rule(one.kind)
            if rule.strategy is strategy:
                _set(cells, one, rule, records)
    _assume(cells, every, records, estimand, instead)
    return cells


_WEAKEST_FIRST = (Strategy.HYPOTHETICAL, Strategy.WHILE_ON_TREATMENT, Strategy.COMPOSITE)


def refuse_principal_strata(estimand: Estimand) -> None:
    """Raises TrialError when an event is dealt with by a principal stratum."""
    for rule in estimand.events:
        if rule.strategy is Strategy.PRINCIPAL_STRATUM:
            raise TrialError(
                f"{rule.kind}: no estimator is offered for a principal stratum. Who would have had "
                "the event in both arms cannot be seen in anybody; an estimate rests on "
                "assumptions that no data can check. Choose another strategy, or analyse elsewhere"
            )


def study_dropouts(records: Records) -> tuple[Occurrence, ...]:
    """Those of whom nothing was measured any more from some visit on."""
    there = ~np.isnan(records.y)
    visits = there.shape[1]
    after = np.where(there.any(axis=1), visits - there[:, ::-1].argmax(axis=1), 0)
    return tuple(
        Occurrence(int(person), STUDY_DROPOUT, int(after[person]))
        for person in np.flatnonzero(after < visits)
    )


def _measured(records: Records) -> Cells:
    there = ~np.isnan(records.y)
    n, visits = there.shape
    return Cells(
        y=records.y.copy(),
        fit=there.copy(),
        known=there.copy(),
        given=np.zeros_like(there),
        assumption=np.zeros(n, dtype=np.int64),
        first=np.full(n, visits, dtype=np.int64),
    )


def _set(cells: Cells, one: Occurrence, rule: EventRule, records: Records) -> None:
    """Applies a strategy to the visits after an event; a stronger one comes later and wins."""
    after: Any = (one.person, slice(one.first, None))
    cells.fit[after] = False
    cells.known[after] = False
    if rule.strategy is Strategy.HYPOTHETICAL:
        cells.y[after] = np.nan
        return
    if one.first < cells.y.shape[1]:
        cells.y[after] = _value(cells, one, rule, records)
        cells.given[after] = True


def _value(cells: Cells, one: Occurrence, rule: EventRule, records: Records) -> float:
    """What a strategy gives: its value, or the last outcome before the event that still counts."""
    if rule.value is not None:
        return rule.value
    before = slice(None, one.first)
    measured = records.y[one.person, before][cells.known[one.person, before]]
    if not measured.size:
        raise TrialError(
            f"{records.persons[one.person]} was never measured before {rule.kind}, so there is no "
            "outcome while on treatment; choose another strategy for this event",
            file=records.file,
        )
    return float(measured[-1])


def _assume(
    cells: Cells,
    events: Sequence[Occurrence],
    records: Records,
    estimand: Estimand,
    instead: Assumption | None,
) -> None:
    """Notes the first assumption that is not MAR, and leaves what follows out of the fit."""
    for one in sorted(events, key=lambda event: event.first):
        rule = estimand.rule(one.kind)
        opened = rule.strategy in {Strategy.TREATMENT_POLICY, Strategy.HYPOTHETICAL}
        missing = rule.missing if instead is None else instead
        if not opened or missing is Assumption.MAR or one.first >= cells.first[one.person]:
            continue
        if missing is Assumption.LMCF and one.first == 0:
            _need_baseline(estimand, records.persons[one.person])
        cells.assumption[one.person] = ASSUMPTIONS.index(missing)
        cells.first[one.person] = one.first
        cells.fit[one.person, one.first :] = False


def _need_baseline(estimand: Estimand, person: str) -> None:
    if not estimand.variable.baseline_is_outcome:
        raise TrialError(
            f"{person} has no visit before the event, so LMCF would carry the baseline forward; "
            "write variable.same_scale = true if it is measured as the outcome is"
        )
