"""The tutorial of a therapist's week: journeys take its pictures, pages say its words."""

import re

import pytest

from tests.house.tree import ROOT

PAGE = (ROOT / "docs/tutorials/a-therapists-week.md").read_text(encoding="utf-8")
WEB = ROOT / "src/openimt_clinic"
PICTURES = re.findall(r"!\[[^]]+\]\(\.\./images/([a-z-]+)\.png\)", PAGE)
ON_ONE_LINE = re.sub(r"\s+", " ", PAGE)
NAMED = sorted(set(re.findall(r"(?<!\*)\*{1,2}([A-Z][^*]+|front door)\*{1,2}(?!\*)", ON_ONE_LINE)))


def of(folder: str, ending: str) -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted((ROOT / folder).rglob(ending)))


@pytest.fixture(scope="module")
def said() -> str:
    words = of("src/openimt_clinic", "*.html") + of("src/openimt_clinic", "*.py")
    return re.sub(r"\s+", " ", words).lower()


def test_it_has_pictures_and_names_things() -> None:
    assert len(PICTURES) >= 7
    assert {"Session", "Work", "Sign the note", "Beside the person"} <= set(NAMED)


@pytest.mark.parametrize("name", PICTURES)
def test_a_journey_takes_the_picture(name: str) -> None:
    assert f'picture="{name}"' in of("tests/journeys", "test_*.py")
    assert (ROOT / f"docs/images/{name}.png").exists()


@pytest.mark.parametrize("words", NAMED)
def test_what_it_names_stands_on_a_page(words: str, said: str) -> None:
    assert f'"{words.lower()}"' in said or f">{words.lower()}<" in said, words
