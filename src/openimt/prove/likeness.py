"""A person as the solver sees them: every symbol set to what an assessment says.

It is how a named case is proved, and how the formulas are held against the planner's own answers:
with every symbol set, a formula comes to plain yes or no.
"""

from collections.abc import Callable, Iterator, Mapping

import z3

from openimt.catalogue.condition import Condition
from openimt.formulate.ask import ask
from openimt.formulate.facts import Facts
from openimt.formulate.gaps import personality_known
from openimt.formulate.gates import changed
from openimt.formulate.where import open_danger
from openimt.prove.four import Formula
from openimt.prove.person import Person
from openimt.terms import (
    URGES,
    CapacityState,
    CommonState,
    EventKind,
    Response,
    SafetyPlanState,
    Truth,
)

Value = bool | int | float
Called = Callable[[str], bool]


def likeness(person: Person, facts: Facts, called_again: Called) -> list[Formula]:
    """The person's symbols, as far as any formula has used them, set to what is known of somebody.

    ``called_again`` answers for a finished or ended safety module whether something calls anew.
    """
    reader = _Likeness(person, facts, called_again)
    flags = [z3.Bool(f"{person.tag}{n}") == reader.flag(n) for n in person.flags]
    numbers = [symbol == reader.number(name) for name, symbol in person.numbers.items()]
    severities = [
        z3.Real(f"{person.tag}severity[{t}]")
        == z3.RealVal(repr(facts.needs[t].severity if t in facts.needs else 0.0))
        for t in person.catalogue.targets
    ]
    return [*flags, *numbers, *severities]


class _Likeness:
    def __init__(self, person: Person, facts: Facts, called_again: Called) -> None:
        self.person = person
        self.facts = facts
        self.called_again = called_again
        self.bands = dict(self._banded())

    def flag(self, name: str) -> bool:
        """Whether a yes-or-no symbol holds."""
        a = self.facts.assessment
        plain = {
            "events_known": a.events is not None,
            "open_danger": bool(open_danger(a)),
            "personality_known": personality_known(a, self.person.catalogue),
            "training_said": a.context.competences is not None,
        }
        if name in plain:
            return plain[name]
        kind, inside = name[:-1].split("[", 1)
        return bool(self._flags()[kind](inside))

    def _flags(self) -> Mapping[str, Callable[[str], bool]]:
        a = self.facts.assessment
        spent = self.person.catalogue.settings["repair_sessions"]
        return {
            "open_answer": self._open_answer,
            "answer": lambda r: any(x.response is Response(r) for x in a.safety_answers),
            "read": lambda t: t in self.facts.needs,
            "repair_spent": lambda m: (
                m in a.common and (a.common[m].sessions_in_repair or 0) >= spent
            ),
            "resource": lambda kind: bool(getattr(a.resilience, kind)),
            "session": lambda m: self.facts.done(m).sessions > 0 or self.facts.done(m).step > 0,
            "ended": lambda m: bool(self.facts.done(m).ended),
            "pin": lambda m: m in a.pin,
            "ban": lambda m: m in a.ban,
            "trained": lambda c: c in (a.context.competences or ()),
            "group": lambda m: any(g.module == m for g in a.context.groups),
            "called_again": self.called_again,
            "fewer": self._fewer,
        }

    def _open_answer(self, response: str) -> bool:
        asked = Condition("safety_answer", (response,), (("open", True),))
        return ask(asked, self.facts).state is Truth.MET

    def _fewer(self, inside: str) -> bool:
        kinds, weeks, share = inside.split(",")
        options = (("share", float(share)), ("within_weeks", float(weeks)))
        fall = Condition("fall", tuple(kinds.split("|")), options)
        return ask(fall, self.facts).state is Truth.MET

    def number(self, name: str) -> int:
        """What a whole-number symbol comes to."""
        a = self.facts.assessment
        if name == "imminent_risk":
            return {None: 0, True: 1, False: 2}[a.safety.imminent_risk]
        if name == "safety_plan":
            states = (None, *SafetyPlanState)
            return states.index(a.safety.plan)
        kind, inside = name[:-1].split("[", 1)
        if kind in EventKind._value2member_map_:
            return self.bands.get((kind, inside), 0)
        return self._numbers()[kind](inside)

    def _numbers(self) -> Mapping[str, Callable[[str], int]]:
        a = self.facts.assessment
        capacities, commons = list(CapacityState), (None, *CommonState)
        return {
            "capacity": lambda c: capacities.index(a.capacities.get(c, CapacityState.UNKNOWN)),
            "judged": self._judged,
            "diagnosis": lambda codes: self._three(
                ask(Condition("diagnosis", tuple(codes.split("|"))), self.facts).state
            ),
            "common": lambda m: commons.index(a.common[m].state if m in a.common else None),
            "measure": self._measure,
            "attendance": self._attendance,
            "changed": self._changed,
            "step": lambda m: self.facts.done(m).step,
            "liking": lambda m: _liking(a.preferences.get(m, 0.0)),
        }

    def _judged(self, inside: str) -> int:
        name, role = inside.rsplit(",", 1)
        kind = self.person.catalogue.judgements.get(name)
        cautious = kind.cautious if kind else ("no" if role == "clinician" else "yes")
        said = self.facts.judgement(name, role, cautious)
        return 0 if said is None else 1 if said.met else 2

    def _measure(self, inside: str) -> int:
        name, low, high = inside.rsplit(",", 2)
        bounds = (("at_least", low), ("at_most", high))
        options = tuple((word, float(v)) for word, v in bounds if v != "None")
        return self._three(ask(Condition("measure", (name,), options), self.facts).state)

    def _changed(self, measures: str) -> int:
        state, _ = changed(tuple(measures.split("|")), self.facts, self.person.catalogue)
        order = (Truth.MET, Truth.NOT_MET, Truth.UNKNOWN, Truth.NOT_APPLICABLE)
        return order.index(state)

    def _attendance(self, inside: str) -> int:
        least, of = inside.split(",")
        options = (("at_least", float(least)), ("of_last", float(of)))
        return self._three(ask(Condition("attendance", ("kept",), options), self.facts).state)

    @staticmethod
    def _three(state: Truth) -> int:
        return {Truth.MET: 1, Truth.NOT_MET: 2}.get(state, 0)

    def _banded(self) -> Iterator[tuple[tuple[str, str], int]]:
        counts: dict[tuple[str, str], int] = {}
        edges, values = self.person.bands.weeks, self.person.bands.values
        for event in self.facts.assessment.events or ():
            days = (self.facts.on - event.on).days
            if days < 0:
                continue
            week = next(n for n, edge in enumerate(edges) if days < round(7 * edge))
            strength = 0
            if event.kind in URGES:
                strength = max(n for n, v in enumerate(values) if v <= (event.value or 0.0))
            key = (event.kind.value, f"{week},{strength}")
            counts[key] = counts.get(key, 0) + 1
        yield from counts.items()


def _liking(value: float) -> int:
    """A clear no, nothing, or that they want it."""
    if value <= -1:
        return 0
    return 2 if value > 0 else 1
