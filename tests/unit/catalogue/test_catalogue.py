"""What follows from a catalogue alone is worked out once for each."""

import pickle
from dataclasses import replace

from openimt.catalogue.catalogue import Catalogue, once
from openimt.catalogue.load import load
from tests.builders import catalogue, module


def test_a_rule_is_asked_once_of_each_catalogue() -> None:
    asked = []

    @once
    def modules(one: Catalogue) -> tuple[str, ...]:
        asked.append(one.version)
        return tuple(one.modules)

    first = catalogue(module("r2"))
    assert modules(first) == modules(first)
    assert asked == ["test.1"]
    other = replace(first, version="test.2", modules={})
    assert modules(other) == ()
    assert asked == ["test.1", "test.2"]


def test_what_is_kept_changes_nothing_of_the_catalogue() -> None:
    kept, fresh = load(), replace(load())
    assert once(len_of)(kept) == len(fresh.modules)
    assert kept == fresh
    assert repr(kept) == repr(fresh)
    assert pickle.loads(pickle.dumps(kept)) == fresh


def len_of(one: Catalogue) -> int:
    return len(one.modules)
