"""The core is given its dates: the same values in, the same values out, on every weekday."""

import ast

from tests.house.tree import dotted, modules, parsed, shown

READS_THE_CLOCK = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
}


def calls(tree: ast.Module) -> list[tuple[int, str]]:
    return [
        (node.lineno, ast.unparse(node.func))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    ]


def test_the_core_has_no_clock() -> None:
    found = [
        f"{shown(path)}:{line} calls {name}"
        for path in modules("openimt")
        if not dotted(path).startswith("openimt.cli")
        for line, name in calls(parsed(path))
        if any(name == read or name.endswith(f".{read}") for read in READS_THE_CLOCK)
    ]
    assert not found, found


def test_chance_in_the_core_comes_from_a_seed() -> None:
    """No global random state: simulations take a generator that the caller has seeded."""
    unseeded = ("random.random", "random.seed", "random.choice", "random.shuffle", "np.random.seed")
    found = [
        f"{shown(path)}:{line} calls {name}"
        for path in modules("openimt")
        for line, name in calls(parsed(path))
        if name in unseeded or name in {"default_rng()", "np.random.rand", "np.random.normal"}
    ]
    assert not found, found
