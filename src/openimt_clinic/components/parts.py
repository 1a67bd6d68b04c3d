"""The small values that template parts show: step dots, evidence marks, reasons with sources.

Templates compute nothing; whatever they print is put into words here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt.catalogue.catalogue import Reference
from openimt.formulate.profile import Because
from openimt.plan.plan import Reason
from openimt.terms import Evidence, Step


@dataclass(frozen=True)
class StepDots:
    """Four dots, and the same in words for who does not see them."""

    step: int
    filled: tuple[bool, ...]
    says: str

    @property
    def drawn(self) -> SafeString:
        """The dots as they are drawn."""
        return _dots(self.filled)


@dataclass(frozen=True)
class EvidenceMark:
    """A sign, one or a few words, and a sentence for the tooltip."""

    sign: str
    says: str
    title: str


@dataclass(frozen=True)
class SourceView:
    """What a reason rests on. ``checked``: a work that was, or was not yet, compared with its
    source; None for what is no work of others: a record of this course, or a decision of ours."""

    says: str
    checked: bool | None


@dataclass(frozen=True)
class ReadingView:
    """One reading behind a reason."""

    says: str
    source: SourceView | None


@dataclass(frozen=True)
class ReasonView:
    """One rule that spoke, ready to print under *Why?*."""

    rule: str
    says: str
    readings: tuple[ReadingView, ...]
    source: SourceView | None


Wording = tuple[str, str | Promise, str | Promise]
MARKS: Mapping[Evidence, Wording] = {
    Evidence.T1: ("◆◆◆", gettext_lazy("trials"), gettext_lazy("Tested in trials")),
    Evidence.T2: (
        "◆◆",
        gettext_lazy("part of a tested package"),
        gettext_lazy("Part of a package that was tested in trials; not tested alone"),
    ),
    Evidence.T3: ("◆", gettext_lazy("pilot"), gettext_lazy("Pilot studies or single cases")),
    Evidence.X: ("◇", gettext_lazy("expert"), gettext_lazy("Recommended by experts; not tested")),
}

OUR_DECISIONS = "OpenIMT clinical decisions"
"""How rules name the project's own decisions: there is nothing to compare them with."""

RECORDS: Mapping[str, str | Promise] = {
    "answer": gettext_lazy("an answer given here"),
    "capacities": gettext_lazy("what was seen here"),
    "catalogue": gettext_lazy("the catalogue"),
    "common": gettext_lazy("the common modules here"),
    "consent": gettext_lazy("the person's own word"),
    "context": gettext_lazy("what this service can give"),
    "delivered": gettext_lazy("what was done here"),
    "diagnosis": gettext_lazy("the diagnosis recorded here"),
    "events": gettext_lazy("what happened, as recorded here"),
    "judgement": gettext_lazy("a judgement recorded here"),
    "preferences": gettext_lazy("the person's own wishes"),
    "reading": gettext_lazy("a form filled in here"),
    "request": gettext_lazy("a request made here"),
    "resilience": gettext_lazy("the resilience profile here"),
    "safety": gettext_lazy("the safety plan here"),
    "worth": gettext_lazy("what the planner weighs"),
}
"""Names that the core gives to records, in words."""

STEP_NAMES: Mapping[Step, str | Promise] = {
    Step.NOT_BEGUN: gettext_lazy("not begun"),
    Step.RECOGNISE: gettext_lazy("recognise"),
    Step.EXPLORE: gettext_lazy("explore"),
    Step.TRY: gettext_lazy("try"),
    Step.KEEP: gettext_lazy("keep"),
}


@cache
def _dots(filled: tuple[bool, ...]) -> SafeString:
    return format_html_join("", '<i class="{}"></i>', (("on" if on else "off",) for on in filled))


def step_dots(step: int) -> StepDots:
    """The dots for a step of change, 0 (not begun) to 4 (keep)."""
    filled = tuple(n < step for n in range(Step.KEEP))
    if step == Step.NOT_BEGUN:
        return StepDots(step, filled, str(STEP_NAMES[Step.NOT_BEGUN]))
    says = _("step %(step)d of 4, %(name)s") % {"step": step, "name": STEP_NAMES[Step(step)]}
    return StepDots(step, filled, says)


def evidence_mark(evidence: Evidence) -> EvidenceMark:
    """The mark of an evidence class; staff screens only (clinical decision 5)."""
    sign, says, title = MARKS[evidence]
    return EvidenceMark(sign, str(says), str(title))


def why(
    reasons: Iterable[Reason], references: Mapping[str, Reference] | None = None
) -> tuple[ReasonView, ...]:
    """The reasons ready to print; ``references`` is the catalogue's, to name sources by id."""
    known = references or {}
    return tuple(
        ReasonView(
            reason.rule, reason.says, _readings(reason.because, known), source(reason.source, known)
        )
        for reason in reasons
    )


def source(named: str, references: Mapping[str, Reference]) -> SourceView | None:
    """The source of that name; a name that nobody knows counts as not checked."""
    if not named:
        return None
    if record := RECORDS.get(named):
        return SourceView(str(record), checked=None)
    if named.startswith(OUR_DECISIONS):
        return SourceView(named, checked=None)
    known = references.get(named)
    return SourceView(known.says, known.checked) if known else SourceView(named, checked=False)


def _readings(
    because: Iterable[Because], references: Mapping[str, Reference]
) -> tuple[ReadingView, ...]:
    return tuple(ReadingView(b.says, source(b.source, references)) for b in because)
