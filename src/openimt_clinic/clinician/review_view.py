"""Who stands behind each module, in words: the packaged statement and the clinic's signatures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
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
    """``packaged``: what the module's own file says of its review. ``table``: what can be written
    into it once both have signed."""

    module: str
    name: str
    phase: str
    common: bool
    signed: bool
    state: str
    says: str
    packaged: str
    packaged_word: str
    signatures: tuple[SignatureLine, ...]
    sides: tuple["SideLine", ...]
    table: str


@dataclass(frozen=True)
class SideLine:
    """One of the two sides: who has signed for it, as the module reads now; empty = it waits."""

    side: str
    signer: str
    on: date | None


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
        packaged_word=_status_word(module),
        table=review_table(review),
        sides=tuple(_side(side, review) for side in SIDES),
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
    says = _("Its file says: %(status)s.") % {"status": _status_word(module)}
    review = module.review
    if review is None or not (review.clinician or review.lived_experience):
        return says
    named = (
        (review.clinician, review.clinician_on, SIDES[SignedAs.CLINICIAN]),
        (review.lived_experience, review.lived_experience_on, SIDES[SignedAs.LIVED_EXPERIENCE]),
    )
    signed = "; ".join(
        f"{who}, {side}{', ' + date_format(on, 'j M Y') if on else ''}"
        for who, on, side in named
        if who
    )
    return f"{says} {_('Signed in it by:')} {signed}."


def _status_word(module: Module) -> str:
    words = {"draft": _("draft"), "approved": _("approved")}
    return words.get(module.status, module.status)


def review_table(review: ModuleReview) -> str:
    """What an author writes into the module's file, to carry both signatures along; else empty."""
    by_side = {one.signed_as: one for one in review.signatures if one.current}
    if not review.signed:
        return ""
    lines = ["[review]"]
    for side in SignedAs:
        one = by_side[side]
        name = one.signer.replace("\\", "\\\\").replace('"', '\\"')
        lines += [f'{side.value} = "{name}"', f"{side.value}_on = {one.on.isoformat()}"]
    return "\n".join([*lines, f'content = "{review.content}"'])


def _says(review: ModuleReview) -> str:
    if review.signed:
        return _("Signed here by both, as it reads now.")
    sides = _(" and ").join(str(SIDES[side]) for side in review.waits_for)
    says = _("Waits for %(sides)s.") % {"sides": sides}
    return f"{_('Signatures stand under another text of it.')} {says}" if review.edited else says


def _side(side: SignedAs, review: ModuleReview) -> SideLine:
    signed = [one for one in review.signatures if one.current and one.signed_as is side]
    one = signed[-1] if signed else None
    return SideLine(str(SIDES[side]), one.signer if one else "", one.on if one else None)


def _line(one: Signature) -> SignatureLine:
    return SignatureLine(one.row.pk, one.signer, str(SIDES[one.signed_as]), one.on, one.current)
