"""The worlds keep their own margins, on seeds that were not used to set them."""

import pytest

from openimt.simulate.margins import discrepancies
from openimt.simulate.people import invent
from openimt.simulate.world import known_worlds, world


@pytest.mark.parametrize("name", known_worlds())
def test_the_world_keeps_its_margins(name: str) -> None:
    found = discrepancies(invent(400, seed=90125, world=name), world(name))
    outside = [d.says for d in found if d.inside is not True]
    assert not outside


def test_a_world_that_misses_says_so() -> None:
    """The course of usual care is not the clinic's: the report must see it."""
    people = invent(320, seed=5, world="usual-care")
    found = {d.margin.name: d for d in discrepancies(people, world("clinic"))}
    assert found["responded"].inside is False
    assert "OUTSIDE" in found["responded"].says
