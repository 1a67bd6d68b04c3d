"""The truth, from what was written and the order in which it was taken: no state, no merging."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Entry = Mapping[str, Any]
WORRIES = {
    # item: what is at least answered, and how urgent that is (1 to 4), by decision 4.
    "suicidal_urge": ((4, 3), (1, 1)),
    "self_harm_urge": ((4, 2), (1, 1)),
    "attempt": ((1, 4),),
}


@dataclass
class Field:
    """``stood``: every value that stood there at some time."""

    value: Any
    key: str
    device: str
    stood: list[Any] = field(default_factory=list)


def standing(taken: Sequence[Entry]) -> dict[str, Field]:
    """What stands in each field after all of them: each is held against everything before it."""
    found: dict[str, Field] = {}
    for place, entry in enumerate(taken):
        for name, value in entry["values"].items():
            earlier = [one for one in taken[:place] if name in one["values"]]
            later_of_same = any(
                one["device"] == entry["device"] and one["number"] > entry["number"]
                for one in earlier
            )
            if later_of_same:
                continue
            there = found.get(name)
            replaces = (
                there is None
                or there.device == entry["device"]
                or entry["seen"].get(name) == there.key
            )
            if replaces:
                stood = [*(there.stood if there else []), value]
                found[name] = Field(value, entry["key"], entry["device"], stood)
    return found


def last_words(taken: Sequence[Entry]) -> dict[tuple[str, str], Entry]:
    """By field and device, what that device wrote there last."""
    last: dict[tuple[str, str], Entry] = {}
    for entry in taken:
        for name in entry["values"]:
            there = last.get((name, entry["device"]))
            if there is None or there["number"] < entry["number"]:
                last[name, entry["device"]] = entry
    return last


def urgency(item: str, value: float | None) -> int:
    """Of one answer; 0 where it worries nobody."""
    if value is None:
        return 0
    return next((urgent for least, urgent in WORRIES.get(item, ()) if value >= least), 0)


def cases(taken: Sequence[Entry]) -> dict[str, int]:
    """By item, how urgent the gravest answer was that anybody ever gave."""
    found: dict[str, int] = {}
    for entry in taken:
        for item, value in entry["values"].items():
            found[item] = max(found.get(item, 0), urgency(item, value))
    return {item: urgent for item, urgent in found.items() if urgent}
