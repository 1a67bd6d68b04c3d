"""Sandwich covariances of the coefficients, which do not lean on the form of Sigma.

With each person's rows turned by the root of V_i^-1, so that X_i and r_i have covariance I,

    Phi [sum X_i' A_i r_i r_i' A_i X_i] Phi,   A_i = (I - X_i Phi X_i')^-s

and s = 0 for ``cr0`` (R mmrm: Empirical), 1/2 for ``cr2`` (Empirical-Bias-Reduced), 1 for ``cr3``
(Empirical-Jackknife); the inverse is a generalised one where a person alone settles a
coefficient. Degrees of freedom are Satterthwaite's for the sandwich when the model is
right. Bell and McCaffrey (2002), Survey Methodology 28:169; Pustejovsky and Tipton (2018),
J Bus Econ Stat 36:672.
"""

from dataclasses import dataclass

import numpy as np

from openimt.trial.matrix import Floats
from openimt.trial.repeated.people import People
from openimt.trial.repeated.search import Found

POWERS = {"cr0": 0.0, "cr2": 0.5, "cr3": 1.0}


@dataclass(frozen=True, eq=False)
class Sandwich:
    """A sandwich of the orthonormal columns: its covariance (p, p) and each person's A X Phi.

    ``turned`` (persons, T, p) holds A_i X_i Phi and ``rows`` (persons, T, p) the turned X_i.
    """

    name: str
    covariance: Floats
    turned: Floats
    rows: Floats
    phi: Floats

    def df(self, weights: Floats) -> Floats:
        """The degrees of freedom of each weighted sum; ``weights`` is (r, p)."""
        return np.array([self._df(one) for one in weights])

    def _df(self, weight: Floats) -> float:
        """(sum l)^2 / sum l^2 over the eigenvalues of G'G, g_i = (I - XPhiX')_i A_i X_i Phi c."""
        a = self.turned @ weight
        own = np.einsum("it,it->i", a, a)
        score = np.einsum("itp,it->ip", self.rows, a)
        turned = score @ self.phi
        first = own.sum() - (score * turned).sum()
        cross = self.phi @ (score.T @ score)
        mixed = (own * (score * turned).sum(axis=1)).sum()
        second = (own**2).sum() - 2.0 * mixed + (cross * cross.T).sum()
        return float(first**2 / second)


def sandwich(name: str, people: People, found: Found) -> Sandwich:
    """The sandwich of that name (``cr0``, ``cr2`` or ``cr3``) at the end of a search."""
    point, seen = found.point, people.observed
    v = np.where(
        seen[:, :, None] & seen[:, None, :], point.sigma[people.group], np.eye(seen.shape[1])
    )
    root = np.linalg.inv(np.linalg.cholesky(v))
    wide = np.einsum("iq,tqm->itm", people.vectors, people.layout.loadings, optimize=True)
    wide = root @ (wide * seen[:, :, None])
    rows, outcome = wide[:, :, :-1], wide[:, :, -1]
    left = outcome - rows @ point.white
    hat = np.eye(seen.shape[1]) - rows @ point.phi @ rows.transpose(0, 2, 1)
    turned = _power(hat, POWERS[name]) @ rows @ point.phi
    score = np.einsum("itp,it->ip", turned, left)
    return Sandwich(name, score.T @ score, turned, rows, point.phi)


def _power(hat: Floats, power: float) -> Floats:
    """Each symmetric matrix to the power -``power``."""
    values, vectors = np.linalg.eigh(hat)
    raised = np.where(values > 1e-10, np.maximum(values, 1e-10) ** -power, 0.0)
    return np.asarray((vectors * raised[:, None, :]) @ vectors.transpose(0, 2, 1))
