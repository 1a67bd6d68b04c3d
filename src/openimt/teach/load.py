"""Load the learning path that comes with OpenIMT: stations and cases as data."""

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from openimt.errors import CatalogueError
from openimt.exchange.assessment_file import read_assessment
from openimt.formulate.assessment import Assessment
from openimt.teach.station import About, LearningPath, Passage, Question, Station, Stop, WorkedCase

HERE = Path(__file__).parent


def load(directory: Path | None = None) -> LearningPath:
    """The packaged learning path, or the one in a directory.

    >>> load().stops[0].title
    'What IMT is, and what it is not'

    Raises CatalogueError, with the file, for a text that is missing or a word nobody knows.
    """
    return _packaged() if directory is None else _read(directory)


@cache
def _packaged() -> LearningPath:
    return _read(HERE)


def _read(directory: Path) -> LearningPath:
    frame = _Table("path.toml", _toml(directory, "path.toml"))
    return LearningPath(
        title=frame.text("title"),
        gist=frame.text("gist"),
        words_a_minute=frame.number("words_a_minute"),
        minutes_a_question=frame.number("minutes_a_question"),
        stops=tuple(_stop(directory, str(name)) for name in frame.rows("stops")),
    )


def _stop(directory: Path, name: str) -> Stop:
    file = f"stations/{name}.toml"
    if (directory / file).exists():
        return _station(_Table(file, _toml(directory, file)))
    file = f"cases/{name}.toml"
    return _case(directory, _Table(file, _toml(directory, file)))


def _station(table: "_Table") -> Station:
    return Station(
        id=table.text("id"),
        title=table.text("title"),
        gist=table.text("gist"),
        passages=_passages(table),
        try_this=table.text("try_this"),
        pause=table.number("pause"),
        references=tuple(str(one) for one in table.data.get("references", ())),
    )


def _case(directory: Path, table: "_Table") -> WorkedCase:
    return WorkedCase(
        id=table.text("id"),
        title=table.text("title"),
        gist=table.text("gist"),
        passages=_passages(table),
        questions=tuple(_question(_Table(table.file, row)) for row in table.rows("question")),
        assessment=_assessment(directory, f"cases/{table.text('assessment')}"),
    )


def _passages(table: "_Table") -> tuple[Passage, ...]:
    rows = (_Table(table.file, row) for row in table.rows("passage"))
    return tuple(
        Passage(row.text("heading"), row.text("text"), bool(row.data.get("after", False)))
        for row in rows
    )


def _question(row: "_Table") -> Question:
    about = row.text("about")
    if about not in set(About):
        known = ", ".join(About)
        raise CatalogueError(f"'{about}' is not known here; it is one of: {known}", file=row.file)
    return Question(
        row.text("ask"), row.text("think"), About(about), str(row.data.get("module", ""))
    )


def _assessment(directory: Path, file: str) -> Assessment:
    try:
        data = json.loads((directory / file).read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise CatalogueError(f"cannot be read as JSON: {error}", file=file) from None
    return read_assessment(data, file)


def _toml(directory: Path, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads((directory / file).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError(f"cannot be read as TOML: {error}", file=file) from None


class _Table:
    """One table of a file, asked for by name; what is missing is refused with the file."""

    def __init__(self, file: str, data: dict[str, Any]) -> None:
        self.file, self.data = file, data

    def text(self, name: str) -> str:
        value = self.data.get(name)
        if not isinstance(value, str) or not value.strip():
            raise CatalogueError(f"'{name}' is missing; write a text", file=self.file)
        return value.strip()

    def number(self, name: str) -> float:
        value = self.data.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
            raise CatalogueError(f"'{name}' must be a number above 0", file=self.file)
        return float(value)

    def rows(self, name: str) -> list[Any]:
        value = self.data.get(name)
        if not isinstance(value, list) or not value:
            raise CatalogueError(f"'{name}' is missing; write at least one", file=self.file)
        return value
