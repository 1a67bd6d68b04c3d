"""What a kind of document is: which fields it takes, what it is about, what follows from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from openimt.deliver.documents.document import Value
from openimt.errors import RecordError
from openimt_clinic.actions.phone.arrival import Arrival, Times
from openimt_clinic.records.diary_card import DiaryCard
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.user import User


@dataclass(frozen=True)
class Place:
    """Where an entry belongs: the document's name, the day it is about, and the card in force."""

    name: str
    about: date
    card: DiaryCard | None = None


@dataclass(frozen=True)
class Read:
    """The values that can be kept, and a sentence for each field that cannot."""

    values: Mapping[str, Value]
    refused: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """An entry that has been merged: the document, which fields it changed, and who wrote when."""

    patient: Patient
    document: PhoneDocument
    changed: frozenset[str]
    times: Times
    by: User


def given_day(_: Patient, arrival: Arrival, times: Times) -> Place:
    """Named by the phone, and about the day it was written."""
    return Place(arrival.name, times.day)


def nothing_more(_: Change) -> None:
    """Most kinds are kept, and that is all."""


def shared_with_all(_: Patient) -> bool:
    return True


def kept_to_oneself(_: Patient) -> bool:
    return False


def no_instrument(_: str) -> str:
    return ""


@dataclass(frozen=True)
class Kind:
    """``read``: which of the values can be kept; it refuses a field, never the entry, so that
    nothing worrying is lost beside something wrong. ``place``: raises RecordError when there is no
    place for it. ``instrument``: the id of the instrument whose items are among the fields (by the
    document's name); their answers act and are scored as in a form. ``shared``: whether a new
    document can be read by those who treat. ``owned``: the person decides for each document who
    reads it, and may take it away. ``after``: what else follows, in the same transaction.
    """

    name: str
    read: Callable[[Patient, str, Mapping[str, Value]], Read]
    place: Callable[[Patient, Arrival, Times], Place] = given_day
    instrument: Callable[[str], str] = no_instrument
    shared: Callable[[Patient], bool] = shared_with_all
    owned: bool = False
    after: Callable[[Change], None] = nothing_more


FieldReader = Callable[[str, Value], Value]


def read_fields(values: Mapping[str, Value], readers: Mapping[str, FieldReader]) -> Read:
    """Each value by the reader of its field; a field nobody reads is refused.

    A reader returns what is kept, or raises RecordError with the sentence for the person.
    """
    kept: dict[str, Value] = {}
    refused: dict[str, str] = {}
    for name, value in values.items():
        if name not in readers:
            refused[name] = _("There is no such question here.")
            continue
        try:
            kept[name] = None if value is None else readers[name](name, value)
        except RecordError as refusal:
            refused[name] = refusal.says
    return Read(kept, refused)
