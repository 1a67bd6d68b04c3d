"""IMT leads from phase to phase; the other therapies bind no order; none of them never ends."""

# ruff: noqa: E501 - a table reads best with one case a line

import pytest

from openimt.assess.instruments import load as instrument
from openimt.catalogue.load import load
from openimt.catalogue.therapy import Criterion
from openimt.terms import PHASES, Phase

IMT = load().therapy("imt")
GATES = {
    Phase.SAFETY: "risk_settled safety_plan_offered",
    Phase.CONTAINMENT: "no_crisis_2w attending",
    Phase.REGULATION: "no_attempt_8w self_harm_down skills_in_use regulation_better modules_regulation",
    Phase.EXPLORATION: "schema_recognised experiments_done interpersonal_better modules_exploration",
    Phase.INTEGRATION: "agency_supported role_active ending_done modules_integration",
}  # fmt: skip
EARLY = {Phase.SAFETY, Phase.CONTAINMENT}


def criteria(phase: Phase) -> tuple[Criterion, ...]:
    gate = IMT.gate_from(phase)
    assert gate is not None
    return gate.criteria


def test_only_imt_binds_phases() -> None:
    assert {t.id for t in load().therapies.values() if t.binds_phases} == {"imt"}
    assert set(load().therapies) >= {"imt", "mit", "dbt", "gpm"}


@pytest.mark.parametrize("phase", PHASES)
def test_what_we_look_for_before_moving_on(phase: Phase) -> None:
    assert [criterion.id for criterion in criteria(phase)] == GATES[phase].split()


@pytest.mark.parametrize("phase", PHASES)
def test_only_late_gates_look_at_steps_of_change(phase: Phase) -> None:
    looked_at = {criterion.modules_of for criterion in criteria(phase)} - {None}
    assert looked_at == (set() if phase in EARLY else {phase})


def test_no_gate_reads_coherence_or_a_session_rating() -> None:
    for phase in PHASES:
        for criterion in criteria(phase):
            conditions = [c for c in (criterion.when, criterion.not_applicable) if c]
            asked = {part.asks for c in conditions for part in c.flat()}
            assert "common" not in asked
            assert not any("narrative" in measure for measure in criterion.change_of)


def test_contact_by_the_agreed_route_is_no_crisis() -> None:
    (criterion,) = (c for c in criteria(Phase.CONTAINMENT) if c.id == "no_crisis_2w")
    assert criterion.when is not None
    assert set(criterion.when.of) == {"emergency_care", "admission", "contact_outside_route"}


def test_the_course_fits_the_horizon() -> None:
    for therapy in load().therapies.values():
        assert sum(phase.weeks for phase in therapy.phases) <= load().settings["horizon_weeks"]


@pytest.mark.parametrize("name", ["mit", "dbt", "gpm"])
def test_the_others_end_with_a_prepared_ending(name: str) -> None:
    (gate,) = load().therapy(name).gates
    assert (gate.leaves, gate.to) == (Phase.INTEGRATION, None)
    assert [criterion.id for criterion in gate.criteria] == ["ending_done"]


@pytest.mark.parametrize(
    ("name", "agenda"),
    [
        ("imt", "safety_check common homework modules where_we_are next"),
        ("dbt", "diary hierarchy homework modules common next"),
        ("mit", "alliance_check settle procedure episode homework modules common next"),
        ("gpm", "states hierarchy homework review modules common coordination next"),
    ],
)  # fmt: skip
def test_each_session_follows_its_own_order(name: str, agenda: str) -> None:
    assert [item.id for item in load().therapy(name).agenda] == agenda.split()


KINDS = {
    "imt": "complete", "mit": "complete", "dbt": "complete", "gpm": "complete",
    "mbt": "lender", "tfp": "lender", "schema": "lender", "stepps": "lender",
}  # fmt: skip
LENDS = {
    "mbt": "i3 c6 s2",
    "tfp": "c1 n1",
    "schema": "n2 i7",
    "stepps": "r1 r2 i9",
}


def test_four_run_courses_and_four_lend() -> None:
    assert {t.id: t.kind.value for t in load().therapies.values()} == KINDS


@pytest.mark.parametrize("name", LENDS)
def test_what_each_lender_lends(name: str) -> None:
    assert [lent.module for lent in load().therapy(name).lends] == LENDS[name].split()


def test_what_is_lent_names_where_it_comes_from() -> None:
    """A specific module that a therapy lends counts it among its sources, and the other way."""
    for name in LENDS:
        for lent in load().therapy(name).lends:
            module = load().module(lent.module)
            if module in load().specific():
                assert name in module.systems, (name, lent.module)


STAGES = {
    "imt": {"safety": "safety", "containment": "containment", "regulation": "regulation",
            "exploration": "exploration", "integration": "integration"},
    "dbt": {"before": "safety containment regulation", "one": "safety containment regulation",
            "two": "exploration", "three": "integration", "four": "integration"},
    "mit": {"start": "safety containment", "a": "containment regulation exploration integration",
            "b": "containment regulation exploration integration"},
    "gpm": {"sharing": "safety containment regulation",
            "change": "safety containment regulation exploration", "stepping": "integration"},
}  # fmt: skip


@pytest.mark.parametrize("name", STAGES)
def test_how_stages_lie_in_the_five_phases(name: str) -> None:
    stages = load().therapy(name).stages
    assert {s.id: " ".join(p.value for p in s.phases) for s in stages} == STAGES[name]


LEVELS = {
    "dbt": "life_threatening therapy_interfering quality_of_life skills",
    "gpm": "safety illness work love",
    "mit": "danger rupture arousal formulation change",
    "imt": "safety ground symptoms regulation others self",
}


