"""The results in words: plain sentences, an interval with every difference, and no verdicts.

A difference whose interval holds zero is said to fit no difference as well as the ends of the
interval; nothing is called significant, and nothing is said to be proved.
"""

from openimt.trial.report.numbers import Sentence, Tracer
from openimt.trial.report.outcome import Outcome
from openimt.trial.report.results import Difference, Effect, Results

NO_VERDICT = (
    "The data fit no difference, and they fit every difference within the interval: "
    "this is not evidence that the two are equal."
)


def results_in_words(results: Results, outcome: Outcome, tracer: Tracer) -> tuple[Sentence, ...]:
    """The main sentences of the results section, the comparison that counts first."""
    people, rows = tracer.count("/fit/n_subjects"), tracer.count("/fit/n_obs")
    who: Sentence = (people, " people with ", rows, " outcomes are in the analysis.")
    counted = [row for row in results.differences if row.visit == outcome.target]
    arm = str(results.model.get("arm", "arm"))
    joint = [row for row in results.effects if ":" in row.name and arm in row.name.split(":")]
    return (
        who,
        *(_difference(row, outcome, tracer) for row in counted),
        *(_joint(row, tracer) for row in joint),
        _fit(results, tracer),
    )


def _difference(row: Difference, outcome: Outcome, tracer: Tracer) -> Sentence:
    return (
        _opening(row, outcome),
        tracer.number(f"{row.pointer}/{row.value}"),
        f"{f' {outcome.unit}' if outcome.unit and not row.is_ratio else ''} (95 % interval ",
        tracer.number(f"{row.pointer}/{row.ends}/0"),
        " to ",
        tracer.number(f"{row.pointer}/{row.ends}/1"),
        *_test(row, tracer),
        "). ",
        _meaning(row, outcome),
    )


def _opening(row: Difference, outcome: Outcome) -> str:
    when = f"At {outcome.when(row.visit)}, " if row.visit is not None else ""
    if row.is_ratio:
        return (
            f"{when}the rate of {outcome.label} under {row.arm} over that under {row.versus} was "
        )
    return f"{when}{outcome.label} under {row.arm} minus {outcome.label} under {row.versus} was "


def _test(row: Difference, tracer: Tracer) -> Sentence:
    df: Sentence = ()
    if row.df is not None:
        df = (" with ", tracer.number(f"{row.pointer}/df", 1), " degrees of freedom")
    t, p = tracer.number(f"{row.pointer}/t"), tracer.p(f"{row.pointer}/p")
    return (f"; {'t' if df else 'z'} = ", t, *df, ", p ", p)


def _meaning(row: Difference, outcome: Outcome) -> str:
    if row.low <= row.null <= row.high:
        return NO_VERDICT
    if not outcome.better:
        return f"The whole interval lies on one side of {row.null:g}."
    ahead = row.arm if (row.high < row.null) == (outcome.better == "lower") else row.versus
    return f"The whole interval lies on the side that favours {ahead}."


def _joint(row: Effect, tracer: Tracer) -> Sentence:
    f, num = tracer.number(f"{row.pointer}/f"), tracer.count(f"{row.pointer}/num_df")
    den: Sentence = ()
    if row.den_df is not None:
        den = (" and ", tracer.number(f"{row.pointer}/den_df", 1))
    p = tracer.p(f"{row.pointer}/p")
    return (
        f"Taken together, {row.name}: F = ",
        f,
        " on ",
        num,
        *den,
        " degrees of freedom, p ",
        p,
        ".",
    )


def _fit(results: Results, tracer: Tracer) -> Sentence:
    state = "converged" if results.converged else "did NOT converge"
    gradient = tracer.small("/fit/max_gradient")
    return (f"The fit {state}; its largest remaining gradient is ", gradient, ".")
