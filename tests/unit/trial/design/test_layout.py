"""Who stands where: arms, sites and therapists in balance."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from openimt.trial.design.layout import seats
from tests.unit.trial.design.written import small

SITES = "\n[sites]\nnumber = 4\n"


@pytest.mark.parametrize(("ratio", "people"), [(1, 40), (2, 60), (3, 41)])
def test_arms_keep_their_ratio_in_the_trial_and_in_each_site(
    ratio: int, people: int, tmp_path: Path
) -> None:
    old, new = "ratio = 1", f"ratio = {ratio}"
    made = small(tmp_path, old, new, SITES)
    seated = seats(type(made)(**{**vars_of(made), "people": people}))
    share = ratio / (1 + ratio)
    assert abs(np.mean(seated.arm == 1) - share) * people < 1
    for site in range(4):
        here = seated.site == site
        assert abs(np.sum(seated.arm[here]) - share * np.sum(here)) < 1 + 1e-9


def vars_of(design: object) -> dict[str, object]:
    return {name: getattr(design, name) for name in design.__dataclass_fields__}  # type: ignore[attr-defined]


def test_sites_have_their_shares(tmp_path: Path) -> None:
    made = seats(small(tmp_path, more="\n[sites]\npeople = [5, 3, 2]\n"))
    assert Counter(made.site.tolist()) == {0: 20, 1: 12, 2: 8}


def test_crossed_therapists_treat_every_arm(tmp_path: Path) -> None:
    made = seats(small(tmp_path, more=SITES + therapists("crossed")))
    assert made.therapists == 8
    for therapist in range(8):
        arms = Counter(made.arm[made.therapist == therapist].tolist())
        assert set(arms) == {0, 1}
        assert len(set(made.site[made.therapist == therapist].tolist())) == 1


def test_nested_therapists_treat_one_arm(tmp_path: Path) -> None:
    made = seats(small(tmp_path, more=SITES + therapists("nested")))
    assert made.therapists == 16
    assert set(made.therapist.tolist()) == set(range(16))
    for therapist in range(16):
        assert len(set(made.arm[made.therapist == therapist].tolist())) == 1


def test_partly_nested_arms_without_therapists(tmp_path: Path) -> None:
    made = seats(small(tmp_path, more=SITES + therapists("partial") + 'arms = ["b"]\n'))
    assert made.therapists == 8
    assert set(made.therapist[made.arm == 0].tolist()) == {-1}
    assert min(made.therapist[made.arm == 1].tolist()) == 0


def therapists(layout: str) -> str:
    return f'[therapists]\nlayout = "{layout}"\nper_site = 2\nshare = 0.06\n'
