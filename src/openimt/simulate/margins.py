"""The discrepancy report: what invented courses show beside what their world says they ought to.

A world that misses its own margins must not be used to judge anything; the report says so.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev

from openimt.formulate.assessment import Reading
from openimt.simulate.archetype import archetype
from openimt.simulate.person import DOMAINS, InventedPerson
from openimt.simulate.world import Margin, World

_QUARTER = 13
_LATE = (20, 24)
"""A reading at week 24, or the last one since week 20."""
FEWEST = 200
"""From how many people on a margin is judged: below, chance alone moves it too far."""
_STEP = 0.50
"""The change in BSL-23 (mean, 0 to 4) that the margins speak of."""


@dataclass(frozen=True)
class Discrepancy:
    """A margin, what was found (None = too few to say), from how many, and whether it is inside."""

    margin: Margin
    found: float | None
    of: int

    @property
    def inside(self) -> bool | None:
        """Whether the value lies within the interval; None where too few were seen to judge."""
        if self.found is None or self.of < FEWEST:
            return None
        return self.margin.low <= self.found <= self.margin.high

    @property
    def says(self) -> str:
        """One line for a person to read."""
        if self.found is None:
            return f"{self.margin.name}: too few people to say"
        verdict = {True: "inside", False: "OUTSIDE", None: "too few to judge;"}[self.inside]
        low, high = self.margin.low, self.margin.high
        return (
            f"{self.margin.name}: {self.found:.3f} from {self.of}, {verdict} {low:g} to {high:g} "
            f"(wanted {self.margin.value:g}) - {self.margin.says}"
        )


def discrepancies(people: Sequence[InventedPerson], world: World) -> tuple[Discrepancy, ...]:
    """Every margin of the world against these people."""
    found = []
    for margin in world.margins:
        values = _MEASURES[margin.name](people)
        made = _SUMMARIES.get(margin.name, fmean)(values) if len(values) > 1 else None
        found.append(Discrepancy(margin, made, len(values)))
    return tuple(found)


def margins_to_json(found: Sequence[Discrepancy]) -> list[dict[str, object]]:
    """The report as plain JSON."""
    return [
        {
            "name": d.margin.name,
            "says": d.margin.says,
            "wanted": d.margin.value,
            "low": d.margin.low,
            "high": d.margin.high,
            "found": None if d.found is None else round(d.found, 4),
            "of": d.of,
            "inside": d.inside,
            "source": d.margin.source,
            "checked": d.margin.checked,
        }
        for d in found
    ]


def _responded(people: Sequence[InventedPerson]) -> list[float]:
    return [float(change <= -_STEP) for change in _changes(people)]


def _worse(people: Sequence[InventedPerson]) -> list[float]:
    return [float(change >= _STEP) for change in _changes(people)]


def _changes(people: Sequence[InventedPerson]) -> list[float]:
    """Change in BSL-23 of those who have both readings."""
    found = []
    for person in people:
        series = [(_week(r, person), r.value or 0.0) for r in person.readings if _is_bsl(r)]
        late = [value for week, value in series if _LATE[0] <= week <= _LATE[1]]
        if series and series[0][0] == 0 and late:
            found.append(late[-1] - series[0][1])
    return found


def _is_bsl(reading: Reading) -> bool:
    return reading.measure == "bsl23" and reading.value is not None and reading.on is not None


def _week(reading: Reading, person: InventedPerson) -> int:
    return (reading.on - person.start).days // 7 if reading.on else -1


def _starts(people: Sequence[InventedPerson]) -> list[float]:
    firsts = [[r for r in p.readings if _is_bsl(r) and _week(r, p) == 0] for p in people]
    return [float(first[0].value or 0.0) for first in firsts if first]


def _left(quarter: int) -> Callable[[Sequence[InventedPerson]], list[float]]:
    """Who left in a quarter, of those there at its beginning; only where it was seen whole, and
    without those whose archetype fixes the week."""
    first, last = (quarter - 1) * _QUARTER, quarter * _QUARTER

    def left(people: Sequence[InventedPerson]) -> list[float]:
        drawn = [p for p in people if archetype(p.archetype).leaves_at_week is None]
        whole = [p for p in drawn if (p.on - p.start).days + 1 >= 7 * last]
        there = [p for p in whole if p.left_on is None or len(p.weeks) > first]
        return [float(p.left_on is not None and len(p.weeks) <= last) for p in there]

    return left


def _reg_over_int(people: Sequence[InventedPerson]) -> list[float]:
    reg, between = DOMAINS.index("reg"), DOMAINS.index("int")
    long = [p.weeks for p in people if len(p.weeks) > _LATE[1]]
    gains = [[w[0].state[d] - w[_LATE[1]].state[d] for d in (reg, between)] for w in long]
    return [a - b for a, b in gains]


_MEASURES: Mapping[str, Callable[[Sequence[InventedPerson]], list[float]]] = {
    "responded": _responded,
    "worse": _worse,
    "left_quarter_1": _left(1),
    "left_quarter_2": _left(2),
    "bsl23_start": _starts,
    "bsl23_start_sd": _starts,
    "gain_reg_over_int": _reg_over_int,
}
_SUMMARIES: Mapping[str, Callable[[Sequence[float]], float]] = {"bsl23_start_sd": pstdev}
