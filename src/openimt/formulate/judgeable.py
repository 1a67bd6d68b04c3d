"""What people may judge: criteria, words of rules and clauses; by whom, and for how long."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from openimt.catalogue.catalogue import Catalogue, once
from openimt.catalogue.condition import Condition
from openimt.catalogue.module import Clause, Module
from openimt.catalogue.wording import CLAUSES
from openimt.catalogue.words import clauses as conditions_of
from openimt.formulate.ask import ask
from openimt.formulate.clause import judging_role
from openimt.formulate.facts import Facts
from openimt.terms import JUDGES, Truth


class Judged(StrEnum):
    """What kind of thing is judged."""

    CRITERION = "criterion"
    WORD = "word"
    CLAUSE = "clause"


@dataclass(frozen=True)
class Judgeable:
    """One thing that somebody may judge; ``says`` is its sentence.

    ``role``: who may; ``weeks``: how long it holds unless that person says otherwise;
    ``override``: the judgement stands against what the records say; ``module``: whose clause it is.
    """

    id: str
    says: str
    what: Judged
    weeks: int
    role: str = JUDGES[0]
    module: str = ""
    why: str = ""
    override: bool = False


def judgeable(catalogue: Catalogue, therapy: str) -> Mapping[str, Judgeable]:
    """Everything that may be judged under a therapy, by id: what it looks for before moving on,
    then the words that rules ask, then clauses.

    Not there: a clause where not knowing blocks and nobody may set it aside, because there the fact
    itself has to be found out; and one that asks for nothing but a word, which is judged instead.
    """
    found = (
        *_criteria(catalogue, therapy),
        *_words(catalogue),
        *(_clause(m, c, catalogue) for m, c in _clauses(catalogue)),
    )
    return {one.id: one for one in found}


def clauses_to_judge(facts: Facts, catalogue: Catalogue) -> frozenset[str]:
    """The clauses of which a judgement would count for this person now: what the records do not
    know, and what a role may set aside."""
    return frozenset(
        clause.id
        for module, clause in _clauses(catalogue)
        if clause.override or ask(clause.when, facts, module.id).state is Truth.UNKNOWN
    )


@once
def judged_ids(catalogue: Catalogue) -> frozenset[str]:
    """Every id of which a judgement can change anything, under any therapy."""
    criteria = {name for therapy in catalogue.therapies.values() for name in therapy.judged()}
    every = {c.id for m in catalogue.modules.values() for c in _every_clause(m) if _may_judge(c)}
    return frozenset(criteria | every | set(_asked(catalogue)))


@once
def special_roles(catalogue: Catalogue) -> Mapping[str, frozenset[str]]:
    """The ids for which some rule asks another role than any clinician, with those roles."""
    found: dict[str, set[str]] = {name: set(roles) for name, roles in _asked(catalogue).items()}
    for module in catalogue.modules.values():
        for clause in _every_clause(module):
            found.setdefault(clause.id, set()).add(_role_of(clause))
    named = {name: frozenset(roles - {JUDGES[0]}) for name, roles in found.items()}
    return {name: roles for name, roles in named.items() if roles}


def _criteria(catalogue: Catalogue, therapy: str) -> Iterator[Judgeable]:
    weeks = int(catalogue.settings["judgement_weeks"])
    shape = catalogue.therapy(therapy)
    why = {c.id: c.why for gate in shape.gates for c in gate.criteria}
    for name, says in shape.judged().items():
        yield Judgeable(name, says, Judged.CRITERION, weeks, why=why.get(name, ""))


def _words(catalogue: Catalogue) -> Iterator[Judgeable]:
    asked = _asked(catalogue)
    for kind in catalogue.judgements.values():
        if kind.id in asked:
            says = f"{kind.says[:1].upper()}{kind.says[1:]}."
            yield Judgeable(kind.id, says, Judged.WORD, kind.weeks, kind.role)


def _clause(module: Module, clause: Clause, catalogue: Catalogue) -> Judgeable:
    weeks = catalogue.settings["override_weeks" if clause.override else "judgement_weeks"]
    return Judgeable(
        id=clause.id,
        says=clause.says,
        what=Judged.CLAUSE,
        weeks=int(weeks),
        role=_role_of(clause),
        module=module.id,
        why=clause.why,
        override=bool(clause.override),
    )


def _clauses(catalogue: Catalogue) -> Iterator[tuple[Module, Clause]]:
    for module in catalogue.modules.values():
        for clause in _every_clause(module):
            if _may_judge(clause) and (clause.override or not _one_word(clause.when)):
                yield module, clause


def _every_clause(module: Module) -> Iterator[Clause]:
    for kind in CLAUSES:
        yield from getattr(module, kind)


def _may_judge(clause: Clause) -> bool:
    return bool(clause.override) or not clause.unknown_blocks


def _one_word(condition: Condition) -> bool:
    inner = condition.parts[0] if condition.asks == "not" else condition
    return inner.asks == "judgement"


def _role_of(clause: Clause) -> str:
    return clause.override or judging_role(clause.when)


@once
def _asked(catalogue: Catalogue) -> Mapping[str, set[str]]:
    """The words that some rule asks a person to judge, with the roles it asks."""
    found: dict[str, set[str]] = {}
    for _, _, condition in conditions_of(catalogue):
        for part in condition.flat():
            if part.asks == "judgement":
                found.setdefault(part.of[0], set()).add(str(part.option("role", JUDGES[0])))
    return found
