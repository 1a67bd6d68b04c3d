"""What holds for every module under every therapy, whatever its file says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.module import Module
from openimt.prove.asked import stood
from openimt.prove.cases import World
from openimt.prove.four import FALSE, Formula, both, either, no
from openimt.prove.person import Person
from openimt.prove.promised import holds
from openimt.prove.property import Claim, Counterexample
from openimt.prove.today import Today
from openimt.terms import PHASES, Phase

SAFETY_MODULES = frozenset({f"s{n}" for n in range(1, 10)}) - {"s3"}
"""The only specific modules that may start or go on while danger is imminent."""

UNKNOWN_MAY_BLOCK = frozenset({"r7", "i7", "n5", "n6"})
"""The only modules that not knowing may keep from anybody (clinical decision 3)."""

Broken = Callable[[Module, Today], Formula]


@dataclass(frozen=True)
class OfEachModule:
    """A property of every specific module: ``broken`` must hold for nobody."""

    id: str
    says: str
    broken: Broken

    def claims(self, world: World) -> Iterator[Claim | Counterexample]:
        """One claim for each module and therapy."""
        for today in world.days:
            for module in today.modules:
                if not world.speaks_of(module.id):
                    continue
                says = f"{module.id.upper()} {module.short}, under {today.therapy.name}"
                broken = self.broken(module, today)
                yield Claim(says, broken, (today.person,), module.id, today.therapy.id)


def _in_danger(module: Module, today: Today) -> Formula:
    if module.id in SAFETY_MODULES:
        return FALSE
    return both(today.person.danger, today.works(module))


def _contraindicated(module: Module, today: Today) -> Formula:
    """A contraindication is met or, where that blocks, unknown, and the module is worked on."""
    harm = [stood(c, today.person, today.phases, module.id) for c in module.contraindicated]
    blocks = [
        found.unknown if clause.unknown_blocks else FALSE
        for clause, found in zip(module.contraindicated, harm, strict=True)
    ]
    return both(either(*(h.met for h in harm), *blocks), today.works(module))


def _against_a_no(module: Module, today: Today) -> Formula:
    said_no = today.person.liking(module.id)["no"]
    return both(said_no, no(today.by_safety(module)), today.works(module))


def _untrained(module: Module, today: Today) -> Formula:
    if not module.competences:
        return FALSE
    p = today.person
    nobody = both(p.training_said, *(no(p.trained(c)) for c in module.competences))
    return both(nobody, today.works(module))


def _before_assessment(module: Module, today: Today) -> Formula:
    if not module.dose.budget:
        return FALSE
    return both(no(today.person.personality_known), today.works(module))


def _denied_for_want_of_a_form(module: Module, today: Today) -> Formula:
    """A clause's answer is unknown, nobody judged it, and it keeps the module from the person;
    in trauma work though every promise that blocks there holds."""
    p, m = today.person, module.id
    clauses = (*module.contraindicated, *module.not_yet, *module.requires)
    unknown = [stood(c, p, today.phases, m).unknown if c.unknown_blocks else FALSE for c in clauses]
    promises = p.catalogue.promises.values() if m in UNKNOWN_MAY_BLOCK else ()
    blocking = [one for one in promises if one.module == m and one.unknown == "blocks"]
    return both(either(*unknown), *(holds(one, today) for one in blocking))


def _repair_stops(module: Module, today: Today) -> Formula:
    """With everything else as it is, a repair alone keeps out what it may never keep out."""
    spared = {"s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "r1", "i9", "n7"}
    held = today.waits(module)["repair_first"]
    late = module.home in {Phase.EXPLORATION, Phase.INTEGRATION}
    running = today.person.running(module.id)
    if module.id in spared or not late:
        return held
    commons = today.person.catalogue.common()
    none = no(either(*(today.person.common(c.id)["needs_repair"] for c in commons)))
    all_spent = both(
        *(
            either(no(today.person.common(c.id)["needs_repair"]), today.person.repair_spent(c.id))
            for c in commons
        )
    )
    return both(held, either(running, none, all_spent))


EACH_MODULE = (
    OfEachModule(
        "danger_first",
        "While danger is imminent no specific module but the S modules other than S3 starts or "
        "goes on; the rest is held, not ended.",
        _in_danger,
    ),
    OfEachModule(
        "contraindicated_never",
        "No module is offered to a person for whom it is contraindicated, whatever else is true.",
        _contraindicated,
    ),
    OfEachModule(
        "consent", "Nothing but safety is worked on against a person's clear no.", _against_a_no
    ),
    OfEachModule(
        "competence",
        "No module is worked on where nobody has the training it asks for.",
        _untrained,
    ),
    OfEachModule(
        "assessment_first",
        "Without a diagnosis or a reading of personality severity no specific module that takes "
        "sessions is worked on.",
        _before_assessment,
    ),
    OfEachModule(
        "no_form_denies",
        "A missing form denies no support: what nobody knows keeps out only R7, I7, N6 and the "
        "chapters of N5, and those only where a promise says so.",
        _denied_for_want_of_a_form,
    ),
    OfEachModule(
        "repair_stops_nothing",
        "A common module in repair never stops what is running, nor safety work, psychoeducation, "
        "the network or an ending, and holds back other new work for a few sessions at most.",
        _repair_stops,
    ),
)


@dataclass(frozen=True)
class StepBack:
    """From wherever a course is, a fact or a judgement leads back at once."""

    id: str = "step_back"
    says: str = (
        "Stepping back is always possible: imminent danger is the safety phase whatever was "
        "reached, and a named judgement that a gate is not passed leads back to before it."
    )

    def claims(self, world: World) -> Iterator[Claim | Counterexample]:
        """Danger under each therapy; each criterion of those that bind phases."""
        for today in world.days:
            p, name = today.person, today.therapy.name
            broken = both(p.danger, no(today.phases[Phase.SAFETY]))
            yield Claim(f"danger under {name}", broken, (p,), "", today.therapy.id)
            gates = today.therapy.gates if today.therapy.binds_phases else ()
            for gate in gates:
                if gate.leaves is Phase.SAFETY:
                    continue
                for c in gate.criteria:
                    later = either(*(today.phases[x] for x in PHASES[gate.leaves.order + 1 :]))
                    back = both(p.judged(c.id)["no"], later)
                    says = f"'{c.id}' judged not met, under {name}"
                    yield Claim(says, back, (p,), gate.id, today.therapy.id)


@dataclass(frozen=True)
class SamePlaceForSafety:
    """No therapy's rules change what safety calls for."""

    id: str = "no_therapy_hides_safety"
    says: str = (
        "No rule of a therapy hides a safety plan or suppresses what safety calls for: the same "
        "person is called to the same safety modules under every therapy, and every rule between "
        "sessions says what it never does."
    )

    def claims(self, world: World) -> Iterator[Claim | Counterexample]:
        """The same facts under each pair of therapies."""
        yield from _rules_without_their_never(world)
        first, *others = world.days
        for other in others:
            for module in first.modules:
                if module.dose.budget or not module.mandatory:
                    continue
                one, two = _safety_today(module, first), _safety_today(module, other)
                broken = either(both(one, no(two)), both(two, no(one)))
                says = f"{module.id.upper()}, {first.therapy.name} beside {other.therapy.name}"
                yield Claim(says, broken, (world.person,), module.id, other.therapy.id)


