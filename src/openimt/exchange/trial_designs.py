"""A trial's design and its simulation as JSON documents, and the types of these."""

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from openimt.trial.design.limits import Limits
    from openimt.trial.design.trial_design import Outcome, TrialDesign
    from openimt.trial.simulation.run import Simulated

Number = float


class SimulationDocument(TypedDict):
    """What ``openimt trial simulate --json`` prints.

    ``seconds``, ``per_second_per_core`` and ``compile_seconds`` differ from run to run and are
    null with ``--no-timing``; everything else is the same to the byte for the same design, seed
    and replicates. ``power`` is the type I error where ``truth`` is 0, and null where no trial
    could be fitted. ``warnings`` say where a figure does not mean what it seems to.
    """

    design: str
    label: str
    seed: int
    people: int
    outcome: str
    arm: str
    versus: str
    visit: str
    model: str
    df: str
    alpha: Number
    replicates: int
    rejected: int
    power: Number | None
    mcse: Number | None
    truth: Number
    bias: Number | None
    bias_mcse: Number | None
    coverage: Number | None
    coverage_mcse: Number | None
    mean_se: Number | None
    empirical_se: Number | None
    mean_df: Number | None
    not_converged: int
    lost: Number
    seconds: Number | None
    per_second_per_core: Number | None
    compile_seconds: Number | None
    warnings: list[str]


class ArmDocument(TypedDict):
    """An arm of a design; ``kept`` is the share expected to be there still, visit by visit."""

    id: str
    name: str
    ratio: int
    kept: list[Number]


class OutcomeDocument(TypedDict):
    """An outcome: ``means`` by arm, visit by visit; ``checked``: its numbers were compared."""

    id: str
    name: str
    count: bool
    means: dict[str, list[Number]]
    sd: list[Number] | None
    source: str
    checked: bool


class ReachDocument(TypedDict):
    """What the design can find by formula; differences in points, ``sd`` is a baseline SD.

    Null where too few people are expected to be left for the planned analysis; ``needed`` is null
    where no number of people would do.
    """

    sd: Number
    se: Number | None
    df: Number | None
    power: Number | None
    detectable: Number | None
    detectable_without_loss: Number
    half_width: Number | None
    small: Number
    small_power: Number | None
    needed: int | None
    needed_without_loss: int | None


class DesignDocument(TypedDict):
    """What ``openimt trial design --json`` prints; ``reach`` is null where there is no formula."""

    name: str
    title: str
    label: str
    source: str
    people: int
    seed: int
    unit: str
    visits: list[Number]
    arms: list[ArmDocument]
    outcomes: list[OutcomeDocument]
    outcome: str
    arm: str
    versus: str
    visit: Number
    model: str
    df: str
    alpha: Number
    difference: Number
    reach: ReachDocument | None
    says: list[str]


def simulation_to_json(
    design: "TrialDesign",
    seed: int,
    made: "Simulated",
    warnings: tuple[str, ...] = (),
    *,
    timing: bool = True,
) -> SimulationDocument:
    """The document of a simulation."""
    plan, found = design.analysis, made.summary
    return {
        "design": design.name,
        "label": design.label,
        "seed": seed,
        "people": design.people,
        "outcome": plan.outcome,
        "arm": design.arms[plan.arm].id,
        "versus": design.arms[plan.versus].id,
        "visit": design.visits.labels[plan.visit],
        "model": plan.model.value,
        "df": plan.df,
        "alpha": plan.alpha,
        "replicates": found.replicates,
        "rejected": found.rejected,
        "power": found.power,
        "mcse": found.mcse,
        "truth": found.truth,
        "bias": found.bias,
        "bias_mcse": found.bias_mcse,
        "coverage": found.coverage,
        "coverage_mcse": found.coverage_mcse,
        "mean_se": found.mean_se,
        "empirical_se": found.empirical_se,
        "mean_df": found.mean_df,
        "not_converged": found.not_converged,
        "lost": found.lost,
        "seconds": round(made.seconds, 3) if timing else None,
        "per_second_per_core": round(made.per_second_per_core, 1) if timing else None,
        "compile_seconds": round(made.compile_seconds, 2) if timing else None,
        "warnings": list(warnings),
    }


def design_to_json(
    design: "TrialDesign", reach: "Limits | None", says: tuple[str, ...]
) -> DesignDocument:
    """The document of a design."""
    plan, at = design.analysis, design.visits.at
    return {
        "name": design.name,
        "title": design.title,
        "label": design.label,
        "source": design.source,
        "people": design.people,
        "seed": design.seed,
        "unit": design.visits.unit,
        "visits": list(at),
        "arms": [
            {"id": one.id, "name": one.name, "ratio": one.ratio, "kept": _rounded(kept)}
            for one, kept in zip(design.arms, _kept(design), strict=True)
        ],
        "outcomes": [_outcome(design, one) for one in design.outcomes],
        "outcome": plan.outcome,
        "arm": design.arms[plan.arm].id,
        "versus": design.arms[plan.versus].id,
        "visit": at[plan.visit],
        "model": plan.model.value,
        "df": plan.df,
        "alpha": plan.alpha,
        "difference": round(design.difference, 6),
        "reach": None if reach is None else _reach(reach),
        "says": list(says),
    }


def _kept(design: "TrialDesign") -> list[list[float]]:
    return [design.drop_out.kept(arm).tolist() for arm in range(len(design.arms))]


def _outcome(design: "TrialDesign", one: "Outcome") -> OutcomeDocument:
    rows = zip(design.arms, one.means.tolist(), strict=True)
    return {
        "id": one.id,
        "name": one.name,
        "count": one.count,
        "means": {arm.id: _rounded(row) for arm, row in rows},
        "sd": None if one.count else _rounded(one.sd.tolist()),
        "source": one.source,
        "checked": one.checked,
    }


def _reach(made: "Limits") -> ReachDocument:
    return {
        "sd": made.unit,
        "se": None if made.with_loss is None else made.with_loss.se,
        "df": None if made.with_loss is None else made.with_loss.df,
        "power": made.power,
        "detectable": made.detectable,
        "detectable_without_loss": made.detectable_without_loss,
        "half_width": made.half_width,
        "small": made.small * made.unit,
        "small_power": made.small_power,
        "needed": made.needed,
        "needed_without_loss": made.needed_without_loss,
    }


def _rounded(values: list[float]) -> list[Number]:
    return [round(value, 6) for value in values]
