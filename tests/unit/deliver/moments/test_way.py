"""Safety first, the scene when it can be borne, other readings when calm; the same on the phone."""

import json
import shutil
import subprocess
from itertools import product
from pathlib import Path

import pytest

from openimt.deliver.moments.limits import limits
from openimt.deliver.moments.moment import Told
from openimt.deliver.moments.way import Part, Way, parts, way

SCRIPT = (
    Path(__file__).parents[4] / "src/openimt_clinic/patient/static/patient/js/way.js"
).as_uri()

ROWS = [
    # strength, wish to die, urge to self-harm, an act, threat, how it goes on
    (None, None, None, False, None, Way.ASK),
    (5, None, None, False, None, Way.DESCRIBE),
    (5, 0, None, False, None, Way.DESCRIBE),
    (5, 0, 0, False, None, Way.CALM),
    (6, 2, 2, False, False, Way.CALM),
    (7, 0, 0, False, False, Way.DESCRIBE),
    (8, 0, 0, False, False, Way.HELP),
    (0, 3, 0, False, False, Way.HELP),
    (0, 0, 3, False, False, Way.HELP),
    (None, 4, None, False, None, Way.HELP),
    (2, 0, 0, True, False, Way.HELP),
    (3, 0, 0, False, True, Way.BELIEVED),
    (9, 0, 0, False, True, Way.HELP),
]


@pytest.mark.parametrize(("strength", "die", "harm", "acts", "threat", "expected"), ROWS)
def test_how_it_goes_on(
    strength: float | None,
    die: float | None,
    harm: float | None,
    acts: bool,
    threat: bool | None,
    expected: Way,
) -> None:
    assert way(Told(strength, die, harm, acts), threat) is expected


def test_help_asks_nothing_of_the_scene() -> None:
    assert parts(Way.HELP) == parts(Way.ASK) == (Part.SAFETY,)


@pytest.mark.parametrize("every", [Way.DESCRIBE, Way.BELIEVED])
def test_other_readings_are_asked_of_the_calm_alone(every: Way) -> None:
    assert Part.OTHERS not in parts(every)
    assert Part.OTHERS in parts(Way.CALM)


@pytest.mark.parametrize("every", list(Way))
def test_safety_is_first_on_every_way(every: Way) -> None:
    assert parts(every)[0] is Part.SAFETY


@pytest.mark.skipif(not shutil.which("node"), reason="node runs the phone's own rule")
def test_the_phone_follows_the_same_rule() -> None:
    """Every combination there is, in both languages."""
    numbers = (None, *range(11))
    urges = (None, *range(6))
    every = list(product(numbers, urges, urges, (False, True), (None, True)))
    asked = [
        {"strength": s, "suicidalUrge": d, "selfHarmUrge": h, "acts": a, "threat": bool(t)}
        for s, d, h, a, t in every
    ]
    given = limits()
    known = {
        "urgeFirst": given.urge_first,
        "strengthFirst": given.strength_first,
        "calm": given.calm,
    }
    program = f"""import {{ way }} from {json.dumps(SCRIPT)};
import {{ readFileSync }} from "node:fs";
const {{ asked, known }} = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(asked.map((one) => way(one, one.threat, known))));"""
    done = subprocess.run(
        ["node", "--input-type=module", "-e", program],
        input=json.dumps({"asked": asked, "known": known}),
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    expected = [way(Told(s, d, h, a), t).value for s, d, h, a, t in every]
    assert json.loads(done.stdout) == expected
