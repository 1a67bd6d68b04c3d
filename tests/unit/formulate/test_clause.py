"""A clause for one person: what the records say, or who may say otherwise, in which role, until when."""

# ruff: noqa: E501 - a table reads best with one case a line

from dataclasses import replace
from datetime import date, timedelta

import pytest

from openimt.catalogue.load import load
from openimt.catalogue.module import Clause
from openimt.formulate.assessment import Diagnosis, Event, Judgement
from openimt.formulate.clause import clause_state, judging_role, stands_against, why
from openimt.formulate.facts import Facts
from openimt.formulate.understand import understand
from openimt.plan.propose import propose
from openimt.terms import EventKind, Truth
from tests.builders import ON, assessment, clause, need

ATTEMPT = {"event": ["suicide_attempt"], "within_weeks": 8}
HAPPENED = (Event(EventKind.SUICIDE_ATTEMPT, ON, reviewed_by="dr-a"),)
YESTERDAY, TODAY, LATER = ON - timedelta(days=1), ON, ON + timedelta(weeks=4)
NOT_KNOWN, NONE = None, ()


def judged(met: bool, role: str = "clinician", until: date | None = LATER) -> Judgement:
    return Judgement("r7.attempt", met, f"dr-{role}", until, "talked over", role)


def rule(*, blocks: bool = False, override: str = "") -> Clause:
    return replace(clause("r7.attempt", ATTEMPT, unknown_blocks=blocks), override=override)


def state(asked: Clause, events: tuple[Event, ...] | None, *judgements: Judgement) -> str:
    facts = Facts(assessment(events=events, judgements=judgements), {})
    return clause_state(asked, facts, "r7").state.value


PLAIN, BLOCKING = rule(), rule(blocks=True)
SENIOR = rule(blocks=True, override="senior")
CASES = [
    # what is so, the clause, the events, the judgements, what it comes to
    ("the records say it", PLAIN, HAPPENED, (), "met"),
    ("the records say it is not so", PLAIN, NONE, (), "not_met"),
    ("nobody knows", PLAIN, NOT_KNOWN, (), "unknown"),
    ("not known, judged not so", PLAIN, NOT_KNOWN, (judged(False),), "not_met"),
    ("not known, judged so", PLAIN, NOT_KNOWN, (judged(True),), "met"),
    ("not known, judged by a senior, who is a clinician too", PLAIN, NOT_KNOWN, (judged(False, "senior"),), "not_met"),
    ("not known, judged until yesterday", PLAIN, NOT_KNOWN, (judged(False, until=YESTERDAY),), "unknown"),
    ("not known, judged until today", PLAIN, NOT_KNOWN, (judged(False, until=TODAY),), "not_met"),
    ("not known, judged without an end", PLAIN, NOT_KNOWN, (judged(False, until=None),), "not_met"),
    ("known, and a clinician judges against it", PLAIN, HAPPENED, (judged(False),), "met"),
    ("known, and a senior judges against it", PLAIN, HAPPENED, (judged(False, "senior"),), "met"),
    ("known not to be so, and judged so", PLAIN, NONE, (judged(True, "senior"),), "not_met"),
    ("not knowing blocks, and a clinician judges", BLOCKING, NOT_KNOWN, (judged(False),), "unknown"),
    ("not knowing blocks, and a senior judges", BLOCKING, NOT_KNOWN, (judged(False, "senior"),), "unknown"),
    ("a senior may set it aside, and does", SENIOR, HAPPENED, (judged(False, "senior"),), "not_met"),
    ("a senior may set it aside, a clinician does", SENIOR, HAPPENED, (judged(False),), "met"),
    ("a senior may set it aside, a prescriber does", SENIOR, HAPPENED, (judged(False, "prescriber"),), "met"),
    ("set aside by a senior until yesterday", SENIOR, HAPPENED, (judged(False, "senior", YESTERDAY),), "met"),
    ("set aside by a senior, not known", SENIOR, NOT_KNOWN, (judged(False, "senior"),), "not_met"),
    ("not known, where only a senior may", SENIOR, NOT_KNOWN, (judged(False),), "unknown"),
    ("a senior says it is so after all", SENIOR, NONE, (judged(True, "senior"),), "met"),
    ("two seniors, the later lapse stands", SENIOR, HAPPENED, (judged(False, "senior", TODAY), judged(True, "senior")), "met"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "events", "judgements", "expected"),
    [pytest.param(*row[1:], id=row[0]) for row in CASES],
)
def test_what_a_clause_comes_to(
    asked: Clause,
    events: tuple[Event, ...] | None,
    judgements: tuple[Judgement, ...],
    expected: str,
) -> None:
    assert state(asked, events, *judgements) == expected


