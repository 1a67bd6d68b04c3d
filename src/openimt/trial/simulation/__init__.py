"""Simulated trials: the same bytes for any number of workers, power and errors with their MCSE."""

from openimt.trial.simulation.run import Means, Simulated, simulate
from openimt.trial.simulation.summary import Summary

__all__ = ["Means", "Simulated", "Summary", "simulate"]
