"""Real courses drawn: sessions of the CBASP trial, and the daily series of Fisher 2017.

Schramm et al. 2017 and Schumacher et al. 2023 (JAMA Psychiatry); Fisher et al. 2017. The files are
read where they lie and never copied. What is checked is worked out again by other means.
"""

import csv
from collections import defaultdict
from datetime import date, timedelta
from statistics import fmean, pstdev

import numpy as np
import pytest

from openimt.formulate.assessment import Reading
from openimt.track.course import Course
from openimt.track.follow import follow
from openimt.track.measure import Measured
from openimt.track.numbers import numbers
from tests.real_data import real

START = date(2020, 1, 6)
SYMPTOMS = (
    "mood", "concentration", "self_worth", "suicidal_ideation", "tiredness", "sleep", "pleasure",
    "psychomotor", "appetite",
)  # fmt: skip


def sessions_of_cbasp() -> dict[str, list[tuple[int, float]]]:
    found: dict[str, list[tuple[int, float]]] = defaultdict(list)
    with real("rct/cbasp_sessions.csv").open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text, delimiter=";"):
            values = [row[name] for name in SYMPTOMS]
            if "NA" not in values:
                total = float(sum(int(v) for v in values))
                found[row["PatID.x"]].append((int(row["sessionN"]), total))
    return {person: sorted(series) for person, series in found.items()}


def draw_cbasp(series: list[tuple[int, float]], measure: Measured) -> Course:
    readings = [Reading(START + timedelta(weeks=n), measure.id, value) for n, value in series]
    last = START + timedelta(weeks=series[-1][0])
    return follow(readings, measure, start=START, on=last)


@pytest.fixture(scope="module")
def cbasp() -> dict[str, list[tuple[int, float]]]:
    return sessions_of_cbasp()


def as_measure(cbasp: dict[str, list[tuple[int, float]]]) -> Measured:
    firsts = [series[0][1] for series in cbasp.values() if series[0][0] == 0]
    return Measured("cbasp9", "Nine symptoms", 0, 9, "worse", sd=pstdev(firsts), reliability=0.75)


def by_least_squares(course: Course, noise: float, drift: float) -> np.ndarray:
    """The smoothed level as one regularised regression, solved whole."""
    weeks = np.array([p.week for p in course.points])
    values = np.array([p.value for p in course.points])
    system = np.eye(len(weeks)) / noise
    for i, gap in enumerate(np.diff(weeks)):
        system[i : i + 2, i : i + 2] += np.array([[1, -1], [-1, 1]]) / (drift * gap)
    return np.linalg.solve(system, values / noise)


def test_every_course_of_the_trial_is_drawn(cbasp) -> None:
    measure = as_measure(cbasp)
    drift = (numbers("openimt.track", "recovery.toml")["drift.per_week"] * measure.spread) ** 2
    assert len(cbasp) > 240
    for series in cbasp.values():
        course = draw_cbasp(series, measure)
        assert [(p.week, p.value) for p in course.points] == [(float(n), v) for n, v in series]
        assert course.says.endswith(".")
        if len(series) > 1:
            level = by_least_squares(course, measure.noise_sd**2, drift)
            assert [p.value for p in course.level] == pytest.approx(level, abs=1e-8)


def test_the_words_agree_with_the_numbers_of_the_trial(cbasp) -> None:
    """Who ends on track gained more than who is called not on track, who gained more than who is
    called deteriorating; and a trial with effective therapies has more of the first."""
    measure = as_measure(cbasp)
    change = defaultdict(list)
    for series in cbasp.values():
        course = draw_cbasp(series, measure)
        change[course.status].append(series[-1][1] - series[0][1])
    assert len(change["on_track"]) > len(cbasp) / 2
    worse = change["not_on_track"] + change["deteriorating"]
    assert worse
    assert fmean(change["on_track"]) < 0 < fmean(change["deteriorating"])
    assert fmean(change["on_track"]) < fmean(change["not_on_track"])


def test_the_trial_s_means_are_those_of_its_readme(cbasp) -> None:
    """Guards the reader above: mean at session 0 over both arms lies between 4.62 and 5.31."""
    firsts = [series[0][1] for series in cbasp.values() if series[0][0] == 0]
    assert 4.62 < fmean(firsts) < 5.31


def fisher_days() -> dict[str, list[tuple[int, float]]]:
    """Daily mean of feeling down, by person; four rows a day, missed beeps left out."""
    found: dict[str, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    rows: dict[str, int] = defaultdict(int)
    with real("ema/fisher2017_ema.csv").open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            person = row["subj_id"]
            day, rows[person] = rows[person] // 4, rows[person] + 1
            if row["down"] not in ("", "NA"):
                found[person][day].append(float(row["down"]))
    return {
        person: [(day, fmean(values)) for day, values in sorted(days.items())]
        for person, days in found.items()
    }


def test_daily_series_are_drawn_with_their_gaps() -> None:
    people = fisher_days()
    assert len(people) == 40
    down = Measured("down", "Feeling down", 0, 100)
    for series in people.values():
        readings = [Reading(START + timedelta(days=d), "down", v) for d, v in series]
        last = START + timedelta(days=series[-1][0])
        course = follow(readings, down, start=START, on=last)
        assert [round(p.week * 7) for p in course.points] == [d for d, _ in series]
        raw, level = np.diff([p.value for p in course.points]), [p.value for p in course.level]
        assert np.std(np.diff(level)) < np.std(raw)
        assert fmean(level) == pytest.approx(fmean(v for _, v in series), abs=5)
        assert course.corridor is not None
        assert 0 <= min(course.corridor.low) <= max(course.corridor.high) <= 100
