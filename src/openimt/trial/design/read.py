"""From a design file to a checked design, and the designs that are shipped."""

from importlib.resources import as_file, files
from pathlib import Path

from openimt.catalogue.toml_file import TomlFile
from openimt.errors import TrialError
from openimt.trial.design.enough import check_people
from openimt.trial.design.read_loss import read_drop_out, read_events
from openimt.trial.design.read_outcome import read_outcomes
from openimt.trial.design.read_people import read_arms, read_name, read_sites, read_visits
from openimt.trial.design.table import Table, read_design_file
from openimt.trial.design.trial_design import (
    LARGEST_SEED,
    Arm,
    Baseline,
    Model,
    Outcome,
    PlannedAnalysis,
    TrialDesign,
    Visits,
)

_TOP = {
    "name", "title", "label", "source", "people", "seed", "arm", "sites", "therapists", "visits",
    "outcome", "between", "drop_out", "event", "analysis",
}  # fmt: skip
_ANALYSIS = {
    "model", "outcome", "arm", "versus", "visit", "df", "alpha", "baseline", "site",
}  # fmt: skip
DF = ("kr", "satterthwaite", "normal")
MOST_PEOPLE = 20_000


def scenarios() -> tuple[str, ...]:
    """The names of the designs that are shipped.

    >>> scenarios()
    ('article-claim', 'climamithe-like', 'equipoise', 'tau-like')
    """
    found = files("openimt.trial.design").joinpath("scenarios").iterdir()
    return tuple(sorted(f.name.removesuffix(".toml") for f in found if f.name.endswith(".toml")))


def scenario_text(name: str) -> str:
    """The file of a shipped design, to begin one's own with."""
    if name not in scenarios():
        raise TrialError(f"there is no shipped design '{name}'; known: {', '.join(scenarios())}")
    place = files("openimt.trial.design").joinpath("scenarios", f"{name}.toml")
    return place.read_text(encoding="utf-8")


def read_design(named: str | Path) -> TrialDesign:
    """The design of that file, or the shipped one of that name.

    Raises TrialError with one plain sentence, and the line and field it is about.

    >>> read_design("equipoise").people
    120
    """
    if str(named) in scenarios():
        place = files("openimt.trial.design").joinpath("scenarios", f"{named}.toml")
        with as_file(place) as path:
            return design_of(read_design_file(path, f"{named}.toml"))
    path = Path(named)
    if not path.is_file():
        says = f"is neither a file nor a shipped design ({', '.join(scenarios())})"
        raise TrialError(says, file=str(named))
    return design_of(read_design_file(path, str(named)))


def design_of(file: TomlFile) -> TrialDesign:
    """The design that a file says."""
    top = Table(file, (), file.data)
    top.only(_TOP)
    arms, visits = read_arms(top), read_visits(top)
    sites, therapists = read_sites(top)
    outcomes, between = read_outcomes(top, arms, visits)
    name = read_name(top, "name")
    made = TrialDesign(
        name=name,
        title=top.text("title", name),
        people=top.whole("people", 1, MOST_PEOPLE),
        seed=top.whole("seed", 0, LARGEST_SEED, 1),
        arms=arms,
        visits=visits,
        outcomes=outcomes,
        analysis=_analysis(top, arms, visits, outcomes),
        drop_out=read_drop_out(top, arms, visits),
        sites=sites,
        therapists=therapists,
        events=read_events(top, arms, visits),
        between=between,
        label=top.text("label", ""),
        source=top.text("source", ""),
    )
    try:
        return check_people(made)
    except TrialError as error:
        raise top.error(error.says, "people") from None


def _analysis(
    top: Table, arms: tuple[Arm, ...], visits: Visits, outcomes: tuple[Outcome, ...]
) -> PlannedAnalysis:
    table = top.table("analysis") or Table(top.file, ("analysis",), {})
    table.only(_ANALYSIS)
    names = [arm.id for arm in arms]
    arm = names.index(table.one_of("arm", names, names[0]))
    versus = names.index(table.one_of("versus", names, names[1]))
    if arm == versus:
        raise table.error("an arm is compared with another one, not with itself", "versus")
    plan = PlannedAnalysis(
        outcome=table.one_of("outcome", [each.id for each in outcomes], outcomes[0].id),
        arm=arm,
        versus=versus,
        visit=_visit(table, visits),
        model=Model(table.one_of("model", [each.value for each in Model], "mmrm")),
        df=table.one_of("df", DF, "kr"),
        alpha=table.number("alpha", 1e-6, 0.5, 0.05),
        baseline=Baseline(table.one_of("baseline", [b.value for b in Baseline], "by visit")),
        site=table.flag("site", False),
    )
    _fits(table, plan, outcomes)
    return plan


def _visit(table: Table, visits: Visits) -> int:
    at = table.number("visit", 0.0, 1e6, visits.at[-1])
    if at not in visits.at[1:]:
        known = ", ".join(visits.labels[1:])
        raise table.error(f"there is no visit at {at:g}; after the baseline: {known}", "visit")
    return visits.at.index(at)


def _fits(table: Table, plan: PlannedAnalysis, outcomes: tuple[Outcome, ...]) -> None:
    counted = next(each.count for each in outcomes if each.id == plan.outcome)
    if counted != (plan.model is Model.COUNTS):
        says = (
            "a count is analysed by the model 'counts'"
            if counted
            else "the model 'counts' needs an outcome that is a count"
        )
        raise table.error(says, "model")
