"""Whether rules can hold together: the search against every person of a small world."""

from collections.abc import Iterator, Mapping
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from openimt.catalogue.condition import Condition, read_condition
from openimt.catalogue.possible import Wanted, Ways, possible

Person = Mapping[str, object]
Table = dict[str, object]

WORLD: Mapping[str, tuple[object, ...]] = {
    "calm": (True, False),
    "named": (True, False),
    "phase": ("safety", "containment", "regulation", "exploration", "integration"),
    "anger": (0.1, 0.2, 0.3, 0.5, 0.9),
    "step": (0, 1, 2, 3, 4),
    "ders": (10.0, 20.0, 30.0, 40.0, 60.0),
    "state": ("not_assessed", "building", "met", "needs_repair"),
    "danger": (True, False),
    # Acts: how many in the last two weeks, and how many in the two weeks before.
    "acts": tuple(product((0, 1, 2), (0, 1, 2))),
    # Urges: of strength 2 and of strength 4 in the last two weeks; the same in the two before.
    "urges": tuple(product((0, 1), (0, 1), (0, 1), (0, 1))),
}
SUBJECT = {
    "target": "anger",
    "module": "step",
    "measure": "ders",
    "common": "state",
    "imminent_risk": "danger",
    "phase": "phase",
}

BOUND = st.sampled_from([20, 40])
ATOMS: st.SearchStrategy[Table] = st.one_of(
    st.just({"capacity": "calm"}),
    st.just({"judgement": "named"}),
    st.builds(
        lambda of: {"phase": of},
        st.lists(st.sampled_from(WORLD["phase"]), min_size=1, max_size=3, unique=True),
    ),
    st.builds(lambda least: {"target": "anger", "at_least": least}, st.sampled_from([0.2, 0.5])),
    st.builds(lambda step: {"module": "r2", "step": step}, st.integers(1, 4)),
    st.builds(lambda least: {"measure": "ders", "at_least": least}, BOUND),
    st.builds(lambda most: {"measure": "ders", "at_most": most}, BOUND),
    st.just({"measure": "ders", "at_least": 20, "at_most": 40}),
    st.builds(lambda state: {"common": "c2", "state": state}, st.sampled_from(WORLD["state"])),
    st.builds(lambda so: {"imminent_risk": so}, st.booleans()),
    st.builds(
        lambda asks, of, weeks: {asks: of, "within_weeks": weeks},
        st.sampled_from(["event", "no_event"]),
        st.sampled_from([["self_harm_act"], ["self_harm_act", "suicidal_urge"]]),
        st.sampled_from([2, 4]),
    ),
    st.just({"event": ["self_harm_act"], "within_weeks": 4, "at_least": 2}),
    st.just({"event": ["self_harm_act", "suicidal_urge"], "value_at_least": 3, "within_weeks": 4}),
    st.just({"no_event": ["suicidal_urge"], "value_at_least": 3, "within_weeks": 4}),
)
TABLES = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds(lambda part: {"not": part}, inner),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
    ),
    max_leaves=6,
)


def holds(c: Condition, person: Person) -> bool:
    """The meaning of a condition for one person, written a second time."""
    if c.asks == "not":
        return not holds(c.parts[0], person)
    if c.asks in {"any", "all"}:
        return {"any": any, "all": all}[c.asks](holds(part, person) for part in c.parts)
    if c.asks in {"event", "no_event"}:
        enough = count(c, person) >= c.option("at_least", 1)
        return enough if c.asks == "event" else not enough
    if c.asks in {"capacity", "judgement"}:
        return bool(person[c.of[0]])
    value = person[SUBJECT[c.asks]]
    return {
        "target": lambda: value >= c.option("at_least"),
        "module": lambda: value >= c.option("step"),
        "measure": lambda: c.option("at_least", 0) <= value <= c.option("at_most", 99),
        "common": lambda: value == c.option("state"),
        "imminent_risk": lambda: value is (c.of[0] == "true"),
        "phase": lambda: value in c.of,
    }[c.asks]()


def count(c: Condition, person: Person) -> int:
    (lately, before), (weak, strong, weak_before, strong_before) = person["acts"], person["urges"]
    far = c.option("within_weeks", 99) >= 4
    valued = c.option("value_at_least") is not None
    found = lately + (before if far else 0) if "self_harm_act" in c.of and not valued else 0
    if "suicidal_urge" in c.of:
        found += strong + (strong_before if far else 0)
        found += 0 if valued else weak + (weak_before if far else 0)
    return found


def used(conditions: list[Condition]) -> set[str]:
    found: set[str] = set()
    for part in (part for c in conditions for part in c.flat() if not part.parts):
        if part.asks in {"event", "no_event"}:
            found |= {"acts", "urges"}
        else:
            found.add(SUBJECT.get(part.asks, part.of[0]))
    return found


def people(subjects: set[str]) -> Iterator[Person]:
    names = sorted(subjects)
    for values in product(*(WORLD[name] for name in names)):
        yield dict(zip(names, values, strict=True))


@given(st.lists(st.tuples(TABLES, st.booleans()), min_size=1, max_size=4))
def test_the_search_finds_somebody_exactly_when_there_is_somebody(
    asked: list[tuple[Table, bool]],
) -> None:
    wanted = [Wanted(read_condition(table), so) for table, so in asked]
    conditions = [one.condition for one in wanted]
    somebody = any(
        all(holds(one.condition, person) is one.so for one in wanted)
        for person in people(used(conditions))
    )
    assert possible(wanted) is somebody


def pigeons(count: int, holes: int) -> list[Wanted]:
    """Each pigeon sits in a hole, and no two in the same: impossible with too few holes."""
    seats: list[Table] = [
        {"any": [{"capacity": f"p{p}h{h}"} for h in range(holes)]} for p in range(count)
    ]
    alone: list[Table] = [
        {"not": {"all": [{"capacity": f"p{a}h{h}"}, {"capacity": f"p{b}h{h}"}]}}
        for h in range(holes)
        for a in range(count)
        for b in range(a)
    ]
    return [Wanted(read_condition(table)) for table in [*seats, *alone]]


def test_what_cannot_be_decided_in_time_counts_as_possible() -> None:
    assert possible(pigeons(3, 3))
    assert not possible(pigeons(4, 3))
    few = Ways(left=5)
    assert possible(pigeons(4, 3), ways=few)
    assert few.undecided == 1


def test_the_ways_that_were_tried_are_spent() -> None:
    ways = Ways()
    assert not possible(pigeons(4, 3), ways=ways)
    assert 0 < Ways().left - ways.left <= Ways().each
