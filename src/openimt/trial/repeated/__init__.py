"""Mixed models for repeated measures, fitted from sums over persons with the same visits.

``fit_repeated(matrix, ...)`` fits a :class:`~openimt.trial.matrix.ModelMatrix`. For many fits of
nearly the same persons (jackknife, imputation, sites that share no records):

    people = People.of(matrix)                    # one short vector a person
    everyone = people.sums()                      # Sums: count, A, B, S by pattern of visits
    whole = fit_sums(everyone)
    part = fit_sums(everyone - people.sums([2]), start=whole.sigma)   # without the third person
"""

from openimt.trial.repeated.fit import RepeatedFit, fit_repeated, fit_sums
from openimt.trial.repeated.people import People
from openimt.trial.repeated.result import SumsFit
from openimt.trial.repeated.structure import STRUCTURES
from openimt.trial.repeated.sums import Sums

__all__ = ["STRUCTURES", "People", "RepeatedFit", "Sums", "SumsFit", "fit_repeated", "fit_sums"]
