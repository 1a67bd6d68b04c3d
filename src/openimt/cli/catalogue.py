"""``openimt catalogue``: check a catalogue, show one of its modules or therapies."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.check import Finding, Level, check
from openimt.catalogue.load import load
from openimt.catalogue.module import Clause, Module
from openimt.catalogue.therapy import Therapy
from openimt.cli.console import print_json, print_lines, wrapped
from openimt.cli.plan import CatalogueOption, JsonOption
from openimt.cli.show_therapy import therapy_lines
from openimt.errors import CatalogueError
from openimt.exchange.documents import CheckDocument

app = typer.Typer(help="The catalogue of modules and therapies.", rich_markup_mode=None)
REFUSED = 2


@app.command("check")
def check_command(
    folder: Annotated[Path | None, typer.Argument(help="A catalogue folder.")] = None,
    catalogue_folder: CatalogueOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say everything that is wrong with a catalogue (exit 2), and its gaps (warnings, exit 0)."""
    chosen = folder or catalogue_folder
    if chosen is not None and not os.path.isdir(chosen):  # noqa: PTH112 - raises for odd names
        raise CatalogueError("is no folder that can be read", file=ascii(str(chosen))[1:-1][:200])
    findings = check(chosen)
    sound = all(one.level is not Level.ERROR for one in findings)
    if as_json:
        print_json(_check_document(findings, sound))
    else:
        print_lines([*map(str, findings), "The catalogue is sound." if sound else "Not sound."])
    if not sound:
        errors = [one for one in findings if one.level is Level.ERROR]
        typer.echo(f"openimt: {errors[0]}", err=True)
        raise typer.Exit(REFUSED)


def _check_document(findings: tuple[Finding, ...], sound: bool) -> CheckDocument:
    return {
        "sound": sound,
        "findings": [
            {"file": one.file, "line": one.line, "level": str(one.level), "says": one.says}
            for one in findings
        ],
    }


@app.command("show")
def show_command(
    name: Annotated[str, typer.Argument(metavar="ID", help="A module or therapy, such as r3.")],
    catalogue_folder: CatalogueOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one module or therapy."""
    known = load(catalogue_folder)
    found = _find(known, name.lower())
    if as_json:
        print_json(_plain(found))
    elif isinstance(found, Module):
        print_lines(_module(found))
    else:
        print_lines(therapy_lines(found, known))


def _find(catalogue: Catalogue, name: str) -> Module | Therapy:
    if name in catalogue.modules:
        return catalogue.modules[name]
    if name in catalogue.therapies:
        return catalogue.therapies[name]
    known = ", ".join([*sorted(catalogue.modules), *sorted(catalogue.therapies)])
    raise CatalogueError(f"there is no module or therapy '{name}'; known: {known}")


def _plain(value: object) -> Any:
    """Any value of the catalogue as JSON says it."""
    if is_dataclass(value) and not isinstance(value, type):
        return {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def _module(module: Module) -> Iterator[str]:
    yield f"{module.id.upper()}  {module.name}"
    yield from wrapped(module.summary, "  ")
    yield ""
    dose = module.dose
    yield f"  phase        {module.home} (may start in: {', '.join(module.phases)})"
    yield f"  dose         {dose.fewest} to {dose.most} sessions, usually {dose.usual}"
    yield from wrapped(f"{module.evidence}: {module.evidence_says}", "  evidence     ")
    if module.targets:
        yield f"  aims at      {', '.join(module.targets)}"
    if module.competences:
        yield f"  needs        {', '.join(module.competences)}"
    yield from _clauses("Called for when", module.mandatory + module.indicated)
    yield from _clauses("Starts when", module.requires)
    yield from _clauses("Not yet while", module.not_yet)
    yield from _clauses("Not while", module.contraindicated)
    for step in module.steps:
        yield from wrapped(f"Step {step.step}: {step.says}", "  ")


def _clauses(title: str, clauses: tuple[Clause, ...]) -> Iterator[str]:
    if clauses:
        yield f"  {title}"
    for clause in clauses:
        yield from wrapped(f"{clause.says} [{clause.source}]", "    – ")
