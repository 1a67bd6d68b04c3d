"""What a change is shown on, and what proofs are named for, are the archetypes told here."""

from dataclasses import replace

from openimt.exchange.archetypes import archetypes
from openimt.exchange.assessment_file import write_assessment
from tests.spec.plan.archetypes import ARCHETYPES


def test_they_are_the_same_people() -> None:
    packaged = {name: write_assessment(replace(a, patient="")) for name, a in archetypes().items()}
    told = {name: write_assessment(replace(a, patient="")) for name, a in ARCHETYPES.items()}
    assert packaged == told
