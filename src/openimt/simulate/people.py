"""Inventing people: whole courses from a seed. The same seed gives the same people, always."""

from datetime import date
from zoneinfo import ZoneInfo

from openimt.catalogue.load import load
from openimt.errors import OpenIMTError
from openimt.simulate.building import build
from openimt.simulate.frame import Frame, streams
from openimt.simulate.person import InventedPerson
from openimt.simulate.traits import draw_traits
from openimt.simulate.world import world as named_world

LAST_DAY = date(2026, 6, 28)
"""The last day of invented calendars unless another is given."""
WEEKS = 26
"""How long courses are followed unless something else is asked: half a year."""


def invent(
    n: int,
    seed: int,
    world: str = "clinic",
    *,
    on: date = LAST_DAY,
    weeks: int = WEEKS,
) -> tuple[InventedPerson, ...]:
    """So many invented people, each with a course that ends on the day ``on``.

    Person number k depends on the seed and on k alone, so more people leave the first unchanged.
    Raises OpenIMTError for an unknown world, or a count below 0.

    >>> len(invent(2, seed=1))
    2
    """
    if n < 0 or weeks < 1 or seed < 0:
        raise OpenIMTError("people and seed must be 0 or more, weeks at least 1", field="n")
    frame = Frame(named_world(world), load(), on, weeks, ZoneInfo("UTC"))
    return tuple(one_person(frame, seed, (k,), f"p{k + 1:04d}") for k in range(n))


def one_person(frame: Frame, seed: int, key: tuple[int, ...], person_id: str) -> InventedPerson:
    """One invented person, drawn from the world's archetypes."""
    rng = streams(seed, key)
    traits = draw_traits(frame.world, rng["traits"])
    language = "de" if rng["words"].random() < 0.5 else "en"
    return build(frame, traits, rng, person_id, language)
