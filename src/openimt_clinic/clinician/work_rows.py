"""A row of the page of all that is written about a person; ``work_parts`` says whose there are."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from openimt_clinic.actions.care.kinds.known import KINDS
from openimt_clinic.records.care_document import DocumentState
from openimt_clinic.records.mapping.care import states_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User


class Area(StrEnum):
    """In the order in which a course needs them."""

    SAFETY = "safety"
    GROUND = "ground"
    UNDERSTANDING = "understanding"
    THERAPY = "therapy"
    STORY = "story"
    NOTES = "notes"
    WAY = "way"


AREA_NAMES = {
    Area.SAFETY: gettext_lazy("Safety and health"),
    Area.GROUND: gettext_lazy("The ground we stand on"),
    Area.UNDERSTANDING: gettext_lazy("Understanding together"),
    Area.THERAPY: gettext_lazy("This therapy"),
    Area.STORY: gettext_lazy("Story and moments"),
    Area.NOTES: gettext_lazy("Notes and papers"),
    Area.WAY: gettext_lazy("The way in and out"),
}


@dataclass(frozen=True)
class Row:
    """A page about the person. ``says``: how it stands, in a few words. ``due``: it waits for
    somebody; it is no grade of the person."""

    area: Area
    title: object
    says: object
    url: str
    due: bool = False


Rows = Callable[[Patient, User], Iterable[Row]]


def kind_row(area: Area, kind: str, patient: Patient, user: User) -> Row:
    """The row of a kind of document: how many are signed, and whether a draft waits."""
    states = states_of(patient, [kind], user)
    drafts = states.count(DocumentState.DRAFT.value)
    signed = len(states) - drafts
    says = ngettext("%(n)d signed", "%(n)d signed", signed) % {"n": signed} if signed else ""
    if drafts:
        begun = _("a draft to finish")
        says = f"{says}, {begun}" if says else begun
    url = reverse("clinician:documents", args=[patient.pk, kind])
    return Row(area, KINDS[kind].title, says or _("nothing yet"), url, due=bool(drafts))
