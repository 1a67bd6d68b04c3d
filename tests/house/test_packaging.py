"""What the program reads at run time is in the wheel."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.tree import ROOT, SRC, kept_files

pytestmark = pytest.mark.slow

SHIPPED = {
    ".typed",
    ".toml",
    ".css",
    ".js",
    ".html",
    ".svg",
    ".png",
    ".mo",
    ".po",
    ".py",
    ".txt",
    ".sql",
    ".typ",
}
BUILD = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-c", BUILD, str(folder)], cwd=ROOT, check=True)
    with zipfile.ZipFile(next(Path(folder).glob("*.whl"))) as archive:
        return set(archive.namelist())


def test_every_file_that_is_read_is_shipped(wheel: set[str]) -> None:
    ours = [path for path in kept_files() if SRC in path.parents and path.suffix in SHIPPED]
    assert [str(path) for path in ours if str(path.relative_to(SRC)) not in wheel] == []


def test_nothing_else_is_shipped(wheel: set[str]) -> None:
    fronts = {name.split("/")[0].split("-")[0] for name in wheel}
    assert fronts <= {"openimt", "openimt_clinic"}
