"""A table and a formula as a design matrix: columns, rows, levels, what is left out."""

import numpy as np
import pandas as pd
import pytest

from openimt.errors import TrialError
from openimt.trial.matrix import ModelMatrix
from openimt.trial.model.formula import model_matrix
from tests.spec.trial.small_trial import small_trial


def made(terms: str, data: pd.DataFrame | None = None, **options: object) -> ModelMatrix:
    table = pd.DataFrame(small_trial(12)) if data is None else data
    asked = {"subject": "id", "visit": "month"} | options
    return model_matrix(table, f"score ~ {terms}", **asked)


FORMULAS = [
    "arm*month + base",
    "base*month + arm*month + site",
    "0 + arm:month + base",
    "month/arm",
    "(arm + month + site)^2 - arm:site - month:site",
    "C(age) + arm",
    "log(base)*arm + sqrt(age) + month",
    "I(age^2) + age + arm*month",
    "month + base:month",
    "base:age + arm",
    "exp(base):month",
    "1",
]


@pytest.mark.parametrize("terms", FORMULAS)
def test_every_row_can_be_made_again_from_its_values(terms: str) -> None:
    data = pd.DataFrame(small_trial(24)).assign(base=lambda table: table.base / 10)
    matrix = made(terms, data)
    rows = data.set_index(data.index + 2).loc[matrix.source_row]
    for row, (_, values) in zip(matrix.x, rows.iterrows(), strict=True):
        np.testing.assert_allclose(matrix.make_row(values.to_dict()), row, rtol=1e-14)


def test_names_and_terms_are_those_of_r() -> None:
    matrix = made(
        "bdi.pre*month + arm:month", pd.DataFrame(small_trial()).rename(columns={"base": "bdi.pre"})
    )
    assert matrix.names == (
        "(Intercept)",
        "bdi.pre",
        "month3",
        "month12",
        "bdi.pre:month3",
        "bdi.pre:month12",
        "armTAU:month0",
        "armTAU:month3",
        "armTAU:month12",
    )
    assert [(term.name, term.variables, term.columns) for term in matrix.terms] == [
        ("bdi.pre", ("bdi.pre",), (1,)),
        ("month", ("month",), (2, 3)),
        ("bdi.pre:month", ("bdi.pre", "month"), (4, 5)),
        ("arm:month", ("arm", "month"), (6, 7, 8)),
    ]


def test_rows_stand_by_person_and_time_whatever_the_file_says() -> None:
    data = pd.DataFrame(small_trial(6)).sample(frac=1, random_state=3)
    matrix = made("arm*month", data.reset_index(drop=True))
    assert matrix.visits == ("0", "3", "12")
    assert matrix.visit.tolist() == [0, 1, 2] * 6
    assert matrix.subject.tolist() == [n for n in range(6) for _ in range(3)]


def test_the_reference_leads_and_time_keeps_its_order() -> None:
    matrix = made("arm*month", reference={"arm": "TAU", "month": "12"})
    levels = {factor.name: factor.levels for factor in matrix.factors}
    assert levels == {"arm": ("TAU", "MIT"), "month": ("12", "0", "3")}
    assert matrix.visits == ("0", "3", "12")


def test_a_reference_that_is_nobody_is_refused() -> None:
    with pytest.raises(TrialError, match="never says 'DBT', which is to be the reference"):
        made("arm*month", reference={"arm": "DBT"})


def test_arms_given_as_numbers_are_categories_when_asked() -> None:
    data = pd.DataFrame(small_trial()).replace({"arm": {"TAU": 0, "MIT": 1}}).infer_objects()
    assert "arm" in made("arm*month", data).names
    assert "arm1" in made("arm*month", data, categorical=("arm",)).names


def test_columns_of_pandas_keep_their_meaning() -> None:
    data = pd.DataFrame(small_trial())
    data["site"] = pd.Categorical(data.site, categories=["C3", "C9", "C1", "C2"])
    data["young"] = data.age < 29
    data["age"] = data.age.astype("Int64")
    data["base"] = data.base.astype("string")
    matrix = made("site + young + age + base", data)
    levels = {factor.name: factor.levels for factor in matrix.factors}
    assert levels == {"site": ("C3", "C1", "C2"), "young": ("False", "True")}
    assert set(matrix.row_means) == {"age", "base"}


