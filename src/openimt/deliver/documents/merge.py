"""An entry meets a document: one function, without a clock, so a wrong clock can spoil nothing."""

from collections.abc import Mapping

from openimt.deliver.documents.document import Clash, Entry, Merged, Value, Written

SET, STAYS, CLASHES = "set", "stays", "clashes"


def merge(fields: Mapping[str, Written], entry: Entry) -> Merged:
    """The document with the entry in it.

    On one device what was written later holds. Another device's value is replaced only by
    somebody who had seen it; otherwise both are kept and the field clashes. The same value twice
    is no clash.

    >>> first = merge({}, Entry("a", "phone", 1, {"sad": 2}))
    >>> second = merge(first.fields, Entry("b", "tablet", 1, {"sad": 4}))
    >>> second.fields["sad"].value, [clash.value for clash in second.clashes]
    (2, [4])
    >>> told = Entry("b", "tablet", 1, {"sad": 4}, seen={"sad": "a"})
    >>> merge(first.fields, told).fields["sad"].value
    4
    """
    after, changed, clashes = dict(fields), set(), []
    for name, value in entry.values.items():
        there = fields.get(name)
        comes_to = _comes_to(there, entry, name, value)
        after[name] = _written(there, entry, value, sets=comes_to == SET)
        if comes_to == SET and (there is None or there.value != value):
            changed.add(name)
        if comes_to == CLASHES:
            clashes.append(Clash(name, value, entry.key, entry.device))
    return Merged(after, frozenset(changed), tuple(clashes))


def _comes_to(there: Written | None, entry: Entry, name: str, value: Value) -> str:
    if there is None:
        return SET
    if entry.number <= there.latest.get(entry.device, -1):
        # The same device wrote here again later, and that has arrived before.
        return STAYS
    if there.device == entry.device or entry.seen.get(name) == there.key:
        return SET
    return STAYS if there.value == value else CLASHES


def _written(there: Written | None, entry: Entry, value: Value, *, sets: bool) -> Written:
    before = there.latest if there else {}
    newest = max(entry.number, before.get(entry.device, -1))
    latest = {**before, entry.device: newest}
    if there is None or sets:
        return Written(value, entry.key, entry.device, latest)
    return Written(there.value, there.key, there.device, latest)
