"""The twelve archetypes of the clinical decisions (10) as assessments; all of them are invented.

They are the people that a change of the catalogue is shown on, and for whom proofs of liveness are
named.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from openimt.exchange.assessment_file import read_assessment
from openimt.formulate.assessment import Assessment


@cache
def archetypes() -> Mapping[str, Assessment]:
    """Each archetype by its name, in the order of the decisions.

    >>> len(archetypes())
    12
    """
    text = (files("openimt.exchange") / "archetypes.json").read_text(encoding="utf-8")
    told = json.loads(text)
    return {name: read_assessment(data, "archetypes.json", name) for name, data in told.items()}
