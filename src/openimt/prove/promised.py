"""Every promise of the catalogue holds for everybody, under every therapy."""

from collections.abc import Iterator
from dataclasses import dataclass

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.promise import Promise
from openimt.prove.asked import asked
from openimt.prove.cases import World
from openimt.prove.four import FALSE, TRUE, Formula, Four, both, either, no
from openimt.prove.property import Claim, Counterexample
from openimt.prove.today import Today
from openimt.terms import PHASES, ModuleKind

FOR_GOOD = ("finished", "ended", "ban")
"""What may keep a module out that safety calls for: it was done or ended and nothing calls again,
or somebody asks for a plan without it, which is refused aloud and never silently followed."""


@dataclass(frozen=True)
class Promised:
    """The promises of one kind, named ``id``."""

    id: str
    says: str

    def claims(self, world: World) -> Iterator[Claim | Counterexample]:
        """One claim for each promise and therapy."""
        catalogue = world.catalogue
        for promise in catalogue.promises.values():
            if self._kind(promise) != self.id:
                continue
            if promise.module and promise.module not in catalogue.modules:
                yield Counterexample(f"{promise.id}: there is no module '{promise.module}'")
                continue
            for today in world.days:
                if promise.beyond is None or today.therapy.binds_phases:
                    yield self._claim(promise, today, catalogue)

    @staticmethod
    def _kind(promise: Promise) -> str:
        if promise.comes_when is not None:
            return "safety_comes"
        return "gates_hold" if promise.beyond is None else "phases_hold"

    def _claim(self, promise: Promise, today: Today, catalogue: Catalogue) -> Claim:
        if promise.comes_when is not None:
            broken = _not_called(promise, today, catalogue)
        elif promise.beyond is not None:
            broken = _past_without(promise, today)
        else:
            broken = _worked_without(promise, today, catalogue)
        says = f"{promise.id} ({promise.says} Under {today.therapy.name}.)"
        return Claim(says, broken, (today.person,), promise.module, today.therapy.id)


def _holds(promise: Promise, today: Today) -> Formula:
    found = _asked(promise, today)
    return either(found.passed, found.unknown if promise.unknown == "passes" else FALSE)


def _asked(promise: Promise, today: Today) -> Four:
    if promise.rule is None:
        return Four(FALSE, TRUE)
    return asked(promise.rule, today.person, today.phases, promise.module)


def _worked_without(promise: Promise, today: Today, catalogue: Catalogue) -> Formula:
    module = catalogue.modules[promise.module]
    p = today.person
    aside = either(*(p.judged(clause, "senior")["no"] for clause in promise.set_aside))
    starts = FALSE if promise.while_running else p.running(module.id)
    return both(today.works(module), no(starts), no(aside), no(_holds(promise, today)))


def _not_called(promise: Promise, today: Today, catalogue: Catalogue) -> Formula:
    """The fact is there, and safety does not call, or something silently keeps the module out."""
    module = catalogue.modules[promise.module]
    there = _asked(promise, today).met
    rules = today.kept_out(module)
    silently = either(*(rule for name, rule in rules.items() if name not in FOR_GOOD))
    held = either(*today.waits(module).values())
    wrong = either(no(today.by_safety(module)), silently, held, no(today.phase_allows(module)))
    return both(there, wrong) if module.kind is ModuleKind.SPECIFIC else there


def _past_without(promise: Promise, today: Today) -> Formula:
    first = promise.beyond.order + 1 if promise.beyond else 0
    past = either(*(today.phases[p] for p in PHASES[first:]))
    judged = today.person.judged(promise.criterion)["yes"]
    return both(past, no(judged), no(_holds(promise, today)))


SAFETY_COMES = Promised(
    "safety_comes",
    "Whatever fact calls for a safety plan or a containment contact brings it, under every "
    "therapy; no wish, form, training, budget, phase or rule of a therapy hides it.",
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
