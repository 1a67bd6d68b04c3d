"""Reference-based imputation written once more, from the definitions, person by person.

It shares no line with the package: the model of the means is fitted by Fisher scoring on dense
matrices of all rows, each person's missing outcomes are imputed alone, the analysis of covariance
is a least-squares problem, and the jackknife fits everything again to the data without a person.

Sources: Carpenter, Roger and Kenward 2013, section 4.3; Wolbers et al. 2022; Harville 1977.
"""

from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True)
class Trial:
    """One trial: arm 0 is the reference; ``y`` (n, T) has NaN where nothing was measured.

    From visit ``first[i]`` on ``assumption[i]`` holds, and what was measured there is kept but
    not fitted to. ``constant`` marks covariates with one slope for all visits.
    """

    arm: np.ndarray
    x: np.ndarray
    y: np.ndarray
    assumption: tuple[str, ...]
    first: np.ndarray
    by_arm: bool = False
    constant: tuple[bool, ...] = ()
    baseline: np.ndarray | None = None

    def without(self, person: int) -> "Trial":
        keep = np.arange(len(self.arm)) != person
        return replace(
            self,
            arm=self.arm[keep],
            x=self.x[keep],
            y=self.y[keep],
            assumption=tuple(a for k, a in zip(keep, self.assumption, strict=True) if k),
            first=self.first[keep],
            baseline=None if self.baseline is None else self.baseline[keep],
        )


def design(trial: Trial, person: int, visit: int, arm: int) -> np.ndarray:
    """A row of the design, for a person as if in an arm."""
    visits, arms = trial.y.shape[1], int(trial.arm.max()) + 1
    cell = np.zeros((visits, arms))
    cell[visit, arm] = 1.0
    parts = [cell.ravel()]
    constant = trial.constant or (False,) * trial.x.shape[1]
    for value, same in zip(trial.x[person], constant, strict=True):
        one = np.zeros(visits)
        one[visit] = value
        parts.append(np.array([value]) if same else one)
    return np.concatenate(parts)


def fit(trial: Trial) -> tuple[np.ndarray, np.ndarray]:
    """REML: coefficients, and Sigma of each arm (A, T, T)."""
    n, visits = trial.y.shape
    arms = int(trial.arm.max()) + 1
    groups = arms if trial.by_arm else 1
    rows = [
        (i, t) for i in range(n) for t in range(visits)
        if not np.isnan(trial.y[i, t]) and t < trial.first[i]
    ]  # fmt: skip
    x = np.array([design(trial, i, t, trial.arm[i]) for i, t in rows])
    y = np.array([trial.y[i, t] for i, t in rows])
    who, when = np.array([i for i, _ in rows]), np.array([t for _, t in rows])
    group = trial.arm[who] if trial.by_arm else np.zeros(len(rows), dtype=int)
    same = who[:, None] == who[None, :]
    pairs = [(g, a, b) for g in range(groups) for a in range(visits) for b in range(a + 1)]

    def derivative(g: int, a: int, b: int) -> np.ndarray:
        one = (when[:, None] == a) & (when[None, :] == b)
        return (same & (one | one.T) & (group[:, None] == g)).astype(float)

    along = np.array([derivative(*pair) for pair in pairs])
    residual = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    theta = np.array([float(a == b) * residual.var() for _, a, b in pairs])
    for _ in range(200):
        v = np.tensordot(theta, along, 1)
        inverse = np.linalg.inv(v)
        inner = np.linalg.inv(x.T @ inverse @ x)
        p = inverse - inverse @ x @ inner @ x.T @ inverse
        py = p @ y
        pd = p @ along
        score = np.array([-np.trace(one) + py @ d @ py for one, d in zip(pd, along, strict=True)])
        size = len(pairs), len(rows) ** 2
        information = pd.reshape(size) @ pd.transpose(0, 2, 1).reshape(size).T
        step = np.linalg.solve(information, score)
        theta = theta + step
        if np.abs(step).max() < 1e-12 * np.abs(theta).max():
            break
    beta = inner @ x.T @ inverse @ y
    sigma = np.zeros((groups, visits, visits))
    for value, (g, a, b) in zip(theta, pairs, strict=True):
        sigma[g, a, b] = sigma[g, b, a] = value
    return beta, sigma if trial.by_arm else np.repeat(sigma, arms, axis=0)


