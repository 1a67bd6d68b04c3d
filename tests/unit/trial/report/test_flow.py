"""The flow of people: counted right, drawn whole, and refused where a row contradicts itself."""

import re
import xml.etree.ElementTree as ET

import pytest

from openimt.errors import TrialError
from openimt.trial.report.flow import flow
from openimt.trial.report.flow_picture import draw
from tests.unit.trial.report.made_up import people


def test_people_are_counted() -> None:
    counted = flow(people())
    assert (counted.assessed, counted.allocated, counted.excluded) == (11, 10, (("no consent", 1),))
    mit = next(arm for arm in counted.arms if arm.arm == "MIT")
    assert (mit.allocated, mit.received, mit.not_received, mit.analysed) == (5, 4, 1, 4)
    assert mit.lost == (("could not be reached", 1),)


def test_nobody_gets_lost_on_the_way() -> None:
    counted = flow(people())
    assert counted.assessed == counted.allocated + sum(n for _, n in counted.excluded)
    for arm in counted.arms:
        assert arm.allocated == arm.received + arm.not_received == arm.analysed + arm.not_analysed


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"excluded": "late"}, "row 2, field excluded: was both allocated and excluded"),
        ({"arm": ""}, "row 2, field excluded: has neither an arm nor a reason"),
        ({"analysed": "perhaps"}, "row 2, field analysed: is 'perhaps'; write yes or no"),
        ({"id": "p1"}, "row 3, field id: names the person of row 2 again"),
        ({"id": ""}, "row 2, field id: has no id"),
        ({"arm": "", "excluded": "late"}, "row 2, field arm: was not allocated"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused(change: dict[str, str], says: str) -> None:
    rows = people()
    rows[0] |= change
    with pytest.raises(TrialError) as refused:
        flow(rows, file="people.csv")
    assert str(refused.value).startswith(f"people.csv, {says}")


def test_a_trial_without_arms_is_refused() -> None:
    with pytest.raises(TrialError, match="allocates nobody"):
        flow([{"id": "1", "arm": "", "excluded": "late"}])


def test_the_picture_is_sound_and_holds_every_count() -> None:
    svg = draw(flow(people()))
    root = ET.fromstring(svg)
    said = " ".join("".join(node.itertext()) for node in root.iter())
    for text in (
        "Assessed for eligibility: 11",
        "no consent: 1",
        "Did not begin: 1",
        "Analysed: 4",
    ):
        assert text in said


def test_hostile_reasons_stay_text_inside_their_box() -> None:
    rows = people()
    rows[-1]["excluded"] = "<script>alert(1)</script> & " + "w" * 90
    svg = draw(flow(rows))
    assert "<script>" not in svg
    longest = max(len(text) for text in re.findall(r"<tspan[^>]*>([^<]*)</tspan>", svg))
    assert longest <= 32 + len("&lt;&gt;&amp;") * 2


@pytest.mark.parametrize("arms", [1, 3, 4])
def test_any_number_of_arms_is_drawn_within_the_picture(arms: int) -> None:
    rows = [
        {"id": str(n), "arm": f"arm {n % arms}", "received": "yes", "analysed": "yes"}
        for n in range(12)
    ]
    svg = draw(flow(rows))
    width = int(re.findall(r'viewBox="0 0 (\d+) ', svg)[0])
    for x, box in re.findall(r'<rect x="(-?\d+)" y="\d+" width="(\d+)"', svg):
        assert int(x) >= 0
        assert int(x) + int(box) <= width
