"""How random effects are written: ``1|site``, ``time|subject``, ``1|therapist in arm=MIT``."""

import re
from dataclasses import dataclass

from openimt.errors import TrialError

NAME = r"[^\W\d][\w.]*"
GROUP = re.compile(rf"{NAME}(?:\s*[:/]\s*{NAME})*")
ONLY = re.compile(rf"(?P<group>.+?)\s+in\s+(?P<variable>{NAME})\s*=\s*(?P<levels>.+)")


@dataclass(frozen=True)
class RandomTerm:
    """Coefficients that differ at random between the levels of a grouping factor.

    All coefficients of one term may correlate; coefficients of two terms do not. ``group`` is a
    column, or several joined by ``:`` when a level is a combination. ``variable`` and ``levels``
    say who belongs to a level at all: with ``1|therapist in arm=MIT`` people of the other arms
    have no therapist and no therapist effect (a partially nested trial).

    >>> str(RandomTerm("subject", slopes=("time",)))
    '1+time|subject'
    """

    group: str
    intercept: bool = True
    slopes: tuple[str, ...] = ()
    variable: str = ""
    levels: tuple[str, ...] = ()

    @property
    def factors(self) -> tuple[str, ...]:
        """The columns whose combinations are the levels."""
        return tuple(self.group.split(":"))

    def __str__(self) -> str:
        left = "+".join([*(["1"] if self.intercept else ["0"]), *self.slopes])
        only = f" in {self.variable}={' or '.join(self.levels)}" if self.variable else ""
        return f"{left}|{self.group}{only}"


def parse_random(text: str) -> tuple[RandomTerm, ...]:
    """Random effects as R's lme4 writes them, separated by commas (or in brackets, with ``+``).

    ``1|site``: sites differ by a constant. ``time|subject``: every person has a line of their own,
    intercept and slope correlated; ``time||subject``: uncorrelated; ``0+time|subject``: the slope
    alone. ``1|site/therapist``: therapists within sites, the same as ``1|site, 1|site:therapist``.
    ``1|therapist in arm=MIT``: only people of that arm have a therapist; more arms are joined by
    ``or``. A slope names a term of the fixed effects, or a numeric column.

    Raises :class:`~openimt.errors.TrialError` where the text cannot be read.

    >>> [str(term) for term in parse_random("1|site, time||subject")]
    ['1|site', '1|subject', '0+time|subject']
    >>> [str(term) for term in parse_random("(1|site/therapist) + (1|rater)")]
    ['1|site', '1|site:therapist', '1|rater']
    >>> parse_random("1|therapist in arm=MIT or GPM")[0].levels
    ('MIT', 'GPM')
    """
    terms = tuple(term for part in _parts(text) for term in _read(part))
    seen: set[tuple[str, str]] = set()
    for term in terms:
        for column in [*(["1"] if term.intercept else []), *term.slopes]:
            if (term.group, column) in seen:
                raise _refuse(text, f"'{column}|{term.group}' stands there twice; keep one of them")
            seen.add((term.group, column))
    return terms


def _parts(text: str) -> list[str]:
    if "(" in text or ")" in text:
        inside = re.findall(r"\(([^()]*)\)", text)
        if re.sub(r"\([^()]*\)", "", text).strip(" +,"):
            raise _refuse(text, "put every random effect in brackets of its own, as in '(1|site)'")
    else:
        inside = text.split(",")
    parts = [part.strip() for part in inside]
    if not parts or not all(parts):
        raise _refuse(text, "write each random effect as 'what|who', such as '1|site'")
    return parts


def _read(part: str) -> list[RandomTerm]:
    left, bar, right = part.partition("|")
    if not bar:
        raise _refuse(part, "write it as 'what|who', such as '1|site'")
    apart = right.startswith("|")
    intercept, slopes = _left(left, part)
    group, variable, levels = _right(right.removeprefix("|").strip(), part)
    coefficients = [(intercept, slopes)]
    if apart:
        coefficients = [(True, ())] if intercept else []
        coefficients += [(False, (slope,)) for slope in slopes]
    only = [("", ()) for _ in group[:-1]] + [(variable, levels)]
    return [
        RandomTerm(name, constant, lines, *who)
        for name, who in zip(group, only, strict=True)
        for constant, lines in coefficients
    ]


def _left(left: str, part: str) -> tuple[bool, tuple[str, ...]]:
    words = [word.strip() for word in left.replace("-1", "+0").split("+") if word.strip()]
    slopes = tuple(word for word in words if word not in {"0", "1"})
    bad = [word for word in slopes if not re.fullmatch(rf"{NAME}(:{NAME})*", word)]
    if bad or not words:
        raise _refuse(part, "left of the bar stand 1, 0 and names of columns, joined by '+'")
    if "0" in words and not slopes:
        raise _refuse(part, "it holds no effect at all; write '1|...' for a random intercept")
    if len(set(slopes)) < len(slopes):
        raise _refuse(part, "the same slope stands there twice; keep one of them")
    return "0" not in words, slopes


def _right(right: str, part: str) -> tuple[list[str], str, tuple[str, ...]]:
    only = ONLY.fullmatch(right)
    names = only["group"] if only else right
    if not GROUP.fullmatch(names):
        raise _refuse(
            part, "right of the bar stands one column, 'a:b', 'a/b' or 'therapist in arm=MIT'"
        )
    variable = only["variable"] if only else ""
    levels = tuple(re.split(r"\s+or(?:\s+|$)", only["levels"].strip())) if only else ()
    if not all(levels):
        raise _refuse(part, "name the arms after '=', joined by 'or'")
    return _groups(names.replace(" ", "")), variable, levels


def _groups(names: str) -> list[str]:
    """Every grouping factor that ``a/b`` stands for: ``a`` and ``a:b``."""
    steps = names.split("/")
    return [":".join(steps[: depth + 1]) for depth in range(len(steps))]


def _refuse(text: str, remedy: str) -> TrialError:
    return TrialError(f"'{text.strip()}' cannot be read as random effects: {remedy}")
