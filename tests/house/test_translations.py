"""Message catalogues are compiled, keep placeholders, and are complete where patients read."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests.house.tree import SRC, shown

CATALOGUES = sorted((SRC / "openimt_clinic").rglob("*.po"))
FOR_PATIENTS = re.compile(r"openimt_clinic/((patient|components|templates|paper)/|page_context)")
SOURCE = "en"
"""The texts stand in English already: its catalogue is empty on purpose."""
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")

pytestmark = pytest.mark.skipif(not CATALOGUES, reason="there are no message catalogues yet")


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name)


def messages() -> Iterator[tuple[Path, Message]]:
    for path in CATALOGUES:
        for message in read(path):
            if message.id:
                yield path, message


def words(text: object) -> list[str]:
    return [part for part in (text if isinstance(text, tuple | list) else [text]) if part]


def test_each_catalogue_is_compiled() -> None:
    stale = []
    for path in CATALOGUES:
        expected = io.BytesIO()
        write_mo(expected, read(path))
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.read_bytes() != expected.getvalue():
            stale.append(shown(path))
    assert not stale, f"run `make messages`: {stale}"


def test_patients_read_everything_in_their_language() -> None:
    missing = [
        f"{shown(path)}: {message.id}"
        for path, message in messages()
        if path.parents[1].name != SOURCE
        if any(FOR_PATIENTS.search(place) for place, _ in message.locations)
        if message.fuzzy or not words(message.string)
    ]
    assert not missing, missing


def test_a_translation_keeps_the_placeholders() -> None:
    wrong = []
    for path, message in messages():
        wanted = set(PLACEHOLDER.findall(" ".join(words(message.id))))
        for text in words(message.string):
            if not set(PLACEHOLDER.findall(text)) <= wanted:
                wrong.append(f"{shown(path)}: {text}")
    assert not wrong, wrong
