"""S5 to S9 and R4: what calls for them, what holds them, and what they never say or do.

The tables say the clinical decisions apart from the files, so that a file edited wrongly is found.
"""

# ruff: noqa: E501 - a table reads best with one case a line

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, timedelta

import pytest

from openimt.catalogue.condition import Condition
from openimt.catalogue.load import load
from openimt.catalogue.module import Clause, Module, PatientPage
from openimt.formulate.ask import ask
from openimt.formulate.assessment import Assessment, Diagnosis, Judgement, SafetyJudgement
from openimt.formulate.facts import Facts
from openimt.terms import PHASES, CapacityState, Phase, SafetyPlanState, Truth

OURS = ("s5", "s6", "s7", "s8", "s9", "r4")
LISTS = ("mandatory", "indicated", "not_yet", "contraindicated", "requires")
ON = date(2026, 11, 22)
NOT_SHOWN = CapacityState.NOT_SHOWN


def judged(word: str, met: bool = True, days: int = 7) -> Judgement:
    return Judgement(word, met, "dr-a", ON + timedelta(days=days), "seen together")


def person(*words: str, **known: object) -> Facts:
    """Somebody of whom these judgements hold."""
    known.setdefault("judgements", tuple(judged(word) for word in words))
    return Facts(Assessment("p1", ON, **known), {}, Phase.CONTAINMENT)  # type: ignore[arg-type]


def diagnosed(*codes: str) -> Facts:
    """Somebody with a personality diagnosis and these others."""
    others = tuple(Diagnosis(code, "dr-a", ON) for code in codes)
    return person(diagnosis=Diagnosis("6D11.5", "dr-a", ON), other_diagnoses=others)


def clauses_of(module: Module, words: str) -> Iterator[Clause]:
    for word in words.split():
        yield from getattr(module, word)


def met(words: str, facts: Facts) -> set[str]:
    """The clauses of our modules that hold."""
    return {
        clause.id
        for name in OURS
        for clause in clauses_of(load().module(name), words)
        if ask(clause.when, facts, name).state is Truth.MET
    }


CALLED = [
    # who, the clauses that call for one of ours
    ("nothing is known", person(), ""),
    ("loses the present", person("dissociates"), "s5.dissociates"),
    ("was judged not to", person(judgements=(judged("dissociates", met=False),)), ""),
    ("a judgement that lapsed", person(judgements=(judged("dissociates", days=-1),)), ""),
    ("cannot stay present", person(capacities={"can_stay_present": NOT_SHOWN}), "s5.cannot_stay_present"),
    ("stays present", person(capacities={"can_stay_present": CapacityState.SHOWN}), ""),
    ("never dissociates", person(capacities={"can_stay_present": CapacityState.NOT_NEEDED}), ""),
    ("four hours of sleep", person("body_under_strain"), "s6.body_load"),
    ("takes something to sleep", person("takes_medicine_for_the_mind"), "s7.takes_medicine"),
    ("a personality diagnosis alone", diagnosed(), ""),
    ("depression, ICD-10", diagnosed("F33.1"), "s7.other_condition s8.diagnosed"),
    ("depression, ICD-11", diagnosed("6A71.1"), "s7.other_condition s8.diagnosed"),
    ("depression, DSM", diagnosed("296.32"), "s7.other_condition s8.diagnosed"),
    ("bipolar", diagnosed("F31.6"), "s7.other_condition s8.diagnosed"),
    ("panic", diagnosed("6B01"), "s7.other_condition s8.diagnosed"),
    ("obsessions", diagnosed("F42.2"), "s7.other_condition s8.diagnosed"),
    ("alcohol", diagnosed("F10.2"), "s8.diagnosed"),
    ("cannabis, DSM", diagnosed("305.20"), "s8.diagnosed"),
    ("smokes", diagnosed("F17.2"), ""),
    ("smokes, DSM", diagnosed("305.1"), ""),
    ("coffee and nicotine, ICD-11", diagnosed("6C48", "6C4A"), ""),
    ("bulimia", diagnosed("6B81"), "s8.diagnosed"),
    ("bulimia, DSM", diagnosed("307.51"), "s8.diagnosed"),
    ("psychosis", diagnosed("F25.1"), "s7.other_condition s8.diagnosed"),
    ("complex PTSD", diagnosed("6B41"), "s8.diagnosed"),
    ("a broken leg", diagnosed("S82.1"), ""),
    ("may be bipolar", person("other_state"), "s8.suspected"),
    ("shaking after drink", person("urgent_other_state"), "s8.urgent"),
    ("threatens a colleague", person("threat_to_a_person"), "s9.threat_to_a_person"),
    ("a child alone at night", person("child_at_risk"), "s9.child"),
    ("beaten by a partner", person("partner_violence", "ongoing_threat"), "s9.partner_violence s9.ongoing_threat"),
    ("harms to flee feelings", person("flees_feelings"), "r4.flees_feelings"),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "clauses"), [pytest.param(f, c, id=w) for w, f, c in CALLED])
