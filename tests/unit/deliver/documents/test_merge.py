"""What one entry does to a document."""

from openimt.deliver.documents.document import Entry, Written
from openimt.deliver.documents.merge import merge


def entry(
    key: str, device: str, number: int, seen: dict[str, str] | None = None, **values
) -> Entry:
    return Entry(key, device, number, values, seen or {})


def after(*entries: Entry) -> dict[str, Written]:
    fields: dict[str, Written] = {}
    for one in entries:
        fields = dict(merge(fields, one).fields)
    return fields


def test_what_is_written_first_stands() -> None:
    merged = merge({}, entry("a", "phone", 1, sad=2))
    assert merged.changed == {"sad"}
    assert merged.fields["sad"] == Written(2, "a", "phone", {"phone": 1})


def test_the_same_device_corrects_itself() -> None:
    assert after(entry("a", "phone", 1, sad=2), entry("b", "phone", 2, sad=3))["sad"].value == 3


def test_an_earlier_writing_that_comes_late_changes_nothing() -> None:
    late = entry("a", "phone", 1, sad=2)
    merged = merge(after(entry("b", "phone", 2, sad=3)), late)
    assert merged.fields["sad"].value == 3
    assert not merged.changed
    assert not merged.clashes


def test_another_device_that_had_not_seen_it_clashes_and_both_are_kept() -> None:
    merged = merge(after(entry("a", "phone", 1, sad=2)), entry("b", "tablet", 1, sad=3))
    assert merged.fields["sad"].value == 2
    assert [(clash.field, clash.value, clash.key) for clash in merged.clashes] == [("sad", 3, "b")]


def test_another_device_that_had_seen_it_may_replace_it() -> None:
    merged = merge(
        after(entry("a", "phone", 1, sad=2)), entry("b", "tablet", 1, {"sad": "a"}, sad=3)
    )
    assert merged.fields["sad"].value == 3
    assert not merged.clashes


def test_the_same_answer_twice_is_no_clash() -> None:
    merged = merge(after(entry("a", "phone", 1, sad=2)), entry("b", "tablet", 1, sad=2))
    assert not merged.clashes
    assert not merged.changed


def test_a_device_that_was_overtaken_does_not_clash_with_its_own_past() -> None:
    """The worrying answer went first, another device saw it and wrote; the rest comes late."""
    fields = after(entry("b", "phone", 2, sad=4), entry("c", "tablet", 1, {"sad": "b"}, sad=1))
    merged = merge(fields, entry("a", "phone", 1, sad=3))
    assert merged.fields["sad"].value == 1
    assert not merged.clashes


def test_fields_do_not_touch_each_other() -> None:
    merged = merge(after(entry("a", "phone", 1, sad=2)), entry("b", "tablet", 1, afraid=3))
    assert {name: one.value for name, one in merged.fields.items()} == {"sad": 2, "afraid": 3}
    assert merged.changed == {"afraid"}


def test_an_answer_left_out_on_purpose_is_an_answer() -> None:
    merged = merge(after(entry("a", "phone", 1, sad=2)), entry("b", "phone", 2, sad=None))
    assert merged.fields["sad"].value is None
    assert merged.changed == {"sad"}