def moments(trial: Trial, person: int, beta: np.ndarray, sigma: np.ndarray):
    """Mean and covariance of one person's outcomes under the assumption made about them."""
    visits, arm = trial.y.shape[1], trial.arm[person]
    own = np.array([design(trial, person, t, arm) @ beta for t in range(visits)])
    reference = np.array([design(trial, person, t, 0) @ beta for t in range(visits)])
    first, name = int(trial.first[person]), trial.assumption[person]
    if name == "MAR" or first >= visits:
        return own, sigma[arm]
    if name == "CR":
        return reference, sigma[0]
    mean = own.copy()
    for t in range(first, visits):
        if name == "J2R":
            mean[t] = reference[t]
        elif name == "CIR":
            gained = own[first - 1] - reference[first - 1] if first else 0.0
            mean[t] = reference[t] + gained
        elif name == "LMCF":
            mean[t] = own[first - 1] if first else trial.baseline[person]
    if name == "LMCF":
        return mean, sigma[arm]
    return mean, mixed(sigma[arm], sigma[0], first)


def mixed(own: np.ndarray, reference: np.ndarray, first: int) -> np.ndarray:
    """Own until the event, and given that, the reference's regression and its spread."""
    visits = len(own)
    if first == 0:
        return reference
    past, later = list(range(first)), list(range(first, visits))
    regression = reference[np.ix_(later, past)] @ np.linalg.inv(reference[np.ix_(past, past)])
    spread = reference[np.ix_(later, later)] - regression @ reference[np.ix_(past, later)]
    made = np.zeros_like(own)
    made[np.ix_(past, past)] = own[np.ix_(past, past)]
    made[np.ix_(later, past)] = regression @ own[np.ix_(past, past)]
    made[np.ix_(past, later)] = made[np.ix_(later, past)].T
    made[np.ix_(later, later)] = spread + regression @ own[np.ix_(past, past)] @ regression.T
    return made


def impute(trial: Trial) -> np.ndarray:
    """The completed outcomes, each gap filled by its conditional mean."""
    beta, sigma = fit(trial)
    made = trial.y.copy()
    for person in range(len(trial.arm)):
        gone = np.flatnonzero(np.isnan(trial.y[person]))
        there = np.flatnonzero(~np.isnan(trial.y[person]))
        mean, cov = moments(trial, person, beta, sigma)
        made[person, gone] = mean[gone]
        if there.size and gone.size:
            slope = cov[np.ix_(gone, there)] @ np.linalg.inv(cov[np.ix_(there, there)])
            made[person, gone] += slope @ (trial.y[person, there] - mean[there])
    return made


def ancova(arm: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Means of the arms at the mean of the covariates, then differences against the first."""
    arms = int(arm.max()) + 1
    z = np.column_stack([(arm == a).astype(float) for a in range(arms)] + [x - x.mean(axis=0)])
    means = np.linalg.lstsq(z, y, rcond=None)[0][:arms]
    return np.concatenate([means, means[1:] - means[0]])


def estimate(trial: Trial, delta: tuple[float, ...] = ()) -> np.ndarray:
    """Estimates at every visit, (T, k), with a delta for each arm added to what was imputed."""
    y = impute(trial)
    for arm, shift in enumerate(delta):
        y += shift * (np.isnan(trial.y) & (trial.arm == arm)[:, None])
    return np.array([ancova(trial.arm, trial.x, y[:, t]) for t in range(y.shape[1])])


def jackknife(trial: Trial, delta: tuple[float, ...] = ()) -> np.ndarray:
    """Standard errors, (T, k): everything again without each person."""
    n = len(trial.arm)
    left = np.array([estimate(trial.without(person), delta) for person in range(n)])
    return np.sqrt((n - 1) / n * ((left - left.mean(axis=0)) ** 2).sum(axis=0))
