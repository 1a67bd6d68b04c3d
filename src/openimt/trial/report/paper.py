"""The report on paper: a PDF set by typst from a form of ours, with everything going in as data."""

import json
from importlib import resources
from pathlib import Path
from typing import cast

from openimt.trial.report.checklist import Checklist, Filled
from openimt.trial.report.numbers import Sentence
from openimt.trial.report.report import Report

NO_DATE = 0


def paper(report: Report) -> bytes:
    """The PDF. The same report gives the same bytes."""
    import typst

    form = resources.files("openimt.trial.report") / "form"
    with resources.as_file(form) as folder:
        compiler = typst.Compiler(
            str(Path(folder) / "report.typ"),
            root=str(folder),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(_data(report), ensure_ascii=False)},
        )
        return cast("bytes", compiler.compile(format="pdf", timestamp=NO_DATE))


def _data(report: Report) -> dict[str, object]:
    order = {id(number): place for place, number in enumerate(report.numbers, start=1)}
    return {
        "title": report.title,
        "label": report.label,
        "calls": [list(pair) for pair in report.calls],
        "warnings": list(report.warnings),
        "sentences": [_sentence(sentence, order) for sentence in report.sentences],
        "pictures": [
            {"title": picture.title, "svg": picture.svg, "told": picture.told}
            for picture in report.pictures
        ],
        "tables": [
            {
                "title": table.title,
                "heading": list(table.heading),
                "rows": [list(row) for row in table.rows],
                "numeric": table.numeric,
                "note": table.note,
            }
            for table in report.tables
        ],
        "checklists": [_checklist(filled) for filled in report.checklists],
        "numbers": [
            [str(place), number.shown, repr(number.value), f"{number.file}#{number.pointer}"]
            for place, number in enumerate(report.numbers, start=1)
        ],
    }


def _sentence(sentence: Sentence, order: dict[int, int]) -> list[object]:
    return [
        part if isinstance(part, str) else {"shown": part.shown, "place": order[id(part)]}
        for part in sentence
    ]


def _checklist(filled: Checklist) -> dict[str, object]:
    counts = ", ".join(f"{filled.count(state)} {state}" for state in Filled)
    unchecked = sum(not item.checked for item in filled.items)
    note = f"Source: {filled.source}; our own wording."
    if unchecked:
        note += (
            f" {unchecked} of its numbers and topics were not compared with the published table."
        )
    rows = [
        [item.number, item.topic, str(item.state), item.answer + _needs(item.missing)]
        for item in filled.items
    ]
    return {"title": f"{filled.title}: {counts}", "note": note, "rows": rows}


def _needs(missing: tuple[str, ...]) -> str:
    return f" Needs: {', '.join(missing)}" if missing else ""
