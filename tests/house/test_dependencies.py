"""Every dependency has its line saying what for; locks are hashed and know no address."""

import re
import tomllib

import pytest

from tests.house.tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DOCUMENTED = re.compile(r"^- \*\*`(?P<name>[\w.-]+)(\[[\w,]+\])?`\*\*: \S.{10,}$", re.MULTILINE)
LOCKS = ("core", "clinic", "dev")


def declared() -> set[str]:
    extras = PROJECT["project"]["optional-dependencies"].values()
    wanted = [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"]]
    wanted += [line for extra in extras for line in extra]
    return {re.split(r"[\[<>=!~; ]", line)[0].lower() for line in wanted}


def test_every_dependency_says_what_for() -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    documented = {match["name"].lower() for match in DOCUMENTED.finditer(text)}
    assert documented - {"editables"} == declared()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_and_hashes_everything(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^-", text, re.MULTILINE), "a lock holds packages, no options"
    for package in re.split(r"\n(?=\S)", text.strip()):
        assert re.match(r"[a-z0-9._-]+==\S+", package), package
        assert "--hash=sha256:" in package, package


@pytest.mark.parametrize(("small", "large"), [("core", "clinic"), ("clinic", "dev")])
def test_a_larger_lock_agrees_with_the_smaller(small: str, large: str) -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        return set(re.findall(r"^([a-z0-9._-]+==[^\s;]+)", text, re.MULTILINE))

    assert pins(small) <= pins(large)
