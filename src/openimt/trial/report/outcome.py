"""How a report speaks of its outcome: name, unit, which way is better, the visit that counts."""

from dataclasses import dataclass

from openimt.errors import TrialError
from openimt.trial.report.facts import Tree, fact
from openimt.trial.report.results import Results

BETTER = ("lower", "higher")


@dataclass(frozen=True)
class Outcome:
    """The words for an outcome. ``better`` is ``lower``, ``higher`` or empty where not said."""

    label: str
    unit: str
    better: str
    visit_word: str
    """What a visit counts, such as ``month``; ``visit`` where nothing else was said."""
    target: str | None
    """The visit of the main comparison; None for an outcome without visits."""

    def when(self, visit: str | None) -> str:
        """A visit as text, such as ``month 18``; empty without visits."""
        return f"{self.visit_word} {visit}" if visit is not None else ""


def outcome(facts: Tree, results: Results) -> Outcome:
    """The outcome's words from the facts; the last visit counts where none is named.

    A target visit that is not among the contrasts, or a ``better`` that is neither ``lower`` nor
    ``higher``, raises TrialError.
    """
    visits = results.visits
    target = _text(facts, "outcome.target_visit") or (visits[-1] if visits else None)
    if target is not None and target not in visits:
        known = ", ".join(visits) or "none"
        says = f"names visit {target}, which was not compared; compared were: {known}"
        raise TrialError(says, field="outcome.target_visit")
    better = _text(facts, "outcome.better")
    if better and better not in BETTER:
        says = f"is {better!r}; write lower or higher, whichever is better for the person"
        raise TrialError(says, field="outcome.better")
    return Outcome(
        label=_text(facts, "outcome.label") or _text(facts, "outcome.name") or _named(results),
        unit=_text(facts, "outcome.unit"),
        better=better,
        visit_word=_text(facts, "outcome.visit_word") or str(results.model.get("visit") or "visit"),
        target=target,
    )


def _text(facts: Tree, address: str) -> str:
    value = fact(facts, address)
    return "" if value is None else str(value)


def _named(results: Results) -> str:
    """The outcome as the formula names it."""
    before, sign, _ = str(results.model.get("formula", "")).partition("~")
    return before.strip() if sign else "outcome"
