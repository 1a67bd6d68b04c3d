"""Setting a PDF: a form of ours, filled with data.

Nothing that somebody wrote is ever read as typst's own language: all of it goes in as data. The
form sees its own folder and no other file; fonts are those inside typst. The same data give the
same bytes.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import cast

import typst

from openimt_clinic.paper.length import can_fit, cut

FORMS = Path(__file__).parent / "typst"
PAGES = "<pages>"
NO_DATE = 0
ONE_AT_A_TIME = Lock()
"""A press takes every core there is: two at once are no faster, and slow everybody else's page."""


def pressed(
    form: str, data: Mapping[str, object], *, sizes: Sequence[float], most_pages: int
) -> bytes:
    """The PDF of a form, in the largest type with which it keeps to so many pages.

    ``sizes`` are points, largest first. A size in which it cannot fit is never tried. What is too
    long even in the smallest is set in it all the same, on more pages: nothing is cut off but what
    no paper holds (``length.MOST_ROWS`` in one text), and then the paper says so.
    """
    whole = {name: cut(value) for name, value in data.items()}
    tried = [size for size in sizes if can_fit(whole, size, most_pages)] or sizes[-1:]
    with ONE_AT_A_TIME:
        for size in tried:
            compiler = _compiler(form, {**whole, "size": size})
            if size == sizes[-1] or _pages(compiler) <= most_pages:
                break
        return cast("bytes", compiler.compile(format="pdf", timestamp=NO_DATE))


def _compiler(form: str, data: Mapping[str, object]) -> typst.Compiler:
    return typst.Compiler(
        str(FORMS / f"{form}.typ"),
        root=str(FORMS),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )


def _pages(compiler: typst.Compiler) -> int:
    told = json.loads(compiler.query(PAGES, field="value", one=True))
    return int(told)
