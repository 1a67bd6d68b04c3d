"""An estimand from its TOML file; whatever cannot be meant is refused."""

import tomllib
from pathlib import Path

from openimt.errors import TrialError
from openimt.trial.estimand.attributes import (
    Assumption,
    Better,
    DeltaRange,
    Estimand,
    EventRule,
    Inference,
    MeanModel,
    Measure,
    Method,
    Population,
    Sensitivity,
    Strategy,
    Summary,
    Treatment,
    Variable,
)
from openimt.trial.estimand.toml_table import TomlTable

PARTS = ("id", "question", "treatment", "population", "variable", "event", "summary")
LATER = ("model", "inference", "sensitivity")
WHERE = ("outcome", "visit", "at", "baseline", "baseline_visit", "same_scale")
WHAT = ("better", "lowest", "highest", "says")


def read_estimand(path: Path) -> Estimand:
    """The estimand of a file. Raises TrialError, with the file, for anything that is not one."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TrialError("cannot be read as a text file", file=str(path)) from error
    return estimand_from(text, str(path))


def estimand_from(text: str, file: str | None = None) -> Estimand:
    """The estimand that a TOML text describes; ``file`` is named in what is refused.

    >>> made = estimand_from('''
    ... id = "primary"
    ... question = "Does MIT lower symptoms more than DBT?"
    ... treatment = { column = "arm", reference = "DBT", arms = { DBT = "usual", MIT = "new" } }
    ... population = { subject = "id", says = "adults with BPD" }
    ... variable = { outcome = "bsl", visit = "month", at = 18, baseline = "base" }
    ... [[event]]
    ... kind = "suicide"
    ... strategy = "composite"
    ... value = 4
    ... ''')
    >>> made.treatment.ordered, made.variable.at, str(made.rule("suicide").strategy)
    (('DBT', 'MIT'), '18', 'composite')
    """
    try:
        return _estimand(TomlTable(tomllib.loads(text), (*PARTS, *LATER)))
    except tomllib.TOMLDecodeError as error:
        raise TrialError(f"is no TOML: {error}", file=file) from error
    except TrialError as error:
        raise TrialError(error.says, file=file, field=error.field) from error


def _estimand(top: TomlTable) -> Estimand:
    people = top.table("population", "subject", "says")
    events = top.tables("event", "kind", "strategy", "missing", "value", "says")
    return Estimand(
        id=top.text("id"),
        question=top.text("question"),
        treatment=_treatment(top.table("treatment", "column", "reference", "arms")),
        population=Population(people.text("subject"), people.text("says")),
        variable=_variable(top.table("variable", *WHERE, *WHAT)),
        events=tuple(_event(row) for row in events),
        summary=_summary(top.table("summary", "measure", "level", optional=True)),
        model=_model(top),
        inference=_inference(top.table("inference", "method", "draws", "seed", optional=True)),
        sensitivity=_sensitivity(top.table("sensitivity", "missing", "delta", optional=True)),
    )


def _treatment(table: TomlTable) -> Treatment:
    arms = table.table("arms")
    says = {arm: arms.text(arm) for arm in arms.values}
    return Treatment(table.text("column"), tuple(says), table.text("reference"), says)


def _variable(table: TomlTable) -> Variable:
    return Variable(
        outcome=table.text("outcome"),
        visit=table.text("visit"),
        at=table.text("at"),
        baseline=table.maybe_text("baseline"),
        baseline_visit=table.maybe_text("baseline_visit"),
        same_scale=table.yes("same_scale"),
        better=table.word("better", Better, Better.LOWER),
        lowest=table.number("lowest"),
        highest=table.number("highest"),
        says=table.text("says", ""),
    )


def _event(row: TomlTable) -> EventRule:
    return EventRule(
        kind=row.text("kind"),
        strategy=row.word("strategy", Strategy),
        missing=row.word("missing", Assumption, Assumption.MAR),
        value=row.number("value"),
        says=row.text("says", ""),
    )


def _summary(table: TomlTable) -> Summary:
    level = table.number("level")
    measure = table.word("measure", Measure, Measure.MEANS)
    return Summary(measure) if level is None else Summary(measure, level)


def _model(top: TomlTable) -> MeanModel:
    table = top.table("model", "covariates", "by_visit", "covariance", "by_arm", optional=True)
    return MeanModel(
        covariates=table.names("covariates", ()),
        by_visit=table.names("by_visit", MeanModel.by_visit),
        covariance=table.text("covariance", "un"),
        by_arm=table.yes("by_arm"),
    )


def _inference(table: TomlTable) -> Inference:
    return Inference(
        method=table.word("method", Method, Method.JACKKNIFE),
        draws=table.count("draws", Inference.draws),
        seed=table.count("seed", Inference.seed),
    )


def _sensitivity(table: TomlTable) -> Sensitivity:
    asked = table.names("missing", Assumption)
    deltas = table.table("delta", optional=True)
    return Sensitivity(
        tuple(table.as_word("missing", one, Assumption) for one in asked),
        tuple(DeltaRange(arm, *_delta(deltas, arm)) for arm in deltas.values),
    )


def _delta(deltas: TomlTable, arm: str) -> tuple[float, float, int]:
    low, high, steps = deltas.numbers(arm, 3)
    return low, high, int(steps)
