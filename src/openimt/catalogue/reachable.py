"""What can never come about: a module nobody can start, a gate nobody can pass, an empty phase."""

from collections.abc import Sequence

from openimt.catalogue.condition import Condition
from openimt.catalogue.module import Module
from openimt.catalogue.possible import Wanted
from openimt.catalogue.reach import Named, Reach, smallest, wants
from openimt.catalogue.requirement import rings
from openimt.catalogue.therapy import Criterion, Gate, Therapy
from openimt.catalogue.toml_file import Files, Found, TomlFile, Where
from openimt.catalogue.wording import CLAUSES
from openimt.terms import ModuleKind, Phase


def what_cannot_be(found: Reach, files: Files) -> Found:
    """Modules nobody can start, gates nobody can pass, phases of a therapy that nothing serves."""
    yield from modules_nobody_can_start(found, files)
    yield from gates_nobody_can_pass(found, files)
    yield from phases_no_module_serves(found, files)


def modules_nobody_can_start(found: Reach, files: Files) -> Found:
    """Every specific module can start for somebody; a ring of modules is told by its own rule."""
    told = {one for ring in rings(found.catalogue.modules) for one in ring}
    for module in found.catalogue.modules.values():
        called_for = module.aims or module.mandatory or module.indicated
        if module.id not in {*found.starts, *told} and called_for and module.phases:
            where, why = _why_not(module, found)
            yield files[module.file].error(f"module '{module.id}' can never start: {why}", where)


def _why_not(module: Module, found: Reach) -> tuple[Where, str]:
    core = smallest(wants(module, found.catalogue), module, found)
    ids = [name for name, _ in core]
    where = _place(module, ids[-1]) if ids else ("phases",)
    if Reach(found.catalogue).phases_open(module, core):
        return where, f"{_quoted(ids)} {_waits_for(core, found)}"
    return where, _contradiction(ids)


def _contradiction(ids: Sequence[str]) -> str:
    if not ids:
        return "none of its phases can be had"
    if len(ids) == 1:
        return f"{_quoted(ids)} asks for what cannot be, in every phase that it names"
    return f"{_quoted(ids)} cannot hold together in any phase that it names"


def _waits_for(core: Sequence[Named], found: Reach) -> str:
    """The capacities and modules in these that nobody can come to."""
    asked = [part for _, one in core for part in one.condition.flat()]
    capacities = {c.of[0] for c in asked if c.asks == "capacity"} - found.capacities
    modules = {c.of[0] for c in asked if c.asks == "module"} - found.starts.keys()
    told = [
        f"the capacity '{c}', which nothing builds and nobody can do without" for c in capacities
    ]
    told += [f"the module '{m}', which can never start" for m in modules]
    return f"needs {' and '.join(sorted(told))}"


def _quoted(ids: Sequence[str]) -> str:
    return " and ".join(f"'{one}'" if "." in one else one for one in ids)


def _place(module: Module, clause_id: str) -> Where:
    for kind in CLAUSES:
        for n, clause in enumerate(getattr(module, kind)):
            if clause.id == clause_id:
                return (kind, n, "when")
    return ("phases",)


def gates_nobody_can_pass(found: Reach, files: Files) -> Found:
    """Somebody meets every criterion of a gate at once, without needing a judgement instead."""
    for therapy in found.catalogue.therapies.values():
        for n, gate in enumerate(therapy.gates):
            yield from _gate(gate, n, found, files[therapy.file])


def _gate(gate: Gate, n: int, found: Reach, file: TomlFile) -> Found:
    passed: list[Named] = []
    for c, criterion in enumerate(gate.criteria):
        for wanted in _passing(criterion):
            if found.can([wanted]):
                passed.append((criterion.id, wanted))
            else:
                says = f"gate '{gate.id}': nobody can ever meet '{criterion.id}'"
                yield file.error(says, ("gate", n, "criterion", c, "when"))
    if not found.can([wanted for _, wanted in passed]):
        ids = _quoted_ids(_colliding(passed, found))
        yield file.error(f"nobody can pass gate '{gate.id}': {ids} exclude each other", ("gate", n))


def _passing(criterion: Criterion) -> list[Wanted]:
    """What passes a criterion; what other things decide (modules, a measure) is left out."""
    ways = tuple(c for c in (criterion.when, criterion.not_applicable) if c is not None)
    decided = criterion.modules_of is None and not criterion.change_of
    return [Wanted(Condition("any", parts=ways))] if ways and decided else []


def _colliding(passed: list[Named], found: Reach) -> list[str]:
    core = list(passed)
    for one in passed:
        rest = [other for other in core if other is not one]
        if not found.can([wanted for _, wanted in rest]):
            core = rest
    return [name for name, _ in core]


def _quoted_ids(ids: Sequence[str]) -> str:
    return " and ".join(f"'{one}'" for one in ids)


def phases_no_module_serves(found: Reach, files: Files) -> Found:
    """Under a therapy that binds phases, some specific module can start in each of them."""
    specific = [m for m in found.catalogue.modules.values() if m.kind is ModuleKind.SPECIFIC]
    served = {phase for m in specific for phase in found.starts.get(m.id, ())}
    for therapy in found.catalogue.therapies.values():
        if therapy.binds_phases and specific:
            yield from _unserved(therapy, served, files[therapy.file])


def _unserved(therapy: Therapy, served: set[Phase], file: TomlFile) -> Found:
    for n, one in enumerate(therapy.phases):
        if one.phase not in served:
            says = f"under '{therapy.id}' no module can start in the phase {one.phase.value}"
            yield file.error(says, ("phase", n))


def doubts(found: Reach, files: Files) -> Found:
    """What is shown and not wrong: phases named in vain, rules too many-sided to decide."""
    yield from phases_closed_by_own_rules(found, files)
    if found.ways.undecided:
        says = (
            f"the rules of {found.ways.undecided} modules or phases have too many alternatives to "
            "decide whether they can hold; join fewer by 'any'"
        )
        yield files["catalogue.toml"].error(says, ("version",))


def phases_closed_by_own_rules(found: Reach, files: Files) -> Found:
    """A module names only phases in which its own rules can let it start."""
    for module in found.catalogue.modules.values():
        open_phases = found.starts.get(module.id, module.phases)
        for phase in (p for p in module.phases if p not in open_phases):
            says = f"names the phase {phase.value}, but its own rules never let it start there"
            yield files[module.file].error(says, ("phases",))
