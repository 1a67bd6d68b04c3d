"""IMT leads from phase to phase; the other therapies bind no order; none of them never ends."""

# ruff: noqa: E501 - a table reads best with one case a line

import pytest

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
        ("dbt", "diary_card life_threatening therapy_interfering quality_of_life homework modules common next"),
        ("mit", "alliance_check settle episode homework modules common next"),
        ("gpm", "life_outside interpersonal_trigger safety_check homework modules common coordination next"),
    ],
)  # fmt: skip
def test_each_session_follows_its_own_order(name: str, agenda: str) -> None:
    assert [item.id for item in load().therapy(name).agenda] == agenda.split()


def test_honest_words_about_the_evidence() -> None:
    says = {name: load().therapy(name).evidence_says for name in ("imt", "mit", "dbt", "gpm")}
    assert says["imt"].startswith("No randomised trial of IMT")
    assert "78 people" in says["mit"]
    assert "borderline symptoms less" in says["mit"]
    assert "about half complete" in says["dbt"]
    assert "no difference" in says["gpm"]
