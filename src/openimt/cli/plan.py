"""``openimt plan``: an assessment in, an explained plan out."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.load import load
from openimt.cli.console import print_json, print_lines, warn
from openimt.cli.planning import profile_of, show_conflict, to_day
from openimt.cli.show_plan import shown
from openimt.errors import ConflictError, ExchangeError
from openimt.exchange.assessment_file import read_assessments
from openimt.exchange.json_file import read_json
from openimt.exchange.plan_file import plan_to_json
from openimt.exchange.score_file import assessments_from_scores, is_scores
from openimt.formulate.assessment import Assessment
from openimt.plan.plan import Plan
from openimt.plan.propose import propose

CatalogueOption = Annotated[
    Path | None, typer.Option("--catalogue", help="A catalogue folder instead of the packaged one.")
]
HorizonOption = Annotated[int, typer.Option(min=1, max=520, help="How many weeks to plan.")]
BudgetOption = Annotated[int | None, typer.Option(min=0, help="Most individual sessions.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def plan(
    file: Annotated[Path, typer.Argument(help="An assessment, a list of them, or scores.")],
    on: Annotated[str | None, typer.Option(help="The day of the plan, for scores.")] = None,
    horizon_weeks: HorizonOption = 78,
    budget_sessions: BudgetOption = None,
    time_limit: Annotated[
        float, typer.Option(min=0.001, help="Most seconds to spend on bettering a plan.")
    ] = 10.0,
    catalogue_folder: CatalogueOption = None,
    as_json: JsonOption = False,
) -> None:
    """Propose a plan with its reasons, for one assessment, for several, or for scores."""
    assessments, several = _read(file, on)
    catalogue = load(catalogue_folder)
    plans = []
    for assessment in assessments:
        try:
            profile = profile_of(assessment, catalogue, file)
            plans.append(
                propose(
                    profile,
                    catalogue,
                    horizon_weeks=horizon_weeks,
                    budget_sessions=budget_sessions,
                    time_limit=time_limit,
                )
            )
        except ConflictError as error:
            if as_json:
                show_conflict(error, assessment.patient)
            raise
    warn(warning for one in plans for warning in one.warnings)
    _print(plans, several, catalogue, as_json)


def _read(file: Path, on: str | None) -> tuple[tuple[Assessment, ...], bool]:
    """The assessments, and whether they came as several."""
    data = read_json(file)
    if is_scores(data):
        if on is None:
            says = "holds scores, which do not say the day of the plan; add --on DATE"
            raise ExchangeError(says, file=str(file))
        return assessments_from_scores(data, to_day(on), str(file)), True
    if on is not None:
        says = "holds an assessment, which says its own day; --on is for scores"
        raise ExchangeError(says, file=str(file))
    several = isinstance(data, list) or (isinstance(data, dict) and "assessments" in data)
    return read_assessments(data, str(file)), several


def _print(plans: list[Plan], several: bool, catalogue: Catalogue, as_json: bool) -> None:
    if as_json and several:
        print_json({"plans": [plan_to_json(one) for one in plans]})
    elif as_json:
        print_json(plan_to_json(plans[0]))
    else:
        print_lines(_pages(plans, catalogue))


def _pages(plans: list[Plan], catalogue: Catalogue) -> Iterable[str]:
    for n, one in enumerate(plans):
        yield from ["", ""] if n else []
        yield from shown(one, catalogue)
