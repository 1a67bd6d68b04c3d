"""The demo clinic: sixteen invented people, two or more in each phase, every archetype."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from openimt.catalogue.load import load
from openimt.errors import OpenIMTError
from openimt.simulate.archetype import Archetype, archetype
from openimt.simulate.building import build
from openimt.simulate.frame import Frame, streams
from openimt.simulate.people import WEEKS
from openimt.simulate.person import InventedPerson
from openimt.simulate.policy import earlier_gain
from openimt.simulate.traits import draw_traits, with_earlier
from openimt.simulate.world import world
from openimt.terms import EventKind, Phase

_MOST_DRAWS = 400


@dataclass(frozen=True)
class Place:
    """One of the sixteen places: who should sit there. ``phase`` None = whichever it is;
    ``therapy`` empty = that of the archetype; ``skip`` and ``add``: what the therapy gives
    otherwise than the clinic's habit, as in an archetype."""

    archetype: str
    language: str
    phase: Phase | None = None
    starts: Phase | None = None
    late: tuple[EventKind, int] | None = None
    answer_days: int | None = None
    risk_judged: bool = False
    therapy: str = ""
    skip: tuple[str, ...] = ()
    add: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def clinic_of_sixteen(
    seed: int, on: date, *, zone: ZoneInfo | None = None
) -> tuple[InventedPerson, ...]:
    """Sixteen people with half a year of course ending on the day ``on``.

    Each is drawn until the core finds them in the phase of their place, still coming (but for the
    one who leaves at week 10); no two share a first name.
    """
    frame = Frame(world("clinic"), load(), on, WEEKS, zone or ZoneInfo("UTC"))
    found: list[InventedPerson] = []
    for number, place in enumerate(places()):
        taken = frozenset(person.name.partition(" ")[0] for person in found)
        found.append(_seated(frame, seed, number, place, taken))
    return tuple(found)


def places() -> tuple[Place, ...]:
    """The places of ``sixteen.toml``, in order."""
    text = files("openimt.simulate").joinpath("sixteen.toml").read_text(encoding="utf-8")
    return tuple(_place(row) for row in tomllib.loads(text)["person"])


def _place(row: Mapping[str, Any]) -> Place:
    given = dict(row)
    for name in ("phase", "starts"):
        if name in given:
            given[name] = Phase(given[name])
    if "late" in given:
        kind, days = given["late"]
        given["late"] = (EventKind(kind), int(days))
    given["skip"] = tuple(given.get("skip", ()))
    given["add"] = {phase: tuple(ids) for phase, ids in given.get("add", {}).items()}
    return Place(**given)


def _seated(
    frame: Frame, seed: int, number: int, place: Place, taken: frozenset[str]
) -> InventedPerson:
    for draw in range(_MOST_DRAWS):
        person = _drawn(frame, seed, (number, draw), place, f"demo{number + 1:02d}")
        if _fits(person, place) and person.name.partition(" ")[0] not in taken:
            return person
    raise OpenIMTError(f"nobody drawn in {_MOST_DRAWS} tries fits place {number + 1}: {place}")


def _drawn(
    frame: Frame, seed: int, key: tuple[int, int], place: Place, person_id: str
) -> InventedPerson:
    rng = streams(seed, key)
    kind = _kind(place)
    traits = draw_traits(frame.world, rng["traits"], kind)
    if place.starts is not None:
        traits = with_earlier(traits, place.starts, earlier_gain(place.starts))
    traits = replace(
        traits, late=place.late, answer_days=place.answer_days, risk_judged=place.risk_judged
    )
    return build(frame, traits, rng, person_id, place.language)


def _kind(place: Place) -> Archetype:
    """The archetype of the place, under the place's therapy."""
    kind = archetype(place.archetype)
    return replace(
        kind,
        therapy=place.therapy or kind.therapy,
        skip=(*kind.skip, *place.skip),
        add={**kind.add, **place.add},
    )


def _fits(person: InventedPerson, place: Place) -> bool:
    leaves = archetype(place.archetype).leaves_at_week is not None
    if leaves is not (person.left_on is not None):
        return False
    return place.phase is None or person.phases[-1][0] is place.phase
