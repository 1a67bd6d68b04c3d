"""Whatever cannot be fitted is refused in a plain sentence with its remedy."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from openimt.errors import TrialError
from openimt.trial.matrix import ModelMatrix
from openimt.trial.repeated import People, fit_repeated, fit_sums
from tests.trial_builders import bare_matrix
from tests.unit.trial.repeated.trials import small_trial


def refused(matrix: ModelMatrix, says: str, **asked: Any) -> None:
    with pytest.raises(TrialError, match=says):
        fit_repeated(matrix, **asked)


def test_fewer_rows_than_coefficients() -> None:
    whole = small_trial()
    few = bare_matrix(whole.x[:8], whole.y[:8], whole.subject[:8], whole.visit[:8])
    refused(few, r"8 rows for 8 coefficients; take terms out")


def test_more_covariance_parameters_than_rows_tell() -> None:
    whole = small_trial(3)
    few = bare_matrix(whole.x[:, :4], whole.y, whole.subject, whole.visit)
    says = r"un has 10 covariance parameters for \d+ rows and 4.*choose .*toep, cs or ar1"
    refused(few, says)


def test_forty_visits_unstructured() -> None:
    refused(small_trial(60, 40), r"40 visits has 820 parameters; choose toeph, ar1h, toep or cs")


def test_forty_visits_with_few_parameters_are_fitted() -> None:
    assert fit_repeated(small_trial(30, 40), covariance="ar1").max_gradient < 1e-6


def test_visits_nobody_attended_together() -> None:
    apart = small_trial(keep=lambda person, visit: (visit < 2) == (person % 4 < 2))
    refused(apart, r"Nobody attended both visit v0 and visit v2.*choose csh, ar1h or adh")
    assert fit_repeated(apart, covariance="csh").max_gradient < 1e-6


def test_visits_nobody_of_a_group_attended_together() -> None:
    whole = small_trial(keep=lambda person, visit: (person % 2 == 0) | (visit != 3) | (person > 37))
    group = whole.subject % 2
    some = np.flatnonzero((group == 0) | (whole.visit != 3))
    part = bare_matrix(whole.x[some][:, :7], whole.y[some], whole.subject[some], whole.visit[some])
    says = r"Nobody in group MIT attended visit v3; leave that visit out"
    refused(part, says, groups=group[some], group_names=("TAU", "MIT"))


def test_a_visit_that_copies_another() -> None:
    def copied(wide: np.ndarray, arm: np.ndarray) -> np.ndarray:
        wide[:, 3] = 2 * wide[:, 1] + 3
        return wide

    refused(small_trial(outcome=copied), r"visit v3 follows exactly from visit v1.*copied")


def test_a_visit_that_follows_from_two_others() -> None:
    def mixed(wide: np.ndarray, arm: np.ndarray) -> np.ndarray:
        wide[:, 3] = wide[:, 1] + wide[:, 2]
        return wide

    refused(small_trial(outcome=mixed), r"almost exactly from other visits.*or choose toeph, ar1h")


def test_a_visit_that_nearly_copies_another_is_not_called_exact() -> None:
    def noisy(wide: np.ndarray, arm: np.ndarray) -> np.ndarray:
        wide[:, 3] = wide[:, 1] + 1e-3 * np.random.default_rng(2).normal(size=len(arm))
        return wide

    refused(small_trial(outcome=noisy), r"visit v3 follows (exactly or )?almost exactly from other")


def test_outcomes_of_a_person_that_add_up_to_nothing() -> None:
    """One correlation of all visits is then -1/3, the edge of what four visits can have."""

    def ipsative(wide: np.ndarray, arm: np.ndarray) -> np.ndarray:
        return wide - wide.mean(axis=1, keepdims=True)

    trial = small_trial(outcome=ipsative)
    whole = np.flatnonzero(np.bincount(trial.subject)[trial.subject] == 4)
    complete = bare_matrix(trial.x[whole], trial.y[whole], trial.subject[whole], trial.visit[whole])
    refused(
        complete, r"almost exactly from other visits.*choose another structure", covariance="cs"
    )
    refused(complete, r"almost exactly from other visits.*choose toeph, ar1h, toep or cs")


def test_a_search_that_does_not_settle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two steps are too few for any structure; what is said names those with fewer parameters."""
    monkeypatch.setattr("openimt.trial.repeated.search._MOST_STEPS", 2)
    says = (
        r"search for the un covariance did not settle \(gradient .*choose toeph, ar1h, toep or cs"
    )
    refused(small_trial(), says)
    refused(small_trial(), r"the cs cov.*did not settle.*choose another structure", covariance="cs")


def test_a_visit_where_nothing_varies() -> None:
    def still(wide: np.ndarray, arm: np.ndarray) -> np.ndarray:
        wide[:, 2] = 7.0
        return wide

    refused(small_trial(outcome=still), r"visit v2 does not vary.*leave that visit out")


def test_a_constant_outcome() -> None:
    refused(small_trial(outcome=lambda wide, arm: 0 * wide + 3), r"'y' is 3 in every row")


