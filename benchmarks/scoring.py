"""How long scoring takes: 100,000 forms of an instrument as a table, and as people's answers."""

import numpy as np

from benchmarks.table import Row, cpu_seconds
from openimt.assess.instruments import load
from openimt.assess.matrix import Floats, score_matrix
from openimt.assess.score import score_all
from openimt.assess.scores import Answers

FORMS = 100_000
PEOPLE = 12_000
"""A thousand people on twelve occasions."""
BAR = 0.1


def rows() -> list[Row]:
    """CPU time of the vectorised core, and of whole scores with bands and reasons."""
    found = [_table(name) for name in ("phq9", "qids-sr16", "bsl23", "ders16")]
    return [*found, _people("bsl23")]


def forms(name: str, count: int) -> Floats:
    """Random answers within range, one in a hundred missing."""
    chance = np.random.default_rng(7)
    items = load(name).items
    answers = chance.integers(items[0].lowest, items[0].highest + 1, (count, len(items)))
    return np.where(chance.random(answers.shape) < 0.01, np.nan, answers.astype(np.float64))


def _table(name: str) -> Row:
    table, instrument = forms(name, FORMS), load(name)
    seconds = cpu_seconds(lambda: score_matrix(table, instrument))
    what = f"score {FORMS:,} forms, {name}"
    return Row(what, f"{1000 * seconds:.0f}", "ms", f"{1000 * BAR:.0f} ms", seconds < BAR)


def _people(name: str) -> Row:
    instrument = load(name)
    ids = [item.id for item in instrument.items]
    people = [
        Answers(
            str(n),
            "",
            {i: None if np.isnan(a) else float(a) for i, a in zip(ids, row, strict=True)},
        )
        for n, row in enumerate(forms(name, PEOPLE))
    ]
    seconds = cpu_seconds(lambda: score_all(people, instrument), times=3)
    what = f"scores of 1,000 people × 12, {name}"
    return Row(what, f"{seconds:.2f}", "s", "1 s", seconds < 1)
