"""Repeated measures by the textbook: one matrix V of all rows, inverted whole. Slow and plain.

Shares no code with the package: structures are written out entry by entry, derivatives of Sigma
are taken by complex steps, and the likelihood's by the projection matrix P.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

STEP = 1e-30


def correlation(theta):
    return theta / np.sqrt(1 + theta * theta)


def shared_by(name: str, rho, low: int, high: int):
    """The correlation of two visits."""
    if name == "cs":
        return rho[0]
    if name == "ar1":
        return rho[0] ** (high - low)
    if name == "toep":
        return rho[high - low - 1]
    return np.prod(rho[low:high])


def sigma_of(name: str, theta, visits: int):
    """Sigma(theta) as R mmrm's documentation defines it, entry by entry; theta may be complex."""
    kind = np.result_type(theta)
    if name == "un":
        lower = np.eye(visits, dtype=kind)
        at = visits
        for row in range(visits):
            for column in range(row):
                lower[row, column] = theta[at]
                at += 1
        root = np.diag(np.exp(theta[:visits])) @ lower
        return root @ root.T
    own = name.endswith("h")
    spread = np.exp(theta[:visits]) if own else np.full(visits, np.exp(theta[0]))
    rho = correlation(theta[visits if own else 1 :])
    found = np.empty((visits, visits), dtype=kind)
    for a in range(visits):
        for b in range(visits):
            low, high = min(a, b), max(a, b)
            shared = 1 if a == b else shared_by(name.removesuffix("h"), rho, low, high)
            found[a, b] = spread[a] * spread[b] * shared
    return found


@dataclass(frozen=True)
class Dense:
    """Data of one trial and a structure; theta holds every group's parameters, (G, K) flat."""

    x: np.ndarray
    y: np.ndarray
    subject: np.ndarray
    visit: np.ndarray
    group: np.ndarray
    weights: np.ndarray
    name: str
    groups: int
    reml: bool

    @property
    def visits(self) -> int:
        return int(self.visit.max()) + 1

    def v(self, theta):
        """The covariance of all rows, (n, n)."""
        parts = [sigma_of(self.name, one, self.visits) for one in theta.reshape(self.groups, -1)]
        n = self.y.size
        found = np.zeros((n, n), dtype=theta.dtype)
        for i in range(n):
            for j in np.flatnonzero(self.subject == self.subject[i]):
                entry = parts[self.group[i]][self.visit[i], self.visit[j]]
                found[i, j] = entry / np.sqrt(self.weights[i] * self.weights[j])
        return found

    def at(self, theta) -> "DensePoint":
        return DensePoint(self, np.asarray(theta, dtype=float).ravel())


