"""The model of the means: what stands before arm, visit and covariates, and what it predicts.

y_it = z_i' B_t + e_it with z = (1, arms, covariates); a column of B is the same for all visits
where a covariate acts alike at each.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from openimt.errors import TrialError
from openimt.trial.estimand.records import Records
from openimt.trial.matrix import Floats, Ints


@dataclass(frozen=True, eq=False)
class MeanForm:
    """Where each coefficient stands: ``place[q, t]`` is its column for z_q at visit t.

    ``own`` and ``reference`` hold z of each person, shape (n, q), in the arm the person was
    allotted to and in the reference arm; ``baseline`` its outcome at the start, shape (n,).
    """

    own: Floats
    reference: Floats
    baseline: Floats
    place: Ints
    names: tuple[str, ...]

    @property
    def p(self) -> int:
        """How many coefficients there are."""
        return int(self.place.max()) + 1

    @cached_property
    def rows(self) -> Floats:
        """The design of each person at each visit, shape (n, T, p)."""
        n, (q, visits) = len(self.own), self.place.shape
        made = np.zeros((n, visits, self.p))
        for visit in range(visits):
            for one in range(q):
                made[:, visit, self.place[one, visit]] += self.own[:, one]
        return made

    def by_visit(self, beta: Floats) -> Floats:
        """Coefficients of shape (r, p) as B of shape (r, q, T)."""
        return np.asarray(beta[:, self.place])


def mean_form(records: Records) -> MeanForm:
    """The means of arms that differ freely at each visit, and the covariates as they were asked."""
    n, visits, arms = records.n, len(records.visits), len(records.arms)
    indicator = (records.arm[:, None] == np.arange(1, arms)).astype(np.float64)
    ones = np.ones((n, 1))
    own = np.hstack([ones, indicator, records.covariates])
    reference = np.hstack([ones, np.zeros_like(indicator), records.covariates])
    free = [True] * arms + list(records.by_visit)
    z_names = ["visit", *(f"arm[{arm}]" for arm in records.arms[1:]), *records.covariate_names]
    place, names = _places(free, z_names, records.visits)
    if len(names) >= n * visits or n <= own.shape[1]:
        says = f"{n} people are too few for {len(names)} means; ask for fewer covariates"
        raise TrialError(says, file=records.file)
    baseline = records.covariates[:, 0]
    return MeanForm(own, reference, baseline, place.reshape(len(free), visits), names)


def _places(
    free: list[bool], z_names: list[str], visits: tuple[str, ...]
) -> tuple[Ints, tuple[str, ...]]:
    places: list[int] = []
    names: list[str] = []
    for differs, name in zip(free, z_names, strict=True):
        start = len(names)
        places += [start + visit if differs else start for visit in range(len(visits))]
        names += [f"{name}:{visit}" for visit in visits] if differs else [name]
    return np.array(places, dtype=np.int64), tuple(names)
