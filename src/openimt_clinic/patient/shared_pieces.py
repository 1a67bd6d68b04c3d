"""What those who treat the person can read now, piece by piece: on the page about sharing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from openimt.deliver.story.shapes import KINDS as STORY
from openimt_clinic.components.document_words import kind_words
from openimt_clinic.components.story.kept import kept
from openimt_clinic.patient.moments.kept import address_of
from openimt_clinic.patient.skills_view import skill_of
from openimt_clinic.records.mapping.moments import KINDS as MOMENTS
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.phone_entry import PhoneEntry

AT_MOST = 60
LONGEST_TITLE = 60


@dataclass(frozen=True)
class Piece:
    """``title``: its first words; ``url``: where its sharing is changed."""

    kind: str
    title: str
    since: datetime
    url: str


Way = tuple[Callable[[PhoneDocument], str], Callable[[PhoneDocument], str]]
"""How a document is called, and where it is."""


def shared_pieces(patient: Patient, most: int | None = AT_MOST) -> list[Piece]:
    """Whatever the person decides about one by one and those who treat may read, newest first.

    ``most``: so many of them at the most; None is all.
    """
    rows = PhoneDocument.objects.filter(
        patient=patient, shared=True, removed_at__isnull=True, kind__in=list(WAYS)
    ).order_by("-changed_at")
    there = list(islice(rows, most))
    since = _decided(patient, there)
    return [
        Piece(
            kind_words(one.kind),
            Truncator(WAYS[one.kind][0](one)).chars(LONGEST_TITLE),
            since.get(one.pk, one.made_at),
            WAYS[one.kind][1](one),
        )
        for one in there
    ]


def _decided(patient: Patient, there: Iterable[PhoneDocument]) -> Mapping[object, datetime]:
    """When the person said so; what nobody has decided about is shared since it was written."""
    keys = {one.fields["shared"]["key"]: one.pk for one in there if "shared" in one.fields}
    rows = PhoneEntry.objects.filter(patient=patient, key__in=list(keys))
    return {keys[str(key)]: at for key, at in rows.values_list("key", "received_at")}


def _first_of(*fields: str) -> Callable[[PhoneDocument], str]:
    def first(document: PhoneDocument) -> str:
        said = (str(document.values.get(name) or "") for name in fields)
        return next(filter(None, said), "")

    return first


def _skill(document: PhoneDocument) -> str:
    found = skill_of(document.patient, document.name)
    return found.title if found else _("One of my own")


def _at(name: str, *, kind: bool = False) -> Callable[[PhoneDocument], str]:
    def address(document: PhoneDocument) -> str:
        named = [document.kind, document.name] if kind else [document.name]
        return reverse(name, args=named)

    return address


_STORY: Way = (lambda one: kept(one).title, _at("patient:story_sharing", kind=True))
_MOMENT: Way = (_first_of("scene", "said", "meaning", "who", "place"), address_of)
WAYS: Mapping[str, Way] = {
    **dict.fromkeys(STORY, _STORY),
    **dict.fromkeys(MOMENTS, _MOMENT),
    "skill": (_skill, _at("patient:skill")),
    "experiment": (_first_of("goal", "wish", "expect"), _at("patient:experiment")),
}
