"""A made-up analysis and its people, for the tests of the report."""

from typing import Any

from openimt.trial.report.results import Results, read_results


def document(low: float = -0.35, high: float = 0.17) -> dict[str, Any]:
    """What ``openimt trial analyse --json`` would write for two arms and two visits."""
    means = [
        {
            "arm": arm,
            "visit": visit,
            "estimate": at,
            "se": 0.1,
            "df": 90.0,
            "ci": [at - 0.2, at + 0.2],
        }
        for visit, pair in (("6", (1.8, 1.7)), ("18", (1.33, 1.24)))
        for arm, at in zip(("DBT", "MIT"), pair, strict=True)
    ]
    row = {"arm": "MIT", "versus": "DBT", "se": 0.13, "df": 144.57}
    return {
        "model": {"formula": "iip ~ arm*month", "visit": "month", "df": "kr", "covariance": "un"},
        "call": "openimt trial analyse made-up.csv --outcome iip",
        "fit": {
            "reml_loglik": -682.7,
            "converged": True,
            "max_gradient": 7.4e-12,
            "n_subjects": 199,
            "n_obs": 1073,
            "coefficients": [{"term": "(Intercept)", "estimate": 2.0765, "se": 0.0949}],
        },
        "ls_means": means,
        "contrasts": [
            row | {"visit": "6", "estimate": -0.1, "t": -0.9, "p": 0.37, "ci": [-0.3, 0.1]},
            row
            | {"visit": "18", "estimate": -0.0924, "t": -0.6982, "p": 0.4862, "ci": [low, high]},
        ],
        "tests": [{"effect": "arm:month", "f": 1.2986, "num_df": 6, "den_df": 148.51, "p": 0.2613}],
        "warnings": ["One person <b>had</b> no outcome and was left out."],
    }


def results(**ends: float) -> Results:
    return read_results(document(**ends), "results.json")


def people() -> list[dict[str, str]]:
    inside = [
        {"id": f"p{n}", "arm": "DBT" if n % 2 else "MIT", "received": "yes", "analysed": "yes"}
        for n in range(10)
    ]
    inside[0] |= {"received": "no", "lost": "could not be reached", "analysed": "no"}
    inside[1] |= {"stopped": "moved away"}
    return [*inside, {"id": "x", "arm": "", "excluded": "no consent"}]


def counts(ratio: float = 0.65, low: float = 0.4, high: float = 1.1) -> Results:
    """The same for a model of counts: rates and their ratios beside the log scale."""
    made = document()
    for row in made["ls_means"]:
        row |= {"rate": 5.0, "rate_ci": [3.5, 7.6], "df": None}
    for row in made["contrasts"]:
        row |= {"ratio": ratio, "ratio_ci": [low, high], "df": None}
    return read_results(made)
