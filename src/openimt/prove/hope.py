"""The same person some while later, when facts turn out well: what co-operative facts are.

Weeks pass without a crisis, a clinician has judged danger past, sessions are kept, scales move,
common modules hold, questions are asked and answered, and what a module teaches is shown once it
was worked through; what was begun and can no longer go on is ended with that reason. Needs stay as
they are, and so does what the person wishes or refuses. No criterion of a gate is judged in
anybody's place: the way has to be there without it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import z3

from openimt.catalogue.catalogue import Catalogue, once
from openimt.catalogue.condition import Condition
from openimt.prove.four import FALSE, TRUE, Formula, both, either, no
from openimt.prove.person import EVER, Person
from openimt.terms import FACT_TARGETS, CapacityState, SafetyPlanState


@dataclass(frozen=True)
class Hopeful(Person):
    """``start`` some while later. ``worked``: the modules worked through by then; ``gone``: those
    that were ended, with the reason that they could not go on."""

    start: Person = field(kw_only=True)
    worked: Mapping[str, Formula] = field(kw_only=True)
    gone: Mapping[str, Formula] = field(kw_only=True)
    hoped: Mapping[str, str] = field(kw_only=True)

    @cached_property
    def events_known(self) -> Formula:
        """Events were asked about."""
        return TRUE

    def count(self, kinds: Iterable[str], weeks: float, least: float = 0.0) -> z3.ArithRef:
        """Nothing new has happened for longer than any rule looks back."""
        return self.start.count(kinds, weeks, least) if weeks >= EVER else z3.IntVal(0)

    @cached_property
    def risk(self) -> dict[str, Formula]:
        """A clinician judges that danger is past."""
        return {"none": FALSE, "yes": FALSE, "no": TRUE}

    @cached_property
    def open_danger(self) -> Formula:
        """Everything has been reviewed."""
        return FALSE

    @cached_property
    def danger(self) -> Formula:
        """Danger has passed."""
        return FALSE

    @cached_property
    def plan(self) -> dict[str, Formula]:
        """A safety plan was offered, whatever became of it."""
        before = dict(self.start.plan)
        offered = SafetyPlanState.OFFERED.value
        before[offered] = either(before[offered], before["none"])
        return {**before, "none": FALSE}

    def answer(self, response: str) -> Formula:
        """Answers that were given stay on record."""
        return self.start.answer(response)

    def open_answer(self, response: str) -> Formula:  # noqa: ARG002  # whatever was answered
        """A clinician has judged since."""
        return FALSE

    def known(self, target: str) -> Formula:
        """Every need has been read by then; how severe it is stays as it was."""
        return FALSE if target in FACT_TARGETS else TRUE

    def capacity(self, name: str) -> dict[str, Formula]:
        """Shown once a module that builds it was worked through, or when none is left that could
        build it, in time."""
        before = self.start.capacity(name)
        spare = before[CapacityState.NOT_NEEDED.value]
        shown = either(before[CapacityState.SHOWN.value], both(no(spare), self._comes(name)))
        left = both(no(shown), no(spare))
        unknown = before[CapacityState.UNKNOWN.value]
        return {
            CapacityState.SHOWN.value: shown,
            CapacityState.NOT_NEEDED.value: spare,
            CapacityState.UNKNOWN.value: both(left, unknown),
            CapacityState.NOT_SHOWN.value: both(left, no(unknown)),
        }

    def _comes(self, name: str) -> Formula:
        builders = self.catalogue.capacities[name].built_by
        taught = either(*(self.worked.get(m, FALSE) for m in builders))
        return either(taught, *([both(*(self._spent(m) for m in builders))]))

    def _spent(self, module: str) -> Formula:
        start = self.start
        refused = either(start.banned(module), start.liking(module)["no"])
        return either(start.ended(module), start.step(module) >= 4, refused)

    def judged(self, name: str, role: str = "clinician") -> dict[str, Formula]:
        """Questions of the catalogue are judged as one may hope; criteria and clauses by nobody."""
        hope = self.hoped.get(name, "none")
        if hope == "open":
            return self.start.judged(name, role)
        return {word: TRUE if word == hope else FALSE for word in ("none", "yes", "no")}

    @cached_property
    def personality_known(self) -> Formula:
        """The assessment was made."""
        return TRUE

    def common(self, module: str) -> dict[str, Formula]:
        """The common modules are met."""
        return {s: TRUE if s == "met" else FALSE for s in super().common(module)}

    def resource(self, kind: str) -> Formula:
        """The resilience profile was filled in, with a strength at least."""
        return TRUE if kind == "strengths" else self.start.resource(kind)

    def attendance(self, c: Condition) -> dict[str, Formula]:  # noqa: ARG002  # any number
        """Sessions are kept."""
        return {"unknown": FALSE, "yes": TRUE, "no": FALSE}

    def changed(self, measures: tuple[str, ...]) -> dict[str, Formula]:  # noqa: ARG002  # any scale
        """The scale has reliably moved."""
        return {w: TRUE if w == "met" else FALSE for w in ("met", "not_met", "unknown", "na")}

    def step(self, module: str) -> z3.ArithRef:
        """Step 4 once it was worked through."""
        return z3.If(self.worked.get(module, FALSE), z3.IntVal(4), self.start.step(module))

    def begun(self, module: str) -> Formula:
        """It was begun before, or has been worked through."""
        return either(self.start.begun(module), self.worked.get(module, FALSE))

    def ended(self, module: str) -> Formula:
        """It was ended before, or since."""
        return either(self.start.ended(module), self.gone.get(module, FALSE))

    def called_again(self, module: str) -> Formula:
        """As it was."""
        return self.start.called_again(module)


@once
def hopes(catalogue: Catalogue) -> Mapping[str, str]:
    """How each judgement that rules ask for would have to turn out for them to let a module pass:
    ``yes``, ``no``, or ``open`` where nothing or both is hoped for."""
    found: dict[str, set[str]] = {word: set() for word in catalogue.judgements}
    for module in catalogue.modules.values():
        for clauses, wanted in (
            (module.requires, True),
            (module.not_yet, False),
            (module.contraindicated, False),
        ):
            for clause in clauses:
                for word, so in _asked_for(clause.when, wanted):
                    found.setdefault(word, set()).add("yes" if so else "no")
    return {w: next(iter(votes)) if len(votes) == 1 else "open" for w, votes in found.items()}


def _asked_for(c: Condition, wanted: bool) -> Iterator[tuple[str, bool]]:
    if c.asks == "judgement":
        yield c.of[0], wanted
    for part in c.parts:
        yield from _asked_for(part, wanted is not (c.asks == "not"))
