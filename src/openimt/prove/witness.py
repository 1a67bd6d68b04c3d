"""From a solver's model to an assessment that people can read and the real planner takes."""

from collections.abc import Mapping
from datetime import date, timedelta

import z3

from openimt.formulate.assessment import (
    Assessment,
    CommonReading,
    Context,
    Delivered,
    Diagnosis,
    Event,
    Group,
    Judgement,
    Reading,
    Resilience,
    SafetyAnswer,
    SafetyJudgement,
)
from openimt.prove.four import Formula
from openimt.prove.person import UNREVIEWED, Person
from openimt.terms import (
    FACT_TARGETS,
    URGES,
    CapacityState,
    CommonState,
    EventKind,
    Response,
    SafetyPlanState,
)

ON = date(2026, 11, 22)
"""The day of an example; only distances in time matter."""

WHO = "dr-a"


def assessment_of(model: z3.ModelRef, person: Person, therapy: str) -> Assessment:
    """The person of a model, with nothing in it that the broken claim does not need to know."""
    m = _Reader(model, person)
    return Assessment(
        patient="example",
        on=ON,
        readings=m.readings(),
        events=m.events() if m.holds(person.events_known) else None,
        safety_answers=tuple(
            SafetyAnswer("oi-safety", "urge", 4, response, ON)
            for response in Response
            if m.mentioned(f"answer[{response.value}]") and m.holds(person.answer(response.value))
        ),
        diagnosis=m.diagnoses()[0] if m.diagnoses() else None,
        other_diagnoses=m.diagnoses()[1:] if m.all_diagnoses_said() else None,
        safety=m.safety(),
        common=m.common(),
        delivered=m.delivered(),
        capacities=m.capacities(),
        judgements=m.judgements(),
        resilience=m.resilience(),
        therapy=therapy,
        preferences=m.preferences(),
        pin=m.modules("pin"),
        ban=m.modules("ban"),
        context=m.context(),
    )


