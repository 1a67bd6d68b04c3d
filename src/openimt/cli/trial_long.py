"""``openimt trial long``: a table with one row a person into one row a person and visit."""

from pathlib import Path
from typing import Annotated

import typer

from openimt.cli.trial_table import read_frame, with_points


def long_command(
    data: Annotated[Path, typer.Argument(help="CSV with one row a person.")],
    wide: Annotated[
        str, typer.Option(help="Columns of the outcome, visit by visit: a,b,c or 0=a,6=b,12=c.")
    ],
    outcome: Annotated[str, typer.Option(help="What to call the outcome.")],
    visit: Annotated[str, typer.Option(help="What to call the visit.")] = "visit",
) -> None:
    """Write the table as CSV with one row a person and visit."""
    table = with_points(read_frame(data))
    from openimt.trial.model.wide import longer, visits_of

    made = longer(table, visits_of(wide), outcome, visit, file=str(data))
    typer.echo(made.to_csv(index=False, lineterminator="\n").encode(), nl=False)
