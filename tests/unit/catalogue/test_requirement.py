"""What a condition cannot do without, and rings, against a plain search over small graphs."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimt.catalogue.condition import read_condition
from openimt.catalogue.requirement import cycles, needed_modules

R2, S4 = {"module": "r2", "step": 2}, {"module": "s4"}


@pytest.mark.parametrize(
    ("table", "needed"),
    [
        (R2, {"r2"}),
        ({"all": [R2, S4]}, {"r2", "s4"}),
        ({"any": [R2, S4]}, set()),
        ({"any": [R2, {"all": [R2, S4]}]}, {"r2"}),
        ({"any": [R2, {"capacity": "can_settle"}]}, set()),
        ({"not": R2}, set()),
        ({"wish": True}, set()),
    ],
)
def test_what_a_condition_needs(table: object, needed: set[str]) -> None:
    assert needed_modules(read_condition(table)) == needed


NAMES = "abcde"
GRAPHS = st.dictionaries(
    st.sampled_from(NAMES), st.frozensets(st.sampled_from(NAMES), max_size=3), max_size=5
)


@given(GRAPHS)
def test_a_ring_is_found_exactly_when_there_is_one(graph: dict[str, frozenset[str]]) -> None:
    def is_ring(path: tuple[str, ...]) -> bool:
        following = (*path[1:], path[0])
        return all(b in graph.get(a, frozenset()) for a, b in zip(path, following, strict=True))

    found = list(cycles(graph))
    every = [p for size in range(1, 6) for p in permutations(graph, size) if is_ring(p)]
    assert all(is_ring(ring) for ring in found)
    assert bool(found) == bool(every)


def test_a_chain_of_ten_thousand_needs_no_deep_stack() -> None:
    chain = {str(n): frozenset({str(n + 1)}) for n in range(10_000)}
    assert list(cycles(chain)) == []
    assert len(next(iter(cycles(chain | {"10000": frozenset({"0"})})))) == 10_001
