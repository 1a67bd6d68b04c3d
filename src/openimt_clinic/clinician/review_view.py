"""Who stands behind each module, in words: the packaged statement and the clinic's signatures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt.catalogue.module import Module
from openimt.terms import ModuleKind
from openimt_clinic.records.mapping.reviews import ModuleReview, Signature
from openimt_clinic.records.module_signature import SignedAs

SIDES: Mapping[SignedAs, str | Promise] = {
    SignedAs.CLINICIAN: gettext_lazy("a clinician"),
    SignedAs.LIVED_EXPERIENCE: gettext_lazy("a person with lived experience"),
}


@dataclass(frozen=True)
class SignatureLine:
    """A name, for which side, on which day; ``current`` False = the module was edited since."""

    id: UUID
    signer: str
    side: str
    on: date
    current: bool


@dataclass(frozen=True)
class ReviewView:
    """``packaged``: what the module's own file says of its review."""

    module: str
    name: str
    phase: str
    common: bool
    signed: bool
    state: str
    says: str
    packaged: str
    signatures: tuple[SignatureLine, ...]


def review_view(module: Module, review: ModuleReview) -> ReviewView:
    """One module's review in words."""
    common = module.kind is ModuleKind.COMMON
    return ReviewView(
        module=module.id,
        name=module.name,
        phase="" if common else module.home.value,
        common=common,
        signed=review.signed,
        state=_("signed here") if review.signed else _("draft"),
        says=_says(review),
        packaged=packaged_says(module),
        signatures=tuple(_line(one) for one in review.signatures),
    )


def review_views(
    modules: Iterable[Module], reviews: Mapping[str, ModuleReview]
) -> tuple[ReviewView, ...]:
    """Those that wait first; within that, as they stand in the catalogue."""
    made = [review_view(one, reviews[one.id]) for one in modules]
    return tuple(sorted(made, key=lambda view: view.signed))


def packaged_says(module: Module) -> str:
    """What the file itself states, whoever wrote it."""
    if module.status == "draft":
        return _("Its file says: draft.")
    return _("Its file says: %(status)s.") % {"status": module.status}


def _says(review: ModuleReview) -> str:
    if review.signed:
        return _("Signed here by both, as it reads now.")
    sides = _(" and ").join(str(SIDES[side]) for side in review.waits_for)
    says = _("Waits for %(sides)s.") % {"sides": sides}
    return f"{_('It was edited since it was signed.')} {says}" if review.edited else says


def _line(one: Signature) -> SignatureLine:
    return SignatureLine(one.row.pk, one.signer, str(SIDES[one.signed_as]), one.on, one.current)
