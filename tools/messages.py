"""Collects the texts of the web for translation and compiles the catalogues, in pure Python.

Django's own command needs the GNU gettext programs. This reads Python and templates with Babel,
updates each language's `django.po`, and writes the `django.mo` that the program reads.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "src" / "openimt_clinic"
LOCALES = WEB / "locale"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def as_python(path: Path) -> io.BytesIO:
    """The file as Python source: templates are turned into calls of gettext."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        text = templatize(text, origin=str(path))
    return io.BytesIO(text.encode())


def texts() -> Iterator[tuple[str, int, object, str | None]]:
    for path in sorted([*WEB.rglob("*.py"), *WEB.rglob("*.html"), *WEB.rglob("*.txt")]):
        place = str(path.relative_to(ROOT))
        found = extract("python", as_python(path), KEYWORDS, ["Translators:"])
        for line, message, _comments, context in found:
            yield place, line, message, context


def template() -> Catalog:
    catalog = Catalog(project="OpenIMT", charset="utf-8", fuzzy=False)
    for place, _line, message, context in texts():
        catalog.add(message, locations=[(place, None)], context=context)
    return catalog


def update(folder: Path, fresh: Catalog) -> int:
    """Bring one language up to date; returns how many texts wait for a translation."""
    po = folder / "LC_MESSAGES" / "django.po"
    with po.open("rb") as file:
        catalog = read_po(file, locale=folder.name)
    # The dates stay as they are: a run that finds nothing new changes nothing.
    catalog.update(fresh, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    with po.open("wb") as file:
        write_po(file, catalog, width=100, sort_output=True)
    with po.open("rb") as file:
        kept = read_po(file, locale=folder.name)
    with po.with_suffix(".mo").open("wb") as file:
        write_mo(file, kept)
    return sum(1 for message in catalog if message.id and not message.string)


def main() -> int:
    if not settings.configured:
        settings.configure()
    fresh = template()
    print(f"{len(fresh)} texts found")
    for folder in sorted(path for path in LOCALES.glob("*") if path.is_dir()):
        print(f"{folder.name}: {update(folder, fresh)} wait for a translation")
    return 0


if __name__ == "__main__":
    sys.exit(main())
