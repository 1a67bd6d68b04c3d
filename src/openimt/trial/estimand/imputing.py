"""What is imputed: the mean of missing outcomes given those measured, under each assumption.

With m and S the means and covariance that an assumption gives a person (Carpenter, Roger and
Kenward 2013, section 4.3), u the missing and o the known visits,

    E[y_u | y_o] = m_u + S_uo S_oo^-1 (y_o - m_o),    Var[y_u | y_o] = S_uu - S_uo S_oo^-1 S_ou.

All arrays carry a first axis of replicates r: one fit of the model of the means each.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from openimt.trial.estimand.attributes import Assumption
from openimt.trial.estimand.means import MeanForm
from openimt.trial.estimand.rules import ASSUMPTIONS, Bools, Cells
from openimt.trial.matrix import Floats, Ints


@dataclass(frozen=True, eq=False)
class Fits:
    """Fitted models of the means: ``beta`` (r, p) and ``sigma`` (r, arms, T, T)."""

    beta: Floats
    sigma: Floats

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.beta)

    def part(self, start: int, stop: int) -> "Fits":
        """Some of them."""
        return Fits(self.beta[start:stop], self.sigma[start:stop])


@dataclass(frozen=True)
class Alike:
    """Persons of one arm whose imputation takes the same algebra."""

    people: Ints
    arm: int
    assumption: Assumption
    first: int
    known: Bools
    unknown: Bools


def completed(
    cells: Cells, form: MeanForm, arm: Ints, fits: Fits, chance: Floats | None = None
) -> Floats:
    """The outcomes with all gaps filled, shape (r, n, T).

    With ``chance``, standard normal numbers of shape (r, n, T), each value is drawn from its
    conditional distribution; without, it is the conditional mean.
    """
    made = np.repeat(cells.y[None], fits.count, axis=0)
    coefficients = form.by_visit(fits.beta)
    for alike in _groups(cells, arm):
        own = form.own[alike.people] @ coefficients
        reference = form.reference[alike.people] @ coefficients
        baseline = form.baseline[alike.people]
        mean, sigma = profile(alike, own, reference, baseline, fits.sigma)
        drawn = None if chance is None else chance[:, alike.people]
        filled = _filled(cells.y[alike.people], mean, sigma, alike, drawn)
        made[:, alike.people[:, None], np.flatnonzero(alike.unknown)] = filled
    return made


def profile(
    alike: Alike, own: Floats, reference: Floats, baseline: Floats, sigma: Floats
) -> tuple[Floats, Floats]:
    """Means (r, m, T) and covariance (r, T, T) of persons whose event came before visit ``first``.

    ``own`` and ``reference`` are their means in their own and in the reference arm, ``baseline``
    their value before the first visit, (m,). With an event before the first visit CIR is J2R,
    since both arms began alike, and LMCF carries the baseline forward.
    """
    assumption, first, arm = alike.assumption, alike.first, alike.arm
    mean, last = own.copy(), alike.first - 1
    if assumption is Assumption.CR:
        return reference, sigma[:, 0]
    if assumption is Assumption.J2R or (assumption is Assumption.CIR and first == 0):
        mean[:, :, first:] = reference[:, :, first:]
    elif assumption is Assumption.CIR:
        shift = own[:, :, last] - reference[:, :, last]
        mean[:, :, first:] = reference[:, :, first:] + shift[:, :, None]
    elif assumption is Assumption.LMCF:
        mean[:, :, first:] = (own[:, :, last] if first else baseline)[..., None]
    if assumption in {Assumption.MAR, Assumption.LMCF}:
        return mean, sigma[:, arm]
    return mean, joined(sigma[:, arm], sigma[:, 0], first)


def joined(own: Floats, reference: Floats, first: int) -> Floats:
    """The covariance that is ``own`` before the event and follows ``reference`` given the past.

    S_11 = O_11, S_21 = R_21 R_11^-1 O_11, S_22 = R_22 - R_21 R_11^-1 (R_11 - O_11) R_11^-1 R_12.
    """
    if first == 0 or np.array_equal(own, reference):
        return reference
    past, future = slice(None, first), slice(first, None)
    slope = np.linalg.solve(reference[:, past, past], reference[:, past, future]).swapaxes(1, 2)
    made = own.copy()
    made[:, future, past] = slope @ own[:, past, past]
    made[:, past, future] = made[:, future, past].swapaxes(1, 2)
    excess = reference[:, past, past] - own[:, past, past]
    made[:, future, future] = reference[:, future, future] - slope @ excess @ slope.swapaxes(1, 2)
    return made


def _filled(y: Floats, mean: Floats, sigma: Floats, alike: Alike, chance: Floats | None) -> Floats:
    known, unknown = np.flatnonzero(alike.known), np.flatnonzero(alike.unknown)
    filled = mean[:, :, unknown]
    spread = sigma[:, unknown[:, None], unknown]
    if known.size:
        cross = sigma[:, known[:, None], unknown]
        slope = np.linalg.solve(sigma[:, known[:, None], known], cross)
        filled = filled + (y[:, known] - mean[:, :, known]) @ slope
        spread = spread - cross.swapaxes(1, 2) @ slope
    if chance is None:
        return np.asarray(filled)
    root = np.linalg.cholesky(spread)
    return np.asarray(filled + chance[:, :, unknown] @ root.swapaxes(1, 2))


def _groups(cells: Cells, arm: Ints) -> Iterator[Alike]:
    """Persons with something to impute, by all that the algebra depends on."""
    found: dict[tuple[int, int, int, bytes, bytes], list[int]] = {}
    for person in np.flatnonzero(cells.imputed.any(axis=1)):
        known, unknown = cells.known[person], cells.imputed[person]
        where = (int(arm[person]), int(cells.assumption[person]), int(cells.first[person]))
        found.setdefault((*where, known.tobytes(), unknown.tobytes()), []).append(int(person))
    for (group, assumption, first, _, _), people in found.items():
        one = people[0]
        yield Alike(
            np.array(people, dtype=np.int64),
            group,
            ASSUMPTIONS[assumption],
            first,
            cells.known[one],
            cells.imputed[one],
        )
