"""Spelling: mistakes everywhere, American spelling in our own prose.

The catalogue is read as data, so that only English sentences of ours are looked at: no German
text, no title of a paper (which keeps its authors' spelling), no code of somebody else's.
"""

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CODESPELL = str(Path(sys.executable).parent / "codespell")
BRITISH = ["-D", "-", "-D", "tools/british.txt"]
NOT_PROSE = {"sources", "source", "references", "title", "codes", "canonical", "keys", "by_label"}
CITES = r".*\b(19|20)\d\d\b.*"


def english(value: object, key: str = "") -> Iterator[str]:
    """Every English string of a TOML document that is a sentence of ours."""
    if isinstance(value, str) and " " in value:
        yield " ".join(value.split())
    elif isinstance(value, list):
        for part in value:
            yield from english(part, key)
    elif isinstance(value, dict) and value.get("language", "en") == "en":
        for name, part in value.items():
            if name not in NOT_PROSE | {"de"} and not name.endswith("_de"):
                yield from english(part, name)


def catalogue_lines() -> Iterator[str]:
    for path in sorted((ROOT / "src").rglob("*.toml")):
        if path.suffixes[-2:] != [".de", ".toml"]:
            document = tomllib.loads(path.read_text(encoding="utf-8"))
            yield from (f"{path.relative_to(ROOT)}: {text}" for text in english(document))


def codespell(*arguments: str, text: str | None = None) -> int:
    command = [CODESPELL, *arguments]
    return subprocess.run(command, cwd=ROOT, input=text, text=True, check=False).returncode


def main() -> int:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    codes = [
        codespell("."),
        codespell(*BRITISH, "--ignore-regex", CITES, *map(str, sorted(documents))),
        codespell(*BRITISH, "--ignore-regex", CITES, "-", text="\n".join(catalogue_lines())),
    ]
    return 1 if any(codes) else 0


if __name__ == "__main__":
    sys.exit(main())
