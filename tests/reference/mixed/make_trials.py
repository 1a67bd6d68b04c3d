"""Make the invented trials of this folder: ``python tests/reference/mixed/make_trials.py``.

sites.csv     120 people, 6 sites, 14 therapists who work at two sites and in both arms, 4 visits.
nested.csv    120 people, 5 sites; only people of the arm MIT have one of 9 therapists (partially
              nested), unequal loads, one outcome each.
flat.csv      60 people at 4 sites that do not differ: the variance of site is estimated as zero.
parallel.csv  30 people whose intercepts and slopes move together: a correlation of 1.
"""

import csv
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
ARMS = ("TAU", "MIT")


def write(name: str, head: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head, *rows])


def sites() -> None:
    chance = np.random.default_rng(20240611)
    site, therapist = chance.normal(0, 1.5, 6), chance.normal(0, 1.2, 14)
    rows: list[tuple[object, ...]] = []
    for person in range(120):
        where = int(chance.integers(6))
        who = int(chance.choice([t for t in range(14) if where in {t % 6, (t + 1 + t // 6) % 6}]))
        arm = person % 2
        base = round(float(chance.normal(24, 5)), 1)
        level, slope = chance.multivariate_normal([0, 0], [[9.0, -0.2], [-0.2, 0.05]])
        for month in (3, 6, 12, 18):
            if month > 3 and chance.random() < 0.12:
                break
            mean = 4 + 0.5 * base - 0.15 * month - arm * (0.5 + 0.12 * month)
            y = mean + site[where] + therapist[who] + level + slope * month + chance.normal(0, 2.5)
            cells = (f"P{person + 1}", f"S{where + 1}", f"T{who + 1}", ARMS[arm], month, base)
            rows.append((*cells, round(float(y), 2)))
    write("sites.csv", ("id", "site", "therapist", "arm", "month", "base", "y"), rows)


def nested() -> None:
    chance = np.random.default_rng(77)
    site, therapist = chance.normal(0, 1.0, 5), chance.normal(0, 2.0, 9)
    load = np.repeat(np.arange(9), [2, 3, 4, 5, 6, 8, 9, 11, 12])
    rows: list[tuple[object, ...]] = []
    for person in range(120):
        arm = int(person < load.size)
        where = int(chance.integers(5))
        base = round(float(chance.normal(24, 5)), 1)
        who = f"T{load[person] + 1}" if arm else ""
        extra = therapist[load[person]] if arm else 0.0
        y = 6 + 0.6 * base - 2.5 * arm + site[where] + extra + chance.normal(0, 4)
        cells = (f"P{person + 1}", f"S{where + 1}", who, ARMS[arm], base)
        rows.append((*cells, round(float(y), 2)))
    write("nested.csv", ("id", "site", "therapist", "arm", "base", "y"), rows)


def flat() -> None:
    chance = np.random.default_rng(3)
    rows: list[tuple[object, ...]] = []
    for person in range(60):
        level = chance.normal(0, 2)
        for month in (3, 6, 12):
            y = 20 - 0.3 * month - (person % 2) + level + chance.normal(0, 2)
            cells = (f"P{person + 1}", f"S{person // 2 % 4 + 1}", ARMS[person % 2], month)
            rows.append((*cells, round(float(y), 2)))
    write("flat.csv", ("id", "site", "arm", "month", "y"), rows)


def parallel() -> None:
    chance = np.random.default_rng(11)
    rows: list[tuple[object, ...]] = []
    for person in range(30):
        one = chance.normal(0, 1)
        for month in (0, 1, 2, 3, 4):
            y = 20 - month * (1 + 0.4 * (person % 2)) + 2 * one + 0.5 * one * month
            y += chance.normal(0, 2)
            cells = (f"P{person + 1}", ARMS[person % 2], month)
            rows.append((*cells, round(float(y), 2)))
    write("parallel.csv", ("id", "arm", "month", "y"), rows)


if __name__ == "__main__":
    sites()
    nested()
    flat()
    parallel()
