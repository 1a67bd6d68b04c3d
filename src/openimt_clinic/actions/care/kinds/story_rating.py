"""Ratings of a shared story by two people, and the schemas that a story may belong to.

A rating is its author's alone until two people have signed theirs; then both are open to whoever
treats the person, and to the person's own copy.
"""

from django.utils.translation import gettext_lazy as _

from openimt.deliver.story.rating import Code, codes
from openimt.deliver.story.shapes import KINDS as STORY
from openimt.deliver.writing.field import Field, Sort
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.care.kind import CareKind, Signed, Values, anchored
from openimt_clinic.actions.phone.naming import is_name
from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.mapping.formulation import SCHEMA, latest_of, titled
from openimt_clinic.records.mapping.story_ratings import LINK, RATING, rated
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument

BOTH = 2


def _asked(code: Code) -> Field:
    return Field(code.id, code.name, Sort.CHOICE, anchored(code.anchors), hint=code.asks)


def fields(_patient: Patient, _document: CareDocument) -> tuple[Field, ...]:
    """Own part first; what the story does not show is left open."""
    grounds = Field(
        "grounds",
        _("Words of the story that show it"),
        hint=_("What the story does not show is left open: blank is no nought."),
    )
    return (*map(_asked, codes()), grounds)


def amiss(_patient: Patient, values: Values) -> dict[str, str]:
    """One code at least."""
    return {} if rated(values) else {codes()[0].id: str(_("Rate at least one, or put it aside."))}


def open_both(signed: Signed) -> None:
    """Once two people have signed, neither rating can sway the other any more."""
    state = DocumentState.SIGNED.value
    rows = CareDocument.objects.filter(
        patient=signed.patient, kind=RATING, subject=signed.document.subject, state=state
    )
    if rows.order_by().values("author").distinct().count() >= BOTH:
        rows.update(private=False)


def link_fields(patient: Patient, _document: CareDocument) -> tuple[Field, ...]:
    """The person's schemas to choose from."""
    there = tuple((str(row.line), titled(row)) for row in latest_of(patient, SCHEMA))
    return (
        Field("schemas", _("Schemas it may show"), Sort.CHOICES, there),
        Field("says", _("What in the story shows it, in the person's words")),
    )


def is_shared(document: CareDocument) -> bool:
    """Whether the person still shares the story that it is about: its words stand in it."""
    return not document.subject or is_a_shared_story(document.patient, document.subject)


def is_a_shared_story(patient: Patient, subject: str) -> bool:
    """Whether this is the id of a story that the person shares."""
    rows = PhoneDocument.objects.filter(patient=patient, removed_at__isnull=True, shared=True)
    return is_name(subject) and rows.filter(pk=subject, kind__in=list(STORY)).exists()


KINDS_HERE = (
    CareKind(
        name=RATING,
        title=_("Rating of a story"),
        fields=fields,
        amiss=amiss,
        signed=open_both,
        private=True,
        reads=Permission.DELIVER,
        about=is_a_shared_story,
        open_now=is_shared,
        back="clinician:story",
    ),
    CareKind(
        name=LINK,
        title=_("Story and schemas"),
        fields=link_fields,
        reads=Permission.DELIVER,
        about=is_a_shared_story,
        open_now=is_shared,
        back="clinician:story",
    ),
)
