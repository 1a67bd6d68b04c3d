"""Two versions of a safety plan that were written beside each other: one plan, or both shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Elements = Mapping[str, Sequence[object]]


@dataclass(frozen=True)
class Together:
    """``elements``: the plan with both sides' words in it; where both changed one element, what was
    written last stands there, and ``clashes`` names it: a person has to put the two together."""

    elements: dict[str, list[object]]
    clashes: tuple[str, ...]


def together(seen: Elements, standing: Elements, written: Elements) -> Together:
    """What ``written`` comes to, beside ``standing``, by somebody who had ``seen`` another plan.

    An element that only one side changed is taken from that side, so nobody's words go under.

    >>> seen = {"own_ways": ["walk"], "reasons_for_living": []}
    >>> home = {"own_ways": ["walk"], "reasons_for_living": ["my daughter"]}
    >>> both = together(seen, home, {"own_ways": ["swim"], "reasons_for_living": []})
    >>> both.elements, both.clashes
    ({'own_ways': ['swim'], 'reasons_for_living': ['my daughter']}, ())
    >>> together(seen, {"own_ways": ["run"]}, {"own_ways": ["swim"]}).clashes
    ('own_ways',)
    """
    elements = {name: list(lines) for name, lines in standing.items()}
    clashes = []
    for name, lines in written.items():
        mine, base, theirs = list(lines), list(seen.get(name, ())), list(standing.get(name, ()))
        if mine == base:
            continue
        elements[name] = mine
        if theirs not in (base, mine):
            clashes.append(name)
    return Together(elements, tuple(clashes))
