"""From one row a person to one row a person and visit."""

import pandas as pd
import pytest

from openimt.errors import TrialError
from openimt.trial.model.formula import model_matrix
from openimt.trial.model.wide import longer, visits_of


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("bdi.2m,bdi.3m,bdi.5m,bdi.8m", ["2", "3", "5", "8"]),
        ("y2,y20,y3", ["2", "20", "3"]),
        ("bdi12, bdi18", ["12", "18"]),
        ("week_4_score,week_14_score", ["4", "14"]),
        ("a,b", ["a", "b"]),
        ("pre,post", ["pre", "post"]),
        ("0=pre,6=post", ["0", "6"]),
    ],
)
def test_a_visit_is_what_tells_its_column_apart(text: str, labels: list[str]) -> None:
    assert list(visits_of(text)) == labels


@pytest.mark.parametrize("text", ["a", "", "a,", "a,a", "1=a,b", "1=a,1=b", "=a,=b"])
def test_half_a_list_is_refused(text: str) -> None:
    with pytest.raises(TrialError, match="wide table"):
        visits_of(text)


WIDE = pd.DataFrame(
    {"id": ["a", "b", "c"], "arm": ["x", "y", "x"], "y.2": [1.0, 2, 3], "y.10": [4.0, None, 5]}
)


def test_a_long_table_has_a_row_a_visit_and_the_row_of_the_file() -> None:
    long = longer(WIDE, visits_of("y.2,y.10"), "y", "week")
    assert long.columns.tolist() == ["id", "arm", "week", "y"]
    assert long.index.tolist() == [2, 2, 3, 3, 4, 4]
    matrix = model_matrix(long, "y ~ week", subject="id", visit="week")
    assert matrix.y.tolist() == [1.0, 4.0, 2.0, 3.0, 5.0]
    assert matrix.source_row.tolist() == [2, 2, 3, 4, 4]


@pytest.mark.parametrize(
    ("columns", "outcome", "says"),
    [("y.2,y.3", "y", "has no column 'y.3'"), ("y.2,y.10", "arm", "already has a column 'arm'")],
)
def test_a_name_that_is_missing_or_taken_is_refused(columns: str, outcome: str, says: str) -> None:
    with pytest.raises(TrialError, match=says):
        longer(WIDE, visits_of(columns), outcome)
