"""What is wrong with a trial's table, and the one sentence that says so with its remedy."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command_line import refused, run
from tests.spec.trial.small_trial import Row, small_trial, write_table

Capsys = pytest.CaptureFixture[str]
Rows = list[Row]
COLUMNS = ("--outcome", "score", "--arm", "arm", "--subject", "id")
VISITS = (*COLUMNS, "--visit", "month")
WITH_BASE = ("--terms", "arm*month + base*month")


def put(
    name: str, value: object, where: Callable[[Row], bool] = lambda row: True
) -> Callable[[], Rows]:
    """The small trial with a value put into some cells."""

    def spoilt() -> Rows:
        return [row | ({name: value} if where(row) else {}) for row in small_trial()]

    return spoilt


def one(row: Row) -> bool:
    return row["id"] == "p03" and row["month"] == 3


def late_mit(row: Row) -> bool:
    return row["month"] == 12 and row["arm"] == "MIT"


def site_is_arm() -> Rows:
    return [row | {"site": "A" if row["arm"] == "TAU" else "B"} for row in small_trial()]


def age_is_twice_base() -> Rows:
    return [row | {"age": 2 * float(str(row["base"]))} for row in small_trial()]


def twice_at_month_3() -> Rows:
    return [*small_trial(), small_trial()[4]]


def visits_that_follow() -> Rows:
    rows = small_trial()
    before = {row["id"]: row["score"] for row in rows if row["month"] == 0}
    return [
        row | ({"score": float(str(before[row["id"]])) + 1} if row["month"] == 3 else {})
        for row in rows
    ]


SLIPS: dict[str, tuple[Callable[[], Rows], tuple[str, ...], str]] = {
    "no baseline at all": (
        put("base", None),
        WITH_BASE,
        "base: is empty wherever there is an outcome; fill it in",
    ),
    "a visit nobody attended": (
        put("score", None, lambda row: row["month"] == 12),
        (),
        "month: nobody has an outcome at '12'; take the rows",
    ),
    "an arm empty at a visit": (
        put("score", None, late_mit),
        (),
        "no analysed row has arm 'MIT' and month '12'; take one",
    ),
    "an arm without outcomes": (
        put("score", None, lambda row: row["arm"] == "MIT"),
        (),
        "nobody in 'MIT' has an outcome; take the rows",
    ),
    "no outcome at all": (put("score", None), (), "score: has no value at all; fill in"),
    "a site that is the arm": (
        site_is_arm,
        ("--terms", "arm*month + site"),
        "'siteB' cannot be told apart from '(Intercept)', 'armTAU'",
    ),
    "collinear numbers": (
        age_is_twice_base,
        ("--terms", "arm*month + base + age"),
        "'age' cannot be told apart from 'base'",
    ),
    "one site": (
        put("site", "C1"),
        ("--terms", "arm*month + site"),
        "site: is 'C1' in every analysed row; leave it out",
    ),
    "two rows of one visit": (
        twice_at_month_3,
        (),
        "row 74, field month: 'p01' has two outcomes at month 3, in rows 6 and 74; keep one",
    ),
    "an infinite outcome": (
        put("score", "Inf", one),
        (),
        "row 12, field score: is infinite; correct",
    ),
    "an infinite baseline": (
        put("base", "-inf", one),
        WITH_BASE,
        "row 12, field base: is infinite; correct",
    ),
    "a constant outcome": (
        put("score", 3),
        (),
        "score: is 3 in every analysed row; an outcome must vary",
    ),
    "one visit": (
        lambda: small_trial(12, [3]),
        (),
        "month: has one visit only, '3'; leave the visit out",
    ),
    "an arm in two spellings": (
        put("arm", "Mit", lambda row: row["id"] == "p03"),
        (),
        "arm: says 'MIT' and 'Mit', which differ in capitals alone; write one of them",
    ),
    "a covariate of nothing": (
        put("age", 0),
        ("--terms", "arm*month + age"),
        "'age' is 0 in every analysed row; leave it out",
    ),
    "one arm": (put("arm", "MIT"), (), "arm: has one arm only, 'MIT'; a comparison needs two"),
    "a word for a score": (
        put("score", "gone", one),
        (),
        "row 12, field score: is 'gone'; expected a number; where it is missing, an empty cell",
    ),
    "a word for a baseline": (
        put("base", "lost", one),
        WITH_BASE,
        "row 12, field base: is 'lost' among 71 numbers; a missing value is an empty cell",
    ),
    "a person in two arms": (
        put("arm", "TAU", one),
        (),
        "'p03' is in 'MIT' in row 11 and in 'TAU' in row 12; a person belongs to one arm",
    ),
    "a row without arm": (
        put("arm", None, one),
        (),
        "row 12, field arm: is empty; every row must say its arm",
    ),
    "a row without person": (
        put("id", None, one),
        (),
        "row 12, field id: is empty; every row must say its person",
    ),
    "a row without visit": (
        put("month", None, one),
        (),
        "row 12, field month: is empty; every row must say its visit",
    ),
    "a formula with a foreign name": (
        small_trial,
        ("--terms", "arm*month + weight"),
        "field weight: the formula names 'weight', which is no column",
    ),
    "a foreign reference": (
        small_trial,
        ("--reference", "DBT"),
        "has no arm 'DBT' to compare with; its arms: 'MIT', 'TAU'",
    ),
    "no arm in the terms": (
        small_trial,
        ("--terms", "month"),
        "'arm' stands in no term of the formula; add it",
    ),
    "more coefficients than rows": (
        lambda: small_trial(4),
        ("--terms", "arm*month*age"),
        "has 12 rows to analyse for",
    ),
    "too few people for the covariance": (lambda: small_trial(3), (), "choose cs"),
    "visits that follow from each other": (visits_that_follow, (), "leave it out"),
    "forty visits": (
        lambda: small_trial(8, range(40)),
        (),
        "Unstructured covariance of 40 visits has 820 parameters; choose",
    ),
    "counts that are no counts": (
        small_trial,
        ("--family", "nb2", "--random", "1|id"),
        "is not a whole number",
    ),
    "words for weights": (
        small_trial,
        ("--case-weights", "site"),
        "row 2, field site: is 'C1'; expected a number",
    ),
    "a weight of nothing": (
        put("age", 0, one),
        ("--case-weights", "age"),
        "row 12, field age: is 0; a weight is a number above 0",
    ),
    "kr by maximum likelihood": (small_trial, ("--ml", "--df", "kr"), "use --df satterthwaite"),
    "an offset of a measure": (
        small_trial,
        ("--offset", "age"),
        "add --family nb2, or leave it out",
    ),
    "random effects and by arm": (
        small_trial,
        ("--random", "1|site", "--by-arm"),
        "leave one of them out",
    ),
    "random effects of nobody": (small_trial, ("--random", "1|clinic"), "has no column 'clinic'"),
    "random effects unreadable": (small_trial, ("--random", "site"), "such as '1|site'"),
    "a formula that is a program": (
        small_trial,
        ("--terms", "open('x')"),
        "uses the function 'open'",
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_one_plain_sentence(slip: str, capsys: Capsys, tmp_path: Path) -> None:
    rows, options, says = SLIPS[slip]
    table = write_table(tmp_path / "trial.csv", rows())
    said = refused(run(capsys, "trial", "analyse", table, *VISITS, *options, "--json"))
    assert says in said


@pytest.mark.parametrize(
    ("column", "word"),
    [("--outcome", "Score"), ("--arm", "group"), ("--subject", "pat"), ("--visit", "week")],
)
def test_a_missing_column_is_named_with_those_there(
    column: str, word: str, capsys: Capsys, tmp_path: Path
) -> None:
    table = write_table(tmp_path / "trial.csv", small_trial())
    words = [word if VISITS[at - 1] == column else said for at, said in enumerate(VISITS)]
    said = refused(run(capsys, "trial", "analyse", table, *words))
    assert f"{table}, field {word}: has no column '{word}'; " in said


def test_rows_of_one_person_need_a_visit_or_random_effects(capsys: Capsys, tmp_path: Path) -> None:
    table = write_table(tmp_path / "trial.csv", small_trial())
    said = refused(run(capsys, "trial", "analyse", table, *COLUMNS))
    assert "'p00' has 3 outcomes, in rows 2, 3, 4; name the column of visits" in said
    assert run(capsys, "trial", "analyse", table, *COLUMNS, "--random", "1|id").code == 0


def test_people_without_baseline_are_left_out_and_counted(capsys: Capsys, tmp_path: Path) -> None:
    rows = put("base", None, lambda row: row["id"] in {"p03", "p04"})()
    table = write_table(tmp_path / "trial.csv", rows)
    told = run(capsys, "trial", "analyse", table, *VISITS, *WITH_BASE, "--json")
    without = [row for row in small_trial() if row["id"] not in {"p03", "p04"}]
    known = write_table(tmp_path / "known.csv", without)
    same = run(capsys, "trial", "analyse", known, *VISITS, *WITH_BASE, "--json").document
    assert told.document["ls_means"] == same["ls_means"]
    assert told.document["fit"] == same["fit"]
    says = "6 rows of 2 people with an outcome lack 'base' and are left out"
    assert says in told.err
    assert told.document["warnings"][0].startswith(says)


def test_a_mean_where_nobody_was_seen_is_marked(capsys: Capsys, tmp_path: Path) -> None:
    table = write_table(tmp_path / "trial.csv", put("score", None, late_mit)())
    told = run(capsys, "trial", "analyse", table, *VISITS, "--terms", "arm + month", "--json")
    warnings = told.document["warnings"]
    assert warnings == [
        "nobody in 'MIT' has an outcome at month 12; its mean rests on the formula alone"
    ]
