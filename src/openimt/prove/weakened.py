"""A condition made weaker on purpose: its opposite, or one of its numbers loosened."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from openimt.catalogue.condition import Condition

ALWAYS_KNOWN = frozenset({"wish", "phase", "module", "safety_answer"})
"""Questions that are never unknown."""


def opposite(condition: Condition) -> Condition:
    """Its negation.

    >>> from openimt.catalogue.condition import read_condition
    >>> opposite(read_condition({"not": {"wish": True}})).asks
    'wish'
    """
    if condition.asks == "not":
        return condition.parts[0]
    return Condition("not", parts=(condition,))


def may_be_unknown(condition: Condition) -> bool:
    """Whether anything in it can be unknown."""
    leaves = [part for part in condition.flat() if not part.parts]
    return any(part.asks not in ALWAYS_KNOWN for part in leaves)


def loosened(condition: Condition, truer: bool) -> Iterator[tuple[str, Condition]]:
    """The condition with one number changed so that it holds for more people (``truer``), or for
    fewer; each with what was changed."""
    for n, part in enumerate(condition.parts):
        inside = truer is not (condition.asks == "not")
        for says, other in loosened(part, inside):
            yield says, replace(condition, parts=_instead(condition.parts, n, other))
    for name, value in condition.options:
        change = _CHANGES.get((condition.asks, name, truer))
        if change is not None and (other_value := change(float(str(value)))) != value:
            options = tuple((k, other_value if k == name else v) for k, v in condition.options)
            asked = " or ".join(condition.of)
            says = f"{name} of {asked}: {float(str(value)):g} -> {other_value:g}"
            yield says, replace(condition, options=options)


def _instead(parts: tuple[Condition, ...], n: int, other: Condition) -> tuple[Condition, ...]:
    return (*parts[:n], other, *parts[n + 1 :])


def _half(value: float) -> float:
    return value / 2


def _one_more(value: float) -> float:
    return value + 1


def _one_less(value: float) -> float:
    return max(1.0, value - 1)


def _towards_one(value: float) -> float:
    return (1 + value) / 2


_CHANGES: Mapping[tuple[str, str, bool], Callable[[float], float]] = {
    ("event", "within_weeks", False): _half,
    ("event", "at_least", False): _one_more,
    ("event", "value_at_least", False): _one_more,
    ("no_event", "within_weeks", True): _half,
    ("no_event", "value_at_least", True): _one_more,
    ("fall", "within_weeks", True): _half,
    ("fall", "share", True): _half,
    ("target", "at_least", True): _half,
    ("target", "at_least", False): _towards_one,
    ("module", "step", True): _one_less,
    ("attendance", "at_least", True): _one_less,
}
"""How a number is changed so that the question holds for more people (True) or for fewer."""
