"""A document: one thing a person writes (a day of the diary, a moment, a scene), field by field.

It may be written on several devices, without a net, in any order. An entry is one writing of some
fields; a document is what its entries come to.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Value = None | bool | int | float | str | tuple["Value", ...]
"""What a field can hold; None says that the person left it out on purpose."""


@dataclass(frozen=True)
class Entry:
    """What was written at one time on one device.

    ``number`` counts the device's entries upwards, so that they have an order whatever its clock
    says. ``seen``: for a field, the key of the entry whose value stood there when this was written.
    """

    key: str
    device: str
    number: int
    values: Mapping[str, Value]
    seen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """A field as it stands: its value, the entry it came from, and how far each device has got."""

    value: Value
    key: str
    device: str
    latest: Mapping[str, int]


@dataclass(frozen=True)
class Clash:
    """A field that another device has answered differently; the person says which one holds."""

    field: str
    value: Value
    key: str
    device: str


@dataclass(frozen=True)
class Merged:
    """The document after an entry. ``changed``: fields whose value is another one now."""

    fields: Mapping[str, Written]
    changed: frozenset[str]
    clashes: tuple[Clash, ...]
