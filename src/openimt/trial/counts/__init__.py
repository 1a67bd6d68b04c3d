"""Counts, such as acts of self-harm: Poisson and negative binomial models with random effects."""

from openimt.trial.counts.fit import fit_counts
from openimt.trial.counts.rates import Rate, RateRatio
from openimt.trial.counts.result import CountFit, Spread

__all__ = ["CountFit", "Rate", "RateRatio", "Spread", "fit_counts"]
