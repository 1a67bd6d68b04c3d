"""From an estimand, its data and its events to an answer: the one arrow of this package."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from openimt.errors import TrialError
from openimt.trial.estimand.answer import Answer
from openimt.trial.estimand.attributes import Assumption, Estimand, Method
from openimt.trial.estimand.counting import count_events
from openimt.trial.estimand.estimating import Analysis, Estimates, by_imputation, by_jackknife
from openimt.trial.estimand.finding import ArmMean, Difference, Finding
from openimt.trial.estimand.means import MeanForm, mean_form
from openimt.trial.estimand.occurrences import Occurrence, occurrences
from openimt.trial.estimand.pooling import concluded
from openimt.trial.estimand.records import Records, records
from openimt.trial.estimand.refitting import Refits, refits
from openimt.trial.estimand.rules import Bools, Cells, apply_rules
from openimt.trial.estimand.tipping import Tipping, tipping

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True, eq=False)
class _Shared:
    """What all analyses of an estimand share; refits are kept by the outcomes they are made to."""

    estimand: Estimand
    records: Records
    events: tuple[Occurrence, ...]
    form: MeanForm
    kept: dict[bytes, Refits] = field(default_factory=dict)

    def refits(self, fit: Bools) -> Refits:
        key = fit.tobytes()
        if key not in self.kept:
            self.kept[key] = refits(self.records, self.form, fit, self.estimand.model)
        return self.kept[key]


def answer_estimand(
    estimand: Estimand,
    data: "DataFrame",
    events: "DataFrame | None" = None,
    *,
    file: str | None = None,
    events_file: str | None = None,
) -> Answer:
    """Answers an estimand's question.

    ``data`` has one row a person and visit, ``events`` one row an intercurrent event (person,
    ``event``, and ``at`` or ``first_visit``). Raises TrialError for data, events or strategies
    that cannot be analysed without guessing. See :mod:`openimt.trial.estimand.rules` for what
    each strategy does, :mod:`openimt.trial.estimand.imputing` for what is imputed.

    Estimates are in the units of the outcome. Sources: ICH E9(R1) 2019; Carpenter, Roger and
    Kenward 2013; Wolbers et al. 2022.

    >>> import pandas as pd
    >>> from openimt.trial.estimand.read import estimand_from
    >>> estimand = estimand_from('''
    ... id = "primary"
    ... question = "Does MIT lower symptoms more than DBT?"
    ... treatment = { column = "arm", reference = "DBT", arms = { DBT = "usual", MIT = "new" } }
    ... population = { subject = "id", says = "ten made-up people" }
    ... variable = { outcome = "bsl", visit = "month", at = 6, baseline = "base" }
    ... event = [{ kind = "study_dropout", strategy = "treatment policy", missing = "J2R" }]
    ... ''')
    >>> base = [2.1, 2.9, 1.7, 2.4, 3.1, 2.2, 2.6, 1.9, 3.0, 2.5]
    >>> early = [1.9, 2.6, 1.8, 2.0, 2.7, 1.7, 2.0, 1.9, 2.6, 1.8]
    >>> late = [1.6, 2.5, 1.3, 1.9, 2.2, 1.1, 1.4, 1.3, None, 1.5]
    >>> data = pd.DataFrame(
    ...     {
    ...         "id": [*range(10)] * 2,
    ...         "arm": (["DBT"] * 5 + ["MIT"] * 5) * 2,
    ...         "base": base * 2,
    ...         "month": [3] * 10 + [6] * 10,
    ...         "bsl": early + late,
    ...     }
    ... )
    >>> made = answer_estimand(estimand, data)
    >>> for finding in made.findings[:3]:
    ...     found = finding.at("6")[0].contrast
    ...     print(f"{finding.label}: {found.estimate:.3f} (se {found.se:.3f})")
    as planned: -0.354 (se 0.181)
    MAR: -0.443 (se 0.162)
    J2R: -0.354 (se 0.181)
    """
    people = records(data, estimand, file)
    noted = () if events is None else occurrences(events, estimand, people, events_file)
    shared = _Shared(estimand, people, noted, mean_form(people))
    cells = apply_rules(estimand, people, noted)
    made = _estimates(shared, cells)
    return Answer(
        estimand=estimand,
        people=tuple((arm, int((people.arm == n).sum())) for n, arm in enumerate(people.arms)),
        counts=count_events(estimand, people, noted, cells),
        planned=_finding(shared, made, None),
        sensitivity=tuple(_other(shared, one) for one in estimand.sensitivity.missing),
        tipping=_tipping(shared, cells, made),
        warnings=_warnings(people, cells, made),
    )


def _tipping(shared: _Shared, cells: Cells, made: Estimates) -> tuple[Tipping, ...]:
    people = shared.records
    there = people.arm[cells.imputed[:, people.target]]
    imputed = tuple(int((there == arm).sum()) for arm in range(len(people.arms)))
    return tipping(shared.estimand, people, made.line, imputed) if any(imputed) else ()


def _other(shared: _Shared, assumption: Assumption) -> Finding:
    """A sensitivity analysis; one that cannot be done says why and does not stop the others."""
    try:
        cells = apply_rules(shared.estimand, shared.records, shared.events, assumption)
        return _finding(shared, _estimates(shared, cells), assumption)
    except TrialError as error:
        return Finding(assumption, refused=str(error))


def _estimates(shared: _Shared, cells: Cells) -> Estimates:
    people, how = shared.records, shared.estimand.inference
    analysis = Analysis(cells, shared.form, people.arm, len(people.arms), people.target)
    fits = shared.refits(cells.fit)
    if how.method is Method.JACKKNIFE:
        return by_jackknife(analysis, fits)
    return by_imputation(analysis, fits, how.seed, how.draws)


def _finding(shared: _Shared, made: Estimates, assumption: Assumption | None) -> Finding:
    people, level = shared.records, shared.estimand.summary.level
    arms = len(people.arms)
    means: list[ArmMean] = []
    differences: list[Difference] = []
    for (visit, one), value in np.ndenumerate(made.values):
        at, se, df = people.visits[visit], float(made.se[visit, one]), float(made.df[visit, one])
        contrast = concluded(float(value), se, df, level)
        if one < arms:
            means.append(ArmMean(at, people.arms[one], contrast))
        else:
            arm = people.arms[one - arms + 1]
            differences.append(Difference(at, arm, people.arms[0], contrast))
    return Finding(assumption, tuple(means), tuple(differences))


def _warnings(people: Records, cells: Cells, made: Estimates) -> tuple[str, ...]:
    """What a reader should know before the numbers."""
    never = int(np.isnan(people.y).all(axis=1).sum())
    share = float(cells.imputed[:, people.target].mean())
    says = {
        f"people never measured after baseline, so that all is imputed: {never}": never > 0,
        f"{share:.0%} of the outcomes at {people.visits[people.target]} are imputed": share > 1 / 3,
        f"resampled trials too thin to be fitted, drawn again: {made.redrawn}": made.redrawn > 0,
    }
    return tuple(one for one, holds in says.items() if holds)
