"""Who may enter a trial for people whom earlier treatment did not help, as rules one can read."""

from openimt.trial.eligibility.definition import Definition, load, read_definition
from openimt.trial.eligibility.history import PriorCourse, ScaleChange
from openimt.trial.eligibility.judge import Eligibility, Verdict, judge
from openimt.trial.eligibility.own_numbers import meaning, numbers_of, with_numbers

__all__ = [
    "Definition",
    "Eligibility",
    "PriorCourse",
    "ScaleChange",
    "Verdict",
    "judge",
    "load",
    "meaning",
    "numbers_of",
    "read_definition",
    "with_numbers",
]
