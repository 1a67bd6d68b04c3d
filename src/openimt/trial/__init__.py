"""Whether a therapy worked: design, randomise, simulate, analyse and report a trial."""

from openimt.trial.fits import TrialModel, lmm, mmrm, rates

__all__ = ["TrialModel", "lmm", "mmrm", "rates"]
