"""Who may enter a trial for people whom earlier treatment did not help: the rule as a table.

Each row: what is known of one earlier course, and what follows. A dash is *not known*. The
definition: 6 months or 75 % of sessions, a trained therapist, a therapy tested for BPD; and then
no reliable improvement (BSL-23: more than .94; ZAN-BPD: more than 4.4) or still 5 criteria; and
somebody wrote down why. One such course is enough, the strict form asks for two.
"""

from dataclasses import fields

import pytest

from openimt.terms import Truth
from openimt.trial.eligibility import PriorCourse, ScaleChange, Verdict, judge, load

YES, NO, OPEN = Verdict.ELIGIBLE, Verdict.NOT_ELIGIBLE, Verdict.CANNOT_TELL

TABLE = """
therapy|months|kept/offered|trained|BSL-23     |ZAN-BPD  |criteria|reason  |verdict
dbt    |12    |-           |yes    |2.4 > 2.2  |-        |-       |alliance|eligible
dbt    |6     |-           |yes    |2.4 > 2.2  |-        |-       |alliance|eligible
dbt    |5.9   |30/40       |yes    |2.4 > 2.2  |-        |-       |dose    |eligible
dbt    |5.9   |29/40       |yes    |2.4 > 2.2  |-        |-       |dose    |not_eligible
dbt    |5.9   |-           |yes    |2.4 > 2.2  |-        |-       |dose    |cannot_tell
dbt    |-     |29/40       |yes    |2.4 > 2.2  |-        |-       |dose    |cannot_tell
dbt    |-     |30/40       |yes    |2.4 > 2.2  |-        |-       |dose    |eligible
dbt    |12    |-           |no     |2.4 > 2.2  |-        |-       |dose    |not_eligible
dbt    |12    |-           |-      |2.4 > 2.2  |-        |-       |dose    |cannot_tell
art    |12    |-           |yes    |2.4 > 2.2  |-        |-       |dose    |not_eligible
-      |12    |-           |yes    |2.4 > 2.2  |-        |-       |dose    |cannot_tell
mbt    |18    |-           |yes    |2.10 > 1.16|-        |-       |access  |eligible
mbt    |18    |-           |yes    |2.10 > 1.15|-        |-       |access  |cannot_tell
mbt    |18    |-           |yes    |2.10 > 1.15|-        |4       |access  |not_eligible
mbt    |18    |-           |yes    |2.10 > 1.15|-        |5       |access  |eligible
mbt    |18    |-           |yes    |1.2 > 2.9  |-        |-       |access  |eligible
tfp    |18    |-           |yes    |-          |17 > 12.6|-       |other   |eligible
tfp    |18    |-           |yes    |-          |17 > 12.5|2       |other   |not_eligible
tfp    |18    |-           |yes    |2.4 > 2.2  |17 > 8   |-       |other   |cannot_tell
tfp    |18    |-           |yes    |-          |-        |-       |other   |cannot_tell
tfp    |18    |-           |yes    |-          |-        |9       |other   |eligible
gpm    |12    |-           |yes    |2.4 > 2.2  |-        |-       |-       |cannot_tell
gpm    |12    |-           |no     |2.4 > 2.2  |-        |-       |-       |not_eligible
"""


def rows() -> list[list[str]]:
    lines = TABLE.strip().splitlines()[1:]
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def change(scale: str, cell: str) -> tuple[ScaleChange, ...]:
    if cell == "-":
        return ()
    before, after = (float(part) for part in cell.split(">"))
    return (ScaleChange(scale, before, after),)


def course(cells: list[str]) -> PriorCourse:
    known = [None if cell == "-" else cell for cell in cells]
    therapy, months, sessions, trained, bsl, zan, criteria, reason, _ = known
    kept, offered = (None, None) if sessions is None else map(int, sessions.split("/"))
    return PriorCourse(
        therapy,
        months=None if months is None else float(months),
        sessions_offered=offered,
        sessions_kept=kept,
        trained_therapist=None if trained is None else trained == "yes",
        changes=change("bsl23", bsl or "-") + change("zan-bpd", zan or "-"),
        criteria_after=None if criteria is None else int(criteria),
        reason=reason,
    )


@pytest.mark.parametrize("cells", rows(), ids=" ".join)
def test_the_table(cells: list[str]) -> None:
    made = judge([course(cells)], load())
    assert made.verdict == cells[-1]
    assert bool(made.would_decide) == (made.verdict is OPEN)


def test_the_table_reaches_every_verdict_and_criterion() -> None:
    made = [judge([course(cells)], load()) for cells in rows()]
    assert {one.verdict for one in made} == set(Verdict)
    seen = {(c.id, c.truth) for one in made for c in one.courses[0].criteria}
    for criterion in ("tested_therapy", "dose", "trained_therapist", "no_response"):
        for truth in (Truth.MET, Truth.NOT_MET, Truth.UNKNOWN):
            assert (criterion, truth) in seen, (criterion, truth)


GOOD = course(rows()[0])
UNKNOWN_DOSE = course(rows()[4])
TOO_SHORT = course(rows()[3])


@pytest.mark.parametrize(
    ("courses", "plain", "strict"),
    [
        (None, OPEN, OPEN),
        ((), NO, NO),
        ((GOOD,), YES, NO),
        ((GOOD, GOOD), YES, YES),
        ((GOOD, UNKNOWN_DOSE), YES, OPEN),
        ((UNKNOWN_DOSE,), OPEN, NO),
        ((UNKNOWN_DOSE, UNKNOWN_DOSE), OPEN, OPEN),
        ((GOOD, TOO_SHORT), YES, NO),
        ((TOO_SHORT, TOO_SHORT, GOOD, UNKNOWN_DOSE), YES, OPEN),
    ],
)
def test_one_course_or_two(courses, plain: Verdict, strict: Verdict) -> None:
    assert judge(courses, load()).verdict is plain
    assert judge(courses, load(strict=True)).verdict is strict


def test_learning_more_never_turns_a_verdict_over() -> None:
    """Whatever is filled in later, a verdict that was reached stands."""
    complete = course(["dbt", "12", "38/40", "yes", "2.4 > 2.2", "17 > 16", "6", "alliance", "-"])
    for field in fields(PriorCourse):
        if field.name in {"when", "changes"}:
            continue
        less = {f.name: getattr(complete, f.name) for f in fields(PriorCourse)}
        known = judge([PriorCourse(**(less | {field.name: None}))], load())
        assert known.verdict in {YES, OPEN}, field.name


def test_what_would_decide_it_is_named() -> None:
    asked = judge([UNKNOWN_DOSE], load()).would_decide
    assert asked == (
        "DBT: find out whether it lasted 6 months, or whether 75% of sessions were kept",
    )
    assert judge(None, load()).would_decide == ("ask which treatments there were before",)


def test_no_word_labels_a_person() -> None:
    words = ""
    for cells in rows():
        made = judge([course(cells)], load())
        words += " ".join([made.says, *made.would_decide, made.definition])
        words += " ".join(c.says for one in made.courses for c in one.criteria)
    for label in ("resist", "refractory", "non-responder", "nonresponder", "failed", "failure"):
        assert label not in words.lower()
    assert "did not respond to DBT" in words


def test_a_verdict_carries_why_the_idea_is_disputed() -> None:
    made = judge([GOOD], load())
    assert "no agreed definition" in made.disputed
    assert "disputed" in made.disputed
    assert not load().checked
