"""Who gets which arm, so that nobody can foresee it and everybody can check it afterwards."""

from openimt.trial.randomise.allocator import Allocator
from openimt.trial.randomise.predict import Predictability, predict
from openimt.trial.randomise.rerandomise import RandomisationTest, rerandomise
from openimt.trial.randomise.scheme import BalancedFactor, Method, Scheme
from openimt.trial.randomise.scheme_file import read_scheme, scheme_from

__all__ = [
    "Allocator",
    "BalancedFactor",
    "Method",
    "Predictability",
    "RandomisationTest",
    "Scheme",
    "predict",
    "read_scheme",
    "rerandomise",
    "scheme_from",
]
