"""``openimt catalogue prove``: safety properties proved over all possible patients."""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.load import load
from openimt.cli.console import print_json, print_lines, wrapped
from openimt.cli.plan import CatalogueOption, JsonOption
from openimt.errors import ProofError
from openimt.exchange.assessment_file import write_assessment
from openimt.exchange.documents import MutantsDocument, ProofDocument, ProvedDocument

if TYPE_CHECKING:
    from openimt.prove.prove import Verdict

REFUSED = 2


def prove_command(
    folder: Annotated[Path | None, typer.Argument(help="A catalogue folder.")] = None,
    catalogue_folder: CatalogueOption = None,
    save: Annotated[
        Path | None, typer.Option(help="Write the first counterexample here, as an assessment.")
    ] = None,
    with_mutants: Annotated[
        bool,
        typer.Option("--mutants", help="Also try every slip, and say which no property notices."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Prove safety over all possible patients, or show one for whom it does not hold (exit 2)."""
    if find_spec("z3") is None:
        raise ProofError("needs the solver z3; install it with: pip install 'openimt[prove]'")
    from openimt.prove.prove import prove  # the solver is loaded only when something is proved

    catalogue = load(folder or catalogue_folder)
    verdicts = prove(catalogue, told=None if as_json else lambda v: print_lines(_lines(v)))
    refuted = [v for v in verdicts if not v.proved]
    document: ProofDocument = {"properties": [_document(v) for v in verdicts]}
    if not as_json:
        seconds = sum(v.seconds for v in verdicts)
        says = f"{len(verdicts) - len(refuted)} of {len(verdicts)} properties proved"
        print_lines([f"{says}, in {seconds:.1f} seconds."])
    missed = _try_mutants(catalogue, document, as_json) if with_mutants else []
    if as_json:
        print_json(document)
    if refuted:
        _save(refuted, save)
        typer.echo(f"openimt: not proved: {', '.join(v.id for v in refuted)}", err=True)
    if missed:
        typer.echo(f"openimt: no property notices: {'; '.join(missed)}", err=True)
    if refuted or missed:
        raise typer.Exit(REFUSED)


def _try_mutants(catalogue: Catalogue, document: ProofDocument, as_json: bool) -> list[str]:
    """The slips that no property notices and that have no reason to stand."""
    from openimt.prove.kills import kill_rate  # loads the solver

    kills = kill_rate(catalogue)
    document["mutants"] = {
        "tried": len(kills),
        "killed": sum(kill.killed for kill in kills),
        "survivors": [
            {"name": k.mutant, "stricter": k.stricter, "accepted": k.accepted}
            for k in kills
            if not k.killed
        ],
    }
    if not as_json:
        print_lines(_mutant_lines(document["mutants"]))
    return [kill.mutant for kill in kills if kill.missed]


def _mutant_lines(mutants: MutantsDocument) -> list[str]:
    lines = [f"{mutants['killed']} of {mutants['tried']} slips turn a property red."]
    for one in mutants["survivors"]:
        stricter = "Nobody comes further with it than without (proved)."
        lines.append(f"not red  {one['name']}")
        lines += wrapped(stricter if one["stricter"] else one["accepted"] or "MISSED", "         ")
    return lines


def _lines(verdict: "Verdict") -> list[str]:
    word = "proved " if verdict.proved else "REFUTED"
    head = f"{word}  {verdict.id}  ({verdict.cases} cases, {verdict.seconds:.1f} s)"
    lines = [head, *wrapped(verdict.says, "         ")]
    if verdict.against is not None:
        lines += wrapped(f"Not so: {verdict.against.says}", "         ")
        if verdict.against.person is not None:
            person = json.dumps(write_assessment(verdict.against.person), ensure_ascii=False)
            lines += wrapped(f"for this person: {person}", "         ")
    return lines


def _document(verdict: "Verdict") -> ProvedDocument:
    against = verdict.against
    person = against.person if against else None
    return {
        "name": verdict.id,
        "says": verdict.says,
        "proved": verdict.proved,
        "cases": verdict.cases,
        "seconds": verdict.seconds,
        "against": against.says if against else "",
        "counterexample": write_assessment(person) if person else None,
    }


def _save(refuted: "list[Verdict]", path: Path | None) -> None:
    people = [v.against.person for v in refuted if v.against and v.against.person]
    if path is None or not people:
        return
    text = json.dumps(write_assessment(people[0]), ensure_ascii=False, indent=2)
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        says = f"cannot be written ({error.strerror or 'unknown cause'})"
        raise ProofError(says, file=str(path)) from None
