"""What many trials say together: power or type I error, bias, coverage, each with its error."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.special import stdtr

from openimt.trial.design.trial_design import TrialDesign
from openimt.trial.matrix import Floats
from openimt.trial.simulation.rows import DF, ESTIMATE, KR_SE, LOST, SE, STEPS


@dataclass(frozen=True)
class Summary:
    """The operating characteristics of a design; None where no trial could be analysed.

    ``power`` is the share of all trials in which the difference is found at the design's alpha
    (a trial that could not be fitted finds nothing; None where no trial could); where the true
    difference is 0 it is the type I error. ``mcse`` is its Monte Carlo standard error
    sqrt(power (1 - power) / trials), None for a single trial, and each other ``…_mcse`` that of
    its figure (Morris, White and Crowther 2019). ``coverage`` is the share of intervals of level
    1 - alpha that hold the truth, ``mean_se`` the mean standard error, to be compared with
    ``empirical_se``, the SD of the estimates.
    """

    replicates: int
    rejected: int
    power: float | None
    mcse: float | None
    truth: float
    bias: float | None
    bias_mcse: float | None
    coverage: float | None
    coverage_mcse: float | None
    mean_se: float | None
    empirical_se: float | None
    mean_df: float | None
    not_converged: int
    lost: float


def summarise(design: TrialDesign, rows: Floats) -> Summary:
    """The summary of rows as ``simulate_chunk`` gives them; their order does not matter.

    Sums are taken in the order of the replicates, which the caller has to restore.
    """
    plan, truth, trials = design.analysis, design.difference, len(rows)
    good = rows[rows[:, STEPS] >= 0]
    se = good[:, KR_SE] if plan.df == "kr" else good[:, SE]
    df = np.full(len(good), np.inf) if plan.df == "normal" else good[:, DF]
    found = p_values(good[:, ESTIMATE], se, df) < plan.alpha
    held = p_values(good[:, ESTIMATE] - truth, se, df) >= plan.alpha
    power = float(found.sum() / trials) if len(good) else None
    return Summary(
        replicates=trials,
        rejected=int(found.sum()),
        power=power,
        mcse=_mcse_of_share(power, trials),
        truth=truth,
        bias=_mean(good[:, ESTIMATE] - truth),
        bias_mcse=_mcse(good[:, ESTIMATE]),
        coverage=_mean(held.astype(np.float64)),
        coverage_mcse=_mcse(held.astype(np.float64)),
        mean_se=_mean(se),
        empirical_se=_sd(good[:, ESTIMATE]),
        mean_df=_mean(df),
        not_converged=trials - len(good),
        lost=float(rows[:, LOST].mean()),
    )


def unfitted(found: Summary) -> tuple[str, ...]:
    """A sentence where trials could not be fitted: how many, and what becomes of them."""
    lost, trials = found.not_converged, found.replicates
    if not lost:
        return ()
    if lost == trials:
        says = (
            f"None of the {trials} trials could be fitted, so that nothing is known of power, "
            "bias or coverage; plan for more people, fewer lost or fewer visits."
        )
    else:
        says = (
            f"{lost} of {trials} trials could not be fitted: in the power they count as finding "
            "nothing, and bias, coverage and errors leave them out."
        )
    return (says,)


def p_values(estimate: Floats, se: Floats, df: Floats) -> Floats:
    """Two-sided p values by Student's t; an infinite df is the normal distribution."""
    made: Floats = 2.0 * stdtr(df, -np.abs(estimate / se))
    return made


def _mcse_of_share(share: float | None, trials: int) -> float | None:
    return None if share is None or trials < 2 else sqrt(share * (1.0 - share) / trials)


def _mean(values: Floats) -> float | None:
    found = values[np.isfinite(values)]
    return float(found.mean()) if len(found) else None


def _sd(values: Floats) -> float | None:
    return float(values.std(ddof=1)) if len(values) > 1 else None


def _mcse(values: Floats) -> float | None:
    sd = _sd(values)
    return None if sd is None else sd / float(np.sqrt(len(values)))
