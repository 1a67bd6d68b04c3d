"""Every promise of the catalogue holds for everybody, under every therapy."""

from collections.abc import Iterator
from dataclasses import dataclass

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.module import Clause, Module
from openimt.catalogue.promise import Promise
from openimt.catalogue.therapy import Therapy
from openimt.prove.asked import asked
from openimt.prove.cases import World
from openimt.prove.four import FALSE, Formula, Four, both, chosen, either, no
from openimt.prove.property import Claim, Counterexample
from openimt.prove.today import Today
from openimt.terms import PHASES, ModuleKind, Phase

FOR_GOOD = ("finished", "ended", "ban")
"""What may keep a module out that safety calls for: it was done or ended and nothing calls again,
or somebody asks for a plan without it, which is refused aloud and never silently followed."""

MAY_SET_ASIDE = "senior"
"""The role that may set a promised clause aside (clinical decision 7)."""

TRAUMA = frozenset({"ptsd", "trauma_story"})
"""Whatever module aims at one of these works on trauma, under whatever name."""

OF_TRAUMA = (
    frozenset({"suicide_attempt"}),
    frozenset({"life_threatening_act"}),
    frozenset({"self_harm_act"}),
    frozenset({"ongoing_threat"}),
    frozenset({"can_stay_present"}),
    frozenset({"can_feel_strongly"}),
    frozenset({"trained_therapist", "trauma_release"}),
)
"""What must be promised of it, one word of each (clinical decision 7)."""


@dataclass(frozen=True)
class Promised:
    """The promises of one kind, named ``id``."""

    id: str
    says: str

    def claims(self, world: World) -> Iterator[Claim | Counterexample]:
        """One claim for each promise and therapy; first what needs no solver."""
        mine = [p for p in world.catalogue.promises.values() if self._kind(p) == self.id]
        for promise in mine:
            if world.speaks_of(promise.module or _gate_of(promise, world)):
                yield from (Counterexample(says) for says in _nameless(promise, world))
        if self.id == "gates_hold":
            yield from (Counterexample(says) for says in _unpromised(world))
        for today in world.days:
            for promise in mine:
                yield from self._claim(promise, today, world)

    @staticmethod
    def _kind(promise: Promise) -> str:
        if promise.comes_when is not None:
            return "safety_comes"
        return "gates_hold" if promise.beyond is None else "phases_hold"

    def _claim(self, promise: Promise, today: Today, world: World) -> Iterator[Claim]:
        about = promise.module or _gate_of(promise, world)
        unbound = promise.beyond is not None and not today.therapy.binds_phases
        if unbound or not world.speaks_of(about):
            return
        if promise.comes_when is not None:
            broken = _not_called(promise, today, world.catalogue)
        elif promise.beyond is not None:
            broken = _past_without(promise, promise.beyond, today)
        else:
            broken = _worked_without(promise, today, world.catalogue)
        says = f"{promise.id} ({promise.says} Under {today.therapy.name}.)"
        yield Claim(says, broken, (today.person,), about, today.therapy.id)


def _gate_of(promise: Promise, world: World) -> str:
    """The gate that leaves the promised phase under the therapies that bind phases."""
    gates = [gate for t in _binding(world) for gate in t.gates if gate.leaves is promise.beyond]
    return gates[0].id if gates else ""


def _binding(world: World) -> list[Therapy]:
    return [therapy for therapy in world.therapies if therapy.binds_phases]


def _nameless(promise: Promise, world: World) -> Iterator[str]:
    """What a promise names that there is not, or not in the form that was promised."""
    module = world.catalogue.modules.get(promise.module)
    if promise.module and module is None:
        yield f"{promise.id}: there is no module '{promise.module}'"
    for name in promise.set_aside:
        clause = _clause(name, module)
        if clause is None or clause.override != MAY_SET_ASIDE:
            yield f"{promise.id}: no clause '{name}' that a senior colleague may set aside"
    if promise.judged and _clause(promise.judged, module) is None:
        yield f"{promise.id}: no clause '{promise.judged}' that a clinician may judge"
    for therapy in _binding(world) if promise.beyond is not None else ():
        gates = [gate for gate in therapy.gates if gate.leaves is promise.beyond]
        if promise.criterion not in {c.id for gate in gates for c in gate.criteria}:
            says = f"{therapy.name} leaves {promise.beyond} without asking '{promise.criterion}'"
            yield f"{promise.id}: {says}"


