"""``openimt trial estimand``: what a trial asks, and what its data answer."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openimt.cli.console import print_json, print_lines, warn
from openimt.cli.trial_table import need_extra, read_frame
from openimt.errors import TrialError

if TYPE_CHECKING:
    from openimt.trial.estimand import Answer


def estimand_command(
    estimand: Annotated[Path, typer.Argument(help="TOML with the five attributes.")],
    data: Annotated[
        Path | None, typer.Argument(help="CSV with one row a person and visit.")
    ] = None,
    events: Annotated[
        Path | None, typer.Option(help="CSV of events: who, event, at (or first_visit).")
    ] = None,
    picture: Annotated[
        Path | None, typer.Option(help="Write the tipping point here, as SVG.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Answer an estimand's question with its sensitivity analyses; without data, describe it."""
    need_extra()
    from openimt.trial.estimand import answer_estimand, describe, read_estimand

    asked = read_estimand(estimand)
    if data is None:
        _only_described(events, picture, as_json=as_json)
        print_lines(describe(asked).splitlines())
        return
    noted = None if events is None else read_frame(events)
    made = answer_estimand(
        asked, read_frame(data), noted, file=str(data), events_file=str(events or "")
    )
    if picture is not None:
        _draw(made, picture)
    if as_json:
        warn(made.warnings)
        from openimt.exchange.trial_estimand import answer_to_json

        print_json(answer_to_json(made, _call(estimand, data, events)), indent=None)
    else:
        print_lines(made.summary().splitlines())


def _only_described(events: Path | None, picture: Path | None, *, as_json: bool) -> None:
    if events or picture or as_json:
        raise TrialError("--events, --picture and --json need DATA, the table of outcomes")


def _draw(made: "Answer", path: Path) -> None:
    """Writes the picture of the first comparison, and one more file for each other one."""
    from openimt.trial.estimand.tipping_picture import tipping_picture

    if not made.tipping:
        raise TrialError("nothing was imputed at the visit asked about, so there is no picture")
    for place, tip in enumerate(made.tipping):
        other = path if place == 0 else path.with_stem(f"{path.stem}-{tip.arm}")
        try:
            other.write_text(tipping_picture(tip, made.estimand), encoding="utf-8")
        except OSError as error:
            raise TrialError(f"cannot be written: {error.strerror}", file=str(other)) from error


def _call(estimand: Path, data: Path, events: Path | None) -> str:
    """The command that gives these answers, so that a number can be traced to it."""
    words = ["openimt", "trial", "estimand", str(estimand), str(data)]
    return shlex.join([*words, *(["--events", str(events)] if events else [])])
