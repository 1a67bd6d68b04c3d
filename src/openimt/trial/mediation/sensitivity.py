"""How strong an unmeasured common cause of mediator and outcome would have to be.

Randomisation makes the arms alike, not people with much and little of the mediator: something
unmeasured may move both mediator and outcome. rho is the correlation it leaves between what the
two models do not explain. Imai, Keele and Yamamoto (2010), Stat Sci 25:51, theorem 4: with s1, s2
the residual spreads of outcome (without mediator) and mediator and r their correlation,

    indirect(rho) = b1 (s1 / s2) (r - rho sqrt((1 - r^2) / (1 - rho^2))),

which is 0 exactly at rho = r. With an interaction the persons under treatment alone are used,
whose slope the indirect effect takes.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from openimt.errors import TrialError
from openimt.trial.matrix import Floats
from openimt.trial.mediation.paths import Designs, residual
from openimt.trial.mediation.people import MediationData


@dataclass(frozen=True)
class Sensitivity:
    """``rho``: the correlation at which the indirect effect vanishes.

    ``explained``: the product of the shares of variance in mediator and outcome that an
    unmeasured cause would have to explain for that.
    """

    rho: float
    explained: float
    a: float
    spread: float
    """s1 / s2."""

    def indirect_at(self, rho: float) -> float:
        """The indirect effect if the unmeasured cause left this correlation (-1 < rho < 1)."""
        if not -1 < rho < 1:
            raise TrialError(f"rho = {rho} is no correlation between -1 and 1")
        turned = rho * sqrt((1 - self.rho**2) / (1 - rho**2))
        return self.a * self.spread * (self.rho - turned)


def sensitivity(data: MediationData, made: Designs, a: float) -> Sensitivity:
    """The sensitivity of the indirect effect, ``a`` being the difference in the mediator."""
    used = data.arm == 1 if made.interaction else np.ones(data.n, dtype=np.bool_)
    design = made.mediator[used]
    design = np.delete(design, 1, axis=1) if made.interaction else design
    mediator, outcome = data.mediator[used], data.outcome[used]
    of_mediator, of_outcome = residual(design, mediator), residual(design, outcome)
    s2, s1 = (float(np.sqrt(left @ left)) for left in (of_mediator, of_outcome))
    if min(s1, s2) <= 0:
        raise TrialError("mediator or outcome is explained without rest; there is no path to test")
    rho = float(of_mediator @ of_outcome) / (s1 * s2)
    product = _unexplained(mediator, of_mediator) * _unexplained(outcome, of_outcome)
    # Share of the outcome's variance that arm, mediator and covariates leave, as in the source.
    return Sensitivity(rho, rho**2 * product * (1 - rho**2), a, s1 / s2)


def _unexplained(values: Floats, left: Floats) -> float:
    around = values - values.mean()
    return float(left @ left) / float(around @ around)