def test_a_judgement_of_another_clause_says_nothing_here() -> None:
    other = replace(judged(False, "senior"), criterion="r7.self_harm")
    assert state(SENIOR, HAPPENED, other) == "met"


def test_who_judged_and_why_is_the_first_ground() -> None:
    facts = Facts(assessment(events=HAPPENED, judgements=(judged(False, "senior"),)), {})
    grounds = clause_state(SENIOR, facts, "r7").because
    assert grounds[0].says == "judged by dr-senior: talked over"
    assert "suicide attempt: 1" in grounds[1].says


def test_an_unnamed_judge_without_a_reason_is_said_to_be_one() -> None:
    bare = Judgement("r7.attempt", False)
    facts = Facts(assessment(events=None, judgements=(bare,)), {})
    ground = clause_state(PLAIN, facts, "r7").because[0]
    assert ground.says == "judged by an unnamed person: no reason given"


STANDS = [
    # the clause, the events, what is feared, whether it stands against
    (PLAIN, HAPPENED, Truth.MET, True),
    (PLAIN, NONE, Truth.MET, False),
    (PLAIN, NONE, Truth.NOT_MET, True),
    (PLAIN, NOT_KNOWN, Truth.MET, False),
    (PLAIN, NOT_KNOWN, Truth.NOT_MET, False),
    (BLOCKING, NOT_KNOWN, Truth.MET, True),
    (BLOCKING, NOT_KNOWN, Truth.NOT_MET, True),
    (BLOCKING, NONE, Truth.MET, False),
]


@pytest.mark.parametrize(("asked", "events", "feared", "expected"), STANDS)
def test_when_a_clause_stands_against(
    asked: Clause, events: tuple[Event, ...] | None, feared: Truth, expected: bool
) -> None:
    facts = Facts(assessment(events=events), {})
    assert (stands_against(asked, feared, facts, "r7") is not None) is expected


def test_the_strictest_role_asked_inside_answers_for_the_whole() -> None:
    plain = {"judgement": "ready", "role": "clinician"}
    for role in ("senior", "prescriber"):
        both = {"any": [plain, {"not": {"judgement": "able", "role": role}}]}
        assert judging_role(clause("x", both).when) == role
    assert judging_role(clause("x", {"any": [plain, {"wish": True}]}).when) == "clinician"


def test_where_a_rule_asks_a_senior_a_clinician_does_not_answer_for_it() -> None:
    asked = clause("r7.attempt", {"judgement": "ready", "role": "senior"})
    assert state(asked, NONE, judged(True)) == "unknown"
    assert state(asked, NONE, judged(True, "senior")) == "met"


def test_the_reason_of_the_author_comes_with_its_source() -> None:
    (ground,) = why(replace(PLAIN, why="Steadiness first."))
    assert (ground.says, ground.source) == ("Steadiness first.", PLAIN.source)
    assert why(PLAIN) == ()


CATALOGUE = load()


def offered(module: str, **known: object) -> bool:
    found = propose(
        understand(assessment(need("agency", 0.9), pin=(module,), **known), CATALOGUE), CATALOGUE
    )
    return found.placement(module) is not None


def test_every_diagnosis_made_counts_and_the_first_is_not_the_only_one() -> None:
    """S7 is for people with a condition beside the personality disorder."""
    asked = next(c for c in CATALOGUE.module("s7").indicated if c.id == "s7.other_condition")
    first = Diagnosis("6D11.5", "dr-a", ON)
    for others, expected in [
        (None, "unknown"),
        ((), "not_met"),
        ((Diagnosis("6B40"),), "not_met"),
        ((Diagnosis("6B40"), Diagnosis("F32.1")), "met"),
    ]:
        facts = Facts(assessment(diagnosis=first, other_diagnoses=others), {})
        assert clause_state(asked, facts, "s7").state.value == expected


def test_a_personality_disorder_named_second_is_one_too() -> None:
    asked = CATALOGUE.module("r1").indicated[0]
    facts = assessment(diagnosis=Diagnosis("F32.1"), other_diagnoses=(Diagnosis("6D11.5"),))
    assert clause_state(asked, Facts(facts, {}), "r1").state is Truth.MET
    assert offered("r2", diagnosis=Diagnosis("F32.1"), other_diagnoses=(Diagnosis("6D11.5"),))
