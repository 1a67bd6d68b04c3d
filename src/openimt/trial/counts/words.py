"""A fitted count model as plain text for a terminal or a notebook."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openimt.trial.counts.result import CountFit, Spread

NAMES = {
    "poisson": "Poisson",
    "nb1": "Negative binomial (NB1, variance mean x (1 + phi))",
    "nb2": "Negative binomial (NB2, variance mean + mean^2 / k)",
    "logistic": "Logistic, for no event at all",
}


def describe(fit: "CountFit") -> str:
    """What was fitted, how far it converged, what it found, and what to beware of."""
    lines = [_title(fit), _size(fit), _numbers(fit), ""]
    lines += _table(fit)
    lines += [f"between levels of {line}" for spread in fit.spreads for line in [_spread(spread)]]
    if fit.dispersion is not None:
        lines.append(f"{'k' if fit.family == 'nb2' else 'phi'} = {fit.dispersion:.4g}")
    lines += [f"Note: {warning}" for warning in fit.warnings]
    if fit.zero is not None:
        lines += ["", "Rows with no event against rows with any", describe(fit.zero)]
    return "\n".join(lines)


def _title(fit: "CountFit") -> str:
    name = NAMES[fit.family]
    cut = ", of rows with events" if fit.truncated else ""
    per = ", per unit of exposure" if fit.exposed else ""
    return f"{name} model of {fit.matrix.outcome}{cut}{per}"


def _size(fit: "CountFit") -> str:
    how = "maximum likelihood"
    if fit.spreads and fit.quadrature > 1:
        how += f", adaptive quadrature with {fit.quadrature} points"
    elif fit.spreads:
        how += ", Laplace approximation"
    return f"{fit.n_used} rows of {len(fit.matrix.subjects)} persons; {how}"


def _numbers(fit: "CountFit") -> str:
    both = ", both parts" if fit.zero is not None else ""
    return (
        f"log-likelihood {fit.loglik:.4f}{both}, AIC {fit.aic:.2f}; converged, largest slope "
        f"{fit.max_gradient:.1e} per standard error"
    )


def _table(fit: "CountFit") -> list[str]:
    wide = max(len(name) for name in fit.matrix.names)
    head = f"{'':{wide}}  {'log ratio':>10} {'se':>8} {'z':>7} {'p':>7}  {'ratio (95% CI)'}"
    rows = []
    for c, row in zip(fit.coefficients, fit.tidy().itertuples(), strict=True):
        ci = f"{row.ratio:.3g} ({row.low:.3g} to {row.high:.3g})"
        rows.append(
            f"{c.term:{wide}}  {c.estimate:>10.4f} {c.se:>8.4f} {c.t:>7.2f} {c.p:>7.4f}  {ci}"
        )
    return [head, *rows]


def _spread(spread: "Spread") -> str:
    parts = [f"{name} sd {sd:.4g}" for name, sd in zip(spread.columns, spread.sd, strict=True)]
    return f"{spread.term} ({len(spread.levels)}): {', '.join(parts)}"