def test_what_calls_for_them(facts: Facts, clauses: str) -> None:
    assert met("mandatory indicated", facts) == set(clauses.split())


def planned(state: SafetyPlanState | None) -> Facts:
    return person(safety=SafetyJudgement(False, "dr-a", ON, None, state, ON if state else None))


HELD = [
    # who, the clauses that hold one of ours back
    ("nothing is known", person(), ""),
    ("heavy dependence", person("body_treated_first"), "s6.treated_first"),
    ("nobody beside the group", person("no_individual_clinician"), "r4.no_individual_clinician"),
    ("no group, thank you", person("refuses_group"), "r4.refuses_group"),
    ("in real danger at home", person("ongoing_threat", "partner_violence"), ""),
    ("mania", person("urgent_other_state"), ""),
    ("every other diagnosis", diagnosed("F20", "F10.2", "F50.0", "F31", "F43.1"), ""),
    ("cannot stay present or settle", person(capacities={"can_stay_present": NOT_SHOWN, "can_settle": NOT_SHOWN}), ""),
    ("plan declined", planned(SafetyPlanState.DECLINED), ""),
    ("plan never spoken of", planned(None), ""),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "clauses"), [pytest.param(f, c, id=w) for w, f, c in HELD])
def test_what_holds_them_back(facts: Facts, clauses: str) -> None:
    unmet = {
        clause.id
        for name in OURS
        for clause in load().module(name).requires
        if ask(clause.when, facts, name).state is Truth.NOT_MET
    }
    assert met("not_yet contraindicated", facts) | unmet == set(clauses.split())


