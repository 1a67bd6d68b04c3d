"""``openimt trial report``: from the results of an analysis to a page, a PDF and checklists."""

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openimt.cli.console import print_json, print_lines, warn
from openimt.errors import TrialError
from openimt.exchange.json_file import read_json
from openimt.exchange.table import read_table

if TYPE_CHECKING:
    from openimt.trial.report.baseline import Baseline
    from openimt.trial.report.report import Report

NEEDS = 'needs more packages; bring them with: pip install "openimt[trial]"'


def report(
    results: Annotated[Path, typer.Argument(help="What 'trial analyse --json' wrote.")],
    out: Annotated[Path, typer.Option(help="Folder for the report; made when missing.")],
    facts: Annotated[
        Path | None, typer.Option(help="TOML with what is known of the trial.")
    ] = None,
    design: Annotated[
        str | None, typer.Option(help="The design: a file, or the name of a shipped one.")
    ] = None,
    estimand: Annotated[
        Path | None, typer.Option(help="What 'trial estimand --json' wrote.")
    ] = None,
    people: Annotated[
        Path | None, typer.Option(help="CSV, one row a person, for the flow diagram.")
    ] = None,
    data: Annotated[Path | None, typer.Option(help="CSV with baseline columns.")] = None,
    baseline: Annotated[str, typer.Option(help="Columns of DATA to describe: a,b,c.")] = "",
    arm: Annotated[str, typer.Option(help="Column of DATA with the arm.")] = "arm",
    subject: Annotated[str, typer.Option(help="Column of DATA that says who.")] = "id",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Write a report: page, PDF, pictures, and the CONSORT and SPIRIT checklists."""
    from openimt.trial.design import read_design
    from openimt.trial.report import facts as known
    from openimt.trial.report.flow import flow
    from openimt.trial.report.report import Sources, make
    from openimt.trial.report.results import read_results
    from openimt.trial.report.sensitivity import read_sensitivity

    document = _document(results, "trial analyse")
    more = _document(estimand, "trial estimand") if estimand else None
    sources = Sources(
        results=read_results(document, str(results)),
        facts=known.read_facts(facts) if facts else {},
        flow=flow(_rows(people), file=str(people)) if people else None,
        baseline=_baseline(data, baseline, arm, subject),
        design=read_design(design) if design else None,
        sensitivity=read_sensitivity(more, str(estimand)) if more else None,
    )
    made = make(sources)
    files = _files(made, document) | ({"sensitivity.json": _as_json(more)} if more else {})
    _write(files, out)
    warn(made.warnings)
    if as_json:
        print_json(_told(made, out, list(files)))
    else:
        print_lines(_shown(made, out))


def _document(path: Path, command: str) -> Mapping[str, object]:
    document = read_json(path)
    if isinstance(document, Mapping):
        return document
    raise TrialError(f"holds no results; give what '{command} --json' wrote", file=str(path))


def _as_json(document: Mapping[str, object]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def _rows(path: Path) -> list[dict[str, str]]:
    table = read_table(path)
    return [dict(zip(table.columns, row.cells, strict=True)) for row in table.rows]


def _baseline(data: Path | None, columns: str, arm: str, subject: str) -> "Baseline | None":
    from openimt.trial.report.baseline import baseline

    wanted = [column.strip() for column in columns.split(",") if column.strip()]
    if not wanted:
        return None
    if data is None:
        raise TrialError("--baseline needs --data FILE, the table that holds those columns")
    return baseline(_rows(data), subject=subject, arm=arm, of=wanted, file=str(data))


def _files(made: "Report", document: Mapping[str, object]) -> dict[str, bytes]:
    """Every file by name, all of them made before the first is written."""
    try:
        from openimt.trial.report.page import page
        from openimt.trial.report.paper import paper

        files = {"report.html": page(made).encode(), "report.pdf": paper(made)}
    except ModuleNotFoundError as missing:
        raise TrialError(f"the report {NEEDS}", field=missing.name) from None
    files["results.json"] = _as_json(document)
    files |= {f"{picture.name}.svg": picture.svg.encode() for picture in made.pictures}
    for filled in made.checklists:
        held = io.StringIO()
        lines = csv.writer(held, lineterminator="\n")
        lines.writerow(["no", "section", "topic", "state", "answer", "missing"])
        lines.writerows(
            [item.number, item.section, item.topic, item.state, item.answer, " ".join(item.missing)]
            for item in filled.items
        )
        files[f"{filled.id}.csv"] = held.getvalue().encode()
    return files


def _write(files: Mapping[str, bytes], out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (out / name).write_bytes(content)
    except OSError as problem:
        says = f"cannot be written ({problem.strerror}); choose another folder with --out"
        raise TrialError(says, file=str(out)) from None


def _told(made: "Report", out: Path, files: list[str]) -> dict[str, object]:
    return {
        "out": str(out),
        "files": sorted(files),
        "numbers": len(made.numbers),
        "gaps": {
            filled.id: [item.number for item in filled.items if item.missing]
            for filled in made.checklists
        },
        "warnings": list(made.warnings),
    }


def _shown(made: "Report", out: Path) -> list[str]:
    from openimt.trial.report.checklist import Filled
    from openimt.trial.report.numbers import plain

    said = [plain(sentence) for sentence in made.sentences]
    lists = [
        f"{filled.title}: {filled.count(Filled.YES)} of {len(filled.items)} lines answered"
        for filled in made.checklists
    ]
    return [*said, "", *lists, "", f"The report is in {out}: report.html, report.pdf."]
