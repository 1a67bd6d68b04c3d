"""A trial in which nothing differs, small enough for the small-sample methods to matter."""

from pathlib import Path

from openimt.trial.design.read import read_design
from openimt.trial.design.trial_design import TrialDesign

NULL = """
name = "null"
people = {people}
seed = 1

[visits]
at = [{at}]

[[arm]]
id = "a"

[[arm]]
id = "b"

[[outcome]]
id = "score"
mean = 20
sd = 5
change = {{ a = -1.0, b = -1.0 }}

[drop_out]
depends_on_last = 0.3
"""
FOUR, SEVEN = "0, 3, 6, 9, 12", "0, 2, 4, 6, 8, 10, 12, 14"


def null_trial(folder: Path, people: int, at: str = FOUR, more: str = "") -> TrialDesign:
    """Two arms that do the same, seen at these months, with the usual loss at random."""
    path = folder / "null.toml"
    path.write_text(NULL.format(people=people, at=at) + more, encoding="utf-8")
    return read_design(path)
