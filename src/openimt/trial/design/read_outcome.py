"""What is measured: an outcome of a design file, from its own numbers or from the priors."""

from dataclasses import dataclass

import numpy as np

from openimt.trial.design.covariance import read_correlation, stable_ar1
from openimt.trial.design.priors import Prior, Priors, log_course, priors
from openimt.trial.design.read_people import read_name
from openimt.trial.design.table import Table
from openimt.trial.design.trial_design import Arm, Outcome, Visits
from openimt.trial.matrix import Floats

_KEYS = {
    "id", "prior", "name", "mean", "sd", "sd_growth", "change", "means", "course",
    "correlation", "untreated", "count", "rate", "size", "person_sd",
}  # fmt: skip
COURSES = ("log", "straight")


@dataclass(frozen=True)
class Asked:
    """One [[outcome]] of a file, with what it is read against."""

    table: Table
    arms: tuple[Arm, ...]
    visits: Visits
    known: Priors
    prior: str

    def number(self, key: str, low: float, high: float) -> float:
        """A number of the file, else of the prior it names."""
        if key in self.table.data or key not in self._own:
            return self.table.number(key, low, high)
        return self._own[key].value

    @property
    def _own(self) -> dict[str, Prior]:
        return dict(self.known.of_outcome(self.prior)) if self.prior else {}

    @property
    def sources(self) -> tuple[str, bool]:
        """Where the numbers come from, and whether all of them were checked."""
        used = [self._own[key] for key in ("mean", "sd") if key in self._own]
        if not used or any(key in self.table.data for key in ("mean", "sd", "means")):
            return "the design file", False
        said = "; ".join(dict.fromkeys(each.source for each in used))
        return said, all(each.checked for each in used)


def read_outcomes(
    top: Table, arms: tuple[Arm, ...], visits: Visits
) -> tuple[tuple[Outcome, ...], Floats]:
    """All outcomes, and the correlations between them in the order of the file."""
    outcomes = tuple(_outcome(table, arms, visits) for table in top.tables("outcome"))
    if not outcomes:
        raise top.error("a trial has an outcome; write [[outcome]]", "outcome")
    names = [outcome.id for outcome in outcomes]
    for n, name in enumerate(names):
        if name in names[:n]:
            raise top.error(f"the outcome '{name}' is there twice; rename one", "outcome", n)
    return outcomes, _between(top, names)


def _outcome(table: Table, arms: tuple[Arm, ...], visits: Visits) -> Outcome:
    table.only(_KEYS)
    known = priors()
    prior = table.one_of("prior", known.names) if "prior" in table.data else ""
    name = read_name(table)
    asked = Asked(table, arms, visits, known, prior)
    source, checked = asked.sources
    title = table.text("name", known.names.get(prior, name))
    make = _counted if table.flag("count", prior in known.counts) else _measured
    return make(asked, Outcome(name, title, *_empty(), source=source, checked=checked))


def _empty() -> tuple[Floats, Floats, Floats]:
    return np.zeros((0, 0)), np.zeros(0), np.zeros((0, 0, 0))


def _measured(asked: Asked, blank: Outcome) -> Outcome:
    sd = asked.number("sd", 1e-6, 1e6)
    known = asked.known.of_outcome(asked.prior) if asked.prior else {}
    growth = asked.table.number("sd_growth", 0.2, 5.0, asked.known("within", "sd_growth"))
    return Outcome(
        blank.id,
        blank.name,
        _means(asked, sd),
        sd * (1.0 + (growth - 1.0) * _course(asked)),
        _correlations(asked),
        low=known["low"].value if "low" in known else float("-inf"),
        high=known["high"].value if "high" in known else float("inf"),
        source=blank.source,
        checked=blank.checked,
    )


def _course(asked: Asked) -> Floats:
    if asked.table.one_of("course", COURSES, "log") == "log":
        return log_course(asked.visits.months, asked.known("course", "scale_months"))
    months = np.asarray(asked.visits.months)
    straight: Floats = months / months[-1]
    return straight


def _means(asked: Asked, sd: float) -> Floats:
    """Means by arm and visit: given one by one, or start plus change in SDs along the course."""
    listed = asked.table.table("means")
    if listed is not None:
        return _listed(asked, listed)
    start = asked.number("mean", -1e6, 1e6)
    change = asked.table.table("change")
    ends = [_change(asked, change, arm) for arm in asked.arms]
    return start + sd * np.outer(ends, _course(asked))


