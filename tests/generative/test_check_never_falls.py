"""Whatever a catalogue file holds, the check answers with findings, soon, and never with a fall."""

import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from openimt.catalogue.check import Finding, Level, check
from openimt.catalogue.toml_file import read_toml
from openimt.errors import CatalogueError
from tests.unit.catalogue.copies import copy

SECONDS = 10
FILES = ("modules/r7.toml", "modules/c2.toml", "therapies/dbt.toml", "capacities.toml")

BARE = st.sampled_from(
    ["id", "when", "aim", "dose", "phase", "review", "patient", "requires", "source", "x", "gate"]
)
VALUES = st.recursive(
    st.one_of(
        st.text(max_size=12).map(lambda text: '"' + text.replace("\\", "").replace('"', "") + '"'),
        st.integers(-(10**30), 10**30).map(str),
        st.floats().map(repr),
        st.sampled_from(
            ["true", "false", "2026-11-22", "1e999", "-inf", '"""', "''", "0x" + "f" * 99]
        ),
        st.sampled_from(["{ wish = true }", '{ capacity = "can_settle" }', "{ any = [] }"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda parts: f"[{', '.join(parts)}]"),
        st.lists(st.tuples(BARE, inner), max_size=3).map(
            lambda pairs: "{ " + ", ".join(f"{k} = {v}" for k, v in pairs) + " }"
        ),
    ),
    max_leaves=8,
)
CONDITIONS = st.recursive(
    st.builds(
        lambda asks, of, option: f"{{ {asks} = {of}{option} }}",
        st.sampled_from(
            ["event", "no_event", "target", "module", "phase", "common", "measure", "evnt"]
        ),
        VALUES,
        st.sampled_from(["", ", at_least = 1", ", within_weeks = -1", ", step = 9", ", when = 3"]),
    ),
    lambda inner: st.builds(
        lambda join, parts: f"{{ {join} = [ {', '.join(parts)} ] }}",
        st.sampled_from(["any", "all", "not"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=5,
)
LINES = st.one_of(
    st.builds(lambda key, value: f"{key} = {value}", BARE, VALUES),
    CONDITIONS.map(lambda when: f"when = {when}"),
    BARE.map(lambda name: f"[[{name}]]"),
    BARE.map(lambda name: f"[{name}.{name}]"),
    st.text(max_size=30),
)


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, list[tuple[str, int, str]]]:
    """A file and a few edits of it: a line put in, put in place of another, or taken out."""
    one = st.tuples(st.sampled_from(["put", "change", "drop"]), st.integers(0, 300), LINES)
    return draw(st.sampled_from(FILES)), draw(st.lists(one, min_size=1, max_size=4))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy(tmp_path_factory.mktemp("catalogue"))


def edited(text: str, changes: list[tuple[str, int, str]]) -> str:
    lines = text.split("\n")
    for how, at, line in changes:
        place = at % len(lines)
        lines[place : place + (how != "put")] = [] if how == "drop" else [line]
    return "\n".join(lines)


def sane(found: tuple[Finding, ...]) -> bool:
    return all("\n" not in one.says and len(one.says) < 500 and one.file for one in found)


@given(edits())
def test_an_edit_is_answered_with_findings(
    folder: Path, change: tuple[str, list[tuple[str, int, str]]]
) -> None:
    name, changes = change
    path = folder / name
    before = path.read_text(encoding="utf-8")
    try:
        path.write_text(edited(before, changes), encoding="utf-8", errors="surrogatepass")
        began = time.process_time()
        found = check(folder)
        assert time.process_time() - began < SECONDS
        assert sane(found)
        assert all(one.level in set(Level) for one in found)
    finally:
        path.write_text(before, encoding="utf-8")


@settings(max_examples=300)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.lists(LINES).map(lambda t: "\n".join(t).encode("utf-8", "replace")),
    )
)
@example(b"x = [" * 5_000)
@example(b'"' * 9_999)
@example(b"a = 1__0\n\xef\xbb\xbf")
@example(b"\xff\xfe[\x00a\x00]\x00")
def test_any_bytes_are_read_or_refused(folder: Path, raw: bytes) -> None:
    path = folder / "bytes.txt"
    path.write_bytes(raw)
    refused = refusal(path)
    assert refused is None or (refused.file == "bytes.toml" and "\n" not in refused.says)


def refusal(path: Path) -> CatalogueError | None:
    try:
        read_toml(path, "bytes.toml")
    except CatalogueError as error:
        return error
    return None