class _Reader:
    """Reads a model symbol by symbol; what the claim never mentions stays unknown."""

    def __init__(self, model: z3.ModelRef, person: Person) -> None:
        self.model = model
        self.person = person
        self.names = {d.name() for d in model.decls()}

    def mentioned(self, name: str) -> bool:
        return f"{self.person.tag}{name}" in self.names

    def holds(self, formula: Formula) -> bool:
        return bool(z3.is_true(self.model.eval(formula, model_completion=True)))

    def whole(self, number: z3.ArithRef) -> int:
        return int(self.model.eval(number, model_completion=True).as_long())

    def word(self, words: Mapping[str, Formula]) -> str:
        return next((word for word, formula in words.items() if self.holds(formula)), "none")

    def inside(self, prefix: str) -> list[str]:
        """What stands in brackets after a prefix, for every symbol that the model mentions."""
        start = f"{self.person.tag}{prefix}["
        found = (name[len(start) : -1] for name in self.names if name.startswith(start))
        return sorted(found)

    def modules(self, prefix: str) -> tuple[str, ...]:
        return tuple(
            m for m in self.inside(prefix) if self.holds(self.person.flag(f"{prefix}[{m}]"))
        )

    def readings(self) -> tuple[Reading, ...]:
        targets = [t for t in self.inside("read") if t not in FACT_TARGETS]
        found = [
            Reading(on=ON, target=t, severity=self._severity(t), sd=0.1, by=WHO)
            for t in targets
            if self.holds(self.person.known(t))
        ]
        return tuple(found)

    def _severity(self, target: str) -> float:
        value = self.model.eval(self.person.severity(target), model_completion=True)
        return float(value.as_fraction()) if z3.is_rational_value(value) else 0.0

    def events(self) -> tuple[Event, ...]:
        found: list[Event] = []
        bands = self.person.bands
        for (kind, w, v), count in self.person.band.items():
            if not self.mentioned(f"{kind}[{w},{v}]"):
                continue
            urge = EventKind(kind) in URGES
            after = bands.weeks[w - 1] if w else 0.0
            day = ON - timedelta(days=round(7 * after) if w else 1)
            reviewed = "" if self.holds(self.person.open_danger) else WHO
            found += [
                Event(
                    EventKind(kind),
                    day,
                    bands.values[v] if urge else None,
                    reviewed if kind in UNREVIEWED else "",
                )
            ] * self.whole(count)
        return tuple(found)

    def diagnoses(self) -> tuple[Diagnosis, ...]:
        codes = self.inside("diagnosis")
        found = [
            Diagnosis(c.split("|")[0], WHO, ON)
            for c in codes
            if self.holds(self.person.diagnosed(tuple(c.split("|")))["yes"])
        ]
        personality = self.person.catalogue.personality_codes
        known = any(d.code in personality for d in found)
        if self.holds(self.person.personality_known) and not known and personality:
            found.insert(0, Diagnosis(personality[0], WHO, ON))
        return tuple(sorted(found, key=lambda d: d.code not in personality))

    def all_diagnoses_said(self) -> bool:
        codes = [tuple(c.split("|")) for c in self.inside("diagnosis")]
        return any(self.holds(self.person.diagnosed(c)["no"]) for c in codes)

    def safety(self) -> SafetyJudgement:
        risk = self.word(self.person.risk)
        plan = self.word(self.person.plan)
        past = ON - timedelta(weeks=300)
        return SafetyJudgement(
            imminent_risk={"yes": True, "no": False}.get(risk),
            judged_by=WHO if risk != "none" else "",
            judged_on=past if risk != "none" else None,
            plan=SafetyPlanState(plan) if plan != "none" else None,
            plan_on=ON if plan != "none" else None,
        )

    def common(self) -> dict[str, CommonReading]:
        found = {}
        for module in self.inside("common"):
            state = self.word(self.person.common(module))
            if state != "none":
                spent = self.holds(self.person.repair_spent(module))
                found[module] = CommonReading(CommonState(state), ON, "", 99 if spent else 0)
        return found

    def delivered(self) -> tuple[Delivered, ...]:
        known = {*self.inside("step"), *self.inside("session"), *self.inside("ended")}
        found = []
        for module in sorted(known):
            ended = self.holds(self.person.ended(module))
            if self.holds(self.person.begun(module)) or ended:
                step = self.whole(self.person.step(module))
                found.append(Delivered(module, step, max(1, step), "as agreed" if ended else ""))
        return tuple(found)

    def capacities(self) -> dict[str, CapacityState]:
        names = self.inside("capacity")
        return {n: CapacityState(self.word(self.person.capacity(n))) for n in names}

    def judgements(self) -> tuple[Judgement, ...]:
        found = []
        for pair in self.inside("judged"):
            name, role = pair.rsplit(",", 1)
            said = self.word(self.person.judged(name, role))
            if said != "none":
                until = ON + timedelta(weeks=8 if role == "clinician" else 4)
                found.append(Judgement(name, said == "yes", WHO, until, "as seen", role))
        return tuple(found)

    def resilience(self) -> Resilience:
        named = {k: (f"some {k}",) for k in self.inside("resource") if self._has(k)}
        return Resilience(
            skills=named.get("skills", ()),
            supports=named.get("supports", ()),
            strengths=named.get("strengths", ()),
            roles=named.get("roles", ()),
        )

    def _has(self, kind: str) -> bool:
        return self.holds(self.person.resource(kind))

    def preferences(self) -> dict[str, float]:
        said = {m: self.word(self.person.liking(m)) for m in self.inside("liking")}
        return {m: {"no": -1.0, "yes": 1.0}[s] for m, s in said.items() if s in {"no", "yes"}}

    def context(self) -> Context:
        trained = self.modules("trained")
        groups = tuple(Group(m, (ON,)) for m in self.modules("group"))
        said = self.holds(self.person.training_said)
        return Context(competences=trained if said else None, groups=groups)
