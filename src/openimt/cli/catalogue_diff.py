"""``openimt catalogue diff``: what two versions say differently, and whose plans that changes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.changed import ModuleChange
from openimt.catalogue.difference import Difference, TherapyChange, difference
from openimt.catalogue.load import load
from openimt.cli.console import print_json, print_lines, wrapped
from openimt.cli.plan import JsonOption
from openimt.errors import CatalogueError, ExchangeError, OpenIMTError
from openimt.exchange.assessment_file import read_assessment
from openimt.exchange.catalogue_documents import diff_document, how
from openimt.exchange.examples import examples
from openimt.formulate.assessment import Assessment
from openimt.plan.affected import Affected, affected

MOVES = ("earlier", "later")


def diff_command(
    old: Annotated[Path, typer.Argument(help="The folder of the earlier version.")],
    new: Annotated[Path, typer.Argument(help="The folder of the later version.")],
    people: Annotated[
        list[Path] | None, typer.Option(help="An assessment file to plan besides the examples.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Say what two catalogues say differently, which example people's plans change, and why."""
    before, after = _loaded(old), _loaded(new)
    known = {**examples(), **dict(_further(people or []))}
    what, found = difference(before, after), affected(known, before, after)
    if as_json:
        print_json(diff_document(what, found))
    else:
        print_lines(diff_lines(what, found))


def _loaded(folder: Path) -> Catalogue:
    """A catalogue of one of the two folders; what is wrong with it names the folder, too."""
    try:
        return load(folder)
    except CatalogueError as error:
        place = f"{folder}/{error.file}" if error.file else str(folder)
        raise CatalogueError(error.says, file=place, line=error.line, field=error.field) from None


def _further(paths: list[Path]) -> Iterator[tuple[str, Assessment]]:
    for path in paths:
        try:
            known = read_assessment(json.loads(path.read_text(encoding="utf-8")), str(path))
        except (OSError, ValueError) as error:
            if isinstance(error, OpenIMTError):
                raise
            raise ExchangeError("cannot be read as an assessment", file=str(path)) from None
        yield known.patient, known


def diff_lines(what: Difference, people: tuple[Affected, ...]) -> Iterator[str]:
    """The difference as people read it."""
    yield f"From {what.before} to {what.after}"
    if what.nothing and not people:
        yield "Both say the same."
        return
    for module in what.modules:
        yield from _part(f"module {module.module}", module)
    for therapy in what.therapies:
        yield from _part(f"therapy {therapy.therapy}", therapy)
    for number in what.numbers:
        yield f"number {number.name}: {_value(number.before)} to {_value(number.after)}"
    for entry in what.entries:
        yield f"{entry.of}: {entry.id} {entry.how}"
    yield ""
    yield f"Plans that change: {len(people) or 'none'}"
    for one in people:
        yield from _person(one)


def _part(name: str, one: ModuleChange | TherapyChange) -> Iterator[str]:
    yield f"{name} ({one.name}): {how(one)}"
    for rule in one.rules:
        yield from wrapped(rule.before or "there was no such rule", f"    {rule.id} before: ")
        yield from wrapped(rule.after or "there is no such rule", f"    {rule.id} now: ")
    if one.parts:
        yield from wrapped(", ".join(one.parts), "    also: ")


def _value(value: float | None) -> str:
    return "nothing" if value is None else f"{value:g}"


def _person(one: Affected) -> Iterator[str]:
    yield f"  {one.person}"
    for says in one.says:
        yield from wrapped(says, "    ")
    for change, why in zip(one.changes, one.why, strict=True):
        if change.what not in MOVES:
            yield from wrapped(f"{change.what}: {why}", f"    {change.module} ")
    for what in MOVES:
        moved = [c for c in one.changes if c.what == what]
        weeks = (f"{c.module} (week {c.before_week} to {c.after_week})" for c in moved)
        if moved:
            yield from wrapped(", ".join(weeks), f"    {what}: ")
