"""Make the two data sets the reference programs read: invented people, one seed.

Run by hand from the checkout: ``python tests/reference/counts/make_data.py``. The counts are like
those of self-harm in four months: means of 2 to 20, k about .3, many zeros, a few very large.
"""

from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).parent


def trial(seed: int, persons: int, k: float, spread: float, rate: float) -> pd.DataFrame:
    """Persons by six visits in two arms, eight sites, eleven therapists; one row in ten is gone."""
    chance = np.random.default_rng(seed)
    person = np.repeat(np.arange(persons), 6)
    month = np.tile(np.array([4, 8, 12, 16, 20, 24]), persons)
    arm = chance.permutation(np.arange(persons) % 2)[person]
    site, therapist = (
        chance.integers(0, 8, persons)[person],
        chance.integers(0, 11, persons)[person],
    )
    weeks = np.round(chance.uniform(8.0, 18.0, len(person)), 1)
    log_rate = (
        np.log(rate)
        - 0.04 * month
        - 0.35 * arm
        - 0.01 * arm * month
        + chance.normal(0.0, spread, persons)[person]
        + chance.normal(0.0, 0.35, 8)[site]
        + chance.normal(0.0, 0.3, 11)[therapist]
    )
    mean = weeks * np.exp(log_rate)
    acts = chance.poisson(chance.gamma(k, mean / k)) if np.isfinite(k) else chance.poisson(mean)
    table = pd.DataFrame(
        {
            "person": [f"p{number + 1:03d}" for number in person],
            "arm": np.where(arm == 1, "MIT", "DBT"),
            "month": month,
            "site": [f"s{number + 1}" for number in site],
            "therapist": [f"t{number + 1:02d}" for number in therapist],
            "weeks": weeks,
            "acts": acts,
        }
    )
    return table[chance.random(len(table)) > 0.1]


def main() -> None:
    """Write both files."""
    files = {
        "self_harm.csv": (20261122, 120, 0.3, 0.8, 1.2),
        "visits.csv": (20261123, 60, np.inf, 0.6, 0.15),
    }
    for name, numbers in files.items():
        trial(*numbers).to_csv(HERE / name, index=False, float_format="%.10g")


if __name__ == "__main__":
    main()
