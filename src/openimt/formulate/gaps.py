"""What is still to find out, and why: assessment comes before a plan (clinical decision 9)."""

from openimt.catalogue.catalogue import Catalogue
from openimt.formulate.assessment import Assessment
from openimt.formulate.facts import Facts
from openimt.formulate.indication import CalledBy, indication
from openimt.formulate.needs import link_for
from openimt.formulate.profile import AssessNext
from openimt.terms import CapacityState, CommonState, Domain


def personality_known(assessment: Assessment, catalogue: Catalogue) -> bool:
    """Whether a clinician's diagnosis of personality disorder or a severity reading is there."""
    first, others = assessment.diagnosis, assessment.other_diagnoses or ()
    codes = [d.code.upper() for d in (*((first,) if first else ()), *others)]
    if any(code.startswith(catalogue.personality_codes) for code in codes):
        return True
    read = [r.measure for r in assessment.readings if r.measure and r.value is not None]
    links = [link_for(measure, catalogue) for measure in read]
    return any(link.personality for link in links if link)


def gaps(facts: Facts, catalogue: Catalogue, known: bool) -> tuple[AssessNext, ...]:
    """What to find out next, in the order in which it matters."""
    found = [] if known else [_personality(facts.assessment)]
    found += _safety(facts.assessment)
    if known:
        found += [*_domains(facts, catalogue), *_capacities(facts, catalogue)]
    found += _resilience(facts)
    found += _common(facts.assessment, catalogue)
    return tuple(found)


def _personality(assessment: Assessment) -> AssessNext:
    why = "without either, no specific module is proposed: safety and common modules run meanwhile"
    if assessment.diagnosis:
        why = f"{assessment.diagnosis.code} is not a code of personality disorder; {why}"
    what = "a clinician's diagnosis, or a reading of personality severity such as LPFS-BF 2.0"
    return AssessNext(what, why)


def _safety(assessment: Assessment) -> list[AssessNext]:
    found = []
    if assessment.events is None:
        what = "acts, urges, emergency care and admissions of the last year"
        found.append(AssessNext(what, "they were not asked about; missing data is not safety"))
    if assessment.safety_answers and assessment.safety.imminent_risk is None:
        why = "an answer speaks of suicidal thoughts; a score cannot say what it means"
        found.append(AssessNext("a clinician's judgement of imminent risk", why))
    return found


def _domains(facts: Facts, catalogue: Catalogue) -> list[AssessNext]:
    suggested = {
        Domain.REG: "emotion regulation (DERS-16)",
        Domain.INT: "how relationships go (LPFS-BF 2.0, interpersonal)",
        Domain.SLF: "sense of self and direction (LPFS-BF 2.0, self)",
    }
    read = {catalogue.targets[t].domain for t in facts.needs if t in catalogue.targets}
    return [
        AssessNext(what, "no reading of this domain, so no need in it can be seen")
        for domain, what in suggested.items()
        if domain not in read
    ]


def _capacities(facts: Facts, catalogue: Catalogue) -> list[AssessNext]:
    """Capacities nobody has looked at that a module called for relies on."""
    relying: dict[str, list[str]] = {}
    for module in catalogue.specific():
        asked = [c.when.of[0] for c in module.requires if c.when.asks == "capacity"]
        unknown = [c for c in asked if _capacity_unknown(c, facts)]
        if unknown and indication(module, facts, catalogue).by is not CalledBy.NOTHING:
            for capacity in unknown:
                relying.setdefault(capacity, []).append(module.short)
    return [
        AssessNext(f"“{catalogue.capacities[c].name}”", f"{', '.join(relying[c])} relies on it")
        for c in sorted(relying)
    ]


def _capacity_unknown(capacity: str, facts: Facts) -> bool:
    state = facts.assessment.capacities.get(capacity, CapacityState.UNKNOWN)
    return state is CapacityState.UNKNOWN


def _resilience(facts: Facts) -> list[AssessNext]:
    r = facts.assessment.resilience
    brs = r.brs if r.brs is not None else facts.latest("brs")
    if brs is not None or r.skills or r.supports or r.strengths or r.roles:
        return []
    what = "resilience: skills, supports, strengths, roles, and the brief scale (BRS)"
    return [AssessNext(what, "it selects some modules and sets the pace")]


def _common(assessment: Assessment, catalogue: Catalogue) -> list[AssessNext]:
    names = [
        module.short.lower()
        for module in catalogue.common()
        if module.id not in assessment.common
        or assessment.common[module.id].state is CommonState.NOT_ASSESSED
    ]
    if not names:
        return []
    return [AssessNext(f"common modules: {', '.join(names)}", "they run in every course")]
