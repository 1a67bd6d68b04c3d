"""``openimt trial design``: the shipped designs, and what a design can and cannot show."""

from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated

import typer

from openimt.cli.console import columns, print_json, print_lines, wrapped
from openimt.errors import TrialError
from openimt.exchange.trial_designs import design_to_json

if TYPE_CHECKING:
    from openimt.trial.design.trial_design import Outcome, TrialDesign

NEEDS = 'needs more packages; bring them with: pip install "openimt[trial]"'
PeopleOption = Annotated[int | None, typer.Option(min=1, help="Another number of people.")]


def design_command(
    design: Annotated[
        str | None, typer.Argument(help="A design file, or the name of a shipped design.")
    ] = None,
    people: PeopleOption = None,
    as_toml: Annotated[
        bool, typer.Option("--toml", help="Print a shipped design's file, to begin your own.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Check a design and say what it can and cannot show; without one, list those shipped."""
    if find_spec("scipy") is None:
        raise TrialError(f"'openimt trial design' {NEEDS}")
    if design is None:
        _list()
    elif as_toml:
        from openimt.trial.design.read import scenario_text

        typer.echo(scenario_text(design), nl=False)
    else:
        _show(read_with(design, people), as_json)


def read_with(named: str, people: int | None) -> "TrialDesign":
    """The design of a file or name, with another number of people where asked."""
    from openimt.trial.design.limits import with_people
    from openimt.trial.design.read import read_design

    made = read_design(named)
    return made if people is None else with_people(made, people)


def _list() -> None:
    from openimt.trial.design.read import read_design, scenarios

    made = [read_design(name) for name in scenarios()]
    rows = [(one.name, one.title + (f" ({one.label})" if one.label else "")) for one in made]
    print_lines([*columns(rows), "", "See one: openimt trial design NAME"])


def _show(design: "TrialDesign", as_json: bool) -> None:
    from openimt.trial.design.limits import limits, says

    said = says(design)
    if as_json:
        reach = None if design.outcome.count else limits(design)
        print_json(design_to_json(design, reach, said))
        return
    print_lines(
        [
            *wrapped(design.title),
            *(wrapped(design.label.capitalize() + ".") if design.label else []),
            *(wrapped(f"Source: {design.source}.") if design.source else []),
            "",
            *columns(_facts(design)),
            "",
            *columns(_course(design, design.outcome)),
            "",
            *(line for one in said for line in wrapped(one)),
        ]
    )


def _facts(design: "TrialDesign") -> list[tuple[str, str]]:
    plan, outcome = design.analysis, design.outcome
    ratio = ":".join(str(arm.ratio) for arm in design.arms)
    model = f"{plan.model.value}, {plan.df}, alpha {plan.alpha:g}"
    question = f"{design.arms[plan.arm].id} less {design.arms[plan.versus].id}"
    at = f"{design.visits.unit[:-1]} {design.visits.labels[plan.visit]}"
    unchecked = "" if outcome.checked else " (numbers not checked)"
    return [
        ("people", f"{design.people}, {ratio}, at {design.sites.number} site(s)"),
        ("arms", "; ".join(f"{arm.id}: {arm.name}" for arm in design.arms)),
        ("therapists", _therapists(design)),
        ("outcome", f"{outcome.name}{unchecked}"),
        ("question", f"{question} at {at}, true {_kind(design)} {design.difference:.4g}"),
        ("analysis", model),
    ]


def _kind(design: "TrialDesign") -> str:
    return "log rate ratio" if design.outcome.count else "difference"


def _therapists(design: "TrialDesign") -> str:
    plan = design.therapists
    if not plan.per_site:
        return "not followed"
    where = "site" if plan.layout.value == "crossed" else "site and arm"
    return f"{plan.layout.value}, {plan.per_site} a {where}, in {', '.join(plan.arms)}"


def _course(design: "TrialDesign", outcome: "Outcome") -> list[tuple[str, ...]]:
    """Means and expected presence, visit by visit."""
    rows: list[tuple[str, ...]] = [(design.visits.unit[:-1], *design.visits.labels)]
    for n, arm in enumerate(design.arms):
        rows.append((f"{arm.id}, mean", *(f"{value:.3g}" for value in outcome.means[n])))
        kept = design.drop_out.kept(n)
        rows.append((f"{arm.id}, still there", *(f"{100 * share:.0f} %" for share in kept)))
    return rows
