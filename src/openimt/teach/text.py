"""The marks in a station's text: paragraphs, lists, modules, therapies, words of the glossary."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """What a piece of text is."""

    PLAIN = "plain"
    STRESSED = "stressed"
    STRONG = "strong"
    MODULE = "module"
    THERAPY = "therapy"
    WORD = "word"


@dataclass(frozen=True)
class Piece:
    """A piece of text; ``names``: the module, therapy or glossary word it stands for."""

    mark: Mark
    text: str
    names: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph, or a list of several items."""

    items: tuple[tuple[Piece, ...], ...]
    listed: bool = False


_MARKS = re.compile(
    r"\{therapy:(?P<therapy>[a-z0-9_-]+)\}|\{(?P<module>[a-z][a-z0-9_-]*)\}"
    r"|\[(?P<word>[a-z ]+)(\|(?P<said>[a-z ]+))?\]"
    r"|\*\*(?P<strong>[^*]+)\*\*|\*(?P<stressed>[^*]+)\*"
)


def blocks(text: str) -> tuple[Block, ...]:
    """The paragraphs and lists of a text.

    >>> [piece.mark.value for piece in blocks("Begin with {s1}.")[0].items[0]]
    ['plain', 'module', 'plain']
    """
    return tuple(_block(part) for part in re.split(r"\n\s*\n", text.strip()) if part.strip())


def named(texts: tuple[str, ...], mark: Mark) -> tuple[str, ...]:
    """Every module, therapy or glossary word that the texts speak of, each once."""
    found = (
        piece.names
        for text in texts
        for block in blocks(text)
        for item in block.items
        for piece in item
        if piece.mark is mark
    )
    return tuple(dict.fromkeys(found))


def _block(part: str) -> Block:
    lines = part.strip().splitlines()
    if all(line.startswith("- ") for line in lines):
        return Block(tuple(tuple(_pieces(line[2:])) for line in lines), listed=True)
    return Block((tuple(_pieces(" ".join(line.strip() for line in lines))),))


def _pieces(text: str) -> Iterator[Piece]:
    at = 0
    for found in _MARKS.finditer(text):
        if found.start() > at:
            yield Piece(Mark.PLAIN, text[at : found.start()])
        yield _marked(found)
        at = found.end()
    if at < len(text):
        yield Piece(Mark.PLAIN, text[at:])


def _marked(found: re.Match[str]) -> Piece:
    if found["therapy"]:
        return Piece(Mark.THERAPY, found["therapy"], found["therapy"])
    if found["module"]:
        return Piece(Mark.MODULE, found["module"], found["module"])
    if found["word"]:
        return Piece(Mark.WORD, found["said"] or found["word"], found["word"])
    if found["strong"]:
        return Piece(Mark.STRONG, found["strong"])
    return Piece(Mark.STRESSED, found["stressed"])
