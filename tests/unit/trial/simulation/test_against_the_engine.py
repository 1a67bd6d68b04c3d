"""The compiled loop and ``openimt trial analyse`` give the same answers for the same trials."""

from dataclasses import replace

import pytest

from openimt.trial.design.read import read_design
from openimt.trial.design.trial_design import Baseline, Model, TrialDesign
from openimt.trial.means import contrasts
from openimt.trial.model.formula import model_matrix
from openimt.trial.repeated import fit_repeated
from openimt.trial.simulation.chunk import simulate_chunk
from openimt.trial.simulation.invented import invent, outcomes_table
from openimt.trial.simulation.rows import DF, ESTIMATE, KR_SE, SE, STEPS

FORMULAS = {
    Baseline.BY_VISIT: "arm*month + {}_base*month",
    Baseline.ONE_SLOPE: "arm*month + {}_base",
    Baseline.NONE: "arm*month",
}


def by_the_engine(design: TrialDesign, replicate: int, df: str) -> tuple[float, float, float]:
    plan = design.analysis
    table = outcomes_table(invent(design, design.seed, replicate))
    right = FORMULAS[plan.baseline] + (" + site" if plan.site else "")
    formula = f"{plan.outcome} ~ {right}".format(plan.outcome)
    fit = fit_repeated(model_matrix(table, formula, subject="person", visit="month"), df=df)
    versus, visit = design.arms[plan.versus].id, design.visits.at[plan.visit]
    found = contrasts(fit, "arm", "month", versus)
    test = next(one.test for one in found if one.visit and float(one.visit) == visit)
    return test.estimate, test.se, test.df


@pytest.mark.parametrize("name", ["tau-like", "equipoise"])
@pytest.mark.parametrize("baseline", list(Baseline))
def test_both_agree(name: str, baseline: Baseline) -> None:
    design = read_design(name)
    analysis = replace(design.analysis, baseline=baseline, site=baseline is Baseline.ONE_SLOPE)
    design = replace(design, analysis=analysis, people=70)
    row = simulate_chunk(design, design.seed, 6, 1).rows[0]
    kr = by_the_engine(design, 6, "kr")
    assert row[[ESTIMATE, KR_SE, DF]].tolist() == pytest.approx(kr, rel=1e-8)
    plain = by_the_engine(design, 6, "satterthwaite")
    assert row[[ESTIMATE, SE, DF]].tolist() == pytest.approx(plain, rel=1e-8)


def test_therapists_by_a_mixed_model_at_the_last_visit() -> None:
    """Slow and right: the comparison knows that people share therapists, and has fewer df."""
    design = read_design("tau-like")
    design = replace(design, analysis=replace(design.analysis, model=Model.MIXED))
    rows = simulate_chunk(design, 1, 0, 2).rows
    assert (rows[:, STEPS] >= 0).all()
    assert (rows[:, DF] < 60).all()
    assert (rows[:, KR_SE] > 0.9).all()


def test_counts_by_a_negative_binomial_model() -> None:
    design = read_design("equipoise")
    analysis = replace(design.analysis, model=Model.COUNTS, outcome="selfharm", visit=2)
    design = replace(design, analysis=analysis, people=60)
    row = simulate_chunk(design, 1, 0, 1).rows[0]
    assert row[STEPS] >= 0
    assert abs(row[ESTIMATE]) < 4 * row[SE] < 4
