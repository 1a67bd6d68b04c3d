"""``openimt simulate``: invented people, for trying things out."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Invented people, to try things out on.", rich_markup_mode=None)


@app.callback()
def _group() -> None:
    """Keeps ``patients`` a sub-command while it is the only one."""


@app.command()
def patients(
    out: Annotated[Path, typer.Option(help="Folder to write into.")],
    n: Annotated[int, typer.Option("--n", min=1, help="How many people.")],
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same bytes.")],
    world: Annotated[str, typer.Option(help="How the invented world behaves.")] = "clinic",
) -> None:
    """Write invented people as CSV and assessment files; they are marked as invented."""
    from openimt.simulate.write import write

    for path in write(n=n, seed=seed, world=world, out=out):
        typer.echo(str(path), err=True)
