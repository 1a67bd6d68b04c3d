"""Simulated phones: they write without a net, send with faults, and learn from what is answered.

A phone knows only what a real one knows: its own clock, its own counter, its outbox, and for each
field the entry whose value it saw last.
"""

import json
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

Entry = dict[str, Any]
HARMLESS = (0,) * 30
ITEMS: dict[str, tuple[Any, ...]] = {
    "sad": (None, 0, 1, 2, 3, 4, 5),
    "suicidal_urge": (*HARMLESS, 1, 3, 4, 5),
    "self_harm_urge": (*HARMLESS, 1, 3, 4, 5),
    "attempt": (*HARMLESS, 1),
}
SKILL: dict[str, tuple[Any, ...]] = {
    "title": ("walk", "breathe", "call", None),
    "favourite": (True, False),
    "helped": ("a_lot", "a_little", "not_this_time"),
}
SO_MANY = (1, 1, 2)
BELIEVED = timedelta(minutes=2)
ARRIVED = {"kept", "again", "clashed"}


@dataclass
class Phone:
    """``skill``: the document it writes in; empty = the day's diary. ``slow``: how far its clock is
    behind. ``written``: all it ever wrote, for the truth."""

    device: str
    slow: timedelta
    skill: str = ""
    known: dict[tuple[str, str], str] = field(default_factory=dict)
    outbox: list[Entry] = field(default_factory=list)
    written: list[Entry] = field(default_factory=list)
    believes: set[str] = field(default_factory=set)

    def write(self, chance: Random, now: datetime) -> None:
        """One entry about the day, up to two hours ago; most of what is written is harmless."""
        given = now - timedelta(seconds=chance.randrange(7200))
        says = given - self.slow
        # A clock that is hardly wrong is believed, also at midnight.
        day = self.skill or (says if abs(self.slow) <= BELIEVED else given).date().isoformat()
        fields = SKILL if self.skill else ITEMS
        some = chance.sample(list(fields), chance.choice(SO_MANY))
        values = {name: chance.choice(fields[name]) for name in some}
        key = str(uuid.UUID(int=chance.getrandbits(128), version=4))
        entry = {
            "key": key, "kind": "skill" if self.skill else "diary",
            "name": self.skill or says.date().isoformat(),
            "number": len(self.written) + 1, "given_at": says.isoformat(), "values": values,
            "seen": {f: self.known[day, f] for f in values if (day, f) in self.known},
        }  # fmt: skip
        self.known |= {(day, f): key for f in values}
        self.outbox.append(entry)
        self.written.append(entry | {"true": given, "day": day, "device": self.device})

    def body(self, chance: Random, now: datetime) -> bytes:
        """What waits, in any order, as one request."""
        entries = chance.sample(self.outbox, len(self.outbox))
        sent_at = (now - self.slow).isoformat()
        sent = {"device": self.device, "sent_at": sent_at, "entries": entries}
        return json.dumps(sent).encode()

    def hears(self, answers: list[dict[str, Any]]) -> None:
        """What arrived leaves the outbox, and nothing else does."""
        arrived = {one["key"] for one in answers if one["state"] in ARRIVED}
        self.believes |= arrived
        self.outbox = [entry for entry in self.outbox if entry["key"] not in arrived]
        waiting = {(one["day"], f) for one in self.written for f in one["values"]
                   if one["key"] not in self.believes}  # fmt: skip
        days = {one["key"]: one["day"] for one in self.written}
        for one in answers:
            for name, key in one["keys"].items():
                if (days[one["key"]], name) not in waiting:
                    self.known[days[one["key"]], name] = key
