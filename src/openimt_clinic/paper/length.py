"""How long something is on paper, told from its letters and rows before it is set."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

PAGE_WIDTH, PAGE_HEIGHT = 595, 842
"""Points of a whole A4 page, its margins included: no form of ours has more room."""
THIN_LETTER = 0.25
"""Widths of type: a space or an i. Hardly a letter is narrower."""
MOST_COLUMNS = 2
MOST_ROWS = 10_000
"""Rows of one text, some 180 pages. Ordinary words of the longest text that can be written
(250,000 letters) have far fewer; so many rows are a file that was pasted."""


def can_fit(data: Mapping[str, object], size: float, most_pages: int) -> bool:
    """Whether it could fit on so many pages in type of so many points.

    It says no only where no page has the room; a yes still has to be set to be sure.
    """
    texts = list(_texts(data))
    letters = sum(map(len, texts)) * THIN_LETTER * size * size
    rows = sum(text.count("\n") for text in texts) * size
    room = PAGE_WIDTH * PAGE_HEIGHT * most_pages
    return letters <= room and rows <= PAGE_HEIGHT * MOST_COLUMNS * most_pages


def cut(value: object) -> object:
    """The same, with the paper's own word after each text that has more rows than paper holds."""
    if isinstance(value, str):
        return _cut_text(value)
    if isinstance(value, Mapping):
        return {name: cut(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [cut(one) for one in value]
    return value


def _cut_text(text: str) -> str:
    if text.count("\n") < MOST_ROWS:
        return text
    kept = "\n".join(text.split("\n", MOST_ROWS)[:MOST_ROWS])
    says = _("This is too long for paper. The rest is read on the screen.")
    return f"{kept}\n\n{says}"


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
