"""The ``openimt`` command: its sub-commands, its version, and what it does with errors.

Exit codes: 0 done, 2 refused input (one plain sentence on standard error), 1 a bug.
"""

import sys
from collections.abc import Callable, Sequence
from functools import cache
from typing import Annotated

import typer
from typer.main import get_command

from openimt import __version__
from openimt.cli.catalogue import app as catalogue
from openimt.cli.catalogue_diff import diff_command
from openimt.cli.catalogue_gaps import gaps_command
from openimt.cli.console import refuse
from openimt.cli.plan import plan
from openimt.cli.prove import prove_command
from openimt.cli.replan import replan
from openimt.cli.score import score
from openimt.cli.simulate import app as simulate
from openimt.cli.trial import app as trial
from openimt.cli.web import demo, serve
from openimt.errors import OpenIMTError

REFUSED = 2

app = typer.Typer(
    name="openimt",
    help="OpenIMT: Integrated Modular Treatment, from answers to an explained plan.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (score, plan, replan, demo, serve):
    app.command()(command)
catalogue.command("prove")(prove_command)
catalogue.command("diff")(diff_command)
catalogue.command("gaps")(gaps_command)
app.add_typer(catalogue, name="catalogue")
app.add_typer(simulate, name="simulate")
app.add_typer(trial, name="trial")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"openimt {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """What every sub-command shares."""


@cache
def _command() -> Callable[..., object]:
    """All sub-commands with their options, read once however often ``main`` is called."""
    return get_command(app)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; input that is refused ends it with one sentence and exit code 2."""
    try:
        _command()(args=None if arguments is None else list(arguments))
    except OpenIMTError as error:
        refuse(error)
        sys.exit(REFUSED)
