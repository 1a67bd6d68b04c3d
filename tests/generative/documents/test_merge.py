"""Merging against an oracle that knows no state: it reads the whole history again each time.

Devices write at random, see a random part of what others wrote, and everything arrives in a random
order, some of it twice. Nothing may be lost, doubled, or replaced by somebody who had not seen it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from openimt.deliver.documents.document import Clash, Entry, Merged, Value, Written
from openimt.deliver.documents.merge import merge

FIELDS = ("sad", "urge", "note")
DEVICES = ("phone", "tablet", "web")


@dataclass(frozen=True)
class Outcome:
    """What all arrivals came to: the document, and the open clash of each field and device."""

    fields: Mapping[str, Written]
    open: Mapping[tuple[str, str], Clash]


def arrived(entries: Sequence[Entry]) -> Outcome:
    fields: Mapping[str, Written] = {}
    still: dict[tuple[str, str], Clash] = {}
    for entry in entries:
        after = merge(fields, entry)
        for name in entry.values:
            if wrote_newest(fields, entry, name):
                still.pop((name, entry.device), None)
        still |= {(clash.field, clash.device): clash for clash in after.clashes}
        fields = after.fields
    return Outcome(fields, still)


def wrote_newest(fields: Mapping[str, Written], entry: Entry, name: str) -> bool:
    return name not in fields or entry.number > fields[name].latest.get(entry.device, -1)


def stands(history: Sequence[Entry], name: str) -> tuple[Value, str] | None:
    """The oracle: whose answer stands, from the list of all arrivals alone."""
    holder: Entry | None = None
    for place, entry in enumerate(history):
        if name not in entry.values:
            continue
        before = [one for one in history[:place] if name in one.values]
        if any(one.device == entry.device and one.number >= entry.number for one in before):
            continue
        if holder is None or holder.device == entry.device or entry.seen.get(name) == holder.key:
            holder = entry
    return None if holder is None else (holder.values[name], holder.key)


@st.composite
def written(
    draw: st.DrawFn, *, devices: Sequence[str] = DEVICES, distinct: bool = False, see: bool = True
) -> list[Entry]:
    """Entries in the order in which they were written; each may have seen any earlier one."""
    made: list[Entry] = []
    for place in range(draw(st.integers(1, 10))):
        device = draw(st.sampled_from(devices))
        names = draw(st.sets(st.sampled_from(FIELDS), min_size=1))
        values: dict[str, Value] = {
            name: 100 + place if distinct else draw(st.none() | st.integers(0, 2))
            for name in sorted(names)
        }
        number = 1 + sum(one.device == device for one in made)
        seen = {
            name: draw(st.sampled_from([one.key for one in made if name in one.values]))
            for name in values
            if see and any(name in one.values for one in made) and draw(st.booleans())
        }
        made.append(Entry(f"k{place}", device, number, values, seen))
    return made


@st.composite
def on_the_way(draw: st.DrawFn, entries: list[Entry]) -> list[Entry]:
    """The same entries as they arrive: in any order, some more than once."""
    again = draw(st.lists(st.sampled_from(entries), max_size=4))
    return draw(st.permutations([*entries, *again]))


@given(st.data())
def test_what_stands_is_what_the_whole_history_says(data: st.DataObject) -> None:
    history = data.draw(on_the_way(data.draw(written())))
    outcome = arrived(history)
    for name in FIELDS:
        found = outcome.fields.get(name)
        assert (found and (found.value, found.key)) == stands(history, name)


@given(st.data())
def test_a_repeat_changes_nothing(data: st.DataObject) -> None:
    history = data.draw(on_the_way(data.draw(written())))
    fields = arrived(history).fields
    for entry in history:
        again = merge(fields, entry)
        assert again == Merged(fields, frozenset(), ())


@given(st.data())
def test_on_one_device_the_last_word_holds_in_whatever_order_it_comes(
    data: st.DataObject,
) -> None:
    entries = data.draw(written(devices=("phone",)))
    outcome = arrived(data.draw(on_the_way(entries)))
    last = {name: (value, one.key) for one in entries for name, value in one.values.items()}
    assert {n: (w.value, w.key) for n, w in outcome.fields.items()} == last
    assert not outcome.open


@given(st.data())
def test_nothing_that_nobody_saw_is_lost(data: st.DataObject) -> None:
    """Each device's last word stands, or is asked about, whatever came first."""
    entries = data.draw(written(distinct=True, see=False))
    history = data.draw(on_the_way(entries))
    outcome = arrived(history)
    for name in FIELDS:
        last = {one.device: one.values[name] for one in entries if name in one.values}
        asked = {c.value for (field, _), c in outcome.open.items() if field == name}
        held = {outcome.fields[name].value} if name in outcome.fields else set()
        assert held | asked == set(last.values())


@given(st.data())
def test_who_has_seen_everything_is_asked_nothing(data: st.DataObject) -> None:
    entries = data.draw(written(see=False))
    fields: Mapping[str, Written] = {}
    for entry in entries:
        seen = {name: there.key for name, there in fields.items()}
        told = Entry(entry.key, entry.device, entry.number, entry.values, seen)
        after = merge(fields, told)
        assert not after.clashes
        assert {n: after.fields[n].value for n in entry.values} == dict(entry.values)
        fields = after.fields


@given(st.data())
def test_devices_that_write_in_different_places_do_not_meet(data: st.DataObject) -> None:
    made = data.draw(written(distinct=True, see=False))
    entries = [
        Entry(
            one.key, one.device, one.number, {f"{one.device} {n}": v for n, v in one.values.items()}
        )
        for one in made
    ]
    first = arrived(data.draw(on_the_way(entries)))
    second = arrived(data.draw(on_the_way(entries)))
    assert first == second
    assert not first.open


@given(st.data())
def test_only_another_value_is_a_change_and_only_its_own_fields_are_touched(
    data: st.DataObject,
) -> None:
    history = data.draw(on_the_way(data.draw(written())))
    before = arrived(history[:-1]).fields
    after = merge(before, history[-1])
    moved = {n for n, w in after.fields.items() if n not in before or w.value != before[n].value}
    assert after.changed == moved
    assert moved <= set(history[-1].values)
    assert {c.field for c in after.clashes} <= set(history[-1].values) - moved
