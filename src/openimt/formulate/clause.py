"""The state of a module's clause for a person: what the records say, or a named judgement.

Where the records cannot say, a clinician's judgement of the clause stands in, so that a missing
form never denies care (clinical decision 3); not where not knowing blocks: there the fact itself
has to be found out and recorded. A clause that names a role to override it may be set aside by
that role, with a reason and a day on which it lapses, and by nobody else (clinical decision 7).
"""

from openimt.catalogue.condition import Condition
from openimt.catalogue.module import Clause
from openimt.formulate.answer import Answer
from openimt.formulate.ask import ask
from openimt.formulate.assessment import Judgement
from openimt.formulate.facts import Facts
from openimt.formulate.profile import Because
from openimt.terms import Truth


def clause_state(clause: Clause, facts: Facts, module: str) -> Answer:
    """What a clause comes to for this person and module; asked of the same facts once."""
    asked = (id(clause), module)
    if asked not in facts.answers:
        facts.answers[asked] = (clause, _state(clause, facts, module))
    return facts.answers[asked][1]


def _state(clause: Clause, facts: Facts, module: str) -> Answer:
    answer = ask(clause.when, facts, module)
    judged = _judgement(clause, answer.state, facts)
    if judged is None:
        return answer
    says = f"judged by {judged.by or 'an unnamed person'}: {judged.reason or 'no reason given'}"
    grounds = (Because(says, "judgement"), *answer.because)
    return Answer(Truth.MET if judged.met else Truth.NOT_MET, grounds)


def stands_against(clause: Clause, against: Truth, facts: Facts, module: str) -> Answer | None:
    """The clause's answer when it stands against the module: it is as feared, or it is not known
    and not knowing blocks; else None."""
    answer = clause_state(clause, facts, module)
    blocks = answer.state is Truth.UNKNOWN and clause.unknown_blocks
    return answer if answer.state is against or blocks else None


def why(clause: Clause) -> tuple[Because, ...]:
    """The author's reason for a clause, as a ground of what follows from it."""
    return (Because(clause.why, clause.source),) if clause.why else ()


def judging_role(condition: Condition) -> str:
    """The role that may answer for the whole condition: the strictest one asked for inside it."""
    asked = {str(part.option("role", "clinician")) for part in condition.flat()}
    return next(iter(sorted(asked - {"clinician"})), "clinician")


def _judgement(clause: Clause, state: Truth, facts: Facts) -> Judgement | None:
    """Where not knowing blocks, the fact itself has to be found out and recorded."""
    if clause.override:
        return facts.judgement(clause.id, clause.override, "yes")
    if state is not Truth.UNKNOWN or clause.unknown_blocks:
        return None
    return facts.judgement(clause.id, judging_role(clause.when))
