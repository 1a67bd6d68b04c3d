"""A catalogue's source: exact, named by its content, and loaded by the one loader."""

import os
from pathlib import Path

import pytest

from openimt.catalogue.load import PACKAGED, load
from openimt.catalogue.source import (
    CatalogueSource,
    check_source,
    load_source,
    refuse_unsound,
    source_of,
)
from openimt.errors import CatalogueError


def changed(name: str, before: str, after: str) -> CatalogueSource:
    """The packaged source with one text in one file exchanged."""
    files = dict(source_of().files)
    text = files[name].decode()
    assert before in text
    return CatalogueSource({**files, name: text.replace(before, after, 1).encode()})


def test_every_file_of_the_packaged_catalogue_is_in_it() -> None:
    there = {path.relative_to(PACKAGED).as_posix() for path in PACKAGED.rglob("*.toml")}
    assert set(source_of().files) == there


def test_the_kept_source_says_the_same_as_the_directory() -> None:
    assert load_source(source_of()) == load()


def test_the_findings_are_those_of_the_directory() -> None:
    from openimt.catalogue.check import check

    assert check_source(source_of()) == check()


def test_one_byte_makes_another_hash_and_order_makes_none() -> None:
    source = source_of()
    assert changed("modules/r3.toml", "a", "b").hash != source.hash
    assert CatalogueSource(dict(reversed(source.files.items()))).hash == source.hash
    moved = {name: raw for name, raw in source.files.items() if name != "modules/r3.toml"}
    moved["modules/r4x.toml"] = source.files["modules/r3.toml"]
    assert CatalogueSource(moved).hash != source.hash


def test_a_name_cannot_run_into_its_file() -> None:
    assert CatalogueSource({"a.toml": b"b"}).hash != CatalogueSource({"a.tomlb": b""}).hash


def test_a_module_has_a_hash_of_its_own() -> None:
    other = changed("modules/r3.toml", "a", "b")
    assert other.file_hash("modules/r3.toml") != source_of().file_hash("modules/r3.toml")
    assert other.file_hash("modules/r2.toml") == source_of().file_hash("modules/r2.toml")
    with pytest.raises(CatalogueError, match=r"zz\.toml"):
        other.file_hash("modules/zz.toml")


def test_an_unsound_source_is_refused_with_file_and_line() -> None:
    broken = changed("modules/r3.toml", 'kind = "specific"', 'kind = "sspecial"')
    with pytest.raises(CatalogueError) as refused:
        refuse_unsound(broken)
    assert refused.value.file == "modules/r3.toml"
    assert refused.value.line
    assert "sspecial" in refused.value.says
    refuse_unsound(source_of())


@pytest.mark.parametrize(
    "name", ["../r3.toml", "/tmp/r3.toml", "modules/../../r3.toml", "modules/a/b.toml", "r3.py"]
)
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(CatalogueError, match="cannot be the name"):
        load_source(CatalogueSource({name: b"x = 1"}))


def test_what_is_no_directory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="not a catalogue directory"):
        source_of(tmp_path / "nowhere")


def test_too_much_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "huge.toml").open("wb") as file:
        os.truncate(file.fileno(), 64 * 1024 * 1024)
    with pytest.raises(CatalogueError, match="larger than 256 KiB"):
        source_of(tmp_path)


def test_a_pipe_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    (tmp_path / "modules").mkdir()
    os.mkfifo(tmp_path / "modules" / "r3.toml")
    with pytest.raises(CatalogueError, match="is not a plain file"):
        source_of(tmp_path)


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    outside = tmp_path / "outside.toml"
    outside.write_text('version = "1"')
    inside = tmp_path / "catalogue"
    inside.mkdir()
    (inside / "catalogue.toml").symlink_to(outside)
    with pytest.raises(CatalogueError, match="leads out of the catalogue"):
        source_of(inside)
