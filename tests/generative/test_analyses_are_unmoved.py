"""What must not matter does not: the order of rows, names of visits and arms, columns beside."""

import random
from functools import cache

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openimt.trial.analyse import Analysed, analyse
from openimt.trial.analysis import Analysis
from tests.spec.trial.small_trial import small_trial

NAME = st.text("abcXYZ 0159.:*[]_-äß", min_size=1, max_size=8).filter(
    lambda text: text.strip() == text and text not in {"NA", "null"}
)


@cache
def data() -> pd.DataFrame:
    rows = [row for n, row in enumerate(small_trial(30)) if n % 11]
    return pd.DataFrame(rows).astype({"month": str, "score": str, "base": str})


def told(
    table: pd.DataFrame, arm: str = "arm", visit: str = "month", first: str = "TAU"
) -> Analysed:
    terms = f"`{arm}`*`{visit}` + base*`{visit}` + site"
    return analyse(table, Analysis("score", arm, "id", visit, reference=first, terms=terms))


@cache
def known() -> Analysed:
    return told(data())


def numbers(answer: Analysed) -> list[float]:
    """Every number of the answers, in the order of what they mean."""
    means = [(mean.estimate, mean.se, mean.df, mean.low) for mean in answer.ls_means]
    tests = [(one.test.f, one.test.num_df, one.test.den_df, one.test.p) for one in answer.tests]
    differences = [
        (one.test.estimate, one.test.se, one.test.df, one.test.p) for one in answer.contrasts
    ]
    return [number for row in (*means, *differences, *tests) for number in row]


def same(answer: Analysed) -> None:
    assert numbers(answer) == pytest.approx(numbers(known()), rel=1e-7, abs=1e-9)


@given(
    st.randoms(use_true_random=False),
    st.lists(st.integers(-50, 1000), min_size=3, max_size=3, unique=True),
    st.lists(NAME, min_size=2, max_size=2, unique=True),
    st.lists(NAME, min_size=2, max_size=2, unique=True),
    st.dictionaries(NAME, st.sampled_from(["7", "x", "NA", "Inf", "1,5 mg"]), max_size=4),
)
def test_order_of_rows_names_and_columns_beside(
    draw: random.Random,
    visits: list[int],
    arms: list[str],
    columns: list[str],
    beside: dict[str, str],
) -> None:
    when = dict(zip(["0", "3", "12"], map(str, sorted(visits)), strict=True))
    who = dict(zip(["TAU", "MIT"], arms, strict=True))
    table = data().assign(arm=data().arm.map(who), month=data().month.map(when))
    table = table.rename(columns={"arm": columns[0], "month": columns[1]})
    others = {name: value for name, value in beside.items() if name not in table.columns}
    table = pd.concat([table, pd.DataFrame(others, index=table.index)], axis=1)
    order = list(range(len(table)))
    draw.shuffle(order)
    answer = told(table.iloc[order].reset_index(drop=True), *columns, who["TAU"])
    assert answer.matrix.visits == tuple(when.values())
    same(answer)


@settings(max_examples=10)
@given(st.floats(0.01, 100), st.floats(-100, 100))
def test_the_unit_of_a_covariate(scale: float, shift: float) -> None:
    base = data().base.astype(float) * scale + shift
    same(told(data().assign(base=base)))
