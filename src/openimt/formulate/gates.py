"""What we look for before moving on: each criterion met, not met, unknown or not applicable."""

from collections.abc import Collection

from openimt.assess.change import reliable_change
from openimt.assess.instruments import load as load_instrument
from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.therapy import Criterion, Therapy
from openimt.formulate.ask import ask
from openimt.formulate.assessment import Reading
from openimt.formulate.available import available
from openimt.formulate.facts import Facts
from openimt.formulate.indication import CalledBy, indication
from openimt.formulate.needs import link_for, severity_of
from openimt.formulate.profile import CriterionState, GateState
from openimt.formulate.say import measure_says, number_says
from openimt.terms import ModuleKind, Phase, Truth

Planned = Collection[str] | None
"""The modules of the adopted plan, or None when there is no plan yet."""


def gates(
    therapy: Therapy, facts: Facts, catalogue: Catalogue, planned: Planned = None
) -> tuple[GateState, ...]:
    """Every gate of the therapy as it stands for this person."""
    return tuple(
        GateState(
            gate.leaves,
            gate.to,
            tuple(criterion_state(c, facts, catalogue, planned) for c in gate.criteria),
        )
        for gate in therapy.gates
    )


def criterion_state(
    criterion: Criterion, facts: Facts, catalogue: Catalogue, planned: Planned
) -> CriterionState:
    """One criterion; a named person's judgement stands above what the records show."""
    judged = facts.judgement(criterion.id)
    if judged is not None:
        state = Truth.MET if judged.met else Truth.NOT_MET
        now = f"judged by {judged.by or 'an unnamed person'}" + (
            f": {judged.reason}" if judged.reason else ""
        )
        return CriterionState(criterion.id, criterion.says, now, state, judged.by, criterion.why)
    state, now = _from_records(criterion, facts, catalogue, planned)
    return CriterionState(criterion.id, criterion.says, now, state, why=criterion.why)


def _from_records(
    criterion: Criterion, facts: Facts, catalogue: Catalogue, planned: Planned
) -> tuple[Truth, str]:
    if criterion.not_applicable is not None:
        excused = ask(criterion.not_applicable, facts)
        if excused.state is Truth.MET:
            return Truth.NOT_APPLICABLE, _say(excused.because, "does not apply")
    if criterion.modules_of is not None:
        return _modules(criterion.modules_of, facts, catalogue, planned)
    if criterion.change_of:
        return changed(criterion.change_of, facts, catalogue)
    if criterion.when is None:
        return Truth.UNKNOWN, "a person judges this"
    answer = ask(criterion.when, facts)
    now = _named(_say(answer.because, answer.state.value.replace("_", " ")), catalogue)
    if answer.state is Truth.NOT_MET and _may_not_apply(criterion, facts):
        return Truth.UNKNOWN, f"{now}; not known whether it applies"
    return answer.state, now


def _may_not_apply(criterion: Criterion, facts: Facts) -> bool:
    """Whether nobody can say if the criterion applies: a missing form must not count against it."""
    excuse = criterion.not_applicable
    return excuse is not None and ask(excuse, facts).state is Truth.UNKNOWN


def _say(because: tuple[object, ...], otherwise: str) -> str:
    return "; ".join(getattr(b, "says", "") for b in because) or otherwise


def _named(text: str, catalogue: Catalogue) -> str:
    """The text with the short names of modules in the place of their ids."""
    words = [
        f"“{catalogue.modules[word].short}”" if word in catalogue.modules else word
        for word in text.split(" ")
    ]
    return " ".join(words)


def _modules(
    phase: Phase, facts: Facts, catalogue: Catalogue, planned: Planned
) -> tuple[Truth, str]:
    """Each module of this plan at home in this phase at step 3, or ended with a reason."""
    concerned = [
        m
        for m in catalogue.specific()
        if m.home is phase and _concerns(m.id, facts, catalogue, planned)
    ]
    if not concerned:
        return Truth.NOT_APPLICABLE, "no module of this phase is in the plan"
    waiting = [m for m in concerned if not _far_enough(m.id, facts)]
    if not waiting:
        return Truth.MET, f"{len(concerned)} of {len(concerned)} there"
    names = ", ".join(m.short for m in waiting)
    return Truth.NOT_MET, f"{len(concerned) - len(waiting)} of {len(concerned)}; still: {names}"


def _concerns(module: str, facts: Facts, catalogue: Catalogue, planned: Planned) -> bool:
    if facts.done(module).sessions or facts.done(module).step:
        return True
    if planned is not None:
        return module in planned and module not in facts.assessment.ban
    shape = catalogue.module(module)
    if shape.kind is not ModuleKind.SPECIFIC or not available(shape, facts):
        return False
    return indication(shape, facts, catalogue).by is not CalledBy.NOTHING


def _far_enough(module: str, facts: Facts) -> bool:
    done = facts.done(module)
    return done.step >= 3 or bool(done.ended) or module in facts.assessment.ban


def changed(measures: tuple[str, ...], facts: Facts, catalogue: Catalogue) -> tuple[Truth, str]:
    """Reliably better in one of the measures, or in range at the start."""
    seen = [(m, facts.series(m)) for m in measures if facts.series(m)]
    if not seen:
        return Truth.UNKNOWN, f"no reading of {' or '.join(measure_says(m) for m in measures)}"
    states = [_change(measure, series, catalogue) for measure, series in seen]
    for wanted in (Truth.MET, Truth.NOT_APPLICABLE, Truth.NOT_MET, Truth.UNKNOWN):
        for state, says in states:
            if state is wanted:
                return state, says
    return Truth.UNKNOWN, "no reading"


def _change(measure: str, series: tuple[Reading, ...], catalogue: Catalogue) -> tuple[Truth, str]:
    first, last = series[0].value, series[-1].value
    name = measure_says(measure)
    link = link_for(measure, catalogue)
    if first is None or last is None:
        return Truth.UNKNOWN, f"{name} has no value"
    if link and severity_of(first, link) < catalogue.settings["need_threshold"]:
        return Truth.NOT_APPLICABLE, f"{name} was in range at the start ({number_says(first)})"
    if len(series) < 2:
        return Truth.UNKNOWN, f"{name} read once ({number_says(first)}); a second reading is due"
    instrument_id, _, scale = measure.partition(".")
    change = reliable_change(first, last, load_instrument(instrument_id), scale or "total")
    if change is None:
        return (
            Truth.UNKNOWN,
            f"{name} went from {number_says(first)} to {number_says(last)}; no norm to judge by",
        )
    says = f"{name} went from {number_says(first)} to {number_says(last)}"
    return (Truth.MET if change == "improved" else Truth.NOT_MET), says
