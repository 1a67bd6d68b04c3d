"""Check the learning path: everything it names exists, its cases still show what they are for, and
the whole takes about an hour."""

from collections.abc import Collection, Iterator

from openimt.catalogue.catalogue import Catalogue
from openimt.errors import CatalogueError
from openimt.teach.answer import work_out
from openimt.teach.station import LearningPath, Station, Stop, WorkedCase
from openimt.teach.text import Mark, named

SHORTEST, LONGEST = 52, 68
"""Minutes that still count as about an hour."""


def check(
    path: LearningPath, catalogue: Catalogue, glossary: Collection[str] | None = None
) -> tuple[CatalogueError, ...]:
    """Everything wrong with a path, each with its file. ``glossary``: the words that have a
    paragraph; None = words are not looked up."""
    return tuple(_all(path, catalogue, glossary))


def _all(
    path: LearningPath, catalogue: Catalogue, glossary: Collection[str] | None
) -> Iterator[CatalogueError]:
    for stop in path.stops:
        yield from _unknown_names(stop, catalogue, glossary)
        if isinstance(stop, WorkedCase):
            yield from _stale_questions(stop, catalogue)
    if not SHORTEST <= path.total <= LONGEST:
        says = f"takes {path.total:.0f} minutes; it should take about an hour"
        yield CatalogueError(says, file="path.toml")
    ids = [stop.id for stop in path.stops]
    yield from (
        CatalogueError(f"'{one}' is a stop twice", file="path.toml")
        for one in sorted({one for one in ids if ids.count(one) > 1})
    )


def _unknown_names(
    stop: Stop, catalogue: Catalogue, glossary: Collection[str] | None
) -> Iterator[CatalogueError]:
    known: dict[Mark, Collection[str]] = {
        Mark.MODULE: catalogue.modules,
        Mark.THERAPY: catalogue.therapies,
    }
    if glossary is not None:
        known[Mark.WORD] = glossary
    for mark, there in known.items():
        for one in named(stop.texts, mark):
            if one not in there:
                yield CatalogueError(
                    f"speaks of the {mark} '{one}', which there is not", file=_file(stop)
                )
    if isinstance(stop, Station):
        for one in stop.references:
            if one not in catalogue.references:
                says = f"cites '{one}', which is not in references.toml"
                yield CatalogueError(says, file=_file(stop))


def _stale_questions(case: WorkedCase, catalogue: Catalogue) -> Iterator[CatalogueError]:
    for answer in work_out(case, catalogue).answers:
        if not answer.fits:
            about = " ".join(
                part for part in (answer.question.about, answer.question.module) if part
            )
            says = f"asks about '{about}', but the plan does not show it; choose another question"
            yield CatalogueError(says, file=_file(case))


def _file(stop: Stop) -> str:
    return f"{'cases' if isinstance(stop, WorkedCase) else 'stations'}/{stop.id}.toml"
