"""How long the catalogue's check takes: as packaged, and with a thousand modules more."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.table import Row, cpu_seconds
from openimt.catalogue.check import check
from openimt.catalogue.gap_map import gap_map
from openimt.catalogue.load import PACKAGED, load
from openimt.exchange.examples import examples
from openimt.plan.affected import affected

MODULES = 1_000
MANY_BAR = 10.0
BAR = 3.0
"""The promise is thirty seconds; the aim is three."""


def rows() -> list[Row]:
    """CPU time of a check, of the gap map and of a comparison of two catalogues."""
    catalogue = load()
    return [
        _row("check the catalogue", cpu_seconds(check, times=3), BAR),
        _row(f"check {MODULES:,} modules more", _many(), MANY_BAR),
        _row("gap map of pairs", cpu_seconds(lambda: gap_map(catalogue, 2), times=1), BAR),
        _row("gap map of threes", cpu_seconds(lambda: gap_map(catalogue), times=1), 30),
        _row(
            f"plans of {len(examples())} people, compared",
            cpu_seconds(lambda: affected(examples(), catalogue, catalogue), times=1),
            30,
        ),
    ]


def generated(folder: Path, count: int) -> Path:
    """The packaged catalogue and so many more modules, each with an id of its own."""
    for path in PACKAGED.rglob("*.toml"):
        target = folder / path.relative_to(PACKAGED)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    text = (PACKAGED / "modules" / "r3.toml").read_text(encoding="utf-8")
    for number in range(count):
        own = text.replace('"r3', f'"x{number}')
        (folder / "modules" / f"x{number}.toml").write_text(own, encoding="utf-8")
    return folder


def _many() -> float:
    with TemporaryDirectory() as folder:
        many = generated(Path(folder), MODULES)
        return cpu_seconds(lambda: check(many), times=1)


def _row(what: str, seconds: float, bar: float) -> Row:
    return Row(what, f"{seconds:.2f}", "s CPU", f"{bar:g} s", seconds < bar)
