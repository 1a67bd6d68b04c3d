"""Nobody is stuck: from every state, when facts turn out well, every phase and the end are reached.

Rounds are walked symbolically: in each, every module that may be worked on is worked through. What
is reached after the last round is reached by everybody; a person who is not is shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from openimt.exchange.examples import examples
from openimt.formulate.understand import facts_of, understand
from openimt.prove.cases import World
from openimt.prove.four import Formula, both, either, no
from openimt.prove.likeness import likeness
from openimt.prove.property import Claim, Counterexample
from openimt.prove.today import Today
from openimt.prove.way import goes
from openimt.terms import PHASES


def willing(today: Today) -> Formula:
    """Nothing is refused, left out or ended, and the service can give what there is: where that is
    not so, a clinician's judgement stands in for what cannot be worked on."""
    p = today.person
    refused = [either(p.banned(m.id), p.liking(m.id)["no"], p.ended(m.id)) for m in today.modules]
    trained = [no(p.training_said)]
    groups = [p.group(m.id) for m in today.modules if m.dose.track == "group"]
    return both(*(no(r) for r in refused), *trained, *groups)


def _discharge(last: Today) -> Formula:
    """Every criterion of the therapy's last gate holds."""
    ends = [gate for gate in last.therapy.gates if gate.to is None]
    return both(*(last.open(gate) for gate in ends))


@dataclass(frozen=True)
class EverybodyArrives:
    """The end, and on the way every phase, is reached from every state."""

    id: str = "liveness"
    says: str = (
        "From every state, when facts turn out well, every phase and the end of treatment are "
        "reached, without anybody having to judge a criterion in place of what the records show."
    )

    def claims(self, world: World) -> Iterator[Claim | Counterexample]:
        """Every phase under therapies that bind them, and the end under each."""
        for today in world.days:
            course = world.way(today)
            anybody = both(*course.ties, willing(today))
            if today.therapy.binds_phases:
                for phase in PHASES[1:]:
                    later = either(*(course.last.phases[p] for p in PHASES[phase.order :]))
                    says = f"{phase} under {today.therapy.name}"
                    yield Claim(
                        says, both(anybody, no(later)), (today.person,), "", today.therapy.id
                    )
            stuck = both(anybody, no(_discharge(course.last)))
            says = f"the end under {today.therapy.name}"
            yield Claim(says, stuck, (today.person,), "", today.therapy.id)


@dataclass(frozen=True)
class ArchetypesArrive:
    """The end is reached by each example person, the twelve archetypes among them."""

    id: str = "liveness_of_archetypes"
    says: str = (
        "Each of the twelve archetypes of the clinical decisions reaches the end, and a life told "
        "in chapters when they wish for it, under the therapy they are in."
    )

    def claims(self, world: World) -> Iterator[Claim | Counterexample]:
        """The end, and N5 where it is wished, for each archetype by name."""
        days = {today.therapy.id: today for today in world.days}
        for name, assessment in examples().items():
            today = days[assessment.therapy]
            course, p = world.way(today), today.person
            wishing = replace(assessment, preferences={**assessment.preferences, "n5": 1.0})
            for who, goal, what in (
                (assessment, _discharge(course.last), "the end"),
                (wishing, course.last.person.step("n5") >= 3, "chapters"),
            ):
                facts = facts_of(understand(who, world.catalogue))
                same = likeness(p, facts, lambda _: True)
                broken = both(*course.ties, *same, no(goal))
                yield Claim(f"{what}: {name}", broken, (p,), "", today.therapy.id)


@dataclass(frozen=True)
class WhoAsksGetsThere:
    """What a person may ask for themselves comes."""

    id: str = "liveness_of_wishes"
    says: str = (
        "Whoever wishes to tell their life in chapters comes to do so, and whoever wishes to end "
        "can, at any time outside of imminent danger."
    )

    def claims(self, world: World) -> Iterator[Claim | Counterexample]:
        """N5 after the last round; N7 in the first."""
        for today in world.days:
            course, p = world.way(today), today.person
            anybody = both(*course.ties, willing(today))
            for module, now, what in (
                ("n5", course.last, "chapters"),
                ("n7", course.first, "an ending"),
            ):
                if module not in world.catalogue.modules:
                    yield Counterexample(f"there is no module '{module}'")
                    continue
                wish = p.liking(module)["yes"]
                shape = world.catalogue.modules[module]
                there = either(now.person.step(module) >= 3, goes(shape, now))
                broken = both(anybody, wish, no(there))
                says = f"{what} ({module.upper()}) under {today.therapy.name}"
                yield Claim(says, broken, (p,), module, today.therapy.id)


@dataclass(frozen=True)
class JudgementIsAWay:
    """Who refuses, or cannot be given, what a gate asks for is not held there for ever."""

    id: str = "judgement_is_a_way"
    says: str = (
        "Whoever refuses a module, or lives where it cannot be given, is not held back for ever: "
        "named judgements of the criteria of a gate always open it."
    )

    def claims(self, world: World) -> Iterator[Claim | Counterexample]:
        """Each gate with every criterion judged met, for anybody outside of danger."""
        for today in world.days:
            for gate in today.therapy.gates:
                judged = [today.person.judged(c.id)["yes"] for c in gate.criteria]
                broken = both(*judged, no(today.open(gate)))
                says = f"the gate '{gate.id}' of {today.therapy.name}"
                yield Claim(says, broken, (today.person,), gate.id, today.therapy.id)


LIVENESS = (EverybodyArrives(), ArchetypesArrive(), WhoAsksGetsThere(), JudgementIsAWay())
