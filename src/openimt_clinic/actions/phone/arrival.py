"""An entry as a phone sends it, read strictly; and the times that belong to it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from django.utils.translation import gettext as _

from openimt.deliver.documents.document import Entry, Value
from openimt.errors import RecordError

LONGEST_TEXT = 20_000
LONGEST_FIELD = 60
MOST_FIELDS = 200
CLOCK_IS_RIGHT = timedelta(minutes=2)
"""A phone's clock that is off by no more counts as right."""
CALENDAR_IS_RIGHT = timedelta(hours=1)
"""A clock off by no more moves nothing to another day, not even at midnight."""
EARLIEST = datetime(2020, 1, 1, tzinfo=UTC)
"""A clock that says less has lost its time, as one does whose battery was empty."""


@dataclass(frozen=True)
class Arrival:
    """``given_at``: by the phone's clock and in its zone. ``name``: which document of its kind."""

    key: uuid.UUID
    kind: str
    name: str
    device: str
    number: int
    given_at: datetime
    values: Mapping[str, Value]
    seen: Mapping[str, str] = field(default_factory=dict)
    unreadable: Mapping[str, str] = field(default_factory=dict)

    def entry(self, values: Mapping[str, Value]) -> Entry:
        """What the document is merged with."""
        return Entry(str(self.key), self.device, self.number, values, self.seen)


@dataclass(frozen=True)
class Times:
    """When it was written, put right, and when it came. ``days_off``: the phone's calendar was so
    many days behind."""

    given_at: datetime
    received_at: datetime
    clock_off: int
    days_off: int

    @property
    def day(self) -> date:
        """The day it was written, where the person was."""
        return self.given_at.date()


def times(given_at: datetime, sent_at: datetime, received_at: datetime) -> Times:
    """The phone says when it wrote and when it sends; how wrong its clock is follows from both.

    Nothing was written later than it arrived, so a moment in the future becomes the arrival; and
    so does one from before there was anything to write with.

    >>> from datetime import UTC
    >>> now = datetime(2026, 11, 22, 21, tzinfo=UTC)
    >>> slow = timedelta(days=1)
    >>> times(now - slow - timedelta(hours=1), now - slow, now).given_at.isoformat()
    '2026-11-22T20:00:00+00:00'
    """
    off = received_at - sent_at
    if abs(off) <= CLOCK_IS_RIGHT:
        off = timedelta()
    arrived = received_at.astimezone(given_at.tzinfo)
    right = _put_right(given_at, off, arrived)
    moved = abs(right - given_at) > CALENDAR_IS_RIGHT
    days = (right.date() - given_at.date()).days if moved else 0
    return Times(right, received_at, _seconds(off), days)


def _put_right(given_at: datetime, off: timedelta, arrived: datetime) -> datetime:
    try:
        right = given_at + off
    except OverflowError:
        return arrived
    return right if EARLIEST <= right <= arrived else arrived


def _seconds(off: timedelta) -> int:
    """As a record keeps it: a clock that is off by more than a lifetime is just that far off."""
    return max(-(2**31), min(round(off.total_seconds()), 2**31 - 1))


def arrival_of(sent: object, device: str) -> Arrival:
    """The entry in a document of JSON; raises RecordError with a sentence for one that is none."""
    if not isinstance(sent, dict):
        raise RecordError(_("An entry is an object with a key, a kind and values."))
    values, unreadable = _values(_object(sent, "values"))
    return Arrival(
        key=_key(sent.get("key")),
        kind=_word(sent, "kind", 20),
        name=_word(sent, "name", 64),
        device=device,
        number=_number(sent.get("number")),
        given_at=moment(sent.get("given_at"), "given_at"),
        values=values,
        seen={name: str(key)[:36] for name, key in _object(sent, "seen").items()},
        unreadable=unreadable,
    )


def _values(sent: Mapping[str, object]) -> tuple[dict[str, Value], dict[str, str]]:
    """What can be read, and a sentence for what cannot."""
    values: dict[str, Value] = {}
    unreadable: dict[str, str] = {}
    for name, value in sent.items():
        try:
            values[_field(name)] = value_of(name, value)
        except RecordError as refusal:
            unreadable[printable(name)[:LONGEST_FIELD]] = refusal.says
    return values, unreadable


def _field(name: str) -> str:
    if not 0 < len(name) <= LONGEST_FIELD or not name.isprintable():
        raise RecordError(_("There is no such question here."))
    return name


def printable(text: str) -> str:
    """Without the letters that no record and no answer can hold."""
    return "".join(letter for letter in text if letter.isprintable())


def moment(said: object, name: str) -> datetime:
    """A moment with its zone; raises RecordError for anything else."""
    try:
        found = datetime.fromisoformat(str(said))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not 1900 < found.year < 9000:
        raise RecordError(_("Give the moment with its time zone."), field=name)
    return found


def value_of(name: str, value: object, depth: int = 0) -> Value:
    """A value of a field: a number, a text, yes or no, nothing, or a list of these."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        if not -1e12 < value < 1e12:
            raise RecordError(_("This number is too large."), field=name)
        return value
    if isinstance(value, str):
        return _text(name, value)
    if isinstance(value, list) and depth < 2 and len(value) <= MOST_FIELDS:
        return tuple(value_of(name, one, depth + 1) for one in value)
    raise RecordError(_("This field holds nothing that can be kept."), field=name)


def _text(name: str, value: str) -> str:
    if len(value) > LONGEST_TEXT:
        raise RecordError(_("Write at most %(n)d letters here.") % {"n": LONGEST_TEXT}, field=name)
    # A half of a letter, as some keyboards leave behind, is no text for any database.
    return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _object(sent: Mapping[str, object], name: str) -> Mapping[str, object]:
    found = sent.get(name, {})
    if not isinstance(found, dict):
        raise RecordError("This must be an object.", field=name)
    if len(found) > MOST_FIELDS:
        raise RecordError(
            _("An entry holds at most %(n)d fields.") % {"n": MOST_FIELDS}, field=name
        )
    return found


def _key(said: object) -> uuid.UUID:
    try:
        return uuid.UUID(str(said))
    except ValueError:
        raise RecordError("An entry needs a key of its own.", field="key") from None


def _word(sent: Mapping[str, object], name: str, longest: int) -> str:
    found = sent.get(name)
    if not isinstance(found, str) or not 0 < len(found) <= longest or not found.isprintable():
        raise RecordError(f"Give the {name} in at most {longest} letters.", field=name)
    return found


def _number(said: object) -> int:
    if isinstance(said, bool) or not isinstance(said, int) or not 0 <= said < 2**53:
        raise RecordError("An entry needs its number on the device.", field="number")
    return said
