"""The chains of one person, drawn as links in their order, and what comes again across them."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from openimt.deliver.chain.across import Again, again
from openimt.deliver.chain.chain import Chain, Link, chain_of, unfinished
from openimt_clinic.actions.care.kinds.chain import LINK_WORDS
from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.mapping.care import written_about
from openimt_clinic.records.mapping.written import values_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User


@dataclass(frozen=True)
class DrawnLink:
    """A link with the word of its sort and its first letter, which is its mark."""

    link: Link
    word: str

    @property
    def mark(self) -> str:
        return self.word[:1] or "·"


@dataclass(frozen=True)
class DrawnChain:
    """A chain as a page draws it. ``missing``: what it still asks for."""

    id: UUID
    draft: bool
    chain: Chain
    links: tuple[DrawnLink, ...]
    missing: tuple[str, ...]

    @property
    def on(self) -> date | None:
        return self.chain.on


def drawn_chain(document: CareDocument) -> DrawnChain:
    """The chain as it stands; its day is that of the document until another is said."""
    chain = chain_of(values_of(document.fields))
    return DrawnChain(
        document.pk,
        document.state == DocumentState.DRAFT.value,
        chain if chain.on else replace(chain, on=document.about),
        tuple(DrawnLink(one, str(LINK_WORDS[one.sort]) if one.sort else "") for one in chain.links),
        unfinished(chain),
    )


def chains_of(patient: Patient, user: User) -> tuple[DrawnChain, ...]:
    """Of each chain the newest version, the newest day first."""
    once: dict[UUID, CareDocument] = {}
    for one in written_about(patient, ["chain"], user).order_by("-number"):
        once.setdefault(one.line, one)
    drawn = [drawn_chain(one) for one in once.values()]
    return tuple(sorted(drawn, key=lambda one: one.on or date.min, reverse=True))


def questions(chains: tuple[DrawnChain, ...]) -> tuple[Again, ...]:
    """Links that came in more than one chain."""
    return again(one.chain for one in reversed(chains))
