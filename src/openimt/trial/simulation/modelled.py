"""Simulated trials analysed by the models of ``openimt.trial.analyse``: slow, and as in earnest.

``mixed`` takes the values at the one visit, with the baseline and random effects of sites and
therapists; ``counts`` a negative binomial model with a random person and the time as exposure.
"""

import numpy as np

from openimt.errors import TrialError
from openimt.trial.analyse import analyse
from openimt.trial.analysis import Analysis
from openimt.trial.design.trial_design import Baseline, Layout, Model, TrialDesign
from openimt.trial.matrix import Floats
from openimt.trial.simulation.invented import Invented, invent, outcomes_table
from openimt.trial.simulation.rows import COLUMNS, DF, ESTIMATE, KR_SE, LOST, SE, STEPS


def modelled_rows(design: TrialDesign, seed: int, first: int, count: int) -> Floats:
    """Rows as in ``Chunk``; a trial that no model can be fitted to has -1 steps."""
    rows = np.empty((count, COLUMNS))
    for r in range(count):
        rows[r] = _row(design, invent(design, seed, first + r))
    return rows


def _row(design: TrialDesign, invented: Invented) -> Floats:
    row = np.full(COLUMNS, np.nan)
    row[LOST] = np.isnan(invented.values[design.analysis.outcome][:, -1]).mean()
    try:
        row[[ESTIMATE, SE, DF]] = _difference(design, invented)
        row[[KR_SE, STEPS]] = row[SE], 0.0
    except TrialError:
        row[STEPS] = -1.0
    return row


def _difference(design: TrialDesign, invented: Invented) -> tuple[float, float, float]:
    """Estimate, SE and df of the planned comparison."""
    plan, data = design.analysis, outcomes_table(invented)
    when = "week" if design.visits.unit == "weeks" else "month"
    at = design.visits.at[plan.visit]
    if plan.model is Model.MIXED:
        data = data[(data[when] == at) & data[plan.outcome].notna()]
    found = analyse(data, planned_analysis(design))
    arm, versus = design.arms[plan.arm].id, design.arms[plan.versus].id
    for difference in found.contrasts:
        here = difference.visit is None or float(difference.visit) == at
        if here and (difference.arm, difference.versus) == (arm, versus):
            made = difference.test
            return made.estimate, made.se, made.df
    raise TrialError(f"the comparison of {arm} and {versus} could not be made")


def planned_analysis(design: TrialDesign) -> Analysis:
    """What ``openimt.trial.analyse`` is asked for; the columns are those of an invented trial."""
    plan = design.analysis
    versus = design.arms[plan.versus].id
    when = "week" if design.visits.unit == "weeks" else "month"
    if plan.model is Model.COUNTS:
        return Analysis(
            plan.outcome, "arm", "person", when, versus, terms=f"arm*{when}",
            random="1|person", family="nb2", offset="quarters",
        )  # fmt: skip
    base = "" if plan.baseline is Baseline.NONE else f" + {plan.outcome}_base"
    return Analysis(
        plan.outcome, "arm", "person", None, versus, terms=f"arm{base}",
        random=", ".join(_groups(design)),
        df="satterthwaite" if plan.df == "satterthwaite" else "kr",
    )  # fmt: skip


def _groups(design: TrialDesign) -> list[str]:
    """Random effects of what there is more than one of."""
    made = ["1|site"] if design.sites.number > 1 else []
    layout, arms = design.therapists.layout, design.therapists.arms
    only = f" in arm={' or '.join(arms)}" if layout is Layout.PARTIAL else ""
    made += [f"1|therapist{only}"] if layout is not Layout.NONE else []
    if not made:
        says = "the model 'mixed' needs several sites, or therapists; take 'ancova' without them"
        raise TrialError(says, field="analysis.model")
    return made
