"""What all people of one call share, and the seeded chance they are drawn with."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from openimt.catalogue.catalogue import Catalogue
from openimt.simulate.world import World

_STREAMS = ("traits", "course", "forms", "diary", "meetings", "records", "words")
Streams = dict[str, np.random.Generator]
"""A generator for each concern, by its name."""


@dataclass(frozen=True)
class Frame:
    """What all people of one call share. ``zone`` is where their appointments are."""

    world: World
    catalogue: Catalogue
    on: date
    weeks: int
    zone: ZoneInfo

    @property
    def start(self) -> date:
        """The first day of a course that is followed for all its weeks."""
        return self.on - timedelta(weeks=self.weeks) + timedelta(days=1)


def streams(seed: int, key: tuple[int, ...]) -> Streams:
    """A generator for each concern, so that a change in one leaves the others as they were."""
    parts = np.random.SeedSequence(seed, spawn_key=key).spawn(len(_STREAMS))
    generators = (np.random.Generator(np.random.PCG64(part)) for part in parts)
    return dict(zip(_STREAMS, generators, strict=True))
