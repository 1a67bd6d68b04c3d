"""A promise: what no edit of a module or a therapy may break, written apart from them.

Modules say how they are gated; promises say what must stay true whatever they say. Proofs hold
the two together (``openimt catalogue prove``), so that a gate cannot be lost unnoticed.
"""

from dataclasses import dataclass

from openimt.catalogue.condition import Condition
from openimt.terms import Phase


@dataclass(frozen=True)
class Promise:
    """One line that holds for everybody.

    With ``needs``: whenever ``module`` is worked on (at its start only, when ``while_running`` is
    false), the condition is met or does not apply; ``unknown`` says whether not knowing passes or
    blocks. A senior colleague's recorded judgement of one of the clauses ``set_aside`` may stand
    in its place; where nobody knows, a clinician's judgement of the clause ``judged`` decides.
    With ``comes_when``: whenever the condition is met, safety calls for the module.

    With ``beyond`` and ``criterion``: a course is past that phase only when ``needs`` is met or
    does not apply, or a named person judged the criterion. There ``change_of`` names measures one
    of which is reliably better, or ``modules_of`` a phase whose modules have come far enough, in
    the place of ``needs``.
    """

    id: str
    source: str
    module: str = ""
    needs: Condition | None = None
    comes_when: Condition | None = None
    beyond: Phase | None = None
    criterion: str = ""
    change_of: tuple[str, ...] = ()
    modules_of: Phase | None = None
    unknown: str = "passes"
    set_aside: tuple[str, ...] = ()
    judged: str = ""
    while_running: bool = True
    why: str = ""
    says: str = ""

    @property
    def rule(self) -> Condition | None:
        """The condition it speaks of."""
        return self.needs or self.comes_when
