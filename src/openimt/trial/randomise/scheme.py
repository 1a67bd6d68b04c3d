"""How a trial randomises: arms, ratio, method, what is balanced. No unsound scheme can exist."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import lcm, prod

from openimt.errors import TrialError

Levels = tuple[int, ...]
"""One person's level of every factor, as its place among the factor's levels."""


class Method(StrEnum):
    """Ways to randomise."""

    SIMPLE = "simple"
    BLOCKS = "blocks"
    MINIMISE = "minimise"
    BIG_STICK = "big_stick"
    URN = "urn"


@dataclass(frozen=True)
class BalancedFactor:
    """Something known before randomisation, such as the site or medication at baseline.

    ``weight`` counts in minimisation; weight 0 means that the factor is recorded and neither
    stratifies nor counts. ``shares`` are the expected proportions of the levels (equal if empty).
    """

    name: str
    levels: tuple[str, ...]
    weight: Fraction = Fraction(1)
    shares: tuple[Fraction, ...] = ()

    def __post_init__(self) -> None:
        if not self.levels or len(set(self.levels)) != len(self.levels):
            raise TrialError("needs levels, each named once", field=self.name)
        if self.weight < 0:
            raise TrialError(f"has the weight {self.weight}, below 0", field=self.name)
        if self.shares and (len(self.shares) != len(self.levels) or min(self.shares) < 0):
            raise TrialError("needs one share, 0 or more, for every level", field=self.name)
        if self.shares and sum(self.shares) != 1:
            raise TrialError(
                f"has shares that add up to {sum(self.shares)}, not 1", field=self.name
            )

    @property
    def expected(self) -> tuple[Fraction, ...]:
        """The expected proportion of every level."""
        return self.shares or (Fraction(1, len(self.levels)),) * len(self.levels)


@dataclass(frozen=True)
class Scheme:
    """The plan of a randomisation, checked when it is made (TrialError).

    ``ratio``: whole numbers, such as (2, 1). ``n``: planned number of persons. ``site``: name of
    the factor that is the site, if any. ``block_sizes``: hidden lengths of permuted blocks, drawn
    with equal chance; empty means that the secret seed chooses them. ``p``: chance of the
    preferred arm in minimisation (Pocock and Simon 1975; for unequal ratios the biased coin of
    Han, Enas and McEntegart 2009, in which ``p`` is that of the arm with the smallest share).
    ``measure``: ``range`` or ``variance`` of the counts over the arms, each count divided by the
    arm's ratio; ``overall`` is the weight of balance over the whole trial. ``limit``: the
    imbalance a big stick allows, in whole rounds of the ratio (Soares and Wu 1983). ``urn``:
    balls an arm starts with, and balls added to every other arm (Wei 1977).

    >>> site = BalancedFactor("site", ("north", "south"))
    >>> Scheme(("mit", "dbt"), (1, 1), Method.MINIMISE, (site,), n=120).strata
    2
    """

    arms: tuple[str, ...]
    ratio: tuple[int, ...]
    method: Method
    factors: tuple[BalancedFactor, ...] = ()
    n: int = 0
    site: str | None = None
    open_label: bool = True
    block_sizes: tuple[int, ...] = ()
    one_block_size_on_purpose: bool = False
    p: Fraction = Fraction(4, 5)
    measure: str = "range"
    overall: Fraction = Fraction(0)
    limit: int = 3
    urn: tuple[int, int] = (1, 1)

    def __post_init__(self) -> None:
        _check_arms(self)
        _check_factors(self)
        METHOD_CHECKS.get(self.method, lambda _: None)(self)

    @property
    def round(self) -> int:
        """How many persons fill the ratio once."""
        return sum(self.ratio)

    @property
    def scale(self) -> tuple[int, ...]:
        """What makes counts comparable in whole numbers: ``lcm(ratio) / ratio``."""
        return tuple(lcm(*self.ratio) // share for share in self.ratio)

    @property
    def stratifiers(self) -> tuple[int, ...]:
        """Places of the factors that make strata: those with a weight above 0."""
        return tuple(n for n, factor in enumerate(self.factors) if factor.weight > 0)

    @property
    def strata(self) -> int:
        """How many strata the factors make."""
        return prod(len(self.factors[n].levels) for n in self.stratifiers)

    @property
    def site_place(self) -> int | None:
        """The place of the site among the factors."""
        names = [factor.name for factor in self.factors]
        return None if self.site is None else names.index(self.site)

    def stratum(self, levels: Levels) -> str:
        """The name of a person's stratum; empty where nothing stratifies."""
        return " / ".join(self.factors[n].levels[levels[n]] for n in self.stratifiers)

    def codes(self, named: Mapping[str, str]) -> Levels:
        """Named levels, such as ``{"site": "a"}``, as places; unknown or missing: TrialError."""
        unknown = sorted(set(named) - {factor.name for factor in self.factors})
        if unknown:
            known = ", ".join(factor.name for factor in self.factors) or "none"
            raise TrialError(f"is no factor of this trial; its factors: {known}", field=unknown[0])
        return tuple(_code(factor, named) for factor in self.factors)


