"""The example people: invented, one for each archetype, by whom two catalogues are compared."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from openimt.exchange.assessment_file import read_assessment
from openimt.formulate.assessment import Assessment

FILE = "examples.json"


@cache
def examples() -> Mapping[str, Assessment]:
    """The example people by what makes them an example, such as ``over-controlled``."""
    text = files("openimt.exchange").joinpath(FILE).read_text(encoding="utf-8")
    return {name: read_assessment(one, f"{FILE}: {name}") for name, one in json.loads(text).items()}
