"""What is no number is refused or left out, never printed."""

import math

import pytest

from openimt.errors import TrialError
from openimt.trial.effects import Effect
from openimt.trial.linear import Contrast, FTest
from openimt.trial.sound import check_sound, sound_tests


def contrast(estimate: float = 1.0, se: float = 0.5, df: float = 9.0) -> Contrast:
    return Contrast(estimate, se, df, 2.0, 0.08, -0.2, 2.2)


@pytest.mark.parametrize("df", [9.0, math.inf])
def test_what_has_degrees_of_freedom_is_told(df: float) -> None:
    check_sound([contrast(df=df)])


@pytest.mark.parametrize(
    "made",
    [contrast(df=math.nan), contrast(df=0.0), contrast(se=0.0), contrast(se=math.nan),
     contrast(estimate=math.inf), contrast(df=-3.0)],
)  # fmt: skip
def test_what_has_none_is_refused(made: Contrast) -> None:
    with pytest.raises(TrialError, match=r"no degrees of freedom .* use fewer"):
        check_sound([contrast(), made])


def test_a_joint_test_without_denominator_is_left_out_and_said() -> None:
    good = Effect("arm", FTest(2.0, 1, 9.0, 0.2))
    bad = Effect("arm:month", FTest(2.0, 5, -1.0, math.nan))
    kept, warnings = sound_tests([good, bad])
    assert kept == (good,)
    assert warnings == (
        "there are too few people for a joint test of 'arm:month', so none is told",
    )
