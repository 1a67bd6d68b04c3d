"""Numbers in words: shown with as many digits as they bear, each with the place it came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openimt.errors import TrialError

MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Traced:
    """A number in a sentence: its value, how it is shown, and its pointer into the results.

    ``pointer`` is a JSON pointer (RFC 6901) such as ``/contrasts/3/estimate``, into ``file`` of
    the report's folder.
    """

    value: float
    shown: str
    pointer: str
    file: str = "results.json"


Part = str | Traced
"""A piece of a sentence: plain text, or a number that can be traced."""
Sentence = tuple[Part, ...]


def plain(sentence: Sentence) -> str:
    """The sentence as text alone."""
    return "".join(part if isinstance(part, str) else part.shown for part in sentence)


def at(results: Mapping[str, object], pointer: str) -> float:
    """The number a pointer leads to; a pointer that leads to none raises TrialError.

    >>> at({"contrasts": [{"p": 0.04}]}, "/contrasts/0/p")
    0.04
    """
    place: object = results
    for key in pointer.strip("/").split("/"):
        if isinstance(place, Mapping) and key in place:
            place = place[key]
        elif isinstance(place, Sequence) and key.isdigit() and int(key) < len(place):
            place = place[int(key)]
        else:
            raise TrialError(f"the results have nothing at {pointer}; analyse the data again")
    if isinstance(place, bool) or not isinstance(place, int | float):
        raise TrialError(f"the results have no number at {pointer}; analyse the data again")
    return float(place)


class Tracer:
    """Takes numbers out of one set of results and remembers which were said."""

    def __init__(self, results: Mapping[str, object], file: str = "results.json") -> None:
        self._results, self._file = results, file
        self._said: list[Traced] = []

    @property
    def said(self) -> tuple[Traced, ...]:
        """Every number said so far, in the order of the text."""
        return tuple(self._said)

    def number(self, pointer: str, digits: int = 2) -> Traced:
        """A number with so many decimals."""
        return self._keep(pointer, decimal(at(self._results, pointer), digits))

    def count(self, pointer: str) -> Traced:
        """A whole number."""
        return self._keep(pointer, f"{at(self._results, pointer):.0f}")

    def p(self, pointer: str) -> Traced:
        """A p value, with its sign of relation: ``= 0.04`` or ``< 0.001``."""
        return self._keep(pointer, p_value(at(self._results, pointer)))

    def small(self, pointer: str) -> Traced:
        """A number near zero, in powers of ten."""
        return self._keep(pointer, f"{at(self._results, pointer):.0e}")

    def _keep(self, pointer: str, shown: str) -> Traced:
        traced = Traced(at(self._results, pointer), shown, pointer, self._file)
        self._said.append(traced)
        return traced


def decimal(value: float, digits: int) -> str:
    """A number with a real minus sign, and never a zero with a sign.

    >>> decimal(-0.7412, 2), decimal(-0.001, 2)
    ('\N{MINUS SIGN}0.74', '0.00')
    """
    shown = f"{value:.{digits}f}"
    if float(shown) == 0:
        return shown.lstrip("-")
    return shown.replace("-", MINUS)


def p_value(p: float) -> str:
    """A p value as papers print it.

    >>> p_value(0.0004), p_value(0.0423), p_value(0.734), p_value(0.9996)
    ('< 0.001', '= 0.042', '= 0.73', '> 0.99')
    """
    if p < 0.001:
        return "< 0.001"
    if p > 0.99:
        return "> 0.99"
    return f"= {p:.3f}" if p < 0.1 else f"= {p:.2f}"
