"""``openimt trial simulate``: a design tried out on many invented trials."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openimt.cli.console import columns, print_json, print_lines, warn, wrapped
from openimt.cli.trial_design import NEEDS, PeopleOption, read_with
from openimt.errors import TrialError
from openimt.exchange.trial_designs import simulation_to_json

if TYPE_CHECKING:
    from openimt.trial.design.trial_design import TrialDesign
    from openimt.trial.simulation.run import Simulated, Told

STOPPED = 130
LARGEST_SEED = 2**63 - 1


def simulate_command(
    design: Annotated[str, typer.Argument(help="A design file, or the name of a shipped design.")],
    replicates: Annotated[int, typer.Option(min=1, help="How many trials.")] = 10_000,
    seed: Annotated[
        int | None, typer.Option(min=0, max=LARGEST_SEED, help="Instead of the design's own.")
    ] = None,
    people: PeopleOption = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes; by default one a core.")
    ] = None,
    chunk: Annotated[
        int | None, typer.Option(min=1, help="Trials handed to a worker at a time.")
    ] = None,
    dask: Annotated[
        str | None, typer.Option(help="Address of a Dask scheduler, instead of processes.")
    ] = None,
    resume: Annotated[
        Path | None, typer.Option(help="Keep what is done here; go on if something is there.")
    ] = None,
    data: Annotated[
        Path | None, typer.Option(help="Write one invented trial to this CSV, and stop.")
    ] = None,
    events: Annotated[
        Path | None, typer.Option(help="With --data: its intercurrent events, as CSV.")
    ] = None,
    flow: Annotated[
        Path | None, typer.Option(help="With --data: who was lost when, for a report's --people.")
    ] = None,
    replicate: Annotated[int, typer.Option(min=0, help="With --data: which trial.")] = 0,
    timing: Annotated[
        bool, typer.Option("--timing/--no-timing", help="Whether to tell how long it took.")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Simulate a design: power or type I error, bias, coverage, with their Monte Carlo errors.

    The same seed gives the same document for any workers and chunk size, but for its times: JSON
    holds these unless --no-timing is given.
    """
    if find_spec("numba") is None or find_spec("scipy") is None:
        raise TrialError(f"'openimt trial simulate' {NEEDS}")
    plan = read_with(design, people)
    key = plan.seed if seed is None else seed
    if any(path is not None for path in (data, events, flow)):
        _invent(plan, key, replicate, (data, events, flow))
        return
    from openimt.trial.design.limits import cautions
    from openimt.trial.simulation.run import Means, simulate
    from openimt.trial.simulation.summary import unfitted

    means = Means(workers, chunk, dask, resume)
    try:
        with _bar(replicates) as told:
            made = simulate(plan, replicates, seed=key, means=means, told=told)
    except KeyboardInterrupt:
        again = f"; the same command goes on from {resume}" if resume else ""
        typer.echo(f"openimt: stopped{again}", err=True)
        raise typer.Exit(STOPPED) from None
    warnings = (*unfitted(made.summary), *cautions(plan))
    warn(warnings)
    if as_json:
        print_json(simulation_to_json(plan, key, made, warnings, timing=timing))
    else:
        print_lines(_shown(plan, made, timing))


@contextmanager
def _bar(replicates: int) -> "Iterator[Told | None]":
    """A progress bar where somebody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    with typer.progressbar(length=replicates, label="simulating", file=sys.stderr) as bar:
        yield lambda done, _: bar.update(done - bar.pos)


def _invent(
    design: "TrialDesign", seed: int, replicate: int, paths: tuple[Path | None, ...]
) -> None:
    from openimt.trial.simulation import invented

    made = invented.rounded(invented.invent(design, seed, replicate))
    tables = (invented.outcomes_table, invented.events_table, invented.flow_table)
    for path, table in zip(paths, tables, strict=True):
        if path is None:
            continue
        try:
            table(made).to_csv(path, index=False)
        except OSError as error:
            says = f"cannot be written ({error.strerror or 'unknown cause'})"
            raise TrialError(says, file=str(path)) from None
        label = f" ({design.label})" if design.label else ""
        typer.echo(f"an invented trial of {design.people} people{label} in {path}", err=True)


def _shown(design: "TrialDesign", made: "Simulated", timing: bool) -> list[str]:
    found, plan = made.summary, design.analysis
    null = found.truth == 0
    error = _with(found.coverage, found.coverage_mcse, 4)
    rows = [
        ("type I error" if null else "power", _with(found.power, found.mcse, 4)),
        ("true difference", f"{found.truth:.4g}"),
        ("bias", _with(found.bias, found.bias_mcse, 3)),
        (f"coverage of {100 * (1 - plan.alpha):g} %", error),
        ("standard error, mean", _plain(found.mean_se)),
        ("spread of estimates", _plain(found.empirical_se)),
        ("df, mean", "normal" if plan.df == "normal" else _plain(found.mean_df)),
        ("lost at the last visit", f"{100 * found.lost:.1f} of 100"),
        ("not converged", f"{found.not_converged}"),
    ]
    if timing:
        rate = f"{made.per_second_per_core:,.0f} trials a second and core"
        rows.append(("time", f"{made.seconds:.1f} s, {rate}"))
    title = f"{design.title}: {found.replicates:,} trials of {design.people} people"
    label = wrapped(design.label.capitalize() + ".") if design.label else []
    return [*wrapped(title), *label, "", *columns(rows), "", "± is a Monte Carlo standard error."]


def _with(value: float | None, error: float | None, digits: int) -> str:
    if value is None:
        return "–"
    return f"{value:.{digits}f} ± " + ("–" if error is None else f"{error:.{digits}f}")


def _plain(value: float | None) -> str:
    return "–" if value is None else f"{value:.4g}"
