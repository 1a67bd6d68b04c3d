"""A formula as words: only names of columns, a few functions, and the signs of model algebra.

Formula libraries evaluate what stands in a formula as a program. A formula may come from a
colleague or a web form, so nothing of it is ever evaluated: it is read here word by word, each
variable gets a neutral name such as ``v0``, and only those and the signs are passed on.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from openimt.errors import TrialError

FUNCTIONS = ("log", "log10", "log1p", "sqrt", "exp", "C", "I")
"""What may be made of a column; ``C`` makes categories, ``I(x^2)`` a power."""
LONGEST = 2000
HIGHEST_POWER = 4
MOST_CROSSED = 6
"""The most variables one term may cross: each doubles the number of coefficients."""
TOKEN = re.compile(
    r"\s*(?:(?P<quoted>`[^`]+`|\"[^\"]+\"|'[^']+')|(?P<name>[^\W\d][\w.]*)|(?P<number>[0-9]+)"
    r"|(?P<sign>\*\*|[-+*/:^()]))"
)


@dataclass(frozen=True)
class Word:
    """One word of a formula: its kind (``name``, ``number``, ``sign``) and text."""

    kind: str
    text: str


@dataclass(frozen=True)
class Atom:
    """A variable as a formula uses it: a column, or a function of a column.

    ``power`` is the exponent of ``I(x^2)`` and 1 otherwise.
    """

    column: str
    function: str = ""
    power: int = 1

    @property
    def label(self) -> str:
        """How the formula writes it, such as ``log(base)``."""
        inner = f"{self.column}^{self.power}" if self.function == "I" else self.column
        return f"{self.function}({inner})" if self.function else self.column


@dataclass(frozen=True)
class Recipe:
    """The right side of a formula: its algebra over ``v0``, ``v1`` … and what those stand for."""

    algebra: str
    atoms: tuple[Atom, ...]


def split_formula(formula: str) -> tuple[str, str]:
    """Outcome and right side of ``outcome ~ terms``; anything else raises TrialError.

    >>> split_formula("bdi ~ arm*month")
    ('bdi', 'arm*month')
    """
    left, sign, right = formula.partition("~")
    words = _words(left) if sign else []
    if len(words) != 1 or words[0].kind != "name" or not right.strip() or "~" in right:
        says = f"'{formula}' is no formula of the form 'outcome ~ terms', such as 'bdi ~ arm*month'"
        raise TrialError(says)
    return words[0].text, right.strip()


def read_terms(terms: str, columns: Sequence[str]) -> Recipe:
    """The right side of a formula over these columns; an unknown or unsafe word: TrialError.

    >>> recipe = read_terms("log(bdi.pre)*visit + arm", ["bdi.pre", "visit", "arm"])
    >>> recipe.algebra, [atom.label for atom in recipe.atoms]
    ('v0 * v1 + v2', ['log(bdi.pre)', 'visit', 'arm'])
    """
    if len(terms) > LONGEST:
        raise TrialError(f"the formula is longer than {LONGEST} signs; shorten it")
    return _Reader(_words(terms), columns).read()


def _words(text: str) -> list[Word]:
    words, at = [], 0
    text = text.rstrip()
    while at < len(text):
        found = TOKEN.match(text, at)
        if found is None:
            raise TrialError(_odd_sign(text[at:].strip()))
        kind = found.lastgroup or ""
        said = found[kind]
        words.append(Word("name", said[1:-1]) if kind == "quoted" else Word(kind, said))
        at = found.end()
    return words


def _odd_sign(rest: str) -> str:
    if rest[0] == "|":
        return "the formula holds '|'; random effects go into --random, such as \"1|site\""
    return (
        f"the formula cannot be read from '{rest[:20]}' on; it may hold names of columns, "
        "+ - * / : ^ and brackets; put an odd name into quotes"
    )


class _Reader:
    """Reads words from left to right: a value is due, or a sign is."""

    def __init__(self, words: list[Word], columns: Sequence[str]) -> None:
        self.words = words
        self.columns = columns
        self.at = 0
        self.depth = 0
        self.crossed = 0
        self.made: list[str] = []
        self.atoms: list[Atom] = []

    def read(self) -> Recipe:
        value_due = True
        while self.at < len(self.words):
            value_due = self._value() if value_due else self._sign()
        if value_due or self.depth:
            raise TrialError("the formula ends too early; a term or a bracket is missing")
        return Recipe(" ".join(self.made), tuple(self.atoms))

    def _next(self) -> Word:
        word = self.words[self.at] if self.at < len(self.words) else Word("end", "")
        self.at += 1
        return word

    def _ahead(self, text: str) -> bool:
        return self.at < len(self.words) and self.words[self.at] == Word("sign", text)

    def _value(self) -> bool:
        """A name, a function, 0 or 1, an opening bracket or a leading sign; is a value due?"""
        word = self._next()
        if word.kind == "name":
            called = self._ahead("(")
            self._use(self._call(word.text) if called else Atom(self._known(word.text)))
            return False
        if word.kind == "number":
            self._intercept(word.text)
            return False
        if word.text == "(":
            self.depth += 1
        elif word.text not in {"+", "-"} or (self.made and self.made[-1] != "("):
            raise TrialError(f"the formula has '{word.text}' where a term should stand")
        self.made.append(word.text)
        return True

    def _sign(self) -> bool:
        word = self._next()
        if word.kind != "sign" or word.text == "(":
            raise TrialError(f"the formula needs a sign such as + or * before '{word.text}'")
        if word.text == ")":
            return self._close()
        if word.text in {"^", "**"}:
            return self._power()
        self._count_crossed(word.text)
        self.made.append(word.text)
        return True

    def _close(self) -> bool:
        self.depth -= 1
        if self.depth < 0:
            raise TrialError("the formula closes a bracket that was never opened")
        self.made.append(")")
        return False

    def _count_crossed(self, sign: str) -> None:
        self.crossed = self.crossed + 1 if sign in {"*", "/"} else self.crossed
        if sign in {"+", "-"} and not self.depth:
            self.crossed = 0
        if self.crossed >= MOST_CROSSED:
            raise TrialError(f"the formula crosses more than {MOST_CROSSED} variables; cross fewer")

    def _power(self) -> bool:
        """``(a + b)^2`` crosses; ``x^2`` would be x alone, which nobody means."""
        if self.made[-1] != ")":
            says = "the formula raises one column to a power; write I(x^2) for the square of x"
            raise TrialError(says)
        word = self._next()
        if word.kind != "number" or not 2 <= int(word.text[:9]) <= HIGHEST_POWER:
            raise TrialError(f"a power in a formula is a number from 2 to {HIGHEST_POWER}")
        self.made += ["**", word.text]
        return False

    def _intercept(self, text: str) -> None:
        """0 and 1 take the intercept away or keep it; they stand alone."""
        before = self.made[-1] if self.made else "+"
        alone = self.at >= len(self.words) or self.words[self.at].text in {"+", "-"}
        if text not in {"0", "1"} or self.depth or before not in {"+", "-"} or not alone:
            says = f"the formula holds the number {text}; only 0 or 1 may stand as a term"
            raise TrialError(says)
        self.made.append(text)

    def _call(self, name: str) -> Atom:
        if name not in FUNCTIONS:
            known = ", ".join(FUNCTIONS)
            raise TrialError(f"the formula uses the function '{name}'; it may use: {known}")
        self.at += 1
        inner = self._next()
        if inner.kind != "name":
            raise TrialError(f"{name}( ) in the formula takes the name of one column")
        column = self._known(inner.text)
        power = self._exponent() if name == "I" else 1
        if self._next() != Word("sign", ")"):
            raise TrialError(f"{name}( ) in the formula takes the name of one column alone")
        return Atom(column, name, power)

    def _exponent(self) -> int:
        sign, number = self._next(), self._next()
        good = sign.text in {"^", "**"} and number.kind == "number"
        if not good or not 2 <= int(number.text[:9]) <= HIGHEST_POWER:
            raise TrialError(
                f"I( ) in the formula takes a power, such as I(x^2), up to {HIGHEST_POWER}"
            )
        return int(number.text)

    def _known(self, name: str) -> str:
        if name in self.columns:
            return name
        raise TrialError(_unknown(name, self.columns), field=name)

    def _use(self, atom: Atom) -> None:
        if atom not in self.atoms:
            self.atoms.append(atom)
        self.made.append(f"v{self.atoms.index(atom)}")


def _unknown(name: str, columns: Sequence[str]) -> str:
    near = [one for one in columns if one.casefold() == name.casefold()]
    longer = [one for one in columns if one.startswith(name) and one != name]
    says = f"the formula names '{name}', which is no column"
    if near:
        return f"{says}; did you mean '{near[0]}'?"
    if longer:
        return f"{says}; put a name with odd signs into quotes, such as '{longer[0]}'"
    shown = ", ".join(f"'{one}'" for one in columns[:12])
    return f"{says}; its columns: {shown}" + (" …" if len(columns) > 12 else "")
