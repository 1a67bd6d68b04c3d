"""Fits of the model of the means: to everybody, without each person in turn, and resampled.

The persons' sums are made once; each refit starts from the covariance of the whole fit, where
one or two steps are enough.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from openimt.errors import TrialError
from openimt.trial.estimand.attributes import MeanModel
from openimt.trial.estimand.chance import resampled
from openimt.trial.estimand.imputing import Fits
from openimt.trial.estimand.means import MeanForm
from openimt.trial.estimand.records import Records
from openimt.trial.estimand.rules import Bools
from openimt.trial.matrix import Floats, Ints, ModelMatrix, Value
from openimt.trial.repeated.fit import fit_sums
from openimt.trial.repeated.people import People
from openimt.trial.repeated.result import SumsFit
from openimt.trial.repeated.sums import Sums

MOST_FAILURES = 0.1
"""The share of resampled trials that may be too thin to be fitted before we give up."""


@dataclass(frozen=True, eq=False)
class Refits:
    """All fits to the outcomes that are marked to be fitted.

    ``people`` are those with an outcome at all; ``place`` holds the place of each person of the
    trial among them, -1 for the others. ``arm`` is each person's arm, shape (n,).
    """

    people: People
    place: Ints
    arm: Ints
    model: MeanModel
    names: tuple[str, ...]
    _drawn: dict[tuple[int, int], tuple[Fits, int]] = field(default_factory=dict)

    @cached_property
    def _everybody(self) -> Sums:
        return self.people.sums()

    @cached_property
    def _whole(self) -> SumsFit:
        return fit_sums(self._everybody, covariance=self.model.covariance)

    @cached_property
    def whole(self) -> Fits:
        """The fit to everybody."""
        return self._fits([self._whole])

    @cached_property
    def without_each(self) -> Fits:
        """The fit without each person, in the order of the trial's persons."""
        return self._fits([self._without(person) for person in range(len(self.place))])

    def resampled(self, seed: int, draws: int) -> tuple[Fits, int]:
        """Fits to persons drawn with replacement within arms, and how many draws failed."""
        if (seed, draws) not in self._drawn:
            self._drawn[seed, draws] = self._draw(seed, draws)
        return self._drawn[seed, draws]

    def _draw(self, seed: int, draws: int) -> tuple[Fits, int]:
        made: list[SumsFit] = []
        failures = attempt = 0
        while len(made) < draws:
            people = self.place[resampled(seed, attempt, self.arm)]
            attempt += 1
            try:
                made.append(self._fit(self.people.sums(people[people >= 0])))
            except TrialError as error:
                failures += 1
                if failures > 1 + MOST_FAILURES * draws:
                    says = f"too few people to resample for multiple imputation: {error.says}"
                    raise TrialError(f"{says.rstrip('.')}; or use the jackknife") from error
        return self._fits(made), failures

    def _without(self, person: int) -> SumsFit:
        if self.place[person] < 0:
            return self._whole
        try:
            return self._fit(self._everybody - self.people.sums([int(self.place[person])]))
        except TrialError as error:
            says = f"without {self.names[person]} the model cannot be fitted: {error.says}"
            raise TrialError(says) from error

    def _fit(self, sums: Sums) -> SumsFit:
        return fit_sums(sums, covariance=self.model.covariance, start=self._whole.sigma)

    def _fits(self, made: list[SumsFit]) -> Fits:
        arms = int(self.arm.max()) + 1
        sigma = np.stack([one.sigma for one in made])
        shared = not self.model.by_arm
        return Fits(
            np.stack([one.beta for one in made]),
            np.repeat(sigma[:, :1], arms, axis=1) if shared else sigma,
        )


def refits(records: Records, form: MeanForm, fit: Bools, model: MeanModel) -> Refits:
    """Prepares the fits to the outcomes marked in ``fit``, shape (n, T)."""
    _check_arms(records, fit)
    matrix = _matrix(records, form, fit)
    present = np.flatnonzero(fit.any(axis=1))
    place = np.full(records.n, -1, dtype=np.int64)
    place[present] = np.arange(len(present))
    groups = np.repeat(records.arm, fit.sum(axis=1)) if model.by_arm else None
    names = records.arms if model.by_arm else ()
    people = People.of(matrix, groups=groups, group_names=names)
    return Refits(people, place, records.arm, model, records.persons)


def _check_arms(records: Records, fit: Bools) -> None:
    for code, arm in enumerate(records.arms):
        for visit in np.flatnonzero(~fit[records.arm == code].any(axis=0)):
            raise TrialError(
                f"nobody in the arm {arm} has an outcome at {records.visits[visit]} that the model "
                "may be fitted to, so what is missing there cannot be imputed; leave that visit "
                "out, or choose another strategy for the events before it",
                file=records.file,
            )


def _matrix(records: Records, form: MeanForm, fit: Bools) -> ModelMatrix:
    person, visit = np.nonzero(fit)
    present, codes = np.unique(person, return_inverse=True)
    return ModelMatrix(
        outcome=records.outcome,
        names=form.names,
        x=form.rows[fit],
        y=records.y[fit],
        terms=(),
        factors=(),
        row_means={},
        subject_means={},
        subject=codes.astype(np.int64),
        subjects=tuple(records.persons[one] for one in present),
        visit=visit.astype(np.int64),
        visits=records.visits,
        source_row=np.zeros(len(person), dtype=np.int64),
        make_row=_no_new_row,
    )


def _no_new_row(values: Mapping[str, Value]) -> Floats:
    """Means are asked of the persons themselves here, never of somebody made up."""
    raise TrialError(f"a row for {sorted(values)} cannot be made from an estimand's model")
