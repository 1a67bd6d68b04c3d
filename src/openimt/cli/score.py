"""``openimt score``: filled forms in, scores out."""

from pathlib import Path
from typing import Annotated

import typer

from openimt.assess.instrument import Instrument
from openimt.assess.instruments import load
from openimt.assess.scores import Scores
from openimt.cli.console import columns, print_json, print_lines, warn
from openimt.exchange.filled import read_filled
from openimt.exchange.forms import Columns, items_option
from openimt.exchange.json_file import read_text
from openimt.exchange.score_file import scores_to_json

Scored = tuple[Instrument, tuple[Scores, ...], tuple[str, ...]]


def score(
    files: Annotated[list[Path], typer.Argument(help="CSV, FHIR Bundle or QuestionnaireResponse.")],
    instrument: Annotated[str | None, typer.Option(help="Which instrument, such as phq9.")] = None,
    person: Annotated[str | None, typer.Option("--id", help="Column that says who.")] = None,
    items: Annotated[
        str | None, typer.Option(help="Item columns a,b,c in order, or their prefix.")
    ] = None,
    occasion: Annotated[str | None, typer.Option(help="Column that says when.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Score filled forms and say which answers call for a response."""
    known = None if instrument is None else load(instrument)
    chosen = Columns(items_option(items), person, occasion)
    done: list[Scored] = []
    for file in files:
        done.append(_score_file(file, known, chosen))
        known = known or done[0][0]
    scores = [one for _, made, _ in done for one in made]
    warnings = [warning for _, _, said in done for warning in said]
    warn(warnings)
    if as_json:
        print_json(scores_to_json(scores, done[0][0], warnings), indent=None)
    else:
        print_lines(_shown(scores, done[0][0]))


def _score_file(path: Path, instrument: Instrument | None, chosen: Columns) -> Scored:
    filled = read_filled(read_text(path), str(path), instrument, chosen)
    return filled.instrument, filled.scores, filled.every_warning


def _shown(scores: list[Scores], instrument: Instrument) -> list[str]:
    """A table for a person: who, when, each scale, and what an answer calls for."""
    names = [scale.id for scale in instrument.scales]
    rows = [("who", "when", *names, "calls for")]
    rows += [(s.person, s.occasion, *(_cell(s, name) for name in names), _calls(s)) for s in scores]
    title = f"{instrument.name} ({instrument.id}, {instrument.version})"
    return [title, "", *columns(rows), "", *_summary(scores)]


def _cell(scores: Scores, scale: str) -> str:
    made = scores.scales.get(scale)
    if made is None:
        return "–"
    band = f" {made.band}" if made.band else ""
    return f"{round(made.value, 2):g}{band}"


def _calls(scores: Scores) -> str:
    return ", ".join(f"{w.response} ({w.item} = {w.answer:g})" for w in scores.safety)


def _summary(scores: list[Scores]) -> list[str]:
    gaps = [(s.person, name, why) for s in scores for name, why in s.unscorable.items()]
    lines = [_count(len(scores), "form") + "."]
    if gaps:
        person, name, why = gaps[0]
        without = f"{_count(len(gaps), 'scale')} without a score"
        lines.append(f"{without}; the first: {person}, {name}: {why}.")
    return lines


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
