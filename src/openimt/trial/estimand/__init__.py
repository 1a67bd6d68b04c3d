"""Estimands: what a trial asks, what becomes of each outcome, the answer and its sensitivity."""

from openimt.trial.estimand.analysing import answer_estimand
from openimt.trial.estimand.answer import Answer
from openimt.trial.estimand.attributes import Assumption, Estimand, EventRule, Strategy
from openimt.trial.estimand.read import estimand_from, read_estimand
from openimt.trial.estimand.telling import describe

__all__ = [
    "Answer",
    "Assumption",
    "Estimand",
    "EventRule",
    "Strategy",
    "answer_estimand",
    "describe",
    "estimand_from",
    "read_estimand",
]
