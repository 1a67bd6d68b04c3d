"""``openimt simulate``: invented people, for trying things out."""

import json
from pathlib import Path
from typing import Annotated

import typer

from openimt.exchange.assessment_file import write_assessment

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
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Write invented people as CSV and assessment files; they are marked as invented.

    How the courses compare with what the world says they ought to show goes to standard error.
    """
    from openimt.simulate.margins import discrepancies, margins_to_json
    from openimt.simulate.people import invent
    from openimt.simulate.world import world as named_world
    from openimt.simulate.write import write

    people = invent(n, seed, world)
    files = write(people, out, as_json=write_assessment)
    found = discrepancies(people, named_world(world))
    typer.echo(f"{len(people)} invented people in {len(files)} files under {out}", err=True)
    for discrepancy in found:
        typer.echo(discrepancy.says, err=True)
    if as_json:
        names = [path.relative_to(out).as_posix() for path in files]
        report = {"people": len(people), "world": world, "seed": seed, "files": names}
        typer.echo(json.dumps(report | {"margins": margins_to_json(found)}, ensure_ascii=False))
