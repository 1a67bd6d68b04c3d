"""What a design file answers of the checklists: arms, visits, people, power and their source."""

from openimt.trial.design import TrialDesign
from openimt.trial.design.limits import says
from openimt.trial.report.facts import Tree


def facts(design: TrialDesign) -> Tree:
    """The facts of a design under the addresses that the checklists ask for."""
    plan, outcome = design.analysis, design.outcome
    arms = [f"{arm.id}: {arm.name}" if arm.name else arm.id for arm in design.arms]
    visits = ", ".join(design.visits.labels)
    return {
        "trial": {"design_title": design.title},
        "design": {
            "arms": arms,
            "ratio": ":".join(str(arm.ratio) for arm in design.arms),
            "visits": f"{design.visits.unit} {visits}",
            "sample_size": f"{design.people} people at {design.sites.number} sites",
            "power": " ".join(says(design)),
        },
        "methods": {"framework": "superiority, two-sided"},
        "outcome": {
            "name": outcome.id,
            "label": outcome.name,
            "target_visit": design.visits.labels[plan.visit],
            "visit_word": design.visits.unit.removesuffix("s"),
        },
        "analysis": {"model": f"{plan.model}, {plan.df}, alpha {plan.alpha:g}", "df": plan.df},
    }
