"""Needs as an assessment shows them: how much, how sure, and what that rests on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from openimt.catalogue.catalogue import Catalogue
from openimt.formulate.profile import Need
from openimt.terms import Domain
from openimt_clinic.components.numbers import said
from openimt_clinic.components.parts import ReadingView, source

WIDTH = 200
"""The drawn bar's width in its own units: 0 of severity stands left, 1 right."""


@dataclass(frozen=True)
class NeedRow:
    """One target: words first, then the bar's places (0 to WIDTH), then the grounds."""

    target: str
    name: str
    says: str
    word: str
    is_need: bool
    low_at: str
    span: str
    at: str
    line_at: str
    grounds: tuple[ReadingView, ...]


@dataclass(frozen=True)
class DomainNeeds:
    """The needs of one domain, the greatest first."""

    name: str
    rows: tuple[NeedRow, ...]


def needs_by_domain(needs: Mapping[str, Need], catalogue: Catalogue) -> tuple[DomainNeeds, ...]:
    """The domains in which anything was read."""
    grouped = [(domain, _of(domain, needs, catalogue)) for domain in Domain]
    return tuple(DomainNeeds(domain_word(domain), rows) for domain, rows in grouped if rows)


def domain_word(domain: Domain) -> str:
    """A domain as staff screens call it."""
    words = {
        Domain.SYM: _("Symptoms"),
        Domain.REG: _("Emotion and impulse"),
        Domain.INT: _("With others"),
        Domain.SLF: _("Self and identity"),
    }
    return words[domain]


def _of(domain: Domain, needs: Mapping[str, Need], catalogue: Catalogue) -> tuple[NeedRow, ...]:
    threshold = catalogue.settings["need_threshold"]
    mine = [n for n in needs.values() if _domain(n, catalogue) is domain]
    return tuple(_row(need, threshold, catalogue) for need in _greatest_first(mine))


def _domain(need: Need, catalogue: Catalogue) -> Domain | None:
    target = catalogue.targets.get(need.target)
    return target.domain if target else None


def _greatest_first(needs: Iterable[Need]) -> list[Need]:
    return sorted(needs, key=lambda n: (-n.severity, n.target))


def _row(need: Need, threshold: float, catalogue: Catalogue) -> NeedRow:
    low, high = max(0.0, need.severity - need.sd), min(1.0, need.severity + need.sd)
    is_need = need.severity >= threshold
    return NeedRow(
        target=need.target,
        name=catalogue.targets[need.target].name,
        says=_("%(value)s of 1, give or take %(sd)s")
        % {"value": said(need.severity), "sd": said(need.sd)},
        word=_("asks for work") if is_need else _("below a need"),
        is_need=is_need,
        low_at=_at(low),
        span=_at(high - low),
        at=_at(need.severity),
        line_at=_at(threshold),
        grounds=tuple(
            ReadingView(b.says, source(b.source, catalogue.references)) for b in need.because
        ),
    )


def _at(share: float) -> str:
    return f"{share * WIDTH:.1f}"
