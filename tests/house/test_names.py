"""No drawers for everything: a file is called after what it holds."""

from tests.house.tree import ROOT, kept_files, shown

DRAWERS = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc", "lib"}


def test_no_drawer_for_everything() -> None:
    ours = [path for path in kept_files() if path.suffix in {".py", ".js", ".css", ".html"}]
    found = [
        shown(path)
        for path in ours
        if DRAWERS & {part.lower() for part in path.relative_to(ROOT).with_suffix("").parts}
    ]
    assert not found, found
