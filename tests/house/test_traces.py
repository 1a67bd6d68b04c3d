"""What is kept speaks of OpenIMT alone: no place on somebody's machine, no registry, no tool."""

import re

from tests.house.tree import kept_files, shown

# Written in pieces, so that this file holds none of them.
PLACES = ["/" + "work/", "/" + "farm", "/" + "root/", "/" + "home/[a-z]"]
REGISTRIES = [
    "pypi" + r"\.org",
    "python" + "hosted",
    "npm" + "js",
    r"deb\." + "debian",
    "files" + r"\.py",
]
TOOLS = ["clau" + "de", "anthro" + "pic", "chat" + "gpt", "copi" + "lot", r"\bl" + r"lms?\b"]
TOOLS += ["language " + "model", r"\bA" + "I[- ](assist|generated|written)", "coding " + "agent"]
PLACE = re.compile("|".join(rf"(?<![\w.\-])({place})" for place in PLACES))
REGISTRY = re.compile("|".join(REGISTRIES), re.IGNORECASE)
TOOL = re.compile("|".join(TOOLS), re.IGNORECASE)


def found(pattern: re.Pattern[str]) -> list[str]:
    hits = []
    for path in kept_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        rows = enumerate(text.splitlines(), start=1)
        hits += [f"{shown(path)}:{row}: {line[:90]}" for row, line in rows if pattern.search(line)]
    return hits


def test_no_place_on_a_machine() -> None:
    assert found(PLACE) == []


def test_no_host_of_a_package_registry() -> None:
    assert found(REGISTRY) == []


def test_no_word_of_the_tools_it_was_written_with() -> None:
    assert found(TOOL) == []


def test_the_patterns_bite() -> None:
    assert PLACE.search("see /" + "work/x")
    assert not PLACE.search("home/" + "work/school")
    assert REGISTRY.search("https://" + "pypi" + ".org/simple")
    assert TOOL.search("Copi" + "lot")
    assert not TOOL.search("a pilot study, a session")
