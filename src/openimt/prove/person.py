"""A possible person: one symbol for everything that a rule of a catalogue may ask about.

Events are counted in bands of weeks and, for urges, of strength, so that every count that a rule
asks for is a sum of bands and no two answers can contradict each other.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar, cast

import z3

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.condition import Condition
from openimt.catalogue.words import clauses
from openimt.prove.four import FALSE, Formula, both, either, no
from openimt.terms import (
    FACT_TARGETS,
    CapacityState,
    CommonState,
    EventKind,
    Response,
    SafetyPlanState,
)

T = TypeVar("T")

MOST_EVENTS = 9
"""Most events in one band: enough to tell every rule apart, few enough to read an example."""

UNREVIEWED = ("suicide_attempt", "suicidal_intent", "suicidal_plan")
EVER = 10_000.0
"""Weeks for *ever*, where a rule names no window."""


@dataclass(frozen=True)
class Bands:
    """The edges, in weeks and in strength, at which any rule of a catalogue tells events apart."""

    weeks: tuple[float, ...]
    values: tuple[float, ...]

    @classmethod
    def of(cls, catalogue: Catalogue) -> "Bands":
        """The edges that the rules of a catalogue name."""
        asked = [c for _, _, whole in clauses(catalogue) for c in whole.flat()]
        weeks = {float(c.option("within_weeks")) for c in asked if c.option("within_weeks")}
        weeks |= {2 * float(c.option("within_weeks", 8)) for c in asked if c.asks == "fall"}
        values = {float(c.option("value_at_least")) for c in asked if c.option("value_at_least")}
        return cls((*sorted(weeks), EVER), (0.0, *sorted(values - {0.0})))


@dataclass(frozen=True)
class Person:
    """The symbols of one possible person; ``tag`` tells two people of one proof apart.

    ``domain`` is what bounds the symbols, ``plain`` what each would be for a person of whom there
    is nothing to say, ``made`` what was worked out before about parts of the catalogue.
    """

    catalogue: Catalogue
    tag: str = ""
    domain: dict[str, Formula] = field(default_factory=dict)
    numbers: dict[str, z3.ArithRef] = field(default_factory=dict)
    plain: dict[str, Formula] = field(default_factory=dict)
    flags: dict[str, Formula] = field(default_factory=dict)
    made: dict[str, tuple[object, Any]] = field(default_factory=dict)

    @cached_property
    def bands(self) -> Bands:
        """The bands in which events are counted."""
        return Bands.of(self.catalogue)

    def once(self, name: str, of: object, make: Callable[[], T]) -> T:
        """What was made before of the very same part of a catalogue, or is made now."""
        before, found = self.made.get(name, (None, None))
        if before is not of:
            found = make()
            self.made[name] = (of, found)
        return cast(T, found)

    def flag(self, name: str) -> Formula:
        """A yes or no about the person; plainly no."""
        flag = self.flags[name] = z3.Bool(f"{self.tag}{name}")
        self.plain.setdefault(name, z3.Not(flag))
        return flag

    def number(self, name: str, least: int, most: int) -> z3.ArithRef:
        """A whole number about the person, between bounds."""
        if (known := self.numbers.get(name)) is not None:
            return known
        symbol = self.numbers[name] = z3.Int(f"{self.tag}{name}")
        self.plain[name] = symbol == least
        self.domain[name] = z3.And(symbol >= least, symbol <= most)
        return symbol

    def one_of(self, name: str, words: Iterable[str], plain: str = "") -> dict[str, Formula]:
        """One formula for each of several words, exactly one of which holds; plainly the first."""
        known = list(words)
        symbol = self.number(name, 0, len(known) - 1)
        if plain:
            self.plain[name] = symbol == known.index(plain)
        return {word: symbol == n for n, word in enumerate(known)}

    # events

    @cached_property
    def events_known(self) -> Formula:
        """Events were asked about; without it nothing is known of them."""
        return self.flag("events_known")

    @cached_property
    def band(self) -> dict[tuple[str, int, int], z3.ArithRef]:
        """How many events of a kind lie in a band of weeks and strength."""
        return {
            (kind.value, w, v): self.number(f"{kind.value}[{w},{v}]", 0, MOST_EVENTS)
            for kind in EventKind
            for w in range(len(self.bands.weeks))
            for v in range(len(self.bands.values) if "urge" in kind.value else 1)
        }

    def count(self, kinds: Iterable[str], weeks: float, least: float = 0.0) -> z3.ArithRef:
        """How many events of these kinds lie within so many weeks, at least that strong."""
        wanted = set(kinds)
        found = [
            n
            for (kind, w, v), n in self.band.items()
            if kind in wanted
            and self.bands.weeks[w] <= weeks
            and (least == 0 or ("urge" in kind and self.bands.values[v] >= least))
        ]
        return z3.Sum(*found) if found else z3.IntVal(0)

    # danger

    @cached_property
    def risk(self) -> dict[str, Formula]:
        """A clinician's judgement of imminent risk: none, yes or no."""
        return self.one_of("imminent_risk", ("none", "yes", "no"))

    @cached_property
    def open_danger(self) -> Formula:
        """An attempt, intent or plan that nobody has reviewed."""
        flag = self.flag("open_danger")
        some = self.count(UNREVIEWED, EVER) >= 1
        self.domain["open_danger"] = z3.Implies(flag, z3.And(self.events_known, some))
        return flag

    @cached_property
    def danger(self) -> Formula:
        """Danger is imminent: judged so, or not yet reviewed."""
        return either(self.risk["yes"], self.open_danger)

    @cached_property
    def plan(self) -> dict[str, Formula]:
        """What became of the offer of a safety plan."""
        return self.one_of("safety_plan", ("none", *(s.value for s in SafetyPlanState)))

    def answer(self, response: str) -> Formula:
        """A worrying answer calls for this response."""
        return self.flag(f"answer[{response}]")

    def open_answer(self, response: str) -> Formula:
        """Such an answer was given and no clinician has judged danger since."""
        flag = self.flag(f"open_answer[{response}]")
        self.domain[f"open {response}"] = z3.Implies(flag, self.answer(response))
        return flag

    @cached_property
    def any_answer(self) -> Formula:
        """Any worrying answer was given."""
        return either(*(self.answer(r.value) for r in Response))

    # readings and judgements

    def known(self, target: str) -> Formula:
        """There is a reading of the target."""
        return self.flag(f"read[{target}]") if target not in FACT_TARGETS else FALSE

    def severity(self, target: str) -> z3.ArithRef:
        """How severe it is read, 0 to 1."""
        symbol = z3.Real(f"{self.tag}severity[{target}]")
        self.domain[f"severity {target}"] = z3.And(symbol >= 0, symbol <= 1)
        return symbol

    def at_least(self, target: str, least: float) -> Formula:
        """The target is read at that severity or more."""
        return both(self.known(target), self.severity(target) >= z3.RealVal(repr(least)))

    def capacity(self, name: str) -> dict[str, Formula]:
        """The state of a capacity."""
        return self.one_of(f"capacity[{name}]", (s.value for s in CapacityState), "unknown")

    def judged(self, name: str, role: str = "clinician") -> dict[str, Formula]:
        """What a named person of a role has judged: none, yes or no."""
        mine = self.one_of(f"judged[{name},{role}]", ("none", "yes", "no"))
        if role != "clinician":
            every = self.judged(name)
            self.domain[f"{name} as {role}"] = z3.Implies(no(mine["none"]), no(every["none"]))
        return mine

    def diagnosed(self, codes: tuple[str, ...]) -> dict[str, Formula]:
        """A clinician's diagnosis among these codes: unknown, yes or no."""
        found = self.one_of(f"diagnosis[{'|'.join(codes)}]", ("unknown", "yes", "no"))
        if codes == self.catalogue.personality_codes:
            self.domain["personality"] = z3.Implies(found["yes"], self.personality_known)
        return found

    @cached_property
    def personality_known(self) -> Formula:
        """A diagnosis of personality disorder or a reading of its severity is there."""
        return self.flag("personality_known")

    def common(self, module: str) -> dict[str, Formula]:
        """The state of a common module; ``none`` = nothing recorded."""
        return self.one_of(f"common[{module}]", ("none", *(s.value for s in CommonState)))

    def repair_spent(self, module: str) -> Formula:
        """It has needed repair for as many sessions as may hold back new work."""
        return self.flag(f"repair_spent[{module}]")

    def resource(self, kind: str) -> Formula:
        """The resilience profile names something of this kind."""
        return self.flag(f"resource[{kind}]")

    def measure(self, c: Condition) -> dict[str, Formula]:
        """Whether a measure lies in the asked bounds: unknown, yes or no."""
        low, high = c.option("at_least"), c.option("at_most")
        return self.one_of(f"measure[{c.of[0]},{low},{high}]", ("unknown", "yes", "no"))

    def attendance(self, c: Condition) -> dict[str, Formula]:
        """Enough of the last sessions kept: unknown, yes or no."""
        least, of = c.option("at_least", 3), c.option("of_last", 4)
        return self.one_of(f"attendance[{least:g},{of:g}]", ("unknown", "yes", "no"))

    def changed(self, measures: tuple[str, ...]) -> dict[str, Formula]:
        """Reliably better in one of these: met, not met, unknown, or in range at the start."""
        words = ("met", "not_met", "unknown", "na")
        return self.one_of(f"changed[{'|'.join(measures)}]", words)

    # work

    def step(self, module: str) -> z3.ArithRef:
        """The step of change reached in a module, 0 to 4."""
        return self.number(f"step[{module}]", 0, 4)

    def begun(self, module: str) -> Formula:
        """It has had a session or reached a step."""
        return either(self.flag(f"session[{module}]"), self.step(module) >= 1)

    def ended(self, module: str) -> Formula:
        """It was ended with a reason."""
        return self.flag(f"ended[{module}]")

    def running(self, module: str) -> Formula:
        """Begun, not finished and not ended."""
        return both(self.begun(module), self.step(module) < 4, no(self.ended(module)))

    # wishes and what the service gives

    def liking(self, module: str) -> dict[str, Formula]:
        """What the person says to a module: a clear no, nothing, or that they want it."""
        return self.one_of(f"liking[{module}]", ("no", "none", "yes"), "none")

    def pinned(self, module: str) -> Formula:
        """Somebody asked for it to be in the plan."""
        return self.flag(f"pin[{module}]")

    def banned(self, module: str) -> Formula:
        """Somebody asked for it to be left out."""
        return self.flag(f"ban[{module}]")

    def trained(self, competence: str) -> Formula:
        """Somebody here is trained in it."""
        return self.flag(f"trained[{competence}]")

    @cached_property
    def training_said(self) -> Formula:
        """It is known who is trained in what; else nothing is refused for it."""
        return self.flag("training_said")

    def group(self, module: str) -> Formula:
        """A group that gives this module starts within the horizon."""
        return self.flag(f"group[{module}]")

    def called_again(self, module: str) -> Formula:
        """A fact since its end calls for a safety module again; imminent danger always does."""
        flag = self.flag(f"called_again[{module}]")
        self.domain[f"again {module}"] = z3.Implies(self.danger, flag)
        return flag
