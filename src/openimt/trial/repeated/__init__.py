"""Mixed models for repeated measures, fitted from sums over persons with the same visits.

``fit_repeated(matrix)`` fits a :class:`~openimt.trial.matrix.ModelMatrix`. For many fits of nearly
the same persons, ``People.of(matrix)`` holds one short vector a person; its ``sums()`` are all a
fit needs, may be added (``+``) and taken away (``-``), and go to ``fit_sums(sums, start=fit)``.
``repeated.agreed`` makes such sums at several places that share no records.
"""

from openimt.trial.repeated.fit import RepeatedFit, fit_repeated, fit_sums
from openimt.trial.repeated.people import People
from openimt.trial.repeated.result import SumsFit
from openimt.trial.repeated.structure import STRUCTURES
from openimt.trial.repeated.sums import Sums

__all__ = ["STRUCTURES", "People", "RepeatedFit", "Sums", "SumsFit", "fit_repeated", "fit_sums"]