# module: home, in danger too, costs sessions, track, competence, clauses that hold it back
FRAME = {
    "s5": ("containment", True, True, "individual", (), set()),
    "s6": ("containment", False, True, "individual", (), {"s6.treated_first"}),
    "s7": ("containment", True, False, "individual", ("prescriber",), set()),
    "s8": ("containment", True, False, "individual", (), set()),
    "s9": ("safety", True, False, "individual", (), set()),
    "r4": (
        "regulation", False, True, "group", (),
        {"r4.no_individual_clinician", "r4.refuses_group", "r4.safety_plan_offered"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OURS)
def test_the_frame(name: str) -> None:
    module = load().module(name)
    in_danger = Phase.SAFETY in module.phases
    holding = {clause.id for clause in clauses_of(module, "not_yet contraindicated requires")}
    found = (
        module.home.value,
        in_danger,
        module.dose.budget,
        module.dose.track,
        module.competences,
        holding,
    )
    assert found == FRAME[name]


@pytest.mark.parametrize("name", OURS)
def test_not_knowing_blocks_none_of_them_and_nobody_need_override(name: str) -> None:
    for clause in clauses_of(load().module(name), " ".join(LISTS)):
        assert not clause.unknown_blocks
        assert not clause.override


@pytest.mark.parametrize("name", OURS)
def test_none_rests_on_a_form_another_module_or_a_severity(name: str) -> None:
    asked = {
        part.asks
        for clause in clauses_of(load().module(name), " ".join(LISTS))
        for part in clause.when.flat()
    }
    assert asked <= {"judgement", "diagnosis", "capacity", "safety_plan", "not"}


AIMS = {
    "s5": {"dissociation"},
    "s6": {"body_load"},
    "s7": {"medication_load"},
    "s8": {"comorbidity"},
    "s9": {"risk_to_others"},
    "r4": {"emotion_avoidance", "self_harm"},
}
"""One dysfunction each: a module that also aims at what nearly everyone has is called for always."""


@pytest.mark.parametrize("name", OURS)
def test_each_aims_at_its_own_dysfunction_and_weighs_no_fact(name: str) -> None:
    module = load().module(name)
    assert set(module.targets) == AIMS[name]
    for one in module.aims:
        assert (one.effect is None) == (one.target == "self_harm")


def test_staying_present_is_open_to_anyone_and_builds_what_later_work_asks_for() -> None:
    s5 = load().module("s5")
    assert s5.phases == PHASES
    assert not (s5.not_yet + s5.contraindicated + s5.requires)
    assert "s5" in load().capacities["can_stay_present"].built_by


def test_a_fact_brings_only_help_that_must_not_wait() -> None:
    forced = {name: {c.id for c in load().module(name).mandatory} for name in OURS}
    assert {name: ids for name, ids in forced.items() if ids} == {
        "s8": {"s8.urgent"},
        "s9": {"s9.threat_to_a_person", "s9.child", "s9.partner_violence", "s9.ongoing_threat"},
    }


def turned_away_by(condition: Condition) -> bool:
    return any(part.asks == "diagnosis" for part in condition.flat())


@pytest.mark.parametrize("name", ["s1", "s2", "s3", "s4", *OURS])
def test_nobody_is_turned_away_for_another_diagnosis(name: str) -> None:
    holding = clauses_of(load().module(name), "not_yet contraindicated requires")
    assert not [clause.id for clause in holding if turned_away_by(clause.when)]


def texts(one: object) -> Iterator[str]:
    """Every text of a module, patient's pages included, rules and references left out."""
    if isinstance(one, str):
        yield one
    elif isinstance(one, tuple):
        for part in one:
            yield from texts(part)
    elif is_dataclass(one) and not isinstance(one, Condition):
        for field in fields(one):
            if field.name not in {"references", "file", "id", "source"}:
                yield from texts(getattr(one, field.name))


MEDICINE = re.compile(
    r"\b\w+(?:apine|azepam|azolam|idone|piprazole|oxetine|alopram|traline|triptyline|barbital"
    r"|perazine|peridol|thixol|fenidate|gabalin|trexone)\b"
    r"|lithium|lamotrigin|valpro|topiram|carbamaz|ketamin|zopiclon|zolpidem|promethazin|melatonin"
    r"|mirtazapin|venlafaxin|duloxetin|clonidin|prazosin|methadon|buprenorphin|cannabidiol|omega-?3"
    r"|antidepress|antipsychotic|neuroleptic|benzodiaz|tranquilli|sedativ|stabili[sz]er|SSRI|stimulant",
    re.IGNORECASE,
)
"""Names and classes of medicines."""
AMOUNT = re.compile(r"\d\s*(?:mg|µg|mcg|g|ml|drops|tablets|Tropfen|Tabletten)\b", re.IGNORECASE)
ADVICE = re.compile(
    r"\b(?:start|begin|try|add|raise|increase|double|switch)\w* (?:a |the |this |another )?"
    r"(?:drug|medicine|dose)|\b(?:higher|lower|double) dose|should take|drug of choice|first[- ]line",
    re.IGNORECASE,
)


@pytest.mark.parametrize("pattern", [MEDICINE, AMOUNT, ADVICE])
@pytest.mark.parametrize("name", OURS)
def test_no_medicine_is_named_and_none_is_advised(name: str, pattern: re.Pattern[str]) -> None:
    found = [hit for text in texts(load().module(name)) for hit in pattern.findall(text)]
    assert found == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (MEDICINE, "Ask for quetiapine."),
        (MEDICINE, "an SSRI in the morning"),
        (MEDICINE, "Low-dose olanzapine helps."),
        (AMOUNT, "take 25 mg at night"),
        (ADVICE, "Increase the dose slowly."),
        (ADVICE, "You should take it at night."),
    ],
)
def test_such_words_would_be_found(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text)


def test_every_text_of_a_module_is_searched() -> None:
    s7 = load().module("s7")
    found = set(texts(s7))
    assert {s7.summary, s7.homework, s7.interventions[3].sounds_like, s7.steps[2].says} <= found
    assert {page.says for page in s7.patient} | set(s7.adherence) <= found


def words_of(name: str) -> str:
    return " ".join(texts(load().module(name)))


def test_the_review_is_the_prescribers_with_target_measure_and_an_end() -> None:
    """What guidelines ask of any medicine beside treatment (clinical brief, 7)."""
    says = words_of("s7")
    for asked in (
        "target",
        "measure",
        "end",
        "six months",
        "three or more medicines",
        "reconcil|whole list",
    ):
        assert re.search(asked, says), asked
    assert "personality disorder is not a target" in says


def page(name: str, language: str) -> PatientPage:
    found = load().module(name).page(language)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("language", "words"), [("en", "stop .* alone"), ("de", "setzen .* allein ab")]
)
def test_patients_are_told_not_to_stop_alone(language: str, words: str) -> None:
    assert re.search(words, page("s7", language).says)