def _unpromised(world: World) -> Iterator[str]:
    """A module that works on trauma, and a gate that nothing promises of it."""
    every = world.catalogue.promises.values()
    for module in sorted(world.catalogue.modules.values(), key=lambda m: m.id):
        if not TRAUMA & set(module.targets) or not world.speaks_of(module.id):
            continue
        mine = [p.needs for p in every if p.module == module.id and p.unknown == "blocks"]
        words = {word for rule in mine if rule for part in rule.flat() for word in part.of}
        for gate in OF_TRAUMA:
            if not gate & words:
                says = f"nothing is promised of '{' or '.join(sorted(gate))}'"
                yield f"{module.id} works on trauma and {says}; add it to promises.toml"


def _clause(name: str, module: Module | None) -> Clause | None:
    if module is None:
        return None
    every = (*module.contraindicated, *module.not_yet, *module.requires)
    return next((clause for clause in every if clause.id == name), None)


def holds(promise: Promise, today: Today) -> Formula:
    """What the promise asks for is so, or not known where not knowing passes."""
    found = _asked(promise, today)
    return either(found.passed, found.unknown if promise.unknown == "passes" else FALSE)


def _asked(promise: Promise, today: Today) -> Four:
    if promise.modules_of is not None:
        return today.modules_there(promise.modules_of)
    if promise.change_of:
        return today.changed(promise.change_of)
    if promise.rule is None:
        return Four(FALSE, no(FALSE))
    found = asked(promise.rule, today.person, today.phases, promise.module)
    if not promise.judged:
        return found
    said = today.person.judged(promise.judged)
    heard = both(found.unknown, no(said["none"]))
    return chosen(heard, Four(said["yes"], said["no"], said["none"]), found)


def _worked_without(promise: Promise, today: Today, catalogue: Catalogue) -> Formula:
    module = catalogue.modules.get(promise.module)
    if module is None:
        return FALSE
    p = today.person
    aside = either(*(p.judged(clause, MAY_SET_ASIDE)["no"] for clause in promise.set_aside))
    starts = FALSE if promise.while_running else p.running(module.id)
    return both(today.works(module), no(starts), no(aside), no(holds(promise, today)))


def _not_called(promise: Promise, today: Today, catalogue: Catalogue) -> Formula:
    """The fact is there, and safety does not call, or something silently keeps the module out."""
    there = _asked(promise, today).met
    module = catalogue.modules.get(promise.module)
    if module is None or module.kind is not ModuleKind.SPECIFIC:
        return there
    rules = today.kept_out(module)
    silently = either(*(rule for name, rule in rules.items() if name not in FOR_GOOD))
    held = either(*today.waits(module).values())
    wrong = either(no(today.by_safety(module)), silently, held, no(today.phase_allows(module)))
    return both(there, wrong)


def _past_without(promise: Promise, phase: Phase, today: Today) -> Formula:
    """The gate stands open, or a later phase is reached, though it is not so and nobody judged it.

    Danger alone makes the safety phase, so nothing but its gate is asked there.
    """
    gates = [today.open(gate) for gate in today.therapy.gates if gate.leaves is phase]
    later = PHASES[phase.order + 1 :] if phase is not Phase.SAFETY else ()
    past = either(*gates, *(today.phases[p] for p in later))
    judged = today.person.judged(promise.criterion)["yes"]
    return both(past, no(judged), no(holds(promise, today)))


SAFETY_COMES = Promised(
    "safety_comes",
    "Whatever fact calls for a safety plan, a containment contact, urgent help for another state "
    "or the protection of others brings it, under every therapy; no wish, form, training, budget, "
    "phase or rule of a therapy hides it.",
)
GATES_HOLD = Promised(
    "gates_hold",
    "No module is started or gone on with before each of its promised gates holds; what is set "
    "aside is set aside by a senior colleague, on record, where the promise allows it.",
)
PHASES_HOLD = Promised(
    "phases_hold",
    "Under a therapy bound to phases, nobody is past a phase while something that we look for "
    "there is not so, unless a named person has judged it.",
)
