"""A card of Today: its template, and what the template speaks about."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from openimt_clinic.records.patient import Patient


@dataclass(frozen=True)
class Card:
    """``about`` is what the template calls ``about``."""

    template: str
    about: object = None


Part = Callable[[Patient, datetime], Card | None]
