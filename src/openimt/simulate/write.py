"""Invented people as files: CSV tables and one assessment file each, byte for byte repeatable."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openimt.errors import OpenIMTError
from openimt.formulate.assessment import Assessment
from openimt.simulate.assessed import assessment
from openimt.simulate.person import DOMAINS, Filled, InventedPerson

Cell = str | int | float | bool | None
AsJson = Callable[[Assessment], Mapping[str, object]]
"""How an assessment is put into JSON; the floor above this one knows."""


@dataclass(frozen=True)
class Table:
    """One CSV file: its name, its header, and its rows for a person."""

    name: str
    header: tuple[str, ...]
    rows: Callable[[InventedPerson], Iterable[Sequence[Cell]]]


def write(
    people: Sequence[InventedPerson], directory: Path, *, as_json: AsJson
) -> tuple[Path, ...]:
    """Write the tables and ``assessments/ID.json``; files of the same name are replaced.

    Nothing depends on the machine: UTF-8, line feeds, numbers with a fixed format. Raises
    OpenIMTError when the folder cannot be written.
    """
    texts = {table.name: _csv(table, people) for table in TABLES}
    texts |= {f"assessments/{p.id}.json": _json(as_json(assessment(p))) for p in people}
    try:
        (directory / "assessments").mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (directory / name).write_bytes(text.encode("utf-8"))
    except OSError as error:
        raise OpenIMTError(
            f"cannot be written ({error.strerror}); choose another folder", file=str(directory)
        ) from None
    return tuple(directory / name for name in texts)


def _csv(table: Table, people: Sequence[InventedPerson]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.header)
    for person in people:
        writer.writerows([_cell(value) for value in row] for row in table.rows(person))
    return text.getvalue()


def _cell(value: Cell) -> str:
    """Empty for missing, 1 and 0 for yes and no, at most four decimals.

    >>> _cell(2.5), _cell(3.0), _cell(True), _cell(None)
    ('2.5', '3', '1', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        text = f"{value:.4f}".rstrip("0").rstrip(".")
        return "0" if text == "-0" else text
    return str(value)


def _json(value: Mapping[str, object]) -> str:
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _persons(p: InventedPerson) -> Iterable[Sequence[Cell]]:
    left = p.left_on.isoformat() if p.left_on else None
    phase = p.phases[-1][0].value
    yield (
        p.id, True, p.name, p.language, p.archetype, p.therapy, p.born.isoformat(),
        p.start.isoformat(), p.on.isoformat(), left, p.left_because, phase, p.diagnosis.code,
    )  # fmt: skip


def _readings(p: InventedPerson) -> Iterable[Sequence[Cell]]:
    for r in p.readings:
        if r.on is not None and r.measure:
            yield p.id, r.on.isoformat(), (r.on - p.start).days / 7, r.measure, r.value


def _events(p: InventedPerson) -> Iterable[Sequence[Cell]]:
    for e in p.events:
        yield p.id, e.on.isoformat(), e.kind.value, e.value, e.reviewed_by


def _sessions(p: InventedPerson) -> Iterable[Sequence[Cell]]:
    held = {session.at: session for session in p.sessions}
    for a in p.appointments:
        session = held.get(a.at)
        work = session.work if session else ()
        steps = " ".join(f"{w.module}:{w.step_before}>{w.step_after}" for w in work)
        note = session.note if session else ""
        homework = session.homework if session else ""
        yield p.id, a.at.isoformat(), a.state.value, a.place.value, steps, note, homework


def _answers(p: InventedPerson) -> Iterable[Sequence[Cell]]:
    for form in p.forms:
        for item, value in form.values.items():
            yield p.id, form.instrument, form.on.isoformat(), item, value


_DIARY = (
    "sad", "afraid", "angry", "ashamed", "empty", "content", "tension", "suicidal_urge", "intent",
    "self_harm_urge", "self_harm_act", "ingestion", "attempt", "other_urge", "other_act",
    "skills", "sleep",
)  # fmt: skip


def _diary(p: InventedPerson) -> Iterable[Sequence[Cell]]:
    for day in p.diary:
        yield p.id, day.on.isoformat(), *_values(day)


def _values(day: Filled) -> list[Cell]:
    return [day.values[item] for item in _DIARY]


def _latent(p: InventedPerson) -> Iterable[Sequence[Cell]]:
    for week in p.weeks:
        yield p.id, week.number, week.on.isoformat(), week.phase.value, *week.state


TABLES = (
    Table("persons.csv", (
        "patient", "invented", "name", "language", "archetype", "therapy", "born", "start", "on",
        "left_on", "left_because", "phase", "diagnosis"), _persons),
    Table("readings.csv", ("patient", "on", "week", "measure", "value"), _readings),
    Table("answers.csv", ("patient", "instrument", "on", "item", "value"), _answers),
    Table("events.csv", ("patient", "on", "kind", "value", "reviewed_by"), _events),
    Table("sessions.csv", (
        "patient", "at", "state", "place", "work", "note", "homework"), _sessions),
    Table("diary.csv", ("patient", "on", *_DIARY), _diary),
    Table("latent.csv", ("patient", "week", "on", "phase", *DOMAINS), _latent),
)  # fmt: skip
"""The tables, in the order in which they are written."""