@dataclass(frozen=True)
class DensePoint:
    """Everything at one theta, each by its definition."""

    data: Dense
    theta: np.ndarray

    @cached_property
    def w(self):
        return np.linalg.inv(self.data.v(self.theta))

    @cached_property
    def phi(self):
        return np.linalg.inv(self.data.x.T @ self.w @ self.data.x)

    @cached_property
    def beta(self):
        return self.phi @ self.data.x.T @ self.w @ self.data.y

    @cached_property
    def p(self):
        wx = self.w @ self.data.x
        return self.w - wx @ self.phi @ wx.T

    @cached_property
    def log_likelihood(self) -> float:
        x, y = self.data.x, self.data.y
        left = y - x @ self.beta
        n = y.size - (x.shape[1] if self.data.reml else 0)
        twice = n * np.log(2 * np.pi) - np.linalg.slogdet(self.w)[1] + left @ self.w @ left
        if self.data.reml:
            twice -= np.linalg.slogdet(self.phi)[1]
        return -twice / 2

    @cached_property
    def first(self):
        """dV / dtheta_k by complex steps, (K, n, n)."""
        turned = np.eye(self.theta.size) * STEP * 1j
        return np.stack([self.data.v(self.theta + step).imag / STEP for step in turned])

    @cached_property
    def second(self):
        """d2V / dtheta_k dtheta_l, (K, K, n, n): differences of complex steps, four terms."""
        h, count = 1e-3, self.theta.size
        found = []
        for k in range(count):
            step = np.eye(count)[k] * h
            one, two = (
                (
                    self.data.at(self.theta + m * step).first
                    - self.data.at(self.theta - m * step).first
                )
                / (2 * m * h)
                for m in (1, 2)
            )
            found.append((4 * one - two) / 3)
        return np.stack(found)

    @cached_property
    def _middle(self):
        return self.p if self.data.reml else self.w

    @cached_property
    def gradient(self):
        """Of -2 log L in theta."""
        py = self.p @ self.data.y
        return np.array([np.trace(self._middle @ d) - py @ d @ py for d in self.first])

    @cached_property
    def hessian(self):
        """Of -2 log L in theta, as observed."""
        py = self.p @ self.data.y
        curved = np.einsum("ij,klij->kl", self._middle - np.outer(py, py), self.second)
        return self._linear + curved

    @cached_property
    def _linear(self):
        py = self.p @ self.data.y
        turned = [self._middle @ d for d in self.first]
        pulled = [d @ py for d in self.first]
        return np.array(
            [
                [2 * a @ self.p @ b - np.trace(m @ k) for b, k in zip(pulled, turned, strict=True)]
                for a, m in zip(pulled, turned, strict=True)
            ]
        )

    @cached_property
    def spread(self):
        """The covariance of theta."""
        return 2 * np.linalg.inv(self.hessian)

    @cached_property
    def _grams(self):
        wx = self.w @ self.data.x
        return np.array([wx.T @ d @ wx for d in self.first])

    def satterthwaite(self, weights) -> float:
        slope = np.array([weights @ self.phi @ g @ self.phi @ weights for g in self._grams])
        return 2 * (weights @ self.phi @ weights) ** 2 / (slope @ self.spread @ slope)

    def kenward_roger(self, *, bent: bool):
        """Phi_A, with R_kl or without it."""
        wx = self.w @ self.data.x
        inner = np.zeros_like(self.phi)
        for k, one in enumerate(self.first):
            for m, two in enumerate(self.first):
                q = wx.T @ one @ self.w @ two @ wx
                r = wx.T @ self.second[k, m] @ wx if bent else 0.0
                inner += self.spread[k, m] * (
                    q - self._grams[k] @ self.phi @ self._grams[m] - r / 4
                )
        return self.phi + 2 * self.phi @ inner @ self.phi

    def kenward_roger_f(self, rows) -> tuple[float, float, float]:
        """F, its denominator's degrees of freedom and lambda, as printed in the paper of 1997."""
        rank = rows.shape[0]
        theta = rows.T @ np.linalg.inv(rows @ self.phi @ rows.T) @ rows
        turned = [theta @ self.phi @ g @ self.phi for g in self._grams]
        a1 = a2 = 0.0
        for k, one in enumerate(turned):
            for m, two in enumerate(turned):
                a1 += self.spread[k, m] * np.trace(one) * np.trace(two)
                a2 += self.spread[k, m] * np.trace(one @ two)
        b = (a1 + 6 * a2) / (2 * rank)
        g = ((rank + 1) * a1 - (rank + 4) * a2) / ((rank + 2) * a2)
        c = np.array([g, rank - g, rank + 2 - g]) / (3 * rank + 2 * (1 - g))
        expected = 1 / (1 - a2 / rank)
        variance = 2 / rank * (1 + c[0] * b) / ((1 - c[1] * b) ** 2 * (1 - c[2] * b))
        df = 4 + (rank + 2) / (rank * variance / (2 * expected**2) - 1)
        scale = df / (expected * (df - 2))
        value = rows @ self.beta
        middle = np.linalg.inv(rows @ self.kenward_roger(bent=False) @ rows.T)
        return scale * value @ middle @ value / rank, df, scale

    def sandwich(self, power: float):
        """The covariance with each person's residuals turned by (I - H)^-power."""
        parts = self._persons(power)
        inner = sum(np.outer(a.T @ left, a.T @ left) for a, _, left in parts)
        return self.phi @ inner @ self.phi

    def sandwich_df(self, power: float, weights) -> float:
        """By the matrix G of Bell and McCaffrey, column by column, over all rows."""
        parts = self._persons(power)
        whole = np.concatenate([root_x for _, root_x, _ in parts])
        rest = np.eye(whole.shape[0]) - whole @ self.phi @ whole.T
        columns, at = [], 0
        for a, root_x, _ in parts:
            mine = slice(at, at + root_x.shape[0])
            columns.append(rest[:, mine] @ a @ self.phi @ weights)
            at += root_x.shape[0]
        values = np.linalg.eigvalsh(np.array(columns) @ np.array(columns).T)
        return values.sum() ** 2 / (values**2).sum()

    def _persons(self, power: float):
        left = self.data.y - self.data.x @ self.beta
        for_each = []
        for person in np.unique(self.data.subject):
            mine = np.flatnonzero(self.data.subject == person)
            values, vectors = np.linalg.eigh(self.w[np.ix_(mine, mine)])
            root = vectors @ np.diag(np.sqrt(values)) @ vectors.T
            x = root @ self.data.x[mine]
            values, vectors = np.linalg.eigh(np.eye(mine.size) - x @ self.phi @ x.T)
            turned = vectors @ np.diag(values**-power) @ vectors.T
            for_each.append((turned @ x, x, root @ left[mine]))
        return for_each