def _safety_today(module: Module, today: Today) -> Formula:
    return both(today.by_safety(module), today.works(module))


def _rules_without_their_never(world: World) -> Iterator[Counterexample]:
    for therapy in world.catalogue.therapies.values():
        for rule in therapy.between_sessions:
            if not rule.never:
                yield Counterexample(
                    f"'{rule.id}' of {therapy.name} does not say what it never does"
                )


@dataclass(frozen=True)
class FactsAreNoScores:
    """Suicidality and self-harm are facts: no weight, level or score reads them."""

    id: str = "facts_are_no_scores"
    says: str = (
        "Nothing about suicidality or self-harm is read as a score, weight or level: no module's "
        "effect, no scale and no rule gives them a severity, and no severity changes with them."
    )

    def claims(self, world: World) -> Iterator[Claim | Counterexample]:
        """What is written, then what follows from it."""
        yield from _weighed(world.catalogue)
        for today in world.days:
            yield from self._no_need_moves(today, world.another)

    @staticmethod
    def _no_need_moves(today: Today, other: Person) -> Iterator[Claim]:
        """Two people with the same readings and different facts have the same needs."""
        p = today.person
        least = p.catalogue.settings["need_threshold"]
        for target in sorted(t.id for t in p.catalogue.targets.values()):
            same = both(
                p.known(target) == other.known(target), p.severity(target) == other.severity(target)
            )
            differ = p.at_least(target, least) != other.at_least(target, least)
            says = f"the need of '{target}' under {today.therapy.name}"
            yield Claim(says, both(same, differ), (p, other), target, today.therapy.id)


