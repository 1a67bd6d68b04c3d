"""``openimt trial analyse``: a table of a trial in, means, differences and tests out."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from openimt.cli.console import print_json, print_lines, warn, width
from openimt.cli.trial_table import read_frame
from openimt.errors import TrialError
from openimt.exchange.trial_analysis import analysis_to_json

if TYPE_CHECKING:
    from openimt.trial.analysis import Analysis


class FamilyOption(StrEnum):
    """Distributions of the outcome."""

    GAUSSIAN = "gaussian"
    NB1 = "nb1"
    NB2 = "nb2"
    POISSON = "poisson"


class CovarianceOption(StrEnum):
    """Structures of the residuals' covariance over visits."""

    UN = "un"
    CS = "cs"
    CSH = "csh"
    AR1 = "ar1"
    AR1H = "ar1h"
    TOEP = "toep"
    TOEPH = "toeph"
    AD = "ad"
    ADH = "adh"


class DfOption(StrEnum):
    """Where degrees of freedom come from."""

    SATTERTHWAITE = "satterthwaite"
    KR = "kr"
    KR_LOGCHOL = "kr-logchol"


class VcovOption(StrEnum):
    """Where standard errors come from: the model, or a sandwich."""

    MODEL = "model"
    CR0 = "cr0"
    CR2 = "cr2"
    CR3 = "cr3"


class WeightsOption(StrEnum):
    """How means average the levels of other factors."""

    EQUAL = "equal"
    PROPORTIONAL = "proportional"


class BaselineOption(StrEnum):
    """Over what means average numeric covariates."""

    ROWS = "rows"
    SUBJECTS = "subjects"


def analyse_command(
    data: Annotated[Path, typer.Argument(help="CSV with one row a person and visit.")],
    outcome: Annotated[str, typer.Option(help="Column of the outcome.")],
    arm: Annotated[str, typer.Option(help="Column of the arm.")],
    subject: Annotated[str, typer.Option(help="Column that says who.")],
    visit: Annotated[str | None, typer.Option(help="Column that says when.")] = None,
    reference: Annotated[
        str | None, typer.Option(help="Arm to compare with; by default the first in order.")
    ] = None,
    terms: Annotated[
        str | None,
        typer.Option(help="Formula of the mean; by default arm*visit, or arm without visits."),
    ] = None,
    random: Annotated[
        str | None, typer.Option(help='Random effects, such as "1|site, 1|therapist".')
    ] = None,
    family: Annotated[
        FamilyOption, typer.Option(help="Distribution of the outcome.")
    ] = FamilyOption.GAUSSIAN,
    offset: Annotated[
        str | None, typer.Option(help="Column of the exposure time of counts.")
    ] = None,
    quadrature: Annotated[
        int, typer.Option(min=1, help="Points per random effect of counts; 1 is Laplace.")
    ] = 1,
    hurdle: Annotated[
        bool, typer.Option("--hurdle", help="Counts: no event at all is a part of its own.")
    ] = False,
    covariance: Annotated[
        CovarianceOption | None,
        typer.Option(help="Covariance over visits; un by default, independent with --random."),
    ] = None,
    df: Annotated[
        DfOption | None,
        typer.Option(help="Degrees of freedom; kr by default, satterthwaite with --ml."),
    ] = None,
    reml: Annotated[
        bool | None,
        typer.Option("--reml/--ml", help="How variances are estimated; counts always by ML."),
    ] = None,
    weights: Annotated[
        WeightsOption, typer.Option(help="How means average the levels of other factors.")
    ] = WeightsOption.EQUAL,
    baseline: Annotated[
        BaselineOption, typer.Option(help="Over what means average numeric covariates.")
    ] = BaselineOption.ROWS,
    case_weights: Annotated[
        str | None, typer.Option(help="Column of weights; they divide the residual variance.")
    ] = None,
    by_arm: Annotated[bool, typer.Option("--by-arm", help="A covariance for each arm.")] = False,
    vcov: Annotated[
        VcovOption, typer.Option(help="Standard errors from the model, or from a sandwich.")
    ] = VcovOption.MODEL,
    wide: Annotated[
        str | None,
        typer.Option(help="One row a person: the outcome's columns, visit by visit, a,b,c."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Means of the arms, differences between them and joint tests, from a mixed model."""
    if reml and family is not FamilyOption.GAUSSIAN:
        raise TrialError("counts are fitted by maximum likelihood; leave --reml out")
    table = read_frame(data, (subject, arm))
    from openimt.trial.analyse import analyse
    from openimt.trial.analysis import Analysis, Covariance, Df
    from openimt.trial.model.wide import longer, visits_of

    if wide is not None:
        table = longer(table, visits_of(wide), outcome, visit or "visit", file=str(data))
        visit = visit or "visit"
    asked = Analysis(
        outcome=outcome,
        arm=arm,
        subject=subject,
        visit=visit,
        reference=reference,
        terms=terms,
        random=random,
        family=family.value,
        offset=offset,
        quadrature=quadrature,
        hurdle=hurdle,
        covariance=cast("Covariance | None", covariance and covariance.value),
        df=cast("Df | None", df and df.value),
        method="ml" if reml is False else "reml",
        weights=weights.value,
        baseline=baseline.value,
        case_weights=case_weights,
        by_arm=by_arm,
        vcov=vcov.value,
    )
    analysed = analyse(table, asked, str(data))
    warn(analysed.warnings)
    if as_json:
        print_json(analysis_to_json(analysed, _call(data, asked, wide)), indent=None)
    else:
        from openimt.trial.answers import lines_of

        print_lines(lines_of(analysed, width()))


def _call(data: Path, asked: "Analysis", wide: str | None) -> str:
    """The command that gives these answers, so that a number can be traced to it."""
    import shlex
    from dataclasses import fields

    words = ["openimt", "trial", "analyse", str(data)]
    words += ["--wide", wide] if wide else []
    for field in fields(asked):
        value = getattr(asked, field.name)
        if field.name == "method":
            words += ["--ml"] if value == "ml" else []
        elif value is True:
            words.append("--" + field.name.replace("_", "-"))
        elif value not in {None, field.default}:
            words += ["--" + field.name.replace("_", "-"), str(value)]
    return shlex.join(words)
