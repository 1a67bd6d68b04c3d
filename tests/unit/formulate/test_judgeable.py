"""What may be judged: everything that some rule asks, by whom it asks, and nothing else."""

from dataclasses import replace

import pytest

from openimt.catalogue.catalogue import Catalogue, JudgementKind
from openimt.catalogue.load import load
from openimt.catalogue.wording import worded
from openimt.formulate.facts import Facts
from openimt.formulate.judgeable import (
    Judged,
    clauses_to_judge,
    judgeable,
    judged_ids,
    special_roles,
)
from openimt.formulate.understand import understand
from openimt.terms import JUDGES
from tests.builders import assessment, catalogue, clause, judged, module

HERE = load()
THERAPIES = [t.id for t in HERE.course_therapies()]
SMALL = worded(
    catalogue(
        module(
            "r9",
            not_yet=(
                clause("r9.open", {"event": ["admission"], "within_weeks": 2}),
                clause("r9.word", {"not": {"judgement": "threat"}}),
            ),
            contraindicated=(
                clause("r9.blocks", {"event": ["suicide_attempt"]}, unknown_blocks=True),
                replace(
                    clause("r9.aside", {"event": ["suicide_attempt"]}, unknown_blocks=True),
                    override="senior",
                ),
            ),
            requires=(
                clause(
                    "r9.signed",
                    {"any": [{"wish": True}, {"judgement": "ready", "role": "prescriber"}]},
                ),
            ),
        ),
        judgements={
            "threat": JudgementKind("threat", "there is a threat", weeks=2),
            "ready": JudgementKind("ready", "the person is ready", weeks=6),
            "unasked": JudgementKind("unasked", "nobody asks"),
        },
    )
)


def small() -> Catalogue:
    numbers = SMALL.settings.values | {"judgement_weeks": 12, "override_weeks": 4}
    return replace(SMALL, settings=replace(SMALL.settings, values=numbers))


def test_words_clauses_and_criteria_with_their_role_and_weeks() -> None:
    found = judgeable(small(), "imt")
    rows = {name: (one.what, one.role, one.weeks, one.override) for name, one in found.items()}
    assert {name: row for name, row in rows.items() if not name.endswith("_done")} == {
        "threat": (Judged.WORD, "clinician", 2, False),
        "ready": (Judged.WORD, "clinician", 6, False),
        "r9.open": (Judged.CLAUSE, "clinician", 12, False),
        "r9.aside": (Judged.CLAUSE, "senior", 4, True),
        "r9.signed": (Judged.CLAUSE, "prescriber", 12, False),
    }
    assert rows["safety_done"] == (Judged.CRITERION, "clinician", 12, False)
    assert found["threat"].says == "There is a threat."


def test_where_not_knowing_blocks_a_judgement_is_not_asked_for() -> None:
    assert "r9.blocks" not in judgeable(small(), "imt")
    assert "r9.blocks" not in judged_ids(small())


def test_a_clause_is_to_be_judged_while_the_records_do_not_know() -> None:
    for events, expected in [(None, {"r9.open", "r9.aside"}), ((), {"r9.aside"})]:
        assert clauses_to_judge(Facts(assessment(events=events), {}), small()) == expected | (
            {"r9.signed"}
        )


def test_the_roles_that_rules_ask_beside_any_clinician() -> None:
    assert special_roles(small()) == {
        "ready": {"prescriber"},
        "r9.aside": {"senior"},
        "r9.signed": {"prescriber"},
    }


@pytest.mark.parametrize("therapy", THERAPIES)
def test_the_packaged_catalogue_offers_every_word_that_a_rule_asks(therapy: str) -> None:
    found = judgeable(HERE, therapy)
    words = {name for name, one in found.items() if one.what is Judged.WORD}
    assert words >= {"ongoing_threat", "trauma_release", "trained_therapist"}
    assert words <= set(HERE.judgements)
    criteria = {c.id for g in HERE.therapy(therapy).gates for c in g.criteria}
    assert criteria <= set(found)
    for one in found.values():
        assert one.says.endswith((".", "!", "?"))
        assert one.weeks >= 1
        assert one.role in JUDGES


def test_only_a_senior_sets_aside_and_only_the_two_things_of_trauma_work() -> None:
    aside = {name: one.role for name, one in judgeable(HERE, "imt").items() if one.override}
    names = {"r7.attempt", "r7.life_threatening_act", "r7.self_harm"}
    assert aside == dict.fromkeys(names, "senior")


def test_no_word_of_the_packaged_catalogue_is_asked_of_nobody() -> None:
    assert set(HERE.judgements) <= judged_ids(HERE)


def test_a_judgement_of_a_clause_is_known_and_a_misspelt_one_is_said() -> None:
    told = (judged("r7.attempt"), judged("r7.no_such_clause"), judged("i1.can_settle"))
    said = understand(assessment(judgements=told), HERE).warnings
    assert [w for w in said if "nothing here asks" in w] == [
        "nothing here asks about 'r7.no_such_clause': it does not change the plan"
    ]
