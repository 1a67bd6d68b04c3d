"""A small design file that tests change one line of."""

from pathlib import Path

from openimt.trial.design.read import read_design
from openimt.trial.design.trial_design import TrialDesign

SMALL = """
name = "small"
people = 40
seed = 7

[visits]
at = [0, 3, 6, 12]

[[arm]]
id = "a"

[[arm]]
id = "b"
ratio = 1

[[outcome]]
id = "score"
mean = 20
sd = 5
change = { a = -1.0, b = -0.5 }

[drop_out]
quarterly = [0.1, 0.05]
depends_on_last = 0.2

[analysis]
arm = "a"
versus = "b"
"""


def design_file(folder: Path, old: str = "", new: str = "", more: str = "") -> Path:
    """The small design, one text in it replaced, more added at its end."""
    assert old in SMALL, old
    path = folder / "design.toml"
    path.write_text(SMALL.replace(old, new, 1) + more if old else SMALL + more, encoding="utf-8")
    return path


def small(folder: Path, old: str = "", new: str = "", more: str = "") -> TrialDesign:
    """The same, read."""
    return read_design(design_file(folder, old, new, more))