def _change(asked: Asked, change: Table | None, arm: Arm) -> float:
    if change is None:
        return asked.number("change", -10.0, 10.0)
    change.only({arm.id for arm in asked.arms})
    return change.number(arm.id, -10.0, 10.0)


def _listed(asked: Asked, listed: Table) -> Floats:
    listed.only({arm.id for arm in asked.arms})
    rows = [listed.numbers(arm.id, -1e6, 1e6) for arm in asked.arms]
    for arm, row in zip(asked.arms, rows, strict=True):
        if len(row) != len(asked.visits.at):
            says = f"'{arm.id}' has {len(asked.visits.at)} means, one a visit, baseline first"
            raise listed.error(says, arm.id)
    if len({row[0] for row in rows}) > 1:
        says = "arms begin at the same baseline mean, as people are assigned by chance"
        raise asked.table.error(says, "means")
    return np.array(rows)


def _correlations(asked: Asked) -> Floats:
    """The correlation of the visits in each arm; ``untreated`` arms change less."""
    known = [arm.id for arm in asked.arms]
    untreated = asked.table.data.get("untreated", [])
    if not isinstance(untreated, list) or any(arm not in known for arm in untreated):
        says = f"'untreated' is a list of arms: {', '.join(known)}"
        raise asked.table.error(says, "untreated")
    table = asked.table.table("correlation")
    return np.stack([_correlation(asked, table, arm.id in untreated) for arm in asked.arms])


def _correlation(asked: Asked, table: Table | None, untreated: bool) -> Floats:
    if table is not None:
        return read_correlation(table, asked.visits.months)
    kind = "_untreated" if untreated else ""
    numbers = (asked.known("within", key + kind) for key in ("stable", "six_months"))
    return stable_ar1(asked.visits.months, *numbers)


def _counted(asked: Asked, blank: Outcome) -> Outcome:
    """A count: the expected number in the time since the visit before, falling to a ratio."""
    listed = asked.table.table("means")
    visits = len(asked.visits.at)
    return Outcome(
        blank.id,
        blank.name,
        _rates(asked) if listed is None else _positive(asked, _listed(asked, listed)),
        np.ones(visits),
        _correlations(asked),
        count=True,
        size=asked.number("size", 0.01, 1e4),
        person_sd=asked.number("person_sd", 0.0, 3.0),
        low=0.0,
        source=blank.source,
        checked=blank.checked,
    )


def _positive(asked: Asked, means: Floats) -> Floats:
    if np.any(means <= 0):
        raise asked.table.error("expected counts are larger than 0", "means")
    return means


def _rates(asked: Asked) -> Floats:
    """``mean`` counts a quarter at the start, times ``rate`` at the last visit, by log time."""
    start = asked.number("mean", 1e-4, 1e4)
    table = asked.table.table("change")
    if table is None:
        ratios = [asked.number("rate", 0.001, 100.0)] * len(asked.arms)
    else:
        table.only({arm.id for arm in asked.arms})
        ratios = [table.number(arm.id, 0.001, 100.0) for arm in asked.arms]
    quarters = np.diff(np.asarray(asked.visits.quarters), prepend=-1.0)
    rates: Floats = start * np.exp(np.outer(np.log(ratios), _course(asked))) * quarters
    return rates


def _between(top: Table, names: list[str]) -> Floats:
    """The correlations between outcomes: the priors', and what [[between]] says instead."""
    made = np.array([[_pair(one, two) for two in names] for one in names])
    for table in top.tables("between"):
        table.only({"outcomes", "r"})
        pair = table.need("outcomes")
        if not isinstance(pair, list) or len(pair) != 2 or any(each not in names for each in pair):
            raise table.error(f"'outcomes' is a pair out of {', '.join(names)}", "outcomes")
        one, two = (names.index(each) for each in pair)
        made[one, two] = made[two, one] = table.number("r", -0.99, 0.99)
    if np.linalg.eigvalsh(made)[0] < 1e-6:
        raise top.error("the correlations between outcomes cannot all hold; lower one", "between")
    return made


def _pair(one: str, two: str) -> float:
    return 1.0 if one == two else priors().between(one, two)
