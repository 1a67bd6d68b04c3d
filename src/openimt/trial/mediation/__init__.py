"""Whether the data are consistent with a path through a mediator, such as metacognition."""

from openimt.trial.mediation.mediate import Mediation, mediate
from openimt.trial.mediation.people import MediationData, people_from
from openimt.trial.mediation.sensitivity import Sensitivity

__all__ = ["Mediation", "MediationData", "Sensitivity", "mediate", "people_from"]
