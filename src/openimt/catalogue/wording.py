"""The last touch of loading: each rule gets its sentence, its judge and the codes it asks about."""

from collections.abc import Mapping
from dataclasses import replace

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.condition import Condition
from openimt.catalogue.module import Clause, Module
from openimt.catalogue.phrases import Names, scale
from openimt.catalogue.promise import Promise
from openimt.catalogue.sentence import sentence
from openimt.catalogue.therapy import Criterion, Therapy
from openimt.terms import Phase

CLAUSES = ("mandatory", "indicated", "not_yet", "contraindicated", "requires")
"""The five lists of clauses of a module."""


def worded(catalogue: Catalogue) -> Catalogue:
    """The catalogue with the sentence of every rule, and with its words put in their place."""
    names = _names(catalogue)
    modules = {i: _module(m, names, catalogue) for i, m in catalogue.modules.items()}
    therapies = {i: _therapy(t, names, catalogue) for i, t in catalogue.therapies.items()}
    promises = {i: _promise(p, names, catalogue) for i, p in catalogue.promises.items()}
    return replace(catalogue, modules=modules, therapies=therapies, promises=promises)


def rule_sentence(condition: Condition, catalogue: Catalogue) -> str:
    """The sentence of one condition, in the catalogue's own names."""
    return sentence(condition, _names(catalogue))


def settled(condition: Condition, catalogue: Catalogue) -> Condition:
    """The condition with diagnoses as their codes and judgements with the role that may judge."""
    if condition.parts:
        return replace(condition, parts=tuple(settled(p, catalogue) for p in condition.parts))
    if condition.asks == "diagnosis":
        return replace(condition, of=_codes(condition.of, catalogue))
    kind = catalogue.judgements.get(condition.of[0]) if condition.asks == "judgement" else None
    if kind is None:
        return condition
    said = dict(condition.options)
    options = {"role": kind.role, "cautious": kind.cautious, **said}
    return replace(condition, options=tuple(options.items()))


def _codes(words: tuple[str, ...], catalogue: Catalogue) -> tuple[str, ...]:
    known = catalogue.diagnoses
    return tuple(c for word in words for c in (known[word].codes if word in known else (word,)))


def _names(catalogue: Catalogue) -> Names:
    return Names(
        targets={t.id: t.name for t in catalogue.targets.values()},
        modules={m.id: m.short for m in catalogue.modules.values()},
        capacities={c.id: (c.name, c.not_needed_when) for c in catalogue.capacities.values()},
        judgements={j.id: j.says for j in catalogue.judgements.values()},
        denied={j.id: j.says_not for j in catalogue.judgements.values() if j.says_not},
        diagnoses={d.id: d.name for d in catalogue.diagnoses.values()},
    )


def _module(module: Module, names: Names, catalogue: Catalogue) -> Module:
    lists: Mapping[str, tuple[Clause, ...]] = {
        kind: tuple(_clause(clause, names, catalogue) for clause in getattr(module, kind))
        for kind in CLAUSES
    }
    return replace(module, **lists)  # type: ignore[arg-type]  # the five lists hold clauses


def _clause(clause: Clause, names: Names, catalogue: Catalogue) -> Clause:
    said = sentence(settled_role(clause.when, catalogue), names)
    return replace(clause, says=said, when=settled(clause.when, catalogue))


def settled_role(condition: Condition, catalogue: Catalogue) -> Condition:
    """The condition with its judges, but with diagnoses still by name."""
    if condition.parts:
        return replace(condition, parts=tuple(settled_role(p, catalogue) for p in condition.parts))
    return condition if condition.asks == "diagnosis" else settled(condition, catalogue)


def _promise(promise: Promise, names: Names, catalogue: Catalogue) -> Promise:
    needs, comes = promise.needs, promise.comes_when
    return replace(
        promise,
        says=_promise_says(promise, names, catalogue),
        needs=settled(needs, catalogue) if needs else None,
        comes_when=settled(comes, catalogue) if comes else None,
    )


def _promise_says(promise: Promise, names: Names, catalogue: Catalogue) -> str:
    if promise.rule is None:
        return _looked_for(promise.modules_of, promise.change_of)
    return sentence(settled_role(promise.rule, catalogue), names)


def _looked_for(modules_of: Phase | None, change_of: tuple[str, ...]) -> str:
    """What is looked for where no condition says it."""
    if modules_of is not None:
        return f"Each {modules_of.value} module of this plan is at step 3, or ended with a reason."
    if change_of:
        scales = " or ".join(scale(one) for one in change_of)
        return f"{scales} is reliably better, or was in range at the start."
    return "A clinician judges this."


def _therapy(therapy: Therapy, names: Names, catalogue: Catalogue) -> Therapy:
    gates = tuple(
        replace(g, criteria=tuple(_criterion(c, names, catalogue) for c in g.criteria))
        for g in therapy.gates
    )
    return replace(therapy, gates=gates)


def _criterion(criterion: Criterion, names: Names, catalogue: Catalogue) -> Criterion:
    when, excused = criterion.when, criterion.not_applicable
    return replace(
        criterion,
        says=_criterion_says(criterion, names, catalogue),
        when=settled(when, catalogue) if when else None,
        not_applicable=settled(excused, catalogue) if excused else None,
    )


def _criterion_says(criterion: Criterion, names: Names, catalogue: Catalogue) -> str:
    decided = criterion.modules_of is not None or criterion.change_of
    if decided or criterion.when is None:
        return _looked_for(criterion.modules_of, criterion.change_of)
    return sentence(settled_role(criterion.when, catalogue), names)
