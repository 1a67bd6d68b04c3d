"""The JSON documents of ``openimt trial``, as types: the schemas are made from these."""

from typing import NotRequired, TypedDict

Number = float
"""A whole value is printed without a decimal point."""


class CoefficientDocument(TypedDict):
    """One coefficient of the mean; ``df`` is null for a test by the normal distribution."""

    term: str
    estimate: Number
    se: Number
    df: Number | None
    t: Number
    p: Number


class RandomEffectDocument(TypedDict):
    """One random term: its coefficients, how many levels it has, and their covariance."""

    term: str
    names: list[str]
    levels: int
    covariance: list[list[Number]]


class ZeroCoefficientDocument(CoefficientDocument):
    """One coefficient of the log odds of no event, and its exponential with its interval."""

    odds_ratio: Number
    odds_ratio_ci: list[Number]


class ZeroDocument(TypedDict):
    """The part of a hurdle that tells whether there was no event at all."""

    coefficients: list[ZeroCoefficientDocument]
    random: NotRequired[list[RandomEffectDocument]]


class FitDocument(TypedDict):
    """How the fit went, and its coefficients.

    The log-likelihood is ``reml_loglik`` by REML, else ``loglik``, with all constants.
    ``covariance`` is that of the residuals over ``visits``; null for counts, and with a
    covariance by arm, which stands in ``covariance_by_arm``. With a hurdle ``zero`` is the part
    for no event at all, the log-likelihood that of both parts, and all else speaks of the rows
    with events.
    """

    reml_loglik: NotRequired[Number]
    loglik: NotRequired[Number]
    converged: bool
    max_gradient: Number
    iterations: int
    n_subjects: int
    n_obs: int
    visits: list[str]
    covariance: list[list[Number]] | None
    covariance_by_arm: NotRequired[dict[str, list[list[Number]]]]
    random: NotRequired[list[RandomEffectDocument]]
    dispersion: NotRequired[Number | None]
    coefficients: list[CoefficientDocument]
    zero: NotRequired[ZeroDocument]


class ModelDocument(TypedDict):
    """What was fitted, and how means were averaged, in words and names of columns."""

    formula: str
    arm: str
    reference: str
    subject: str
    visit: str | None
    random: str | None
    family: str
    covariance: str | None
    method: str
    df: str
    vcov: str
    weights: str
    baseline: str
    hurdle: NotRequired[bool]


class MeanDocument(TypedDict):
    """The least-squares mean of an arm at a visit; of counts its logarithm, and ``rate``.

    A part of a hurdle has no rate of its own.
    """

    arm: str
    visit: str | None
    estimate: Number
    se: Number
    df: Number | None
    ci: list[Number]
    rate: NotRequired[Number]
    rate_ci: NotRequired[list[Number]]


class ContrastDocument(TypedDict):
    """An arm less the reference at a visit; of counts on the log scale, and ``ratio``."""

    visit: str | None
    arm: str
    versus: str
    estimate: Number
    se: Number
    df: Number | None
    t: Number
    p: Number
    ci: list[Number]
    ratio: NotRequired[Number]
    ratio_ci: NotRequired[list[Number]]


class JointTestDocument(TypedDict):
    """The joint test of an effect; ``den_df`` is null for a test by the normal distribution."""

    effect: str
    f: Number
    num_df: Number
    den_df: Number | None
    p: Number


class AnalysisDocument(TypedDict):
    """What ``openimt trial analyse --json`` prints."""

    call: str
    model: ModelDocument
    fit: FitDocument
    ls_means: list[MeanDocument]
    contrasts: list[ContrastDocument]
    tests: list[JointTestDocument]
    warnings: list[str]
