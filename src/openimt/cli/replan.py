"""``openimt replan``: a new assessment and the plan in force in, what should change out."""

from pathlib import Path
from typing import Annotated

import typer

from openimt.catalogue.load import load
from openimt.cli.console import print_json, print_lines, warn, wrapped
from openimt.cli.plan import BudgetOption, CatalogueOption, HorizonOption, JsonOption
from openimt.cli.planning import profile_of, show_conflict
from openimt.cli.show_plan import shown
from openimt.errors import ConflictError, ExchangeError
from openimt.exchange.assessment_file import read_assessment
from openimt.exchange.json_file import read_json
from openimt.exchange.plan_file import plan_from_json, replan_to_json
from openimt.plan.plan import Plan, Replan
from openimt.plan.replan import replan as work_out


def replan(
    file: Annotated[Path, typer.Argument(help="The assessment as things stand now.")],
    current: Annotated[Path, typer.Option(help="The plan in force, as `plan --json` printed it.")],
    horizon_weeks: HorizonOption = 78,
    budget_sessions: BudgetOption = None,
    catalogue_folder: CatalogueOption = None,
    as_json: JsonOption = False,
) -> None:
    """Propose what should change in the plan in force, and why."""
    assessment = read_assessment(read_json(file), str(file))
    standing = _current(current, assessment.patient)
    catalogue = load(catalogue_folder)
    planned = [placement.module for placement in standing.placements]
    try:
        made = work_out(
            profile_of(assessment, catalogue, file, planned),
            catalogue,
            standing,
            horizon_weeks=horizon_weeks,
            budget_sessions=budget_sessions,
        )
    except ConflictError as error:
        if as_json:
            show_conflict(error, assessment.patient)
        raise
    warn(made.plan.warnings)
    if as_json:
        print_json(replan_to_json(made))
    else:
        print_lines([*shown(made.plan, catalogue), "", *_changes(made)])


def _current(path: Path, patient: str) -> Plan:
    """The plan in force for this patient; of several plans in one file, theirs."""
    data = read_json(path)
    several = data.get("plans") if isinstance(data, dict) else None
    if isinstance(several, list):
        mine = [one for one in several if isinstance(one, dict) and one.get("patient") == patient]
        if not mine:
            raise ExchangeError(f"holds no plan of patient '{patient}'", file=str(path))
        data = mine[-1]
    plan = plan_from_json(data, str(path))
    if plan.patient != patient:
        says = f"is the plan of patient '{plan.patient}'; the assessment is of '{patient}'"
        raise ExchangeError(says, file=str(path), field="patient")
    return plan


def _changes(made: Replan) -> list[str]:
    lines = ["AGAINST THE PLAN IN FORCE", *wrapped(made.says, "  ")]
    for change in made.changes:
        lines += wrapped(f"{change.module}  {change.what}: {change.says}", "  – ")
    return lines
