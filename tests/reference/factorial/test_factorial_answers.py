"""A factorial trial against lm and emmeans in R: program factorial.R, output factorial.out."""

import re
from pathlib import Path

import pandas as pd
import pytest

from openimt.trial.factorial import Factorial, FactorialEffects, factorial_effects
from openimt.trial.model.formula import model_matrix
from openimt.trial.repeated import fit_repeated

HERE = Path(__file__).parent
OUT = (HERE / "factorial.out").read_text(encoding="utf-8")
DESIGN = Factorial("therapy", ("dbt", "mit"), "review", ("no", "yes"))
NUMBER = re.compile(r"-?\d+\.\d{6,}")


@pytest.fixture(scope="module")
def effects() -> FactorialEffects:
    data = pd.read_csv(HERE / "people.csv")
    matrix = model_matrix(data, "y ~ therapy*review + base + site", subject="id")
    return factorial_effects(fit_repeated(matrix), DESIGN)


def printed(begin: str, end: str | None) -> list[float]:
    """R's numbers with many digits between two headings."""
    part = OUT[OUT.index(begin) : None if end is None else OUT.index(end)]
    return [float(one) for one in NUMBER.findall(part)]


def told(test) -> list[float]:
    return [test.estimate, test.se, test.low, test.high, test.t, test.p]


def test_at_the_margins(effects: FactorialEffects) -> None:
    wanted = printed("margins", "inside")
    for place, effect in enumerate(effects.margins):
        assert told(effect.test) == pytest.approx(wanted[6 * place : 6 * place + 6], rel=1e-9)
        assert effect.test.df == pytest.approx(111, rel=1e-9)
        assert effect.at is None


def test_inside_the_table(effects: FactorialEffects) -> None:
    """R prints two rows in two halves: estimate, SE, lower; then upper, t, p."""
    wanted = printed("inside", "interaction")
    for table in (0, 1):
        for row in (0, 1):
            first = 12 * table + 3 * row
            numbers = wanted[first : first + 3] + wanted[first + 6 : first + 9]
            effect = effects.inside[2 * table + row]
            assert told(effect.test) == pytest.approx(numbers, rel=1e-9)
    named = [(effect.factor, effect.at) for effect in effects.inside]
    assert named == [("therapy", "no"), ("therapy", "yes"), ("review", "dbt"), ("review", "mit")]


def test_the_interaction(effects: FactorialEffects) -> None:
    estimate, se, t, p, low, high = printed("interaction", None)
    assert effects.interaction is not None
    assert told(effects.interaction) == pytest.approx([estimate, se, low, high, t, p], rel=1e-9)
    assert "not the same as none" in effects.warnings[0]
