"""An estimand and its answer in plain words and small tables, for a terminal."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from openimt.trial.estimand.attributes import STUDY_DROPOUT, Estimand, EventRule, Method, Strategy
from openimt.trial.estimand.counting import EventCount
from openimt.trial.estimand.finding import Difference, Finding
from openimt.trial.estimand.tipping import Tipping
from openimt.trial.shown import Row, aligned, decimals, degrees, p_value

WIDTH = 100
OPEN = {Strategy.TREATMENT_POLICY, Strategy.HYPOTHETICAL}
"""The strategies under which outcomes may have to be imputed."""
INDENT = " " * 12
People = Sequence[tuple[str, int]]

_RULES = {
    Strategy.TREATMENT_POLICY: "outcomes after it count as measured",
    Strategy.HYPOTHETICAL: "outcomes after it are set aside, as if it had not happened",
    Strategy.COMPOSITE: "it stands for an outcome of {value:g} from then on",
    Strategy.WHILE_ON_TREATMENT: "the last outcome before it counts from then on",
    Strategy.PRINCIPAL_STRATUM: "only those who would not have had it in any arm: not estimated",
}


def describe(estimand: Estimand) -> str:
    """The five attributes of an estimand in plain words, without data."""
    return "\n".join(described(estimand, (), ()))


def described(estimand: Estimand, people: People, counts: Sequence[EventCount]) -> Iterator[str]:
    """The same with how many people are in each arm, and how many each event befell."""
    yield from wrap(f"{estimand.id}: {estimand.question}", WIDTH)
    yield from _part("treatment", _treatment(estimand))
    yield from _part("population", _population(estimand, people))
    yield from _part("variable", _variable(estimand))
    yield from _events(estimand, counts)
    yield from _missing(estimand)
    level = f"{estimand.summary.level:.0%} interval by {_method(estimand)}"
    yield from _part("summary", f"{estimand.summary.measure}, {level}")


def _part(name: str, text: str) -> list[str]:
    return wrap(text, WIDTH, initial_indent=name.ljust(len(INDENT)), subsequent_indent=INDENT)


def _treatment(estimand: Estimand) -> str:
    treatment = estimand.treatment
    reference, *others = [f"{arm} ({treatment.says.get(arm, arm)})" for arm in treatment.ordered]
    return f"{', '.join(others)}, against {reference}"


def _population(estimand: Estimand, people: People) -> str:
    if not people:
        return estimand.population.says
    total = sum(count for _, count in people)
    arms = ", ".join(f"{count} {arm}" for arm, count in people)
    return f"{estimand.population.says}: {total} people ({arms})"


def _variable(estimand: Estimand) -> str:
    variable = estimand.variable
    says = f" ({variable.says})" if variable.says else ""
    return (
        f"{variable.outcome}{says} at {variable.visit} {variable.at}; {variable.better} is better"
    )


def _events(estimand: Estimand, counts: Sequence[EventCount]) -> Iterator[str]:
    counted = {one.kind: one for one in counts}
    if not estimand.events:
        yield from _part("events", "none has a rule")
    for place, rule in enumerate(estimand.events):
        told = f"{rule.kind}: {rule.strategy}; {_rule(rule)}"
        yield from _part("events" if place == 0 else "", told)
        yield from _befell(counted.pop(rule.kind, None))
    for kind, one in counted.items():
        if sum(count for _, count in one.people):
            named = "gaps" if kind == "gap" else kind
            yield from _part("", f"{named}: imputed as {estimand.rule(STUDY_DROPOUT).missing}")
            yield from _befell(one)


def _missing(estimand: Estimand) -> Iterator[str]:
    """What each assumption that is made means."""
    rules = [*estimand.events, estimand.rule(STUDY_DROPOUT)]
    made = dict.fromkeys(rule.missing for rule in rules if rule.strategy in OPEN)
    for place, one in enumerate(made):
        yield from _part("" if place else "missing", f"{one}: {one.says}")


def _rule(rule: EventRule) -> str:
    told = _RULES[rule.strategy].format(value=rule.value or 0.0)
    if rule.strategy in OPEN:
        return f"{told}, missing ones as {rule.missing}"
    return told


def _befell(one: EventCount | None) -> Iterator[str]:
    if one is None:
        return
    people = ", ".join(f"{count} {arm}" for arm, count in one.people)
    parts = [f"{people}"]
    parts += [f"{one.late} of them after the last visit"] if one.late else []
    cells = [
        f"{count} {name}"
        for count, name in (
            (one.kept, "kept"),
            (one.set_aside, "set aside"),
            (one.given, "given"),
            (one.imputed, "imputed"),
        )
        if count
    ]
    parts += ["outcomes: " + ", ".join(cells)] if cells else []
    yield from _part("", "  " + "; ".join(parts))


def _method(estimand: Estimand) -> str:
    how = estimand.inference
    if how.method is Method.JACKKNIFE:
        return "conditional mean imputation with the jackknife over people"
    return f"multiple imputation, {how.draws} draws, seed {how.seed}"


def finding_lines(findings: Sequence[Finding], estimand: Estimand) -> Iterator[str]:
    """The differences at the visit that answers the question, one line an analysis."""
    done = [(one.label, each) for one in findings for each in one.at(estimand.variable.at)]
    places = decimals(each.contrast.se for _, each in done)
    rows: list[Row] = [("missing as", "comparison", "estimate", "se", "df", "p", "interval")]
    rows += [_row(label, each, places) for label, each in done]
    yield from ("", *aligned(rows, 2))
    for finding in findings:
        if finding.refused:
            yield from wrap(f"  {finding.label} was not done: {finding.refused}", WIDTH)


def _row(label: str, one: Difference, places: int) -> Row:
    c = one.contrast
    size = f"{c.estimate:.{places}f}", f"{c.se:.{places}f}", degrees(c.df), p_value(c.p)
    interval = f"{c.low:.{places}f} to {c.high:.{places}f}"
    return (label, f"{one.arm} - {one.versus}", *size, interval)


def tipping_lines(tips: Iterable[Tipping]) -> Iterator[str]:
    """What would change the conclusion, in one sentence for each comparison."""
    for tip in tips:
        yield ""
        yield from wrap(tipping_sentence(tip), WIDTH)


def tipping_sentence(tip: Tipping) -> str:
    """The tipping point in words: from which delta on p is on the other side of alpha."""
    sure = tip.base_p < tip.alpha
    side = "below" if sure else "at or above"
    start = f"{tip.arm} - {tip.versus}: p is {side} {tip.alpha:.2g} as imputed"
    if not tip.crossings:
        return f"{start}, and stays there over all deltas tried in one arm alone."
    parts = [
        f"{one.arm} imputed {abs(one.delta):.3g} {'higher' if one.delta > 0 else 'lower'} "
        f"(difference then {one.estimate:.3g})"
        for one in tip.crossings
    ]
    return f"{start}; it crosses at {', or '.join(parts)}."
