"""What a catalogue must not say: rules over the whole of it, each one function.

``mistakes`` are things that cannot be meant; ``load`` refuses them. What is merely unfinished or
missing is found by ``completeness`` and reported by ``check``.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import PurePath

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.module import Clause, Module
from openimt.catalogue.numbers import numbers_can_be_meant
from openimt.catalogue.promise_soundness import RULES as RULES_OF_PROMISES
from openimt.catalogue.reach import reach
from openimt.catalogue.reachable import what_cannot_be
from openimt.catalogue.requirement import needed_modules, needs_of, rings
from openimt.catalogue.shape_reader import did_you_mean
from openimt.catalogue.therapy import Gate, Therapy
from openimt.catalogue.therapy_soundness import RULES as RULES_OF_THERAPIES
from openimt.catalogue.toml_file import MOST_FINDINGS, Files, Found, TomlFile, Where
from openimt.catalogue.words import clauses, unknown_judge, unknown_words
from openimt.errors import CatalogueError
from openimt.terms import FACT_TARGETS, JUDGES, PHASES, ModuleKind


def mistakes(catalogue: Catalogue | None, files: Files) -> list[CatalogueError]:
    """Everything in the catalogue that cannot be meant, in order of the rules below.

    What can never come about is asked only when nothing else is wrong, so that one slip brings
    one finding.
    """
    if catalogue is None:
        return []
    return slips(catalogue, files) or told(what_cannot_be(reach(catalogue), files))


def slips(catalogue: Catalogue, files: Files) -> list[CatalogueError]:
    """What can be seen to be wrong without asking what could ever come about."""
    return told(error for rule in RULES for error in rule(catalogue, files))


def told(found: Found) -> list[CatalogueError]:
    """The first ``MOST_FINDINGS``; the rest is left for the next time."""
    return list(islice(found, MOST_FINDINGS))


def _all(catalogue: Catalogue) -> Iterator[Module | Therapy]:
    yield from catalogue.modules.values()
    yield from catalogue.therapies.values()


def ids_match_file_names(catalogue: Catalogue, files: Files) -> Found:
    """A module or therapy lies in the file of its id."""
    for one in _all(catalogue):
        if PurePath(one.file).stem != one.id:
            yield files[one.file].error(f"'{one.id}' must lie in a file of that name", ("id",))


def targets_are_known(catalogue: Catalogue, files: Files) -> Found:
    """Aims, links of measures and capacities speak of targets and modules that there are."""
    for module in catalogue.modules.values():
        for n, aim in enumerate(module.aims):
            if aim.target not in catalogue.targets:
                hint = did_you_mean(aim.target, set(catalogue.targets))
                says = f"module '{module.id}' aims at the unknown target '{aim.target}'{hint}"
                yield files[module.file].error(says, ("aim", n, "target"))
    for n, link in enumerate(catalogue.measures):
        for target in link.targets:
            if target not in catalogue.targets or target in FACT_TARGETS:
                says = f"'{link.measure}' cannot be read as '{target}', which is no severity"
                yield files["measures.toml"].error(says, ("measure", n, "targets"))
        if link.low == link.high or link.sd <= 0:
            says = "needs low and high that differ, and an sd above 0"
            yield files["measures.toml"].error(says, ("measure", n))


def effects_fit_targets(catalogue: Catalogue, files: Files) -> Found:
    """An effect and its spread for every aim, and none for facts (clinical decision 4)."""
    for module in catalogue.modules.values():
        for n, aim in enumerate(module.aims):
            fact = aim.target in FACT_TARGETS
            if fact and (aim.effect is not None or aim.sd is not None):
                says = f"'{aim.target}' is a fact; an effect on it cannot be weighed"
                yield files[module.file].error(says, ("aim", n))
            elif not fact and not _is_effect(aim.effect, aim.sd):
                says = f"an aim at '{aim.target}' needs an effect of 0 to 0.1 and an sd above 0"
                yield files[module.file].error(says, ("aim", n))
    for n, target in enumerate(catalogue.targets.values()):
        if target.fact != (target.id in FACT_TARGETS):
            says = f"'{target.id}' is {'not ' if target.fact else ''}a fact"
            yield files["targets.toml"].error(says, ("target", n, "fact"))


def _is_effect(effect: float | None, sd: float | None) -> bool:
    return effect is not None and sd is not None and 0 <= effect <= 0.1 and sd > 0


def references_are_there(catalogue: Catalogue, files: Files) -> Found:
    """What is cited stands in references.toml."""
    for one in _all(catalogue):
        for reference in one.references:
            if reference not in catalogue.references:
                hint = did_you_mean(reference, set(catalogue.references))
                says = f"cites '{reference}', which is not in references.toml{hint}"
                yield files[one.file].error(says, ("references",))


def competences_are_known(catalogue: Catalogue, files: Files) -> Found:
    """A module asks for competences that catalogue.toml names."""
    for module in catalogue.modules.values():
        for word in set(module.competences) - set(catalogue.competences):
            hint = did_you_mean(word, set(catalogue.competences))
            says = f"asks for the unknown competence '{word}'{hint}"
            yield files[module.file].error(says, ("competences",))


def judges_are_known(catalogue: Catalogue, files: Files) -> Found:
    """Whoever may judge, or set a clause aside, is one of the roles that judge."""
    for n, kind in enumerate(catalogue.judgements.values()):
        if kind.role not in JUDGES:
            says = unknown_judge(kind.role)
            yield files["judgements.toml"].error(says, ("judgement", n, "role"))
        if kind.weeks < 1:
            says = f"'{kind.id}' lapses before it holds; give at least 1 week"
            yield files["judgements.toml"].error(says, ("judgement", n, "weeks"))
    for module in catalogue.modules.values():
        for (*where, _), clause in _clauses_of(module):
            if clause.override not in ("", *JUDGES):
                says = unknown_judge(clause.override)
                yield files[module.file].error(says, (*where, "override"))


def conditions_use_known_words(catalogue: Catalogue, files: Files) -> Found:
    """Every condition asks about things that there are."""
    for file, where, condition in clauses(catalogue):
        for says in unknown_words(condition, catalogue):
            yield files[file].error(says, where)


def capacities_are_built_by_modules(catalogue: Catalogue, files: Files) -> Found:
    """A capacity names modules that there are."""
    for n, capacity in enumerate(catalogue.capacities.values()):
        for module in set(capacity.built_by) - set(catalogue.modules):
            says = f"'{capacity.id}' is built by the unknown module '{module}'"
            yield files["capacities.toml"].error(says, ("capacity", n, "built_by"))


def core_modules_are_there(catalogue: Catalogue, files: Files) -> Found:
    """The modules at the core of a therapy, and those it begins early, are in the catalogue."""
    for therapy in catalogue.therapies.values():
        for module in therapy.core_modules:
            if module not in catalogue.modules:
                says = f"'{therapy.id}' has the unknown module '{module}' at its core"
                yield files[therapy.file].error(says, ("core_modules",))
        for module in therapy.early_modules:
            if module not in catalogue.modules:
                says = f"'{therapy.id}' names the unknown module '{module}' among its early ones"
                yield files[therapy.file].error(says, ("early_modules",))


def no_module_waits_for_itself(catalogue: Catalogue, files: Files) -> Found:
    """Prerequisites never lead back to where they began."""
    for ring in rings(catalogue.modules):
        says = ", ".join(
            f"{a} requires {b}" for a, b in zip(ring, (*ring[1:], ring[0]), strict=True)
        )
        module = catalogue.modules[ring[0]]
        where: Where = ("requires", _first_needing(module, ring[1 % len(ring)]))
        yield files[module.file].error(f"{says}: none of them could ever start", where)


def _first_needing(module: Module, other: str) -> int:
    needs = (n for n, c in enumerate(module.requires) if other in needed_modules(c.when))
    return next(needs, 0)


def modules_can_be_reached(catalogue: Catalogue, files: Files) -> Found:
    """Something calls for each specific module, and what it waits for comes in time."""
    for module in catalogue.modules.values():
        called_for = module.aims or module.mandatory or module.indicated
        if module.kind is ModuleKind.SPECIFIC and not called_for:
            says = f"module '{module.id}' can never be reached: no aim and no clause calls for it"
            yield files[module.file].error(says, ("id",))
        for needed in sorted(needs_of(module) & set(catalogue.modules)):
            first = min(phase.order for phase in catalogue.modules[needed].phases or PHASES)
            if module.phases and first > max(phase.order for phase in module.phases):
                says = (
                    f"module '{module.id}' can never be reached: '{needed}' starts in a later phase"
                )
                yield files[module.file].error(says, ("phases",))


def phases_hold_the_home(catalogue: Catalogue, files: Files) -> Found:
    """A module may start in the phase it belongs to."""
    for module in catalogue.modules.values():
        if module.home not in module.phases:
            says = f"'{module.id}' is at home in {module.home}, which is not among its phases"
            yield files[module.file].error(says, ("phases",))


def doses_are_in_order(catalogue: Catalogue, files: Files) -> Found:
    """Fewest, usual and most sessions rise."""
    for module in catalogue.modules.values():
        dose = module.dose
        if not 1 <= dose.fewest <= dose.usual <= dose.most:
            says = f"fewest {dose.fewest}, usual {dose.usual}, most {dose.most} must rise from 1"
            yield files[module.file].error(says, ("dose",))


def clause_ids_differ(catalogue: Catalogue, files: Files) -> Found:
    """Reasons and conflicts name clauses, so no two share an id."""
    seen: set[str] = set()
    for module in catalogue.modules.values():
        for where, clause in _clauses_of(module):
            if clause.id in seen:
                yield files[module.file].error(f"clause '{clause.id}' is said twice", where)
            seen.add(clause.id)


def _clauses_of(module: Module) -> Iterator[tuple[Where, Clause]]:
    for kind in ("mandatory", "indicated", "not_yet", "contraindicated", "requires"):
        for n, clause in enumerate(getattr(module, kind)):
            yield (kind, n, "id"), clause


def phases_have_an_exit(catalogue: Catalogue, files: Files) -> Found:
    """A therapy that binds phases leads from each to the next; every other to an end."""
    for therapy in filter(lambda one: one.runs_courses, catalogue.therapies.values()):
        file = files[therapy.file]
        if missing := [p.value for p in PHASES if p not in {x.phase for x in therapy.phases}]:
            yield file.error(f"'{therapy.id}' has no words for the phase {missing[0]}")
        for n, gate in enumerate(therapy.gates):
            yield from _gate_leads_on(therapy, gate, n, file)
        left = {gate.leaves for gate in therapy.gates}
        if therapy.binds_phases and (shut := [p.value for p in PHASES if p not in left]):
            yield file.error(f"'{therapy.id}' has no way out of the phase {shut[0]}")
        if not any(gate.to is None for gate in therapy.gates):
            yield file.error(f"'{therapy.id}' never ends: no gate leads to the end")


def _gate_leads_on(therapy: Therapy, gate: Gate, n: int, file: TomlFile) -> Found:
    ids = [criterion.id for criterion in gate.criteria]
    if not ids:
        yield file.error(f"gate '{gate.id}' looks for nothing", ("gate", n))
    if len(ids) != len(set(ids)):
        yield file.error(f"gate '{gate.id}' says a criterion twice", ("gate", n))
    if therapy.binds_phases and gate.to != gate.leaves.next:
        yield file.error(
            f"gate '{gate.id}' must lead to the phase after its own", ("gate", n, "to")
        )


RULES: tuple[Callable[[Catalogue, Files], Found], ...] = (
    ids_match_file_names,
    targets_are_known,
    effects_fit_targets,
    references_are_there,
    competences_are_known,
    judges_are_known,
    conditions_use_known_words,
    numbers_can_be_meant,
    capacities_are_built_by_modules,
    core_modules_are_there,
    no_module_waits_for_itself,
    modules_can_be_reached,
    phases_hold_the_home,
    doses_are_in_order,
    clause_ids_differ,
    phases_have_an_exit,
    *RULES_OF_PROMISES,
    *RULES_OF_THERAPIES,
)
