"""Setting a PDF: a form of ours, filled with data.

Nothing that somebody wrote is ever read as typst's own language: all of it goes in as data. The
form sees its own folder and no other file; fonts are those inside typst. The same data give the
same bytes.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import typst

FORMS = Path(__file__).parent / "typst"
PAGES = "<pages>"
NO_DATE = 0


def pressed(
    form: str, data: Mapping[str, object], *, sizes: Sequence[float], most_pages: int
) -> bytes:
    """The PDF of a form, in the largest type with which it keeps to so many pages.

    ``sizes`` are points, largest first. What is too long even in the smallest is set in it all the
    same, on more pages: nothing is cut off.
    """
    for size in sizes:
        compiler = _compiler(form, {**data, "size": size})
        if _pages(compiler) <= most_pages:
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
