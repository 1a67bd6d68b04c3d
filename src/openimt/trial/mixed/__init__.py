"""Linear mixed models: sites, therapists and patient slopes as random effects."""

from openimt.trial.mixed.fit import fit_mixed
from openimt.trial.mixed.result import MixedFit, RandomEffect, VarianceComponent
from openimt.trial.mixed.terms import RandomTerm, parse_random

__all__ = [
    "MixedFit",
    "RandomEffect",
    "RandomTerm",
    "VarianceComponent",
    "fit_mixed",
    "parse_random",
]
