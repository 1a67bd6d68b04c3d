"""Designs of trials as files: who, when, what is measured, who is lost, and how it is analysed."""

from openimt.trial.design.read import read_design, scenarios
from openimt.trial.design.trial_design import TrialDesign

__all__ = ["TrialDesign", "read_design", "scenarios"]