def _code(factor: BalancedFactor, named: Mapping[str, str]) -> int:
    if factor.name not in named:
        raise TrialError("has no value; randomisation needs every factor", field=factor.name)
    level = named[factor.name]
    if level not in factor.levels:
        known = ", ".join(factor.levels)
        raise TrialError(f"has no level '{level}'; its levels: {known}", field=factor.name)
    return factor.levels.index(level)


def _check_arms(scheme: Scheme) -> None:
    if len(scheme.arms) < 2 or len(set(scheme.arms)) != len(scheme.arms):
        raise TrialError("needs two arms or more, each named once", field="arms")
    if len(scheme.ratio) != len(scheme.arms) or min(scheme.ratio) < 1:
        raise TrialError("needs one whole number above 0 for every arm", field="ratio")
    if scheme.n < 0:
        raise TrialError(f"is {scheme.n}; say how many persons are planned", field="n")


def _check_factors(scheme: Scheme) -> None:
    names = [factor.name for factor in scheme.factors]
    if len(set(names)) != len(names):
        raise TrialError("two factors have the same name", field="factor")
    if scheme.site is not None and scheme.site not in names:
        says = f"names '{scheme.site}', which is no factor; add it, with weight 0 if need be"
        raise TrialError(says, field="site")


def _check_blocks(scheme: Scheme) -> None:
    sizes = scheme.block_sizes
    for size in sizes:
        if size < 1 or size % scheme.round:
            says = f"holds {size}, which is no multiple of {scheme.round}, the sum of the ratio"
            raise TrialError(says, field="block_sizes")
    if len(set(sizes)) != len(sizes):
        raise TrialError("holds a size twice", field="block_sizes")
    if len(sizes) == 1 and scheme.open_label and not scheme.one_block_size_on_purpose:
        raise TrialError(
            "holds one size in an open-label trial, so the ends of blocks are foreseen; give two "
            "or more sizes, leave it out, or set one_block_size_on_purpose = true",
            field="block_sizes",
        )


def _check_minimise(scheme: Scheme) -> None:
    least = Fraction(min(scheme.ratio), scheme.round)
    if not least < scheme.p < 1:
        raise TrialError(
            f"is {float(scheme.p):g}; minimisation needs a random element: above {float(least):g} "
            "and below 1, best 0.7 to 0.9",
            field="p",
        )
    if scheme.measure not in {"range", "variance"}:
        raise TrialError(f"is '{scheme.measure}', not 'range' or 'variance'", field="measure")
    if scheme.overall < 0:
        raise TrialError("is a weight below 0", field="overall")
    if not scheme.stratifiers and scheme.overall == 0:
        raise TrialError("minimisation balances factors, and none is given", field="factor")


def _check_stick(scheme: Scheme) -> None:
    if scheme.limit < 1:
        raise TrialError(f"is {scheme.limit}; a big stick allows 1 round or more", field="limit")


def _check_urn(scheme: Scheme) -> None:
    if len(set(scheme.ratio)) > 1:
        says = "is unequal, and an urn balances equal arms only; use blocks or minimise"
        raise TrialError(says, field="ratio")
    if scheme.urn[0] < 1 or scheme.urn[1] < 0:
        raise TrialError("needs 1 ball or more to start, 0 or more to add", field="urn")


METHOD_CHECKS = {
    Method.BLOCKS: _check_blocks,
    Method.MINIMISE: _check_minimise,
    Method.BIG_STICK: _check_stick,
    Method.URN: _check_urn,
}
"""What only one method asks for."""
