"""The change log tells every change of the catalogue, and the check fails until it does."""

import importlib.util
import os
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from tests.house.tree import ROOT
from tests.unit.catalogue.copies import copy

LOG = "# Changelog\n\nWords.\n\n## 0.2, in the making\n- Something.\n\n## 0.1\n- Older.\n"
HEAD = "catalogue.toml"


def _tool() -> ModuleType:
    path = ROOT / "tools" / "catalogue_changes.py"
    spec = importlib.util.spec_from_file_location("catalogue_changes", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TOOL = _tool()


def commit(root: Path) -> None:
    who = {
        f"GIT_{role}_{part}": "x" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")
    }
    for words in (["add", "-A"], ["commit", "-q", "-m", "x"]):
        subprocess.run(["git", *words], cwd=root, check=True, env={**os.environ, **who})


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository of its own with one version of the catalogue in it."""
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    copy(tmp_path / TOOL.FOLDER)
    (tmp_path / TOOL.LOG).write_text(LOG, encoding="utf-8")
    change(tmp_path, HEAD, f'version = "{version(tmp_path)}"', 'version = "1.0"')
    commit(tmp_path)
    return tmp_path


def version(root: Path) -> str:
    return TOOL.version_in((root / TOOL.FOLDER / HEAD).read_text(encoding="utf-8"))


def change(root: Path, file: str, old: str, new: str) -> None:
    path = root / TOOL.FOLDER / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def log(root: Path) -> str:
    return (root / TOOL.LOG).read_text(encoding="utf-8")


def test_the_first_version_is_told_as_such(checkout: Path) -> None:
    assert TOOL.main(["--check"], checkout) == 1
    assert TOOL.main([], checkout) == 0
    assert "- Catalogue 1.0: the first version." in log(checkout)
    assert TOOL.main(["--check"], checkout) == 0


def test_a_change_is_told_with_the_plans_it_changes(checkout: Path) -> None:
    change(checkout, HEAD, '"1.0"', '"1.1"')
    change(checkout, "modules/r3.toml", "usual = 12", "usual = 9")
    assert TOOL.main([], checkout) == 0
    told = log(checkout)
    assert "- Catalogue 1.1, since 1.0." in told
    assert "  Modules touched: r3 (changed)." in told
    assert "of 13 example people." in told
    assert "of the module itself these differ: dose" in told
    assert told.index("Catalogue 1.1") < told.index("- Something.")


def test_the_check_fails_until_the_entry_is_renewed(checkout: Path) -> None:
    change(checkout, HEAD, '"1.0"', '"1.1"')
    TOOL.main([], checkout)
    commit(checkout)
    change(checkout, "modules/r3.toml", "usual = 12", "usual = 10")
    assert TOOL.main(["--check"], checkout) == 1
    TOOL.main([], checkout)
    assert TOOL.main(["--check"], checkout) == 0
    assert log(checkout).count("<!-- catalogue ") == 1
    assert "r3 (changed)" in log(checkout)


def test_what_was_committed_under_this_version_counts_as_since_the_last(checkout: Path) -> None:
    change(checkout, "modules/r5.toml", "usual = 8", "usual = 9")
    commit(checkout)
    change(checkout, HEAD, '"1.0"', '"1.1"')
    commit(checkout)
    change(checkout, "modules/r3.toml", "usual = 12", "usual = 10")
    commit(checkout)
    TOOL.main([], checkout)
    assert "Modules touched: r3 (changed)." in log(checkout)


def test_a_version_that_is_no_longer_read_is_told_by_its_files(checkout: Path) -> None:
    change(checkout, "modules/r3.toml", "[dose]", "[doses]")
    commit(checkout)
    change(checkout, "modules/r3.toml", "[doses]", "[dose]")
    change(checkout, HEAD, '"1.0"', '"1.1"')
    TOOL.main([], checkout)
    told = log(checkout)
    assert "  Files touched: catalogue.toml, modules/r3.toml." in told
    assert "Plans that change: not compared" in told


def test_the_commit_that_was_compared_with_is_kept(checkout: Path) -> None:
    """Also when history goes on: a version that was raised late can name where it began."""
    begun = TOOL.git(checkout, "rev-parse", "HEAD").strip()
    change(checkout, "modules/r3.toml", "usual = 12", "usual = 10")
    commit(checkout)
    change(checkout, HEAD, '"1.0"', '"1.1"')
    TOOL.main(["--since", begun], checkout)
    assert "Modules touched: r3 (changed)." in log(checkout)
    commit(checkout)
    change(checkout, "modules/r5.toml", "usual = 8", "usual = 9")
    TOOL.main([], checkout)
    assert "Modules touched: r3 (changed), r5 (changed)." in log(checkout)


def test_a_comment_or_a_signature_needs_no_new_entry(checkout: Path) -> None:
    TOOL.main([], checkout)
    path = checkout / TOOL.FOLDER / "modules/r3.toml"
    path.write_text(f"# A remark.\n{path.read_text()}\n[review]\nclinician = 'A B'\n")
    assert TOOL.main(["--check"], checkout) == 0


def test_an_older_entry_stays_when_a_new_version_begins(checkout: Path) -> None:
    TOOL.main([], checkout)
    commit(checkout)
    change(checkout, HEAD, '"1.0"', '"1.1"')
    TOOL.main([], checkout)
    assert log(checkout).count("<!-- catalogue ") == 2
    assert log(checkout).index("Catalogue 1.1") < log(checkout).index("Catalogue 1.0:")
