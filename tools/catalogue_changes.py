"""Writes into CHANGELOG.md what changed in the catalogue since its last version, and whose plans.

    make catalogue-changes               writes, or renews, the entry of this version
    tools/catalogue_changes.py --check   fails while the entry has not seen all that is said now

The last version is the state before the commit that raised the version in catalogue.toml, or the
commit given by --since; the entry keeps it for the next time. It also carries a fingerprint of what
the files mean, so that the check needs no history.
"""

import argparse
import hashlib
import re
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.difference import Difference, difference
from openimt.catalogue.load import load
from openimt.catalogue.review import fingerprint
from openimt.errors import CatalogueError
from openimt.exchange.catalogue_documents import how
from openimt.exchange.examples import examples
from openimt.plan.affected import Affected, affected

ROOT = Path(__file__).resolve().parent.parent
FOLDER = "src/openimt/catalogue"
LOG = "CHANGELOG.md"
DIGITS = 16
WIDTH = 140
FOLLOWS = "it follows"
BLOCK = re.compile(
    r"<!-- catalogue (?P<version>\S+) (?P<print>\S+)(?: since (?P<since>\w+))? -->\n"
    r".*?<!-- /catalogue -->\n",
    re.DOTALL,
)


def meaning(folder: Path) -> str:
    """A fingerprint of what all files say; comments, layout and signatures are no part of it."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        whole.update(f"{path.relative_to(folder)} {fingerprint(data)}\n".encode())
    return whole.hexdigest()[:DIGITS]


def version_in(text: str) -> str:
    return str(tomllib.loads(text)["version"])


def git(root: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"git {words[0]} says: {done.stderr.strip()}; this needs the whole history")
    return done.stdout


def last_version(root: Path, current: str) -> str | None:
    """The commit that holds the last state of the version before this one; None = there is none."""
    head = f"{FOLDER}/catalogue.toml"
    raised = None
    for commit in git(root, "log", "--format=%H", "--", head).split():
        if version_in(git(root, "show", f"{commit}:{head}")) != current:
            return f"{raised}^" if raised else "HEAD"
        raised = commit
    return None


def unpack(root: Path, commit: str, folder: Path) -> Path:
    """The catalogue's files of a commit, in a folder of their own."""
    for name in git(root, "ls-tree", "-r", "--name-only", commit, "--", FOLDER).split():
        if name.endswith(".toml"):
            path = folder / Path(name).relative_to(FOLDER)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(git(root, "show", f"{commit}:{name}"), encoding="utf-8")
    return folder


def entry(root: Path, given: str | None = None) -> str:
    """The block of the change log for the catalogue as it stands."""
    after = load(root / FOLDER)
    commit = given or kept(root, after.version) or last_version(root, after.version)
    mark = f"<!-- catalogue {after.version} {meaning(root / FOLDER)}"
    if commit is None:
        return block([f"Catalogue {after.version}: the first version."], f"{mark} -->")
    exact = git(root, "rev-parse", "--short=12", commit).strip()
    with TemporaryDirectory() as folder:
        told = list(since(unpack(root, exact, Path(folder)), after, root / FOLDER))
    return block(told, f"{mark} since {exact} -->")


def kept(root: Path, version: str) -> str | None:
    """The commit that the entry of this version was compared with before."""
    known = BLOCK.search((root / LOG).read_text(encoding="utf-8"))
    return known["since"] if known and known["version"] == version else None


def block(told: list[str], mark: str) -> str:
    lines = [
        line
        for n, text in enumerate(told)
        for line in textwrap.wrap(
            text, WIDTH, initial_indent="  " if n else "- ", subsequent_indent="  "
        )
    ]
    return "\n".join([mark, *lines, "<!-- /catalogue -->"]) + "\n"


def since(before: Path, after: Catalogue, now: Path) -> Iterator[str]:
    """What the entry says, sentence by sentence."""
    old = version_in((before / "catalogue.toml").read_text(encoding="utf-8"))
    yield f"Catalogue {after.version}, since {old}."
    try:
        earlier = load(before)
    except CatalogueError:
        yield from by_file(before, now)
        return
    what = difference(earlier, after)
    yield from changed(what)
    yield from plans(affected(examples(), earlier, after))


def by_file(before: Path, now: Path) -> Iterator[str]:
    """Where the earlier version is written in a form that is no longer read: which files differ."""
    old, new = prints(before), prints(now)
    yield from said("New files", [name for name in new if name not in old])
    yield from said("Files gone", [name for name in old if name not in new])
    yield from said("Files touched", [n for n in new if n in old and old[n] != new[n]])
    yield (
        "Plans that change: not compared, because the rules of the earlier version are written in "
        "a form that is no longer read; take every plan as changed."
    )


def prints(folder: Path) -> Mapping[str, str]:
    return {
        str(path.relative_to(folder)): fingerprint(tomllib.loads(path.read_text(encoding="utf-8")))
        for path in sorted(folder.rglob("*.toml"))
    }


def said(title: str, names: list[str]) -> Iterator[str]:
    if names:
        yield f"{title}: {', '.join(names)}."


def changed(what: Difference) -> Iterator[str]:
    yield from said("Modules touched", [f"{one.module} ({how(one)})" for one in what.modules])
    yield from said("Therapies touched", [f"{one.therapy} ({how(one)})" for one in what.therapies])
    yield from said("Numbers", [f"{one.name} {one.before} to {one.after}" for one in what.numbers])
    yield from said("Lists", [f"{one.of} {one.id} ({one.how})" for one in what.entries])


def plans(people: tuple[Affected, ...]) -> Iterator[str]:
    """Whose plans change, and the changes of the catalogue that speak in them."""
    told = [f"{one.person} ({in_short(one)})" for one in people]
    yield f"Plans that change: {len(people)} of {len(examples())} example people."
    yield from said("They are", told)
    reasons = sorted({w for one in people for w in one.why if not w.startswith(FOLLOWS)})
    yield from said("Why", [reason.rstrip(".") for reason in reasons])


def in_short(one: Affected) -> str:
    moves = [c for c in one.changes if c.what in {"earlier", "later"}]
    named = [f"{c.module} {c.what}" for c in one.changes if c not in moves]
    named += [f"{len(moves)} moved"] if moves else []
    return ", ".join([*named, *(says.rstrip(".").lower() for says in one.says)])


def written(log: str, new: str) -> str:
    """The log with the new block: in place of that of the same version, else first in line."""
    mine = BLOCK.match(new)
    known = BLOCK.search(log)
    if mine and known and known["version"] == mine["version"]:
        return log.replace(known[0], new, 1)
    first = re.search(r"^## .*\n", log, re.MULTILINE)
    place = first.end() if first else len(log)
    return log[:place] + new + log[place:]


def seen(root: Path) -> bool:
    """Whether the newest entry is of this version and has seen all that the catalogue says."""
    known = BLOCK.search((root / LOG).read_text(encoding="utf-8"))
    version = version_in((root / FOLDER / "catalogue.toml").read_text(encoding="utf-8"))
    return (
        known is not None
        and known["version"] == version
        and known["print"] == meaning(root / FOLDER)
    )


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--check", action="store_true", help="only say whether the entry is there")
    asked.add_argument("--since", help="a commit that holds the last state of the last version")
    given = asked.parse_args(arguments)
    if given.check:
        if seen(root):
            return 0
        print(f"{LOG} has not seen the catalogue as it stands; run: make catalogue-changes")
        return 1
    log = root / LOG
    log.write_text(
        written(log.read_text(encoding="utf-8"), entry(root, given.since)), encoding="utf-8"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
