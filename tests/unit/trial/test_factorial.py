"""A factorial design: its arms, what it asks, and what it can see."""

from math import sqrt

import numpy as np
import pandas as pd
import pytest

from openimt.errors import TrialError
from openimt.trial.factorial import Factorial, factorial_effects, factorial_power
from openimt.trial.model.formula import model_matrix
from openimt.trial.repeated import fit_repeated

DESIGN = Factorial("therapy", ("dbt", "mit"), "review", ("no", "yes"))


def table(crossed: float = 0.0, persons: int = 40, noise: float = 0.0) -> pd.DataFrame:
    """Two visits; therapy 2 and review 3 points at month 12, half of it at month 6."""
    rng = np.random.default_rng(3)
    rows = []
    for n in range(persons):
        mit, yes = n % 2, n // 2 % 2
        gain = 2 * mit + 3 * yes + crossed * mit * yes
        own = rng.normal()
        for month, part in ((6, 0.5), (12, 1.0)):
            y = 10 - part * gain + own + noise * rng.normal() + (month == 6) * 0.3 * rng.normal()
            words = (f"p{n}", ("dbt", "mit")[mit], ("no", "yes")[yes], month, y)
            rows.append(words)
    return pd.DataFrame(rows, columns=["id", "therapy", "review", "month", "y"])


def fit(data: pd.DataFrame, formula: str = "y ~ therapy*review*month"):
    return fit_repeated(model_matrix(data, formula, subject="id", visit="month"))


def test_cells_give_margins_and_insides() -> None:
    """Cell means without any model: margins are means of differences of means, equally weighted."""
    data = table(crossed=1.5, noise=0.5)
    found = factorial_effects(fit(data), DESIGN, visit="month", at="12")
    late = data[data["month"] == 12].groupby(["therapy", "review"])["y"].mean()
    therapy = {r: late["mit", r] - late["dbt", r] for r in ("no", "yes")}
    review = {t: late[t, "yes"] - late[t, "no"] for t in ("dbt", "mit")}
    inside = [effect.test.estimate for effect in found.inside]
    assert inside == pytest.approx([*therapy.values(), *review.values()])
    margins = [effect.test.estimate for effect in found.margins]
    assert margins == pytest.approx([sum(therapy.values()) / 2, sum(review.values()) / 2])
    assert found.interaction is not None
    assert found.interaction.estimate == pytest.approx(therapy["yes"] - therapy["no"])
    assert found.interaction.estimate == pytest.approx(review["mit"] - review["dbt"])
    assert found.interaction.se == pytest.approx(2 * found.margins[0].test.se, rel=1e-6)
    early = factorial_effects(fit(data), DESIGN, visit="month", at="6")
    assert early.margins[0].test.estimate != found.margins[0].test.estimate


def test_a_model_without_interaction_says_so() -> None:
    made = fit(table(noise=0.5), "y ~ therapy*month + review*month")
    found = factorial_effects(made, DESIGN, visit="month", at="12")
    assert found.interaction is None
    assert "takes for granted" in found.warnings[0]
    assert found.inside[0].test.estimate == pytest.approx(found.inside[1].test.estimate)


def test_a_clear_interaction_sends_readers_inside() -> None:
    found = factorial_effects(fit(table(crossed=9.0, noise=0.5)), DESIGN, visit="month", at="12")
    assert "read the effects inside the table" in found.warnings[0]


def test_what_120_people_can_show() -> None:
    """60 against 60 finds .51 SD; with r = .6 .41; with 30 % loss .61: the known numbers."""
    z = 1.959964 + 0.841621
    assert factorial_power(120).main == pytest.approx(z * 2 / sqrt(120), rel=1e-5)
    assert factorial_power(120).main == pytest.approx(0.51, abs=0.005)
    assert factorial_power(120, correlation=0.6).main == pytest.approx(0.41, abs=0.005)
    assert factorial_power(120, loss=0.3).main == pytest.approx(0.61, abs=0.005)
    made = factorial_power(120, sd=6)
    assert made.interaction == pytest.approx(2 * made.main)
    assert made.persons_for_interaction == 480
    again = factorial_power(480, sd=6)
    assert again.interaction == pytest.approx(made.main)
    assert "has not shown that there is none" in made.says
    assert "480 persons, one half as large 1920" in made.says


def test_power_is_what_it_says_by_simulation() -> None:
    """At the difference it names, the interaction is found in 80 % of 4,000 trials."""
    made = factorial_power(120)
    rng = np.random.default_rng(1)
    cells = rng.normal(size=(4000, 2, 2, 30))
    cells[:, 1, 1] += made.interaction
    means = cells.mean(axis=3)
    crossed = means[:, 1, 1] - means[:, 1, 0] - means[:, 0, 1] + means[:, 0, 0]
    error = np.sqrt(cells.var(axis=3, ddof=1).mean(axis=(1, 2)) * 4 / 30)
    found = (np.abs(crossed / error) > 1.98).mean()
    assert found == pytest.approx(0.8, abs=4 * sqrt(0.16 / 4000) + 0.01)


@pytest.mark.parametrize(
    "words",
    [
        {"persons": 4},
        {"loss": 1.0},
        {"correlation": 1.0},
        {"sd": 0.0},
        {"alpha": 0.0},
        {"power": 1.0},
    ],
)
def test_power_of_nothing_is_refused(words: dict) -> None:
    with pytest.raises(TrialError, match="needs"):
        factorial_power(**({"persons": 120} | words))


def test_the_design_is_checked() -> None:
    assert DESIGN.levels_of("mit, yes") == {"therapy": "mit", "review": "yes"}
    for words, says in [
        (("a", ("x", "y"), "a", ("x", "y")), "one name"),
        (("a", ("x", "x"), "b", ("x", "y")), "two different levels"),
        (("a", ("x", ""), "b", ("x", "y")), "two different levels"),
    ]:
        with pytest.raises(TrialError, match=says):
            Factorial(*words)
    with pytest.raises(TrialError, match="no arm"):
        DESIGN.levels_of("mit")


def test_a_model_that_lacks_a_part_is_refused() -> None:
    data = table(noise=0.5)
    made = fit(data)
    for design, says in [
        (Factorial("arm", ("a", "b"), "review", ("no", "yes")), "no factor of the model"),
        (Factorial("therapy", ("dbt", "gpm"), "review", ("no", "yes")), "no level 'gpm'"),
    ]:
        with pytest.raises(TrialError, match=says):
            factorial_effects(made, design, visit="month", at="12")
    with pytest.raises(TrialError, match="no level '18'"):
        factorial_effects(made, DESIGN, visit="month", at="18")
    data.loc[data["id"] == "p0", "therapy"] = "gpm"
    with pytest.raises(TrialError, match="3 levels in the data"):
        factorial_effects(fit(data, "y ~ therapy + review*month"), DESIGN, visit="month", at="12")
