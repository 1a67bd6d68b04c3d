"""Who is lost and what happens on the way: drop-out and intercurrent events of a design file."""

import numpy as np

from openimt.trial.design.priors import priors
from openimt.trial.design.read_people import read_name
from openimt.trial.design.table import Table
from openimt.trial.design.trial_design import Arm, DropOut, Intercurrent, Visits
from openimt.trial.matrix import Floats

STRATEGIES = ("treatment policy", "hypothetical")


def between_visits(quarterly: tuple[float, ...], visits: Visits) -> Floats:
    """The chance of leaving between each visit and the one before, from chances a quarter.

    The last chance holds for all later quarters; a part of a quarter counts by its length.

    >>> between_visits((0.12, 0.07), Visits((0, 3, 6, 12))).round(4).tolist()
    [0.0, 0.12, 0.07, 0.1351]
    """
    chances = np.asarray(quarterly, dtype=np.float64)
    stay = np.log1p(-np.minimum(chances, 1.0 - 1e-12))
    kept = np.array([_log_kept(stay, until) for until in visits.quarters])
    made: Floats = 1.0 - np.exp(np.diff(kept, prepend=0.0))
    return made


def _log_kept(stay: Floats, until: float) -> float:
    whole = [max(0.0, min(1.0, until - n)) for n in range(len(stay) - 1)]
    later = max(0.0, until - (len(stay) - 1))
    return float(np.dot([*whole, later], stay))


def read_drop_out(top: Table, arms: tuple[Arm, ...], visits: Visits) -> DropOut:
    """The table [drop_out]; without it nobody is lost."""
    table, shape = top.table("drop_out"), (len(arms), len(visits.at))
    if table is None:
        return DropOut(np.zeros(shape), 0.0, np.zeros(shape[1]))
    table.only({"quarterly", "arm", "depends_on_last", "missed"})
    usual = table.data.get("quarterly", list(priors().hazards()))
    own = table.table("arm")
    if own is not None:
        own.only({arm.id for arm in arms})
    rows = [_by_arm(table, own, arm.id, usual, visits) for arm in arms]
    missed = np.full(shape[1], table.number("missed", 0.0, 0.9, 0.0))
    missed[0] = 0.0
    return DropOut(np.array(rows), table.number("depends_on_last", -5.0, 5.0, 0.0), missed)


def _by_arm(table: Table, own: Table | None, arm: str, usual: object, visits: Visits) -> Floats:
    inside = own is not None and arm in own.data
    chances = (
        own.numbers(arm, 0.0, 0.95)
        if inside and own is not None
        else table.as_numbers(usual, 0.0, 0.95, "quarterly")
    )
    return between_visits(chances, visits)


def read_events(top: Table, arms: tuple[Arm, ...], visits: Visits) -> tuple[Intercurrent, ...]:
    """The tables [[event]], each with its rate in every arm."""
    return tuple(_event(table, arms, visits) for table in top.tables("event"))


def _event(table: Table, arms: tuple[Arm, ...], visits: Visits) -> Intercurrent:
    table.only({"id", "says", "quarterly", "shift", "strategy"})
    name = read_name(table)
    rates = table.table("quarterly")
    if rates is None:
        raise table.error("'quarterly' says how often it happens in each arm", "quarterly")
    rates.only({arm.id for arm in arms})
    rows = [between_visits((rates.number(arm.id, 0.0, 0.95),), visits) for arm in arms]
    kept = table.one_of("strategy", STRATEGIES) == "treatment policy"
    shift = table.number("shift", -5.0, 5.0, 0.0)
    return Intercurrent(name, table.text("says", name), np.array(rows), shift, kept)
