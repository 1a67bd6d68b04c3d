"""``openimt trial``: design, randomise, simulate, analyse and report a trial.

Each command lives in a module of its own, ``trial_analyse.py`` and so on, imports what it needs
when it runs, and is added to the group here.
"""

import typer

from openimt.cli.trial_analyse import analyse_command
from openimt.cli.trial_design import design_command
from openimt.cli.trial_estimand import estimand_command
from openimt.cli.trial_long import long_command
from openimt.cli.trial_randomise import app as randomise
from openimt.cli.trial_report import report
from openimt.cli.trial_simulate import simulate_command

app = typer.Typer(
    help="Design, randomise, simulate, analyse and report a trial.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def _group() -> None:
    """Keeps the commands of a trial together."""


app.command("design")(design_command)
app.command("simulate")(simulate_command)
app.command("analyse")(analyse_command)
app.command("long")(long_command)
app.command("estimand")(estimand_command)
app.command("report")(report)


app.add_typer(randomise, name="randomise")
