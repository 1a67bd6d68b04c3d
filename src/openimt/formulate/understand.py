"""From an assessment to a profile: needs, duties, gates, the phase now needed, the pace."""

from collections.abc import Collection
from dataclasses import replace

from openimt.assess.instruments import known
from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.therapy import Therapy
from openimt.errors import AssessmentError
from openimt.formulate.assessment import Assessment, CommonReading, Resilience
from openimt.formulate.duties import duties
from openimt.formulate.facts import Facts
from openimt.formulate.gaps import gaps, personality_known
from openimt.formulate.gates import gates
from openimt.formulate.in_order import in_order
from openimt.formulate.judgeable import judged_ids
from openimt.formulate.lapsed import again_duties, again_next, lapsed
from openimt.formulate.needs import link_for, needs
from openimt.formulate.pace import pace
from openimt.formulate.profile import GateState, Profile
from openimt.formulate.where import where
from openimt.terms import MODULE_IDS, CommonState


def understand(
    assessment: Assessment, catalogue: Catalogue, planned: Collection[str] | None = None
) -> Profile:
    """What an assessment means on its day.

    ``planned`` names the modules of the adopted plan, if there is one: the exit of a phase asks
    for the modules *of this plan*. Raises AssessmentError for a module or target that the
    catalogue does not know, and CatalogueError for a therapy that is not there or only lends.
    """
    _check_words(assessment, catalogue)
    assessment = in_order(assessment)
    therapy = catalogue.course_therapy(assessment.therapy)
    facts = Facts(assessment, needs(assessment, catalogue))
    states = gates(therapy, facts, catalogue, planned)
    phase, phase_because = where(
        assessment, _phase_gates(therapy, states, facts, catalogue, planned)
    )
    facts = replace(facts, phase=phase)
    diagnosed = personality_known(assessment, catalogue)
    gone = lapsed(facts, catalogue, planned)
    resilience = _resilience(facts)
    pace_word, pace_because = pace(resilience, catalogue)
    return Profile(
        assessment=assessment,
        needs=facts.needs,
        phase=phase,
        phase_because=phase_because,
        gates=states,
        common=_common(assessment, catalogue),
        resilience=resilience,
        pace=pace_word,
        pace_because=pace_because,
        personality_known=diagnosed,
        duties=duties(assessment, phase, catalogue, again_duties(gone)),
        assess_next=(*again_next(gone), *gaps(facts, catalogue, diagnosed)),
        warnings=assessment.warnings
        + _absent(assessment, catalogue)
        + _unread(assessment, catalogue),
    )


def _phase_gates(
    therapy: Therapy,
    own: tuple[GateState, ...],
    facts: Facts,
    catalogue: Catalogue,
    planned: Collection[str] | None,
) -> tuple[GateState, ...]:
    """The gates that tell the phase. Where phases only describe, those of a therapy that binds them
    describe it, so that a first week is not called the last stretch for want of gates."""
    binding = [t for _, t in sorted(catalogue.therapies.items()) if t.binds_phases]
    if therapy.binds_phases or not binding:
        return own
    return gates(binding[0], facts, catalogue, planned)


def facts_of(profile: Profile) -> Facts:
    """The facts behind a profile, for asking conditions of it."""
    return Facts(profile.assessment, profile.needs, profile.phase)


def _common(assessment: Assessment, catalogue: Catalogue) -> dict[str, CommonReading]:
    blank = CommonReading(CommonState.NOT_ASSESSED)
    return {m.id: assessment.common.get(m.id, blank) for m in catalogue.common()}


def _check_words(assessment: Assessment, catalogue: Catalogue) -> None:
    """Refuse names that mean nothing: a misspelt ban must not pass unnoticed."""
    for field, modules in _named_modules(assessment).items():
        for module in modules:
            if module in catalogue.modules or (module in MODULE_IDS and field != "pin"):
                continue
            raise AssessmentError(
                f"there is no module '{module}' in catalogue {catalogue.version}", field=field
            )
    for i, reading in enumerate(assessment.readings):
        if reading.target and reading.target not in catalogue.targets:
            raise AssessmentError(
                f"there is no target '{reading.target}' in catalogue {catalogue.version}",
                field=f"readings[{i}].target",
            )


def _named_modules(assessment: Assessment) -> dict[str, tuple[str, ...]]:
    return {
        "pin": assessment.pin,
        "ban": assessment.ban,
        "preferences": tuple(assessment.preferences),
        "delivered": tuple(d.module for d in assessment.delivered),
        "common": tuple(assessment.common),
        "context.groups": tuple(g.module for g in assessment.context.groups),
    }


def _absent(assessment: Assessment, catalogue: Catalogue) -> tuple[str, ...]:
    """Modules with an id of the field that this catalogue does not hold: said, not refused."""
    named = {m for modules in _named_modules(assessment).values() for m in modules}
    return tuple(
        f"module '{module}' is not in catalogue {catalogue.version}; what is said of it is kept"
        for module in sorted(named - set(catalogue.modules))
    )


def _unread(assessment: Assessment, catalogue: Catalogue) -> tuple[str, ...]:
    """Measures, capacities and judgements that nobody here can read: said, because what counts for
    nothing misleads, and a slip of the pen must not pass unnoticed."""
    measures = sorted({r.measure for r in assessment.readings if r.measure})
    judged = {j.criterion for j in assessment.judgements}
    judged -= judged_ids(catalogue) if judged else set()
    return (
        *(
            f"nothing here can read '{measure}': it does not change the plan"
            for measure in measures
            if link_for(measure, catalogue) is None and measure.partition(".")[0] not in known()
        ),
        *(
            f"the capacity '{name}' is not known here: it does not change the plan"
            for name in sorted(set(assessment.capacities) - set(catalogue.capacities))
        ),
        *(
            f"nothing here asks about '{name}': it does not change the plan"
            for name in sorted(judged)
        ),
    )


def _resilience(facts: Facts) -> Resilience:
    """The resilience profile, with the brief scale from its reading where nobody stated it."""
    profile = facts.assessment.resilience
    reading = facts.latest("brs")
    if profile.brs is not None or reading is None:
        return profile
    return replace(profile, brs=reading.value)
