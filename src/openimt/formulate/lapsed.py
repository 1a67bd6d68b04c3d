"""Judgements that have lapsed although something rests on them: they are made again.

A judgement about somebody's safety, or about a gate of trauma work, holds for one to a few weeks.
When it lapses nothing may disappear without a word: whoever looks at the course is told what is to
be judged again, and what rests on it. What brought a protocol that is never withheld is a duty.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.module import Clause, Module
from openimt.catalogue.wording import CLAUSES
from openimt.formulate.assessment import Judgement
from openimt.formulate.clause import judging_role
from openimt.formulate.facts import Facts
from openimt.formulate.indication import CalledBy, indication
from openimt.formulate.profile import AssessNext, Because, Duty
from openimt.formulate.say import lapsed_says
from openimt.terms import Response

Asked = tuple[str, str]
"""What is judged, by its id, and the role of who may judge it."""


@dataclass(frozen=True)
class Lapsed:
    """A judgement that no longer stands: what is to be judged again, the modules that rest on it,
    and whether it called for one of them that is never withheld."""

    judgement: Judgement
    says: str
    modules: tuple[str, ...]
    presses: bool


def lapsed(
    facts: Facts, catalogue: Catalogue, planned: Collection[str] | None = None
) -> tuple[Lapsed, ...]:
    """Every judgement that has lapsed and that a module under way, or in the adopted plan, rests
    on; without a plan (``planned`` None) also what is called for or wished."""
    if not any(j.until and j.until < facts.on for j in facts.assessment.judgements):
        return ()
    resting: dict[Asked, list[str]] = {}
    pressing: set[Asked] = set()
    for module in catalogue.specific():
        for asked, calls in _asked(module, facts):
            if calls or _concerned(module, facts, catalogue, planned):
                resting.setdefault(asked, []).append(module.short)
            if calls:
                pressing.add(asked)
    return tuple(
        Lapsed(
            judgement, _says(asked[0], catalogue), tuple(dict.fromkeys(names)), asked in pressing
        )
        for asked, names in sorted(resting.items())
        if (judgement := facts.lapsed(*asked))
    )


def again_duties(found: Collection[Lapsed]) -> list[Duty]:
    """What has to be judged again by the next working day, because it called for protection."""
    return [
        Duty(f"judge_again_{one.judgement.criterion}", f"Judge again {one.says}", _SOON, _why(one))
        for one in found
        if one.presses
    ]


def again_next(found: Collection[Lapsed]) -> tuple[AssessNext, ...]:
    """What else is to be judged again, and why."""
    return tuple(
        AssessNext(f"judge again {one.says}", "; ".join(b.says for b in _why(one)))
        for one in found
        if not one.presses
    )


_SOON = Response.NEXT_WORKING_DAY


def _why(one: Lapsed) -> tuple[Because, ...]:
    lapse = lapsed_says(one.judgement).rstrip(":")
    return (Because(f"{lapse}; this rests on it: {', '.join(one.modules)}", "judgement"),)


def _asked(module: Module, facts: Facts) -> Iterator[tuple[Asked, bool]]:
    """Each lapsed judgement that the rules of a module ask, and whether it called for the module
    by a rule that is never withheld."""
    done = facts.done(module.id)
    if done.step >= 4 or done.ended:
        return
    for kind in CLAUSES:
        clauses: tuple[Clause, ...] = getattr(module, kind)
        for asked in (one for clause in clauses for one in _words(clause)):
            if gone := facts.lapsed(*asked):
                yield asked, kind == "mandatory" and gone.met


def _words(clause: Clause) -> Iterator[Asked]:
    yield clause.id, clause.override or judging_role(clause.when)
    for part in clause.when.flat():
        if part.asks == "judgement":
            yield part.of[0], str(part.option("role", "clinician"))


def _concerned(
    module: Module, facts: Facts, catalogue: Catalogue, planned: Collection[str] | None
) -> bool:
    if facts.running(module.id):
        return True
    if planned is not None:
        return module.id in planned
    wished = facts.assessment.preferences.get(module.id, 0) > 0 or module.id in facts.assessment.pin
    return wished or indication(module, facts, catalogue).by is not CalledBy.NOTHING


def _says(judged: str, catalogue: Catalogue) -> str:
    """What is judged, as the end of *judge again …*; by its id where the catalogue has no words
    for it, which its check says."""
    if judged in catalogue.judgements:
        return f"whether {catalogue.judgements[judged].says}"
    clauses = (
        clause
        for module in catalogue.specific()
        for kind in CLAUSES
        for clause in getattr(module, kind)
    )
    found = (clause.says for clause in clauses if clause.id == judged)
    return f"whether this holds: {next(found, judged)}"
