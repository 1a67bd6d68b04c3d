"""``openimt trial randomise predict`` and ``test``: what chance alone would do."""

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openimt.cli.console import columns, print_json, print_lines, warn
from openimt.errors import TrialError

if TYPE_CHECKING:
    from openimt.exchange.trial_randomise import RandomiseTestDocument
    from openimt.trial.randomise.predict import Predictability, Simulated
    from openimt.trial.randomise.scheme import Scheme

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def predict_command(
    scheme: Annotated[Path, typer.Argument(help="TOML with the scheme.", metavar="SCHEME.toml")],
    replicates: Annotated[int, typer.Option(help="How many trials to simulate.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same bytes.")] = 1,
    compare: Annotated[bool, typer.Option("--compare", help="Other methods, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Say how often the next arm is guessed right, and how far the arms lie apart."""
    from openimt.trial.randomise.predict import predict
    from openimt.trial.randomise.scheme_file import read_scheme

    planned = read_scheme(scheme)
    schemes = [planned, *(_others(planned) if compare else [])]
    found = [predict(one, replicates=replicates, seed=seed) for one in schemes]
    warn([f"{one.method}: {says}" for one in found for says in one.advice])
    if as_json:
        print_json({"schemes": [asdict(one) for one in found]})
        return
    heads = ("method", "guessed, all known", "own site known", "certain", "off balance")
    rows = [(*heads, "at the worst site"), *map(_row, found)]
    one = found[0]
    print_lines(
        [
            f"{one.persons} persons, {one.replicates} simulated trials; Monte Carlo error in ().",
            f"A guess without knowledge is right in {one.by_chance:.3f}.",
            "",
            *columns(rows),
            "",
            "guessed: share of persons whose arm is foreseen by whoever knows the method and the",
            "past. certain: share known for sure. off balance: persons too many or too few in the",
            "arm furthest off.",
        ]
    )


def _others(scheme: "Scheme") -> "list[Scheme]":
    """The same trial by the methods that its ratio and factors allow."""
    from openimt.trial.randomise.scheme import Method

    made = []
    for method in Method:
        try:
            made += [replace(scheme, method=method)] if method is not scheme.method else []
        except TrialError:
            continue
    return made


def _row(found: "Predictability") -> tuple[str, ...]:
    numbers = (found.guess_all, found.guess_site, found.certain)
    persons = (found.imbalance, found.imbalance_site)
    return (
        str(found.method),
        *(_shown(one, 3) for one in numbers),
        *(_shown(one, 2) for one in persons),
    )


def _shown(one: "Simulated | None", digits: int) -> str:
    return "–" if one is None else f"{one.value:.{digits}f} ({one.mcse:.{digits}f})"


def retest_command(
    data: Annotated[Path, typer.Argument(help="CSV, one row a person.", metavar="DATA.csv")],
    listed: Annotated[Path, typer.Option("--list", help="The sealed list.")],
    outcome: Annotated[str, typer.Option(help="Column of the outcome.")],
    subject: Annotated[str, typer.Option(help="Column that says who.")],
    adjust: Annotated[str | None, typer.Option(help="Columns to adjust for: base,age.")] = None,
    visit: Annotated[str | None, typer.Option(help="Rows to take, as month=18.")] = None,
    arm: Annotated[str | None, typer.Option(help="The arm; otherwise the second.")] = None,
    versus: Annotated[str | None, typer.Option(help="Its comparison; otherwise the first.")] = None,
    secret: Annotated[Path | None, typer.Option("--secret", help="Before the reveal.")] = None,
    replicates: Annotated[int, typer.Option(help="How many new trials to draw.")] = 10_000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same bytes.")] = 1,
    alternative: Annotated[str, typer.Option(help="two-sided, greater or less.")] = "two-sided",
    as_json: AsJson = False,
) -> None:
    """Test a difference by drawing the arms again, by the procedure of the list itself."""
    from openimt.cli.trial_randomise_data import Question, answer

    question = Question(outcome, subject, tuple((adjust or "").split(",")), visit, arm, versus)
    document = answer(
        data,
        listed,
        secret,
        question,
        replicates=replicates,
        seed=seed,
        alternative=alternative,
    )
    warn(document["warnings"])
    if as_json:
        print_json(document)
        return
    print_lines(_test_lines(document))


def _test_lines(told: "RandomiseTestDocument") -> list[str]:
    adjusted = ", ".join(told["adjusted_for"]) or "nothing"
    compared = f"{told['arm']} minus {told['versus']} = {told['difference']:.4g}"
    p = f"p = {told['p']:.4g} (Monte Carlo error {told['mcse']:.2g}), {told['alternative']}"
    return [
        f"{told['outcome']}: {compared}, adjusted for {adjusted}",
        f"{p}, {told['replicates']} new trials",
        f"by chance alone: mean {told['centre']:.4g}, SD {told['spread']:.4g}",
        f"{told['with_outcome']} of {told['persons']} persons have an outcome",
    ]
