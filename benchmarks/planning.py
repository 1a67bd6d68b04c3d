"""How many plans a second: five hundred invented assessments, each understood and planned."""

from datetime import date, timedelta
from time import process_time

import numpy as np

from benchmarks.table import Row, percentile
from openimt.catalogue.load import load
from openimt.formulate.assessment import Assessment, Diagnosis, Event, Reading, Resilience
from openimt.formulate.understand import understand
from openimt.plan.propose import propose
from openimt.terms import EventKind

ON = date(2026, 11, 22)
PEOPLE = 500


def rows() -> list[Row]:
    """Plans a second of CPU time, and the slowest of them."""
    catalogue = load()
    taken = []
    for assessment in assessments(PEOPLE, seed=7):
        before = process_time()
        propose(understand(assessment, catalogue), catalogue)
        taken.append(process_time() - before)
    total, worst = sum(taken), max(taken)
    return [
        Row("plans, CPU", f"{PEOPLE / total:,.0f}", "a second"),
        Row("plan, CPU, 95 of 100 within", f"{1000 * percentile(taken, 0.95):.1f}", "ms"),
        Row("plan, CPU, slowest", f"{1000 * worst:.1f}", "ms", "200 ms", worst < 0.2),
    ]


def assessments(count: int, seed: int) -> list[Assessment]:
    """Invented assessments with every target read, some events, all kinds of resilience."""
    chance = np.random.default_rng(seed)
    targets = sorted(t.id for t in load().targets.values() if not t.fact)
    return [_assessment(f"p{i}", chance, targets) for i in range(count)]


def _assessment(name: str, chance: np.random.Generator, targets: list[str]) -> Assessment:
    readings = tuple(
        Reading(ON, target=t, severity=round(float(chance.beta(2, 2)), 3), by="clinician")
        for t in targets
        if chance.random() < 0.7
    )
    kinds = (EventKind.SESSION_KEPT, EventKind.SELF_HARM_ACT, EventKind.SESSION_MISSED)
    events = tuple(
        Event(kinds[int(chance.integers(3))], ON - timedelta(days=int(chance.integers(1, 120))))
        for _ in range(int(chance.integers(0, 12)))
    )
    brs = round(float(chance.uniform(1, 5)), 1)
    return Assessment(
        name,
        ON,
        readings=readings,
        events=events,
        diagnosis=Diagnosis("6D11.5", "clinician", ON),
        resilience=Resilience(brs=brs, supports=("a sister",)),
    )
