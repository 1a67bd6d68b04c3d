"""The line of each thing said in a TOML file, and when a file is read anew."""

from pathlib import Path

import pytest

from openimt.catalogue.toml_file import TomlFile, read_toml
from openimt.errors import CatalogueError

TEXT = """\
id = "x"

[dose]
usual = 3

[[gate]]
id = "first"

[[gate.criterion]]
id = "a"

[[gate]]
id = "second"

[[gate.criterion]]
id = "b"

  [[ gate.criterion ]]
  id   = "c"
"""
FILE = TomlFile("x.toml", TEXT, {})


def test_each_place_has_its_line() -> None:
    assert FILE.line(("id",)) == 1
    assert FILE.line(("dose", "usual")) == 4
    assert FILE.line(("gate", 0, "criterion", 0, "id")) == 10
    assert FILE.line(("gate", 1)) == 12
    assert FILE.line(("gate", 1, "criterion", 1, "id")) == 19


def test_a_place_that_is_not_written_has_the_line_of_what_is_around_it() -> None:
    assert FILE.line(("gate", 1, "criterion", 0, "when", 3)) == 15
    assert FILE.line(("dose", "most")) == 3
    assert FILE.line(("nothing",)) is None


def test_an_error_names_file_line_and_field() -> None:
    error = FILE.error("is wrong", ("gate", 1, "criterion", 1, "id"))
    assert str(error) == "x.toml, line 19, field gate.criterion.id: is wrong"


def test_the_same_text_under_the_same_name_is_read_once_and_another_anew(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text("usual = 3\n")
    first = read_toml(path, "x.toml")
    assert read_toml(path, "x.toml") is first
    assert read_toml(path, "y.toml").name == "y.toml"
    path.write_text("usual = 4\n")
    assert read_toml(path, "x.toml").data == {"usual": 4}
    path.write_text("usual = \n")
    for _ in range(2):
        with pytest.raises(CatalogueError, match="not valid TOML"):
            read_toml(path, "x.toml")
