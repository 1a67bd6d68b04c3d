"""What a person has kept of their story, as pages need it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from openimt.deliver.story.shapes import KINDS, Chapter, LinePoint, Scene, Told, Tone, told
from openimt.deliver.story.versions import Version, Writing, versions
from openimt_clinic.components.story.words import SORTS, TONES, Sort, Words
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.phone_entry import EntryState, PhoneEntry


@dataclass(frozen=True)
class Kept:
    """One entry as it stands."""

    document: PhoneDocument
    told: Told

    @property
    def kind(self) -> str:
        return self.document.kind

    @property
    def name(self) -> str:
        return self.document.name

    @property
    def shared(self) -> bool:
        return self.document.shared

    @property
    def sort(self) -> Sort:
        return SORTS[self.kind]

    @property
    def tone(self) -> Tone:
        return getattr(self.told, "tone", Tone.UNSAID)

    @property
    def tone_says(self) -> Words:
        """The person's own word for it; nothing where they left it open."""
        return TONES[self.tone] if self.tone else ""

    @property
    def title(self) -> str:
        """Its title; a hard one without any is a box that stays closed."""
        if self.told.title:
            return self.told.title
        return _("An empty box") if self.tone is Tone.HARD else _("Without a title")

    @property
    def when(self) -> str:
        """When it was, as the person said it."""
        if isinstance(self.told, LinePoint):
            return _when(self.told)
        if isinstance(self.told, Chapter):
            return self.told.span
        return self.told.when if isinstance(self.told, Scene) else ""

    @property
    def words(self) -> tuple[tuple[Words, str], ...]:
        """What stands in it beside title and time, by its question."""
        return worded(self.sort, self.told)

    @property
    def versions(self) -> tuple[Version, ...]:
        """Everything that ever stood there, the oldest first."""
        return versions(writings(self.document))


def kept(document: PhoneDocument) -> Kept:
    """The entry that a document holds."""
    return Kept(document, told(KINDS[document.kind], document.name, document.values))  # type: ignore[type-var, arg-type]


def story(patient: Patient) -> list[Kept]:
    """Every entry that was not taken away, the oldest first."""
    rows = PhoneDocument.objects.filter(
        patient=patient, kind__in=list(KINDS), removed_at__isnull=True
    )
    return [kept(row) for row in rows.order_by("made_at")]


def writings(document: PhoneDocument) -> tuple[Writing, ...]:
    """What was written, in the order of writing."""
    rows: Iterable[PhoneEntry] = document.entries.order_by("given_at", "received_at", "number")
    clashed = EntryState.CLASHED.value
    return tuple(Writing(row.given_at, row.values, row.state == clashed) for row in rows)


def worded(sort: Sort, one: Told) -> tuple[tuple[Words, str], ...]:
    """The long answers of an entry by their questions, without the empty ones."""
    asked = [*sort.more, *(field for field in sort.first if field.rows)]
    found = ((field.label, str(getattr(one, field.name, ""))) for field in asked)
    return tuple((label, text) for label, text in found if text)


def at_version(document: PhoneDocument, version: Version) -> Kept:
    """The entry as it once stood."""
    shape = KINDS[document.kind]
    return Kept(document, told(shape, document.name, version.values))  # type: ignore[type-var]


def _when(point: LinePoint) -> str:
    said = [str(point.year)] if point.year is not None else []
    said += [_("%(n)s years old") % {"n": point.age}] if point.age is not None else []
    return ", ".join([*said, point.about] if point.about else said)
