"""A sandwich is asked for by name wherever a model is fitted from a table."""

import pandas as pd
import pytest

from openimt.errors import TrialError
from openimt.trial import mmrm
from tests.trial_builders import HERE, answers

TABLE = pd.read_csv(HERE / "btheb_long.csv", dtype=str)
FORMULA = "bdi ~ bdi.pre*month + drug + length + arm*month"
ASKED = {"subject": "id", "visit": "month", "reference": {"arm": "TAU"}}


@pytest.mark.parametrize(("vcov", "name"), [("cr0", "Empirical"), ("cr3", "Empirical-Jackknife")])
def test_a_sandwich_of_a_formula(vcov: str, name: str) -> None:
    fitted = mmrm(TABLE, FORMULA, **ASKED, vcov=vcov)
    last = fitted.contrasts("arm").iloc[-1]
    wanted = answers("btheb")["sandwich_last_visit"][name]
    for ours, theirs in (("estimate", "est"), ("se", "se"), ("df", "df"), ("p", "p")):
        assert last[ours] == pytest.approx(wanted[theirs], rel=1e-8)
    assert f"Satterthwaite; sandwich {vcov}" in fitted.summary()
    assert "sandwich" not in mmrm(TABLE, FORMULA, **ASKED).summary()


def test_kenward_rogers_method_has_no_sandwich() -> None:
    with pytest.raises(TrialError, match="choose df 'satterthwaite'"):
        mmrm(TABLE, FORMULA, **ASKED, vcov="cr2", df="kr")