def test_an_outcome_the_terms_give() -> None:
    whole = small_trial()
    exact = replace(whole, y=whole.x @ np.arange(1.0, 9.0))
    refused(exact, r"terms of the formula give the outcome 'y' exactly")


@pytest.mark.parametrize("extra", [0.0, 1.0])
def test_columns_that_others_add_up_to(extra: float) -> None:
    whole = small_trial()
    x = np.column_stack([whole.x, extra * whole.x[:, :2].sum(axis=1)])
    twice = bare_matrix(x, whole.y, whole.subject, whole.visit)
    refused(twice, r"column 'x8' is a sum of the columns before it")


def test_numbers_that_are_not_finite() -> None:
    whole = small_trial()
    refused(replace(whole, y=np.where(whole.visit == 1, np.inf, whole.y)), "not finite; leave that")


def test_two_rows_of_a_person_at_a_visit() -> None:
    whole = small_trial()
    again = [*range(whole.n), 0]
    refused(
        bare_matrix(whole.x[again], whole.y[again], whole.subject[again], whole.visit[again]),
        r"two rows at the same visit; keep one",
    )


@pytest.mark.parametrize("weight", [0.0, -1.0, np.nan, np.inf])
def test_weights_that_are_none(weight: float) -> None:
    whole = small_trial()
    weights = np.where(np.arange(whole.n) == 4, weight, 1.0)
    refused(whole, r"row 6: A weight must be a number above 0", weights=weights)


def test_too_few_weights() -> None:
    refused(small_trial(), r"There are 3 weights for \d+ rows", weights=np.ones(3))


def test_a_person_of_two_groups() -> None:
    whole = small_trial()
    refused(whole, r"Person s0 belongs to two covariance groups", groups=whole.visit % 2)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"method": "mle"}, "no method 'mle'; choose reml or ml"),
        ({"df": "kenward"}, "no degrees of freedom 'kenward'; choose kr, kr-logchol"),
        ({"vcov": "cr1"}, "no covariance 'cr1'; choose model, cr0, cr2 or cr3"),
        ({"covariance": "ante"}, "no covariance structure 'ante'"),
        ({"method": "ml", "df": "kr"}, "corrects a REML fit; choose method 'reml'"),
        ({"vcov": "cr2", "df": "kr"}, "degrees of freedom of its own.*choose df 'satterthwaite'"),
    ],
)
def test_words_that_do_not_fit(asked: dict[str, str], says: str) -> None:
    refused(small_trial(), says, **asked)


def test_too_few_persons_of_a_group_for_a_sigma_of_their_own() -> None:
    """Four persons an arm and four visits: the likelihood has no top, and that is said."""
    whole = small_trial(8)
    groups = whole.subject % 2
    refused(
        whole, r"follows exactly|did not settle|does not vary|more than the data", groups=groups
    )


def test_weights_of_a_contrast() -> None:
    fit = fit_repeated(small_trial())
    with pytest.raises(TrialError, match="Give 8 weights"):
        fit.contrast(np.ones(3))
    with pytest.raises(TrialError, match="0 throughout"):
        fit.contrast(np.zeros(8))
    with pytest.raises(TrialError, match="one row of weights; use joint"):
        fit.contrast(np.eye(8)[:2])
    with pytest.raises(TrialError, match="follows from the others"):
        fit.joint(np.ones((2, 8)))


def test_sums_of_strangers() -> None:
    people, others = People.of(small_trial()), People.of(small_trial(seed=2))
    with pytest.raises(TrialError, match="same People"):
        people.sums() + others.sums()
    with pytest.raises(TrialError, match="not in the sums"):
        people.sums([0]) - people.sums([0, 1, 2])


def test_sums_left_with_too_few() -> None:
    with pytest.raises(TrialError, match=r"more than the data can tell|attended"):
        fit_sums(People.of(small_trial()).sums([0, 1, 2, 3]))


def test_a_level_that_left_with_its_only_person() -> None:
    """Without the one person of a site the site's coefficient is no longer told."""
    whole = small_trial()
    site = (whole.subject == 7).astype(float)[:, None]
    people = People.of(bare_matrix(np.hstack([whole.x, site]), whole.y, whole.subject, whole.visit))
    assert fit_sums(people.sums()).max_gradient < 1e-6
    with pytest.raises(TrialError, match="cannot tell the coefficient 'x8' from others"):
        fit_sums(people.sums() - people.sums([7]))


def test_too_little_for_a_joint_test() -> None:
    """Seven persons, four visits: the scale of Kenward and Roger's F has no mean any more."""
    fit = fit_repeated(small_trial(7, seed=2))
    assert fit.joint(np.eye(8)[:1]).den_df > 0
    untold = fit.joint(np.eye(8)[:4])
    assert np.isnan([untold.f, untold.den_df, untold.p, untold.scale]).all()
    assert fit_repeated(small_trial(7, seed=2), df="satterthwaite").joint(np.eye(8)[:4]).p > 0
