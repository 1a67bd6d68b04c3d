"""One entry of a person's story, for a page of its own, and which of them no phone keeps."""

from django.http import Http404, HttpResponse
from django.urls import reverse

from openimt.deliver.story.pacing import pacing
from openimt.deliver.story.shapes import KINDS
from openimt_clinic.components.story.kept import Kept, kept
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument


def entry(patient: Patient, kind: str, name: object) -> Kept:
    """One of them; what is not there, was taken away or is somebody else's has no page."""
    for one in PhoneDocument.objects.filter(
        patient=patient, kind=kind, name=str(name), removed_at__isnull=True
    ):
        if one.kind in KINDS:
            return kept(one)
    raise Http404


def not_on_the_phone(one: Kept, response: HttpResponse) -> HttpResponse:
    """The page of a hard entry stays with the clinic: kept on a phone it would ask, without a net,
    for what is closed by now, and by night. Pages of it that were kept before go."""
    if one.tone in pacing().title_only:
        response.headers["X-Phone-Drops"] = _prefix(one.document)
    return response


def never_kept(patient: Patient) -> list[str]:
    """How the addresses begin that no phone may keep: those of hard entries."""
    rows = PhoneDocument.objects.filter(
        patient=patient, kind__in=list(KINDS), removed_at__isnull=True,
        fields__tone__value__in=sorted(pacing().title_only),
    )  # fmt: skip
    return sorted(map(_prefix, rows))


def _prefix(document: PhoneDocument) -> str:
    return reverse("patient:story_entry", args=[document.kind, document.name])