@pytest.mark.parametrize("name", LEVELS)
def test_what_comes_first(name: str) -> None:
    held = load().therapy(name).hierarchy
    assert held is not None
    assert [level.id for level in held.levels] == LEVELS[name].split()


PROCEDURE = [
    ("a1", "", "explore"), ("a2", "a1", "explore"), ("a3", "a2", "explore"),
    ("a4", "a3", "explore"), ("a5", "a4", "explore"), ("a6", "a5", "explore"),
    ("b1", "a6", "explore change"), ("b2", "b1", "explore change"),
    ("b3", "b2", "explore change"), ("b4", "b2", "explore change"),
    ("b5", "b1", "explore change"), ("b6", "b4", "explore change"),
]  # fmt: skip


def test_mit_goes_from_a1_to_b6_and_back() -> None:
    procedure = load().therapy("mit").procedure
    assert procedure is not None
    assert procedure.ordered
    told = [(s.id, s.step_back_to, " ".join(u.value for u in s.allows)) for s in procedure.steps]
    assert told == PROCEDURE
    assert all(step.advance_when and step.step_back_when for step in procedure.steps)
    assert {r.id for r in procedure.regulators} == {"danger", "rupture", "arousal"}


def test_gpm_stops_or_alters_after_three_months_and_then_decides() -> None:
    gpm = load().therapy("gpm")
    assert gpm.procedure is not None
    assert not gpm.procedure.ordered, "free within its principles"
    names = [step.id for step in gpm.procedure.steps]
    assert names.index("review") + 1 == names.index("step_decision")
    assert load().settings["gpm_review_weeks"] == 13
    assert [state.id for state in gpm.states] == ["connected", "threatened", "alone", "despairing"]
    assert "work before love" in " ".join(gpm.principles).lower()


def test_dbt_has_four_modes_and_a_commitment() -> None:
    dbt = load().therapy("dbt")
    assert [mode.id for mode in dbt.modes] == ["individual", "group", "coaching", "team"]
    group = dbt.modes[1]
    assert (group.rhythm, group.minutes_least, group.minutes_most) == ("weekly", 120, 150)
    assert dbt.procedure is not None
    assert [step.id for step in dbt.procedure.steps] == ["orient", "link", "commit"]


@pytest.mark.parametrize(
    ("rule", "number", "value"),
    [("after_an_act", "dbt_hours_after_act", 24), ("missed_sessions", "dbt_missed_in_a_row", 4)],
)
def test_no_rule_of_dbt_hides_the_plan_suppresses_an_alert_or_ends_care(
    rule: str, number: str, value: float
) -> None:
    found = next(r for r in load().therapy("dbt").between_sessions if r.id == rule)
    for word in ("safety plan", "alert", "ends care"):
        assert word in found.never, word
    assert found.numbers == (number,)
    assert not found.checked, "from memory"
    setting = next(s for s in load().settings.entries if s.name == number)
    assert (setting.value, setting.checked) == (value, False)


def test_an_observer_first_and_own_ratings_only_prompt() -> None:
    for therapy in load().course_therapies():
        assert therapy.fidelity is not None
        assert "never reported as fidelity" in therapy.fidelity.self_rating
        assert therapy.fidelity.observer
        assert therapy.fidelity.concepts
    dbt = load().therapy("dbt").fidelity
    assert dbt is not None
    told = {fact.source: fact.says for fact in dbt.facts if fact.source == "harned2021"}
    assert "9 to 15" in told["harned2021"]
    said = " ".join(fact.says for fact in dbt.facts)
    for number in ("26 yes-or-no", "66", "all 12", "11 items", "23 is the cut", ".93", ".90",
                   ".09", ".05"):  # fmt: skip
        assert number in said, number


def test_diaries_ask_what_this_platform_asks_in_the_same_range() -> None:
    """A field that names an item of a form is answered as that item is."""
    ranges = {"0-5": (0, 5), "0-7": (0, 7), "0-10": (0, 10), "yes_no": (0, 1), "hours": (0, 24)}
    named = 0
    for therapy in load().course_therapies():
        assert therapy.diary is not None
        items = {}
        if therapy.diary.instrument:
            items = {i.id: i for i in instrument(therapy.diary.instrument).items}
        for field in therapy.diary.fields:
            if field.item:
                item, named = items[field.item], named + 1
                assert (item.lowest, item.highest) == ranges[field.kind.value], field.id
    assert named >= 10


def test_phases_and_their_order_are_a_matter_of_imt_alone() -> None:
    for therapy in load().course_therapies():
        assert therapy.binds_phases == (therapy.id == "imt")
        assert {phase.phase for phase in therapy.phases} == set(PHASES)


def test_honest_words_about_the_evidence() -> None:
    says = {name: load().therapy(name).evidence_says for name in KINDS}
    assert says["imt"].startswith("No randomised trial of IMT")
    assert "78 people" in says["mit"]
    assert "borderline symptoms less" in says["mit"]
    assert "about half complete" in says["dbt"]
    assert "no difference" in says["gpm"]
    assert "134 people" in says["mbt"]
    assert "self-harm did not change" in says["tfp"]
    assert "d .73" in says["schema"]
    assert "Self-harm did not change" in says["stepps"]


def test_nobody_is_said_to_be_better_by_the_trial_nobody_could_find() -> None:
    """The 18 months of MIT against DBT with 120 people could not be verified."""
    for therapy in load().therapies.values():
        assert "120" not in therapy.evidence_says
        assert "superior" not in therapy.evidence_says
