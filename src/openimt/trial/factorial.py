"""A 2 x 2 factorial trial, such as therapy x medication review: two questions asked of one group.

*At the margins* each treatment is compared over both levels of the other; *inside the table* at
one level of the other, as in a trial of four arms. The first is powerful and means what it says
only as far as the treatments do not change each other; that is what the interaction asks, with
half the precision. Montgomery, Peters and Little (2003), BMC Med Res Methodol 3:26.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from math import ceil, sqrt
from statistics import NormalDist

import numpy as np

from openimt.errors import TrialError
from openimt.trial.linear import Contrast, Fitted
from openimt.trial.matrix import Floats, ModelMatrix, Value

Pair = tuple[str, str]
NOTHING = 1e-12


@dataclass(frozen=True)
class Factorial:
    """Two factors of two levels each, the reference level first.

    >>> design = Factorial("therapy", ("dbt", "mit"), "review", ("no", "yes"))
    >>> design.arms
    ('dbt, no', 'dbt, yes', 'mit, no', 'mit, yes')
    >>> design.levels_of("mit, no")
    {'therapy': 'mit', 'review': 'no'}
    """

    first: str
    first_levels: Pair
    second: str
    second_levels: Pair

    def __post_init__(self) -> None:
        if self.first == self.second:
            raise TrialError("the two factors of a factorial design have one name")
        for name, levels in ((self.first, self.first_levels), (self.second, self.second_levels)):
            if len(set(levels)) != 2 or not all(levels):
                raise TrialError("needs two different levels, the reference first", field=name)

    @property
    def cells(self) -> tuple[Pair, ...]:
        """The four combinations."""
        return tuple(product(self.first_levels, self.second_levels))

    @property
    def arms(self) -> tuple[str, ...]:
        """The four combinations as arms to randomise."""
        return tuple(f"{first}, {second}" for first, second in self.cells)

    def levels_of(self, arm: str) -> dict[str, str]:
        """The level of each factor in an arm."""
        if arm not in self.arms:
            raise TrialError(f"'{arm}' is no arm; arms: {'; '.join(self.arms)}", field="arm")
        one, other = self.cells[self.arms.index(arm)]
        return {self.first: one, self.second: other}


@dataclass(frozen=True)
class FactorialEffect:
    """One comparison: what of, at which level of the other factor (None = over both)."""

    factor: str
    level: str
    versus: str
    other: str
    at: str | None
    test: Contrast


@dataclass(frozen=True)
class FactorialEffects:
    """All comparisons of a factorial trial; ``interaction`` is None in a model without one."""

    visit: str | None
    margins: tuple[FactorialEffect, FactorialEffect]
    inside: tuple[FactorialEffect, ...]
    interaction: Contrast | None
    warnings: tuple[str, ...]


def factorial_effects(
    fit: Fitted, design: Factorial, *, visit: str | None = None, at: str | None = None
) -> FactorialEffects:
    """The comparisons from a fitted model that holds both factors; ``at`` is a level of ``visit``.

    Other factors are averaged with equal weights, covariates stand at their mean. The interaction
    is the difference that the second factor makes to the effect of the first.
    """
    cells = _cells(fit.matrix, design, visit, at)
    low, high = design.first_levels
    without, with_it = design.second_levels
    first = {other: cells[high, other] - cells[low, other] for other in design.second_levels}
    second = {one: cells[one, with_it] - cells[one, without] for one in design.first_levels}
    crossed = first[with_it] - first[without]
    interaction = fit.contrast(crossed) if np.abs(crossed).max() > NOTHING else None
    return FactorialEffects(
        at,
        (
            _effect(fit, design, 0, None, _middle(first)),
            _effect(fit, design, 1, None, _middle(second)),
        ),
        (
            *(_effect(fit, design, 0, other, weights) for other, weights in first.items()),
            *(_effect(fit, design, 1, one, weights) for one, weights in second.items()),
        ),
        interaction,
        _warnings(interaction),
    )


@dataclass(frozen=True)
class FactorialPower:
    """Smallest true differences that are found with the power asked for, in points."""

    main: float
    interaction: float
    persons: int
    persons_for_interaction: int
    """Persons needed to find an interaction as large as ``main``."""
    says: str


def factorial_power(
    persons: int,
    *,
    sd: float = 1.0,
    correlation: float = 0.0,
    loss: float = 0.0,
    power: float = 0.8,
    alpha: float = 0.05,
) -> FactorialPower:
    """What ``persons`` in four equal cells can show (normal approximation, two-sided).

    ``sd`` of the outcome; ``correlation`` of the outcome with the covariates it is adjusted for;
    ``loss``: share of persons without an outcome. With n persons measured and residual SD s the
    error is ``2 s / sqrt(n)`` for a main effect and ``4 s / sqrt(n)`` for the interaction.

    >>> made = factorial_power(120)
    >>> round(made.main, 2), round(made.interaction, 2), made.persons_for_interaction
    (0.51, 1.02, 480)
    """
    if persons < 8 or not 0 <= loss < 1 or not -1 < correlation < 1 or sd <= 0:
        raise TrialError("needs 8 persons or more, sd > 0, a loss below 1 and a correlation")
    if not 0 < alpha < 1 or not 0.5 <= power < 1:
        raise TrialError("needs alpha between 0 and 1, and a power from .5 to below 1")
    normal = NormalDist()
    needed = normal.inv_cdf(1 - alpha / 2) + normal.inv_cdf(power)
    error = 2 * sd * sqrt((1 - correlation**2) / (persons * (1 - loss)))
    main, crossed, more = needed * error, 2 * needed * error, ceil(4 * persons)
    says = (
        f"With {persons} persons a main effect of {main:.2g} points is found in {power:.0%} of "
        f"trials, an interaction only from {crossed:.2g} points. To find an interaction as large "
        f"as that main effect takes {more} persons, one half as large {4 * more}. A trial of this "
        "size that finds no interaction has not shown that there is none."
    )
    return FactorialPower(main, crossed, persons, more, says)


def _cells(
    matrix: ModelMatrix, design: Factorial, visit: str | None, at: str | None
) -> dict[Pair, Floats]:
    fixed: dict[str, Value] = {} if visit is None or at is None else {visit: at}
    _check(matrix, design, fixed)
    return {
        (one, other): _averaged(matrix, fixed | {design.first: one, design.second: other})
        for one, other in design.cells
    }


def _middle(weights: Mapping[str, Floats]) -> Floats:
    made: Floats = np.mean(list(weights.values()), axis=0)
    return made


def _averaged(matrix: ModelMatrix, fixed: Mapping[str, Value]) -> Floats:
    """The row of the design for these levels, averaged equally over all other factors."""
    free = [factor for factor in matrix.factors if factor.name not in fixed]
    numbers = {name: mean for name, mean in matrix.row_means.items() if name not in fixed}
    rows = [
        matrix.make_row(
            {**numbers, **fixed, **{f.name: v for f, v in zip(free, levels, strict=True)}}
        )
        for levels in product(*(factor.levels for factor in free))
    ]
    made: Floats = np.mean(rows, axis=0)
    return made


def _check(matrix: ModelMatrix, design: Factorial, fixed: Mapping[str, Value]) -> None:
    wanted: dict[str, tuple[str, ...]] = {design.first: design.first_levels}
    wanted[design.second] = design.second_levels
    wanted |= {name: (str(level),) for name, level in fixed.items()}
    known = {factor.name: factor.levels for factor in matrix.factors}
    for name, levels in wanted.items():
        if name not in known:
            raise TrialError(f"'{name}' is no factor of the model; put it into the formula")
        missing = sorted(set(levels) - set(known[name]))
        if missing:
            raise TrialError(f"has no level '{missing[0]}' in the data", field=name)
    for name in (design.first, design.second):
        if len(known[name]) != 2:
            raise TrialError(
                f"has {len(known[name])} levels in the data; a 2 x 2 design has two", field=name
            )


def _effect(
    fit: Fitted, design: Factorial, place: int, at: str | None, weights: Floats
) -> FactorialEffect:
    names = (design.first, design.second)
    versus, level = (design.first_levels, design.second_levels)[place]
    return FactorialEffect(names[place], level, versus, names[1 - place], at, fit.contrast(weights))


def _warnings(interaction: Contrast | None) -> tuple[str, ...]:
    if interaction is None:
        says = "the model holds no interaction of the two factors, so it takes for granted that "
        return (says + "they do not change each other; add it to the formula to look",)
    says = f"the interaction lies between {interaction.low:.3g} and {interaction.high:.3g}"
    if interaction.low <= 0 <= interaction.high:
        says += ": no interaction was seen, which is not the same as none; the trial sees an "
        return (says + "interaction only when it is twice as large as a main effect",)
    says += ", off zero: read the effects inside the table, and the margins as averages over "
    return (says + "the two levels of the other factor",)
