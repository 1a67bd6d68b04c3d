"""Who is in a trial, where, with whom and when: the first tables of a design file."""

import re
from itertools import pairwise
from math import sqrt

from openimt.trial.design.table import Table
from openimt.trial.design.trial_design import Arm, Layout, Sites, Therapists, Visits

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,30}\Z")
MOST_VISITS = 16
MOST_SITES = 200
LONGEST = {"months": 120.0, "weeks": 520.0}


def read_name(table: Table, key: str = "id") -> str:
    """A short name that can stand in a column of data."""
    name = table.text(key)
    if not _NAME.match(name):
        says = f"'{name}' is not a short name: lower-case letters, digits, '_' and '-', as in 'dbt'"
        raise table.error(says, key)
    return name


def read_arms(top: Table) -> tuple[Arm, ...]:
    """The therapies that are compared, at least two."""
    arms = tuple(_arm(table) for table in top.tables("arm"))
    if len(arms) < 2:
        raise top.error("a trial compares at least two arms; write [[arm]] for each", "arm")
    for n, arm in enumerate(arms):
        if arm.id in {other.id for other in arms[:n]}:
            raise top.error(f"the arm '{arm.id}' is there twice; rename one", "arm", n)
    return arms


def _arm(table: Table) -> Arm:
    table.only({"id", "name", "ratio"})
    name = read_name(table)
    return Arm(name, table.text("name", name), table.whole("ratio", 1, 9, 1))


def read_visits(top: Table) -> Visits:
    """When people are seen."""
    table = top.table("visits")
    if table is None:
        raise top.error("the table [visits] is missing; it says 'at' which months people are seen")
    table.only({"at", "unit"})
    unit = table.one_of("unit", LONGEST, "months")
    at = table.numbers("at", 0.0, LONGEST[unit])
    if at[0] != 0 or any(b <= a for a, b in pairwise(at)):
        raise table.error("'at' begins with 0, the baseline, and rises from visit to visit", "at")
    if not 2 <= len(at) <= MOST_VISITS:
        raise table.error(f"'at' has 2 to {MOST_VISITS} visits, the baseline among them", "at")
    return Visits(at, unit)


def read_sites(top: Table) -> tuple[Sites, Therapists]:
    """Sites and therapists; the shares of variance they explain become SDs of their effects."""
    sites, therapists = top.table("sites"), top.table("therapists")
    ours = 0.0 if sites is None else sites.number("share", 0.0, 0.6, 0.0)
    theirs = 0.0 if therapists is None else therapists.number("share", 0.0, 0.3, 0.0)
    rest = 1.0 - ours - theirs
    made = Sites() if sites is None else Sites(_shares(sites), sqrt(ours / rest))
    if therapists is None:
        return made, Therapists()
    return made, _therapists(therapists, top, sqrt(theirs / rest))


def _shares(table: Table) -> tuple[float, ...]:
    table.only({"number", "people", "share"})
    if "people" not in table.data:
        number = table.whole("number", 1, MOST_SITES)
        return (1.0 / number,) * number
    parts = table.numbers("people", 0.001, 1e6)
    if table.whole("number", 1, MOST_SITES, len(parts)) != len(parts):
        raise table.error("'people' has one number for each site", "people")
    return tuple(part / sum(parts) for part in parts)


def _therapists(table: Table, top: Table, spread: float) -> Therapists:
    table.only({"layout", "per_site", "share", "arms"})
    layout = Layout(table.one_of("layout", [each.value for each in Layout]))
    known = [arm.id for arm in read_arms(top)]
    arms = table.data.get("arms", known)
    if not isinstance(arms, list) or not arms or any(arm not in known for arm in arms):
        raise table.error(f"'arms' is a list of arms: {', '.join(known)}", "arms")
    if layout is Layout.PARTIAL and set(arms) == set(known):
        says = "'partial' means that some arms have no therapists; name the others in 'arms'"
        raise table.error(says, "arms")
    if layout is not Layout.PARTIAL and set(arms) != set(known):
        raise table.error("'arms' is for the layout 'partial' alone; take it out", "arms")
    per_site = 0 if layout is Layout.NONE else table.whole("per_site", 1, 200)
    return Therapists(layout, per_site, spread, tuple(str(arm) for arm in arms))
