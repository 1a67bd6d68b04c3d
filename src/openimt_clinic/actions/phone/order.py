"""In which order entries that came together are taken: what worries first."""

from collections.abc import Iterable

from openimt.assess.library import load
from openimt_clinic.actions.phone.answers import Told, items_of, read_items, worries
from openimt_clinic.actions.phone.arrival import Arrival
from openimt_clinic.actions.phone.kinds import KINDS


def worrying_first(arrivals: Iterable[Arrival]) -> list[Arrival]:
    """The gravest first, so that nothing before it can fail; else as the device counted them."""
    return sorted(arrivals, key=lambda arrival: (-urgency(arrival), arrival.number))


def urgency(arrival: Arrival) -> int:
    """Of the gravest response that one of its answers calls for; 0 where none does."""
    kind = KINDS.get(arrival.kind)
    instrument = kind.instrument(arrival.name) if kind else ""
    if not instrument:
        return 0
    given = read_items(arrival.values, items_of(instrument)).values
    told = Told(load(instrument), given, frozenset())  # type: ignore[arg-type]
    return max((worry.response.urgency for worry in worries(told)), default=0)