def _weighed(catalogue: Catalogue) -> Iterator[Counterexample]:
    facts = {t.id for t in catalogue.targets.values() if t.fact} | {"suicidality", "self_harm"}
    for module in catalogue.modules.values():
        for aim in module.aims:
            if aim.target in facts and (aim.effect is not None or aim.sd is not None):
                yield Counterexample(f"{module.id} gives '{aim.target}' an effect")
        for clause in (*module.mandatory, *module.indicated, *module.not_yet):
            for part in clause.when.flat():
                if part.asks == "target" and set(part.of) & facts:
                    yield Counterexample(f"'{clause.id}' asks for a severity of {part.of[0]}")
    for link in catalogue.measures:
        if set(link.targets) & facts:
            yield Counterexample(f"'{link.measure}' is read as a severity of a fact")


@dataclass(frozen=True)
class OrderBindsOnlyWhereItBinds:
    """Phases and their order bind only the courses of a therapy that says so."""

    id: str = "order_binds_only_imt"
    says: str = (
        "Phases and their order bind only courses under a therapy that binds them: under the "
        "others no gate of a phase keeps anything from anybody; only imminent danger does."
    )

    def claims(self, world: World) -> Iterator[Claim | Counterexample]:
        """A module kept from today by nothing but the phase, outside of danger."""
        binding = [t.id for t in world.therapies if t.binds_phases]
        if binding != ["imt"]:
            yield Counterexample(f"phases bind {', '.join(binding) or 'no therapy'}; expected imt")
        for today in world.days:
            if today.therapy.binds_phases:
                continue
            for module in today.modules:
                broken = both(no(today.person.danger), no(today.phase_allows(module)))
                says = f"{module.id.upper()} under {today.therapy.name}"
                yield Claim(says, broken, (today.person,), module.id, today.therapy.id)


@dataclass(frozen=True)
class CommonModulesStay:
    """The common modules run in every course and nothing takes them away."""

    id: str = "common_modules_stay"
    says: str = "The six common modules run in every course from its first day; no rule ends them."

    def claims(self, world: World) -> Iterator[Claim | Counterexample]:
        """There are six, they run in every phase, and none has a clause that could keep it out."""
        common = world.catalogue.common()
        if [m.id for m in common] != [f"c{n}" for n in range(1, 7)]:
            yield Counterexample(f"the common modules are {', '.join(m.id for m in common)}")
        for module in common:
            if set(module.phases) != set(PHASES) or module.dose.budget:
                yield Counterexample(f"{module.id} does not run in every phase free of charge")
            for clause in (*module.contraindicated, *module.not_yet, *module.requires):
                yield Counterexample(f"{module.id} can be kept out by '{clause.id}'")
