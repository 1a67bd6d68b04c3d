"""``openimt trial``: design, randomise, simulate, analyse and report a trial.

Each command lives in a module of its own, ``trial_analyse.py`` and so on, imports what it needs
when it runs, and is added to the group here.
"""

import typer

from openimt.cli.trial_analyse import analyse_command
from openimt.cli.trial_randomise import app as randomise
from openimt.cli.trial_report import report

app = typer.Typer(
    help="Design, randomise, simulate, analyse and report a trial.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def _group() -> None:
    """Keeps the commands of a trial together."""


app.command("analyse")(analyse_command)
app.command("report")(report)


app.add_typer(randomise, name="randomise")
