"""``openimt catalogue gaps``: what a catalogue cannot do yet."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.gap_map import LARGEST, GapMap, gap_map
from openimt.catalogue.load import load
from openimt.cli.console import print_json, print_lines, wrapped
from openimt.cli.plan import CatalogueOption, JsonOption
from openimt.exchange.catalogue_documents import gaps_document


def gaps_command(
    folder: Annotated[Path | None, typer.Argument(help="A catalogue folder.")] = None,
    catalogue_folder: CatalogueOption = None,
    largest: Annotated[
        int, typer.Option(min=1, max=4, help="The most needs to look at together.")
    ] = LARGEST,
    as_json: JsonOption = False,
) -> None:
    """Say which targets have no tested module, and which needs nothing can cover together."""
    catalogue = load(folder or catalogue_folder)
    found = gap_map(catalogue, largest)
    if as_json:
        print_json(gaps_document(found, catalogue.version))
    else:
        print_lines(gaps_lines(found, catalogue, largest))


def gaps_lines(found: GapMap, catalogue: Catalogue, largest: int) -> Iterator[str]:
    """The gap map as people read it."""
    yield f"Catalogue {catalogue.version}: {len(found.targets)} targets"
    parts = {
        "No module at all": found.without_module,
        "No module that was tested itself (T1)": found.without_trial,
        "Nor one from a tested package (T1, T2)": found.without_tested_package,
        "Only with special training": found.only_with_training,
    }
    for title, targets in parts.items():
        yield ""
        yield f"{title}: {len(targets) or 'none'}"
        yield from wrapped(_named(targets, catalogue), "  ") if targets else ()
    yield ""
    yield f"Needs that nothing covers together: {len(found.not_together) or 'none'}"
    for gap in found.not_together:
        yield from wrapped(f"{_named(gap.targets, catalogue)}: {gap.says}", "  ")
    yield f"({found.looked_at} sets of up to {largest} needs looked at)"


def _named(targets: Sequence[str], catalogue: Catalogue) -> str:
    return "; ".join(catalogue.targets[target].name.lower() for target in targets)
