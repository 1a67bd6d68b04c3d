"""Fit a model of counts: from a model matrix to a :class:`CountFit`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from openimt.errors import TrialError
from openimt.trial.counts.checks import (
    checked_counts,
    log_exposure,
    refuse_separation,
    refuse_too_few,
)
from openimt.trial.counts.estimate import Part, estimate, limit_of
from openimt.trial.counts.families import COUNTS, Logistic
from openimt.trial.counts.gathered import gathered
from openimt.trial.counts.grouping import grouped
from openimt.trial.counts.request import (
    Random,
    Request,
    check_method,
    known_columns,
    on_rows,
    random_part,
)
from openimt.trial.counts.result import CountFit
from openimt.trial.counts.slopes import Family
from openimt.trial.counts.truncated import Truncated
from openimt.trial.matrix import Floats, Ints, ModelMatrix
from openimt.trial.mixed.effects import Effect


def fit_counts(
    matrix: ModelMatrix,
    *,
    family: str = "nb2",
    random: Random = (),
    groups: Mapping[str, Ints] | None = None,
    levels: Mapping[str, Sequence[str]] | None = None,
    values: Mapping[str, Floats] | None = None,
    offset: Floats | None = None,
    quadrature: int = 1,
    hurdle: bool = False,
    zero_random: Random | None = None,
) -> CountFit:
    """Counts by a log-linear model, with or without random effects, by maximum likelihood.

    log mu = log(offset) + X beta + Z b, b normal. ``family``: ``poisson``; ``nb2``, variance
    mu + mu**2 / k; ``nb1``, variance mu (1 + phi).

    ``random``: terms, or text such as ``"1|site, 1|subject"``. ``groups`` gives codes (n,) by the
    column's name, -1 where a row has no level, ``levels`` their names, ``values`` numeric columns
    for slopes; the factors of the formula and ``subject`` are known without. ``offset``: exposure
    time of each row (n,), above 0 and not its logarithm. ``quadrature``: 1 is Laplace's method;
    more points make the integral exact, for one random intercept only (Pinheiro and Bates 1995).

    ``hurdle``: the chance of no event by a logistic model of the same terms, without the offset,
    with random effects ``zero_random`` (as ``random`` where not given, none where ``()``); counts
    above 0 by the family truncated at 0 (Mullahy 1986). The two parts share nothing.

    Raises :class:`~openimt.errors.TrialError`, with the remedy, for data that are not counts, an
    exposure that is no time, no events at all, an arm without events, too few rows, one level, or
    a likelihood without a maximum.

    >>> import pandas as pd
    >>> from openimt.trial.model.formula import model_matrix
    >>> acts = [0, 3, 1, 7, 2, 0, 4, 12, 0, 1, 0, 2, 1, 0, 5, 0]
    >>> data = pd.DataFrame({"id": range(16), "arm": ["DBT"] * 8 + ["MIT"] * 8, "acts": acts})
    >>> fit = fit_counts(model_matrix(data, "acts ~ arm", subject="id"), family="poisson")
    >>> print(fit.rate_ratios("arm")[0])
    MIT against DBT: the rate of acts is 0.31 times as high (95% CI 0.147 to 0.656; p = .002)
    """
    checked_counts(matrix)
    columns = known_columns(matrix, groups, levels, values)
    effects = random_part(matrix, random, columns)
    zero_effects = effects if zero_random is None else random_part(matrix, zero_random, columns)
    check_method(family, quadrature, (effects, zero_effects if hurdle else ()))
    log_time = log_exposure(matrix, offset)
    exposed = offset is not None
    asked = Request(matrix, family, log_time, exposed, quadrature, effects, zero_effects)
    return _hurdle(asked) if hurdle else _whole(asked)


def _whole(asked: Request) -> CountFit:
    matrix = asked.matrix
    _refuse_small(asked, matrix.n, "the analysis")
    events = (matrix.y > 0).astype(np.float64)
    refuse_separation(matrix.x, matrix.names, events, -np.ones(matrix.n))
    family = COUNTS[asked.family](matrix.y)
    part = _part(asked, matrix.x, asked.log_time, family, asked.effects)
    return gathered(asked, asked.family, estimate(part), asked.effects, np.arange(matrix.n))


def _hurdle(asked: Request) -> CountFit:
    counted, zero = _some(asked), _none(asked)
    return replace(
        counted,
        zero=zero,
        loglik=counted.loglik + zero.loglik,
        parameters=counted.parameters + zero.parameters,
        max_gradient=max(counted.max_gradient, zero.max_gradient),
    )


def _some(asked: Request) -> CountFit:
    """How many events, where there was any."""
    matrix = asked.matrix
    _refuse_two_peaked(asked)
    rows = np.flatnonzero(matrix.y > 0)
    x, y = matrix.x[rows], matrix.y[rows]
    _refuse_small(asked, len(rows), "the part of a hurdle for rows with events")
    if np.linalg.matrix_rank(x) < matrix.p:
        raise TrialError(
            "among the rows with events some terms cannot be told apart; leave out terms, or the "
            "hurdle"
        )
    if not (y > 1).any():
        raise TrialError(
            "every count above 0 is 1, so a hurdle has no numbers to model; leave the hurdle out"
        )
    refuse_separation(x, matrix.names, (y > 1).astype(np.float64), -np.ones(len(rows)))
    effects = on_rows(asked.effects, rows)
    family = Truncated(COUNTS[asked.family](y))
    part = _part(asked, x, asked.log_time[rows], family, effects)
    return gathered(asked, asked.family, estimate(part), effects, rows)


def _none(asked: Request) -> CountFit:
    """Whether there was none."""
    matrix = asked.matrix
    none = (matrix.y == 0).astype(np.float64)
    if not none.any():
        raise TrialError("no count is 0, so a hurdle has no zero part; leave the hurdle out")
    refuse_separation(matrix.x, matrix.names, np.zeros(matrix.n), 2.0 * none - 1.0)
    time = np.zeros(matrix.n)
    part = _part(asked, matrix.x, time, Logistic(none), asked.zero_effects)
    return gathered(asked, "logistic", estimate(part), asked.zero_effects, np.arange(matrix.n))


def _part(
    asked: Request, x: Floats, log_time: Floats, family: Family, effects: tuple[Effect, ...]
) -> Part:
    groupings = tuple(grouped(effect) for effect in effects)
    return Part(x, log_time, family, groupings, asked.quadrature, limit_of(family))


def _refuse_two_peaked(asked: Request) -> None:
    """NB1 above 0 tends to a fixed distribution as its rate falls, so low effects stay likely."""
    if asked.family == "nb1" and asked.effects:
        raise TrialError(
            "with random effects the likelihood of NB1 counts above 0 has no single peak for each "
            "person, and no approximation to its integral can be trusted; use nb2 with the hurdle, "
            "or random effects in the zero part only (zero_random)"
        )


def _refuse_small(asked: Request, rows: int, what: str) -> None:
    free = sum(e.width * (e.width + 1) // 2 for e in asked.effects)
    refuse_too_few(rows, asked.matrix.p + free + int(asked.family != "poisson"), what)
