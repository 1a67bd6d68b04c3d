"""Models for people who write Python: what a fit prints and the tables it gives."""

import numpy as np
import pandas as pd
import pytest

from openimt.errors import TrialError
from openimt.trial import lmm, mmrm, rates
from openimt.trial.analyse import analyse
from openimt.trial.analysis import Analysis
from tests.spec.trial.small_trial import small_trial

DATA = pd.DataFrame(small_trial(30)).assign(
    acts=lambda table: (table.score / 4).round().clip(0).astype(int), days=30.0
)
NAMES = {"subject": "id", "visit": "month"}


def test_a_fit_prints_itself() -> None:
    page = str(mmrm(DATA, "score ~ base + arm*month", **NAMES))
    lines = page.splitlines()
    assert lines[0] == "score ~ base + arm*month"
    assert lines[1] == "unstructured; REML; Kenward-Roger"
    assert lines[2].startswith("90 outcomes of 30 people; converged in ")
    assert [line.split()[0] for line in lines[5:13]] == [
        "coefficient",
        "(Intercept)",
        "base",
        "armTAU",
        "month3",
        "month12",
        "armTAU:month3",
        "armTAU:month12",
    ]
    assert "Covariance over visits" in page


def test_a_notebook_shows_the_same_page_and_no_markup_of_others() -> None:
    model = mmrm(DATA.rename(columns={"base": "<b>"}), "score ~ `<b>` + arm", **NAMES)
    html = model._repr_html_()
    assert html.startswith("<pre>score ~ `&lt;b&gt;` + arm\n")
    assert "<b>" not in html
    assert repr(model) == model.summary()


def test_tables_hold_what_the_fit_says() -> None:
    model = mmrm(DATA, "score ~ arm*month", **NAMES)
    tidy = model.tidy()
    assert tidy.columns.tolist() == ["term", "estimate", "se", "df", "t", "p"]
    assert tidy.term.tolist() == list(model.fit.matrix.names)
    means, differences = model.ls_means("arm"), model.contrasts("arm", reference="TAU")
    assert means.visit.tolist() == ["0", "3", "12"] * 2
    gap = means.estimate[:3].to_numpy() - means.estimate[3:].to_numpy()
    assert differences.estimate.to_numpy() == pytest.approx(gap)
    assert model.effects().effect.tolist() == ["arm", "month", "arm:month"]


def test_random_effects_and_counts_answer_alike() -> None:
    mixed = lmm(DATA, "score ~ arm*month", random="1|id", **NAMES)
    assert "Random effect" in mixed.summary()
    assert len(mixed.contrasts("arm")) == 3
    acts = rates(DATA, "acts ~ arm*month", random="1|id", offset="days", family="poisson", **NAMES)
    assert len(acts.ls_means("arm")) == 6
    assert acts.summary().startswith("acts ~ arm*month\n")
    with pytest.raises(TrialError, match="use mmrm or lmm"):
        rates(DATA, "acts ~ arm", family="gaussian", subject="id")


def test_a_slope_may_count_the_visits_that_the_terms_take_as_categories() -> None:
    sloped = lmm(DATA, "score ~ arm*month", random="month|id", **NAMES)
    months = lmm(DATA.assign(time=DATA.month), "score ~ arm*month", random="time|id", **NAMES)
    assert sloped.fit.loglik == pytest.approx(months.fit.loglik)
    assert sloped.fit.components[0].names[1:] == ("month",)


def test_a_covariance_may_differ_by_a_column_beside_the_formula() -> None:
    apart = mmrm(DATA, "score ~ arm*month", by_arm="site", covariance="cs", **NAMES)
    assert apart.fit.sigma.shape == (3, 3, 3)
    with pytest.raises(TrialError, match="every row must say whose covariance"):
        mmrm(DATA.assign(site=None), "score ~ arm*month", by_arm="site", **NAMES)


def test_a_singular_matrix_is_told_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def singular(*_: object, **__: object) -> None:
        raise np.linalg.LinAlgError

    monkeypatch.setattr("openimt.trial.repeated.fit_repeated", singular)
    with pytest.raises(
        TrialError, match="cannot tell so many variances and covariances; use fewer"
    ):
        mmrm(DATA, "score ~ arm*month", **NAMES)


def test_answers_print_themselves_and_give_a_table() -> None:
    data = DATA.assign(score=DATA.score.where(DATA.id != "p01"))
    answers = analyse(data, Analysis("score", "arm", "id", "month"))
    page = str(answers)
    assert page.startswith("score ~ arm*month\nunstructured; REML; Kenward-Roger\n")
    assert page.endswith("warning: 1 of 30 people has no 'score' and tells the model nothing")
    assert answers._repr_html_().startswith("<pre>score ~ arm*month\n")
    assert answers.tidy().visit.tolist() == ["0", "3", "12"]
