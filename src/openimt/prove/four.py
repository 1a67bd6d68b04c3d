"""Four-valued truth as formulas: met, not met, unknown, not applicable; exactly one of them holds.

The joins are those of ``openimt.formulate.ask``; a generative test holds the two together.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import z3

from openimt.terms import Truth

Formula: TypeAlias = z3.BoolRef
"""A formula over the symbols of a person."""

TRUE, FALSE = z3.BoolVal(True), z3.BoolVal(False)


@dataclass(frozen=True)
class Four:
    """What a condition comes to, as one formula for each of the four values."""

    met: Formula
    not_met: Formula
    unknown: Formula = FALSE
    na: Formula = FALSE

    @property
    def passed(self) -> Formula:
        """Met, or not applicable."""
        return either(self.met, self.na)

    def state(self, truth: Truth) -> Formula:
        """The formula of one value."""
        return {
            Truth.MET: self.met,
            Truth.NOT_MET: self.not_met,
            Truth.UNKNOWN: self.unknown,
            Truth.NOT_APPLICABLE: self.na,
        }[truth]


def both(*parts: Formula) -> Formula:
    """All of them hold."""
    if any(p is FALSE for p in parts):
        return FALSE
    left = [p for p in parts if p is not TRUE]
    return _joined(z3.Z3_mk_and, left) if len(left) > 1 else next(iter(left), TRUE)


def either(*parts: Formula) -> Formula:
    """At least one of them holds."""
    if any(p is TRUE for p in parts):
        return TRUE
    left = [p for p in parts if p is not FALSE]
    return _joined(z3.Z3_mk_or, left) if len(left) > 1 else next(iter(left), FALSE)


def no(part: Formula) -> Formula:
    """It does not hold."""
    if part is TRUE or part is FALSE:
        return FALSE if part is TRUE else TRUE
    context = z3.main_ctx()
    return z3.BoolRef(z3.Z3_mk_not(context.ref(), part.as_ast()), context)


def _joined(make: Callable[..., Any], parts: Sequence[Formula]) -> Formula:
    """What ``z3.And`` and ``z3.Or`` come to for formulas, without asking each of them what it is:
    a proof makes a million."""
    context = z3.main_ctx()
    terms = (z3.Ast * len(parts))(*[part.as_ast() for part in parts])
    return z3.BoolRef(make(context.ref(), len(parts), terms), context)


def sure(holds: Formula) -> Four:
    """What can always be answered: met or not met."""
    return Four(holds, no(holds))


def known_if(known: Formula, holds: Formula) -> Four:
    """Met or not met where it is known, else unknown."""
    return Four(both(known, holds), both(known, no(holds)), no(known))


def turned(four: Four) -> Four:
    """The opposite; unknown and not applicable stay."""
    return Four(four.not_met, four.met, four.unknown, four.na)


def any_of(parts: Sequence[Four]) -> Four:
    """The first of met, not applicable, unknown that one of them is; else not met."""
    met = either(*(p.met for p in parts))
    na = both(no(met), either(*(p.na for p in parts)))
    unknown = both(no(met), no(na), either(*(p.unknown for p in parts)))
    return Four(met, both(no(met), no(na), no(unknown)), unknown, na)


def all_of(parts: Sequence[Four]) -> Four:
    """The first of not met, unknown, met that one of them is; else not applicable."""
    not_met = either(*(p.not_met for p in parts))
    unknown = both(no(not_met), either(*(p.unknown for p in parts)))
    met = both(no(not_met), no(unknown), either(*(p.met for p in parts)))
    return Four(met, not_met, unknown, both(no(not_met), no(unknown), no(met)))


def chosen(when: Formula, then: Four, otherwise: Four) -> Four:
    """One answer or another, by a formula."""

    def pick(a: Formula, b: Formula) -> Formula:
        return either(both(when, a), both(no(when), b))

    return Four(
        pick(then.met, otherwise.met),
        pick(then.not_met, otherwise.not_met),
        pick(then.unknown, otherwise.unknown),
        pick(then.na, otherwise.na),
    )
