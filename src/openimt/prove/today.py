"""The planner's rules as formulas: may a module be worked on today, under this therapy?

Wider than any plan: room in the weeks, sessions and doses are left aside, so whatever is never
true here happens in no plan at all.
"""

from dataclasses import dataclass, field
from functools import cached_property

from openimt.catalogue.module import Module
from openimt.catalogue.therapy import Criterion, Gate, Therapy
from openimt.formulate.available import MAY_CHANGE
from openimt.formulate.indication import asks_events
from openimt.plan.waits import NEVER_HELD_BACK
from openimt.prove.asked import NO_PHASE, Phases, against, asked, stood, wished
from openimt.prove.four import FALSE, TRUE, Formula, Four, both, chosen, either, no
from openimt.prove.person import Person
from openimt.terms import FACT_TARGETS, PHASES, ModuleKind, Phase


@dataclass(frozen=True)
class Today:
    """One possible person on one day under one therapy."""

    person: Person
    therapy: Therapy
    made: dict[tuple[str, str], Formula] = field(default_factory=dict)

    @cached_property
    def modules(self) -> tuple[Module, ...]:
        """The specific modules, in order of their ids."""
        known = self.person.catalogue.modules.values()
        return tuple(
            sorted((m for m in known if m.kind is ModuleKind.SPECIFIC), key=lambda m: m.id)
        )

    # phase

    @cached_property
    def binding(self) -> Therapy:
        """The therapy whose gates tell the phase: the course's own, or one that binds phases."""
        if self.therapy.binds_phases:
            return self.therapy
        known = sorted(self.person.catalogue.therapies.items())
        return next((t for _, t in known if t.binds_phases), self.therapy)

    @cached_property
    def phases(self) -> Phases:
        """The phase now needed: danger first, then the first whose gate is not open."""
        found: dict[Phase, Formula] = {Phase.SAFETY: self.person.danger}
        before = no(self.person.danger)
        gates = sorted(self.binding.gates, key=lambda g: g.leaves.order)
        for gate in gates:
            if gate.leaves is Phase.SAFETY:
                continue
            open_now = self.open(gate)
            shut = both(before, no(open_now))
            found[gate.leaves] = either(found.get(gate.leaves, FALSE), shut)
            before = both(before, open_now)
        found[Phase.INTEGRATION] = either(found.get(Phase.INTEGRATION, FALSE), before)
        return {phase: found.get(phase, FALSE) for phase in PHASES}

    def open(self, gate: Gate) -> Formula:
        """Every criterion of the gate is met or not applicable."""
        return both(*(self.criterion(c).passed for c in gate.criteria))

    def criterion(self, c: Criterion) -> Four:
        """One criterion: a named judgement stands above what the records show."""
        said = self.person.judged(c.id)
        judged = Four(said["yes"], said["no"], said["none"])
        if c.modules_of is not None:
            return chosen(no(said["none"]), judged, self._from_records(c))
        name = f"criterion {c.id}"
        records = self._from_records
        return self.person.once(name, c, lambda: chosen(no(said["none"]), judged, records(c)))

    def _from_records(self, c: Criterion) -> Four:
        excused = asked(c.not_applicable, self.person) if c.not_applicable else None
        answer = self._answer(c)
        if excused is None:
            return answer
        unsure = both(answer.not_met, excused.unknown) if self._by_rule(c) else FALSE
        softened = Four(
            answer.met, both(answer.not_met, no(unsure)), either(answer.unknown, unsure), answer.na
        )
        return chosen(excused.met, Four(FALSE, FALSE, FALSE, TRUE), softened)

    @staticmethod
    def _by_rule(c: Criterion) -> bool:
        return c.modules_of is None and not c.change_of and c.when is not None

    def _answer(self, c: Criterion) -> Four:
        if c.modules_of is not None:
            return self.modules_there(c.modules_of)
        if c.change_of:
            return self.changed(c.change_of)
        if c.when is None:
            return Four(FALSE, FALSE, TRUE)
        return asked(c.when, self.person)

    def changed(self, measures: tuple[str, ...]) -> Four:
        """Reliably better in one of the measures, or in range at the start."""
        state = self.person.changed(measures)
        return Four(state["met"], state["not_met"], state["unknown"], state["na"])

    def modules_there(self, phase: Phase) -> Four:
        """Each concerned module at home in the phase is at step 3, ended, or was left out."""
        home = [m for m in self.modules if m.home is phase]
        some = either(*(self.concerned(m) for m in home))
        waiting = either(*(both(self.concerned(m), no(self._far_enough(m))) for m in home))
        return Four(both(some, no(waiting)), waiting, FALSE, no(some))

    def _far_enough(self, module: Module) -> Formula:
        p, m = self.person, module.id
        return either(p.step(m) >= 3, p.ended(m), p.banned(m))

    def concerned(self, module: Module) -> Formula:
        """The module has been begun, or something calls for it and nothing lasting bars it."""
        p = self.person
        return p.once(f"concerned {module.id}", module, lambda: self._concerned(module))

    def _concerned(self, module: Module) -> Formula:
        called = self.called_for(module, NO_PHASE)
        return either(self.person.begun(module.id), both(called, self._available(module)))

    def _available(self, module: Module) -> Formula:
        p, m = self.person, module.id
        lasting = [
            against(clause, feared, p, NO_PHASE, m)
            for clauses, feared in ((module.not_yet, True), (module.requires, False))
            for clause in clauses
            if not {part.asks for part in clause.when.flat()} & MAY_CHANGE
        ]
        harm = [against(clause, True, p, NO_PHASE, m) for clause in module.contraindicated]
        return both(
            no(p.banned(m)),
            no(p.liking(m)["no"]),
            no(self._untrained(module)),
            p.group(m) if module.dose.track == "group" else TRUE,
            *(no(one) for one in (*harm, *lasting)),
        )

    # what calls for a module

    def mandatory(self, module: Module, phases: Phases) -> Formula:
        """A mandatory clause of the module holds."""
        return either(*(stood(c, self.person, phases, module.id).met for c in module.mandatory))

    def by_safety(self, module: Module) -> Formula:
        """Safety calls for it: mandatory, and it costs no session budget."""
        if module.dose.budget:
            return FALSE
        key = ("by_safety", module.id)
        if key not in self.made:
            self.made[key] = self.mandatory(module, self.phases)
        return self.made[key]

    def by_fact(self, module: Module) -> Formula:
        """A fact calls for it."""
        dated = [c for c in module.indicated if asks_events(c.when)]
        happened = either(*(stood(c, self.person, self.phases, module.id).met for c in dated))
        if not module.dose.budget:
            return both(no(self.by_safety(module)), happened)
        return either(self.mandatory(module, self.phases), happened)

    def called_for(self, module: Module, phases: Phases) -> Formula:
        """A fact, a need or the situation calls for it."""
        p = self.person
        least = p.catalogue.settings["need_threshold"]
        needs = [p.at_least(t, least) for t in module.targets if t not in FACT_TARGETS]
        indicated = [stood(c, p, phases, module.id).met for c in module.indicated]
        return either(self.mandatory(module, phases), *needs, *indicated)

    # what keeps a module out

    def kept_out(self, module: Module) -> dict[str, Formula]:
        """Every rule that keeps a module out, by its name."""
        p, m = self.person, module.id
        safety = self.by_safety(module)
        again = p.called_again(m) if FACT_TARGETS & set(module.targets) else safety
        called_again = either(both(safety, again), both(no(safety), self._mandatory_now(module)))
        asked_for = either(self.by_fact(module), p.pinned(m), p.running(m))
        spared = FALSE if module.dose.budget else asked_for
        return {
            "ban": p.banned(m),
            "declined": both(p.liking(m)["no"], no(safety)),
            "finished": both(p.step(m) >= 4, no(p.pinned(m)), no(called_again)),
            "ended": both(p.ended(m), no(p.pinned(m)), no(both(safety, again))),
            "assessment_before_plan": both(no(p.personality_known), no(safety), no(spared)),
            "contraindicated": either(
                *(against(c, True, p, self.phases, m) for c in module.contraindicated)
            ),
            "competence": self._untrained(module),
            "no_group": no(p.group(m)) if module.dose.track == "group" else FALSE,
            "not_called_for": both(
                no(self.called_for(module, self.phases)), no(p.running(m)), no(wished(p, m))
            ),
        }

    def _mandatory_now(self, module: Module) -> Formula:
        return self.mandatory(module, self.phases)

    def _untrained(self, module: Module) -> Formula:
        if not module.competences:
            return FALSE
        p = self.person
        return both(p.training_said, *(no(p.trained(one)) for one in module.competences))

    # what a module waits for

    def waits(self, module: Module) -> dict[str, Formula]:
        """Everything that keeps a module from today, by name."""
        p, m = self.person, module.id
        running = p.running(m)
        danger = self.phases[Phase.SAFETY] if Phase.SAFETY not in module.phases else FALSE
        found = {"danger_first": danger}
        for clauses, feared in ((module.not_yet, True), (module.requires, False)):
            for clause in clauses:
                stands = against(clause, feared, p, self.phases, m)
                found[clause.id] = both(stands, no(running))
        found["repair_first"] = both(self._repair(module), no(running))
        return {name: both(one, no(self.by_safety(module))) for name, one in found.items()}

    def _repair(self, module: Module) -> Formula:
        p = self.person
        late = module.home in {Phase.EXPLORATION, Phase.INTEGRATION}
        if not late or "ending" in module.targets or module.id in NEVER_HELD_BACK:
            return FALSE
        commons = p.catalogue.common()
        held = [both(p.common(c.id)["needs_repair"], no(p.repair_spent(c.id))) for c in commons]
        return both(either(*held), no(p.pinned(module.id)))

    def phase_allows(self, module: Module) -> Formula:
        """The phase lets it start, or go on when it is running."""
        if not self.therapy.binds_phases:
            free = Phase.SAFETY in module.phases
            allowed = TRUE if free else no(self.phases[Phase.SAFETY])
            return either(allowed, self.by_safety(module))
        start = either(*(self.phases[p] for p in module.phases))
        first = min(p.order for p in module.phases)
        on = both(self.person.running(module.id), either(*(self.phases[p] for p in PHASES[first:])))
        return either(start, on, self.by_safety(module))

    def works(self, module: Module) -> Formula:
        """The module may be started, or gone on with, today."""
        key = ("works", module.id)
        if key not in self.made:
            self.made[key] = both(
                *(no(rule) for rule in self.kept_out(module).values()),
                *(no(wait) for wait in self.waits(module).values()),
                self.phase_allows(module),
            )
        return self.made[key]