def test_means_over_rows_and_over_people_differ_where_rows_are_missing() -> None:
    data = pd.DataFrame(small_trial(4))
    data["base"] = data.id.map({"p00": 1.0, "p01": 2.0, "p02": 3.0, "p03": 6.0})
    data.loc[(data.id == "p03") & (data.month != 0), "score"] = None
    matrix = made("base", data)
    assert matrix.row_means["base"] == pytest.approx((3 * 1 + 3 * 2 + 3 * 3 + 6) / 10)
    assert matrix.subject_means["base"] == pytest.approx(3.0)


def test_what_is_left_out_is_said_with_its_number() -> None:
    data = pd.DataFrame(small_trial())
    data.loc[data.id == "p01", "score"] = None
    data.loc[data.id == "p02", "base"] = None
    data.loc[(data.id == "p03") & (data.month == 3), "score"] = None
    matrix = made("arm*month + base", data)
    assert (matrix.n, len(matrix.subjects)) == (72 - 3 - 3 - 1, 22)
    nothing, lacking = matrix.warnings
    assert nothing == "1 of 24 people has no 'score' and tells the model nothing"
    assert lacking.startswith("3 rows of 1 person with an outcome lack 'base' and are left out")


def test_a_site_given_as_numbers_is_asked_about() -> None:
    data = pd.DataFrame(small_trial())
    data["site"] = data.site.str.removeprefix("C").astype(int)
    assert made("arm + site", data).warnings == (
        "'site' holds numbers and is taken as one; if they are codes, write C(site)",
    )
    assert made("arm + C(site)", data).warnings == ()
    assert made("arm + age + base", data).warnings == ()


def test_a_level_that_nobody_is_left_in_leaves_no_column() -> None:
    data = pd.DataFrame(small_trial())
    data.loc[data.site == "C3", "score"] = None
    assert {factor.name: factor.levels for factor in made("site", data).factors} == {
        "site": ("C1", "C2")
    }


def test_the_rows_of_a_file_are_remembered() -> None:
    data = pd.DataFrame(small_trial(4))
    data.index = pd.Index(range(10, 22), name="row")
    assert made("arm", data).source_row.tolist() == list(range(10, 22))


WICKED = "__import__('os')"


def test_wicked_names_and_levels_are_only_text() -> None:
    data = pd.DataFrame(small_trial()).rename(columns={"base": WICKED, "site": "a:b[T.1]"})
    data["arm"] = data.arm.replace({"TAU": "v0[T.1]:v1", "MIT": "x]"})
    matrix = made(f"`{WICKED}` + `a:b[T.1]`*arm", data)
    assert matrix.names[1:5] == (WICKED, "a:b[T.1]C2", "a:b[T.1]C3", "armx]")


@pytest.mark.parametrize(
    ("terms", "says"),
    [
        ("log(arm)", "expected a number"),
        ("log(month)", "categorical here"),
        ("base + C(base)", "as a number and as C"),
        ("arm - arm - 1", "leaves no term"),
        ("score + arm", "is the outcome"),
        ("log(zero)", "has no value; use it as it is"),
    ],
)
def test_a_formula_that_contradicts_the_data_is_refused(terms: str, says: str) -> None:
    data = pd.DataFrame(small_trial()).assign(zero=0)
    with pytest.raises(TrialError, match=says):
        made(terms, data)


def test_an_empty_table_and_a_doubled_column_are_refused() -> None:
    with pytest.raises(TrialError, match="no rows"):
        made("arm", pd.DataFrame(small_trial(1)).iloc[:0])
    doubled = pd.DataFrame([[1, 2, 3]], columns=["id", "score", "id"])
    with pytest.raises(TrialError, match="more than once"):
        made("1", doubled)
