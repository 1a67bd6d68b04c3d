"""Least-squares means and joint tests against R's emmeans, on invented, unbalanced data.

``means.R`` is the program and ``means.out`` its raw output (R 4.2.2, emmeans 1.8.4.1): means,
standard errors and intervals agree to 1e-10, p values of joint tests to 1e-9.
"""

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from openimt.trial.analyse import Analysed, analyse
from openimt.trial.analysis import Analysis

HERE = Path(__file__).parent
LINES = [line.split(",") for line in (HERE / "means.out").read_text("utf-8").splitlines()]
FORMULAS = {
    "crossed": "arm*site + base*arm + sex",
    "three": "arm*sex*base + site",
    "logs": "arm*site + log(age) + I(base^2) + base",
    "plain": "arm",
}


@cache
def told(name: str, weights: str = "equal") -> Analysed:
    data = pd.read_csv(HERE / "means.csv")
    asked = Analysis("score", "arm", "id", reference="TAU", terms=FORMULAS[name], weights=weights)
    return analyse(data, asked)


@pytest.mark.parametrize("name", FORMULAS)
@pytest.mark.parametrize("weights", ["equal", "proportional"])
def test_means(name: str, weights: str) -> None:
    wanted = {line[2]: line[3:] for line in LINES if line[:2] == [f"mean {weights}", name]}
    means = told(name, weights).ls_means
    assert {mean.arm for mean in means} == set(wanted)
    for mean in means:
        made = [mean.estimate, mean.se, mean.low, mean.high]
        assert made == pytest.approx([float(cell) for cell in wanted[mean.arm]], rel=1e-10)


@pytest.mark.parametrize("name", FORMULAS)
def test_joint_tests(name: str) -> None:
    wanted = {
        frozenset(line[2].split(":")): line[3:] for line in LINES if line[:2] == ["test", name]
    }
    made = {frozenset(column_names(one.name)): one.test for one in told(name).tests}
    if name == "logs":
        # emmeans tests the variable base as a whole; here its line and its curve are two terms.
        wanted.pop(frozenset({"base"}))
        made.pop(frozenset({"base"}))
        made.pop(frozenset({"base^2"}))
    assert made.keys() == wanted.keys()
    for effect, test in made.items():
        df1, df2, p = (float(cell) for cell in wanted[effect])
        assert test.num_df == df1
        assert test.den_df == pytest.approx(df2, rel=1e-10)
        assert test.p == pytest.approx(p, rel=1e-9)


def column_names(effect: str) -> list[str]:
    parts = effect.split(":")
    return [part.removeprefix("log(").removeprefix("I(").removesuffix(")") for part in parts]
