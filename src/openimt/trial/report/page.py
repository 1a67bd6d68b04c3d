"""The report as one page of HTML that needs nothing else: no script, nothing loaded."""

from collections.abc import Iterable
from html import escape
from importlib import resources

from openimt.trial.report.checklist import Checklist, ChecklistItem, Filled
from openimt.trial.report.numbers import Sentence, Traced
from openimt.trial.report.palette import dark_values, themed
from openimt.trial.report.report import Picture, Report
from openimt.trial.report.tables import as_html

SECTIONS = (
    ("results", "Results in words"),
    ("pictures", "Pictures"),
    ("tables", "Tables"),
    ("checklists", "Checklists"),
    ("traces", "Where each number comes from"),
)


def page(report: Report) -> str:
    """The whole page as text."""
    order = {id(number): place for place, number in enumerate(report.numbers, start=1)}
    inside = {
        "results": _words(report, order),
        "pictures": "".join(_picture(picture) for picture in report.pictures),
        "tables": _tables(report),
        "checklists": "".join(_checklist(filled) for filled in report.checklists),
        "traces": _traces(report),
    }
    body = "".join(
        f'<section aria-labelledby="{name}"><h2 id="{name}">{title}</h2>{inside[name]}</section>'
        for name, title in SECTIONS
    )
    return (
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(report.title)}</title><style>{_style()}</style></head>"
        f"<body><header><h1>{escape(report.title)}</h1>{_label(report)}{_contents()}</header>"
        f"<main>{body}</main></body></html>\n"
    )


def _style() -> str:
    css = (resources.files("openimt.trial.report") / "form" / "page.css").read_text("utf-8")
    return f"{css}@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark_values()} }} }}"


def _label(report: Report) -> str:
    return f'<p class="label">{escape(report.label)}</p>' if report.label else ""


def _contents() -> str:
    links = "".join(f'<li><a href="#{name}">{title}</a></li>' for name, title in SECTIONS)
    return f'<nav aria-label="Contents"><ul>{links}</ul></nav>'


def _words(report: Report, order: dict[int, int]) -> str:
    said = "".join(f"<p>{_sentence(sentence, order)}</p>" for sentence in report.sentences)
    warned = "".join(f'<p class="warning">{escape(text)}</p>' for text in report.warnings)
    return said + warned


def _sentence(sentence: Sentence, order: dict[int, int]) -> str:
    return "".join(
        escape(part) if isinstance(part, str) else _number(part, order[id(part)])
        for part in sentence
    )


def _number(part: Traced, place: int) -> str:
    link = f'<sup><a href="#n{place}" aria-label="where this comes from">{place}</a></sup>'
    return f'<data value="{part.value!r}">{escape(part.shown)}</data>{link}'


def _picture(picture: Picture) -> str:
    caption = f"<figcaption>{escape(picture.told)}</figcaption>"
    held = (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(picture.title)}">'
        f"{themed(picture.svg)}</div>"
    )
    return f"<h3>{escape(picture.title)}</h3><figure>{held}{caption}</figure>"


def _tables(report: Report) -> str:
    return "".join(
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(table.title)}">'
        f"{as_html(table, f'table{place}')}</div>"
        for place, table in enumerate(report.tables, start=1)
    )


def _checklist(filled: Checklist) -> str:
    counts = ", ".join(f"{filled.count(state)} {state}" for state in Filled)
    rows = "".join(_item(item) for item in filled.items)
    unchecked = sum(not item.checked for item in filled.items)
    note = (
        f" {unchecked} of its numbers and topics were not compared with the published table."
        if unchecked
        else ""
    )
    return (
        f"<h3>{escape(filled.title)}: {counts}</h3>"
        f'<p class="quiet">Source: {escape(filled.source)}; our own wording.{note}</p>'
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(filled.title)}">'
        f"<table><thead><tr>{_cells(('no', 'topic', '', 'answer'), 'th')}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def _item(item: ChecklistItem) -> str:
    missing = f" <span class='quiet'>Needs: {_codes(item.missing)}</span>" if item.missing else ""
    return (
        f"<tr><td>{item.number}</td>"
        f"<td>{escape(item.topic)}<br><span class='quiet'>{escape(item.asks)}</span></td>"
        f'<td class="state {item.state}">{item.state}</td>'
        f"<td>{escape(item.answer)}{missing}</td></tr>"
    )


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"<code>{escape(name)}</code>" for name in names)


def _cells(texts: Iterable[str], tag: str) -> str:
    return "".join(f"<{tag}>{escape(text)}</{tag}>" for text in texts)


def _traces(report: Report) -> str:
    rows = "".join(
        f'<tr id="n{place}"><td>{place}</td><td>{escape(number.shown)}</td>'
        f"<td><code>{number.value!r}</code></td>"
        f"<td><code>{escape(number.file)}#{escape(number.pointer)}</code></td></tr>"
        for place, number in enumerate(report.numbers, start=1)
    )
    head = _cells(("no", "shown", "value", "place"), "th")
    calls = "".join(
        f"<p><code>{escape(file)}</code>: <code>{escape(call)}</code></p>"
        for file, call in report.calls
    )
    return (
        f"<p>Every number in the words stands in a file beside this page. The calls that wrote "
        f"them:</p>{calls}"
        f'<div class="wide" tabindex="0" role="region" aria-label="Numbers and their places">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
