"""Poisson, the two negative binomials and the logistic, each as log-likelihood and slopes.

mu = exp(eta). NB2 has variance mu + mu**2 / k and psi = log k; NB1 has variance mu (1 + phi) and
psi = log phi (Hardin and Hilbe 2018, chapter 10, for both). Constants are never left out.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from scipy.special import expit, gammaln

from openimt.trial.counts.rising import rising
from openimt.trial.counts.slopes import Family, Slopes, ZeroKnown
from openimt.trial.matrix import Floats

Curve = tuple[Floats, Floats, Floats]


@dataclass(frozen=True, eq=False)
class Poisson:
    """Variance = mean."""

    y: Floats
    constant: Floats = field(init=False)
    free = False
    towards_poisson = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "constant", gammaln(self.y + 1.0))

    def curve(self, eta: Floats, _psi: float, /) -> Curve:
        mu = np.exp(eta)
        return self.y * eta - mu - self.constant, self.y - mu, -mu

    def slopes(self, eta: Floats, psi: float, /) -> Slopes:
        value, d1, d2 = self.curve(eta, psi)
        none = np.zeros_like(value)
        return Slopes(value, d1, d2, d2, none, none, none)

    def nothing(self, eta: Floats, _psi: float, /) -> Slopes:
        mu, none = np.exp(eta), np.zeros_like(eta)
        return Slopes(mu, mu, mu, mu, none, none, none)


@dataclass(frozen=True, eq=False)
class Logistic:
    """``y`` is 1 where the row is what is counted on (here: no event at all), else 0."""

    y: Floats
    free = False
    towards_poisson = 0.0

    def curve(self, eta: Floats, _psi: float, /) -> Curve:
        chance = expit(eta)
        return self.y * eta - np.logaddexp(0.0, eta), self.y - chance, -chance * (1.0 - chance)

    def slopes(self, eta: Floats, psi: float, /) -> Slopes:
        value, d1, d2 = self.curve(eta, psi)
        none = np.zeros_like(value)
        return Slopes(value, d1, d2, d2 * (1.0 - 2.0 * expit(eta)), none, none, none)


@dataclass(frozen=True, eq=False)
class Nb2:
    """Variance mu + mu**2 / k; psi = log k, so that a large psi is nearly Poisson."""

    y: Floats
    constant: Floats = field(init=False)
    distinct: Floats = field(init=False)
    place: "np.ndarray[tuple[int], np.dtype[np.intp]]" = field(init=False)
    recent: dict[float, tuple[Floats, ...]] = field(default_factory=dict)
    free = True
    towards_poisson = 1.0

    def __post_init__(self) -> None:
        distinct, place = np.unique(self.y, return_inverse=True)
        object.__setattr__(self, "constant", gammaln(self.y + 1.0))
        object.__setattr__(self, "distinct", distinct)
        object.__setattr__(self, "place", place)

    def curve(self, eta: Floats, psi: float, /) -> Curve:
        base, _ = self._rising(psi)
        soft, share, total = self._core(eta, psi)
        pull = total * share
        value = base + self.y * eta - total * soft - self.constant
        return value, self.y - pull, pull * (share - 1.0)

    def slopes(self, eta: Floats, psi: float) -> Slopes:
        base, base_slope = self._rising(psi)
        soft, share, total = self._core(eta, psi)
        k = np.exp(psi)
        spread, bend = share * (1.0 - share), 1.0 - 2.0 * share
        d2 = -total * spread
        level = total * share - k * soft
        return Slopes(
            base + self.y * eta - total * soft - self.constant,
            self.y - total * share,
            d2,
            d2 * bend,
            base_slope + level,
            -k * share - d2,
            -k * spread - d2 * bend,
        )

    def nothing(self, eta: Floats, psi: float) -> Slopes:
        k, share = np.exp(psi), expit(eta - psi)
        a, d1 = k * np.logaddexp(0.0, eta - psi), k * share
        d2 = d1 * (1.0 - share)
        return Slopes(a, d1, d2, d2 * (1.0 - 2.0 * share), a - d1, d1 * share, 2.0 * d2 * share)

    def _rising(self, psi: float) -> tuple[Floats, ...]:
        """Few counts are distinct, and k is one number: evaluate each count once for every k."""
        if psi not in self.recent:
            k = np.full_like(self.distinct, np.exp(psi))
            self.recent.clear()
            self.recent[psi] = tuple(part[self.place] for part in rising(self.distinct, k, 1))
        return self.recent[psi]

    def _core(self, eta: Floats, psi: float) -> Curve:
        """log(1 + mu / k), mu / (mu + k) and y + k."""
        gap = eta - psi
        small = np.exp(-np.abs(gap))
        share = np.where(gap < 0, small, 1.0) / (1.0 + small)
        return np.log1p(small) + np.maximum(gap, 0.0), share, self.y + np.exp(psi)


@dataclass(frozen=True, eq=False)
class Nb1:
    """Variance mu (1 + phi); psi = log phi, so that a small psi is nearly Poisson."""

    y: Floats
    constant: Floats = field(init=False)
    free = True
    towards_poisson = -1.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "constant", gammaln(self.y + 1.0))

    def curve(self, eta: Floats, psi: float) -> Curve:
        value, first, second = self._rising(eta, psi, 2)
        mean = np.exp(eta) * _shrunk(psi)
        return self._value(value, eta, psi, mean), first + self.y - mean, second - mean

    def slopes(self, eta: Floats, psi: float) -> Slopes:
        value, first, second, third = self._rising(eta, psi, 3)
        mu = np.exp(eta)
        mean, change = mu * _shrunk(psi), mu * _shrunk_slope(psi)
        return Slopes(
            self._value(value, eta, psi, mean),
            first + self.y - mean,
            second - mean,
            third - mean,
            -first - self.y * expit(psi) - change,
            -second - change,
            -third - change,
        )

    def nothing(self, eta: Floats, psi: float) -> Slopes:
        mu = np.exp(eta)
        a, change = mu * _shrunk(psi), mu * _shrunk_slope(psi)
        return Slopes(a, a, a, a, change, change, change)

    def _value(self, base: Floats, eta: Floats, psi: float, mean: Floats) -> Floats:
        value = base + self.y * (eta - np.logaddexp(0.0, psi)) - mean - self.constant
        return np.asarray(value)

    def _rising(self, eta: Floats, psi: float, slopes: int) -> tuple[Floats, ...]:
        k = np.exp(eta - psi)
        y = np.broadcast_to(self.y, k.shape).ravel()
        return tuple(part.reshape(k.shape) for part in rising(y, k.ravel(), slopes))


def _shrunk(psi: float) -> float:
    """log(1 + phi) / phi."""
    phi = np.exp(psi)
    return float(np.log1p(phi) / phi)


def _shrunk_slope(psi: float) -> float:
    """Its slope in psi, 1 / (1 + phi) - log(1 + phi) / phi; by its series where phi is tiny."""
    phi = np.exp(psi)
    if phi < 1e-4:
        return float(-phi / 2.0 + 2.0 * phi**2 / 3.0 - 3.0 * phi**3 / 4.0)
    return float(1.0 / (1.0 + phi) - np.log1p(phi) / phi)


COUNTS: dict[str, Callable[[Floats], ZeroKnown]] = {"poisson": Poisson, "nb2": Nb2, "nb1": Nb1}
"""The families of counts by the name the command line knows them by."""

__all__ = ["COUNTS", "Family", "Logistic", "Nb1", "Nb2", "Poisson"]
