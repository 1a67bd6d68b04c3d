"""Scenes as a list draws them: what each has in words, and what to ask next."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from openimt.formulate.pattern.episode import Ask, Meter, meter
from openimt.formulate.pattern.limits import is_reviewed
from openimt.formulate.pattern.talk import FILE
from openimt_clinic.actions.care.formulation_words import ASKS, PIECES
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.mapping.formulation import episode_of, text_of
from openimt_clinic.records.mapping.written import values_of

ALWAYS = ("trauma", "title")
"""What a scene may always be asked."""


@dataclass(frozen=True)
class MeterView:
    """How whole a scene is, in words. ``general``: words of talk in general that ask for one
    occasion. ``stopped``: settle, ask nothing; ``to_look``: words may
    tell of trauma and nobody has said yet whether they do; ``only``: the fields that stay while it
    is stopped, which are those that are always asked and those that hold something; ``suggested``:
    what is said rests on a list of words that nobody of the trade has reviewed."""

    score: int
    has: tuple[str, ...]
    misses: tuple[str, ...]
    asks: tuple[str | Promise, ...]
    general: tuple[str, ...]
    usable: bool
    stopped: bool
    to_look: bool
    only: tuple[str, ...] = ()
    suggested: bool = False

    @property
    def says(self) -> str:
        """What is there and what is missing, in one line."""
        if not self.misses:
            return _("All five parts are there")
        there = _("Has %(pieces)s") % {"pieces": ", ".join(self.has)} if self.has else ""
        lacks = _("missing: %(pieces)s") % {"pieces": ", ".join(self.misses)}
        return "; ".join(part for part in (there, lacks) if part)


@dataclass(frozen=True)
class EpisodeLine:
    """A scene in the list. ``fits``: titles of schemas that it fits, ``unlike``: it speaks against.
    ``theirs``: it was begun from a moment on the person's phone; ``rated``: it has a rating."""

    document: CareDocument
    title: str
    meter: MeterView
    theirs: bool
    rated: bool
    fits: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()

    @property
    def draft(self) -> bool:
        return self.document.signed_at is None


def meter_view(document: CareDocument, language: str) -> MeterView:
    """How whole the scene of this document is."""
    found: Meter = meter(episode_of(document, language))
    there = (name for name, value in values_of(document.fields).items() if value is not None)
    general = found.general if Ask.ONCE in found.asks else ()
    by_words = bool(general) or (found.stopped and not found.reviewed)
    return MeterView(
        found.score,
        tuple(str(PIECES[one]) for one in found.has),
        tuple(str(PIECES[one]) for one in found.misses),
        tuple(ASKS[one] for one in found.asks),
        general,
        found.usable,
        found.stopped,
        found.stopped and not found.reviewed,
        tuple(dict.fromkeys((*ALWAYS, *there))),
        by_words and not is_reviewed(FILE),
    )


def episode_lines(
    documents: Sequence[CareDocument],
    language: str,
    schemas: Sequence[CareDocument],
    rated: Collection[str],
) -> tuple[EpisodeLine, ...]:
    """The scenes, those to look at first before all others."""
    lines = [
        EpisodeLine(
            one,
            text_of(values_of(one.fields), "title") or f"{one.about:%-d %b %Y}",
            meter_view(one, language),
            theirs=bool(one.subject),
            rated=str(one.line) in rated,
            fits=_named(schemas, one, "fits"),
            unlike=_named(schemas, one, "unlike"),
        )
        for one in documents
    ]
    return tuple(sorted(lines, key=lambda line: not line.meter.to_look))


def schema_name(document: CareDocument) -> str:
    """What both call the schema, or its wish."""
    values = values_of(document.fields)
    return text_of(values, "title") or text_of(values, "wish") or _("A schema without a name")


def _named(schemas: Sequence[CareDocument], scene: CareDocument, where: str) -> tuple[str, ...]:
    line = str(scene.line)
    return tuple(
        schema_name(one)
        for one in schemas
        if line in (values_of(one.fields).get(where) or ())  # type: ignore[operator]
    )
