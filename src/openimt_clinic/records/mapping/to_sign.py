"""What waits for the person's own signature, and what they have signed."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, QuerySet

from openimt_clinic.database.asked import Asked, Given
from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.care_signature import CareSignature, SignerRole
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument

TALK = "talk"
"""The kind of document in which a person says: not yet, I want to talk about it."""
WISHES = Asked(
    lambda: PhoneDocument.objects.filter(
        patient=Given("patient"), kind=TALK, removed_at__isnull=True
    )
)


def for_the_person(patient: Patient, kinds: Collection[str]) -> QuerySet[CareDocument]:
    """The last signed version of each thing that the person signs, too; the newest first. A version
    that was replaced is no longer asked about."""
    signed = CareDocument.objects.filter(
        patient=patient, kind__in=kinds, state=DocumentState.SIGNED.value, private=False
    )
    last = signed.order_by("line", "-number").distinct("line").values("pk")
    return signed.filter(pk__in=last).select_related("signed_by").order_by("-signed_at")


def waiting_for(patient: Patient, kinds: Collection[str]) -> QuerySet[CareDocument]:
    """Those of them that the person has not signed yet."""
    own = CareSignature.objects.filter(document=OuterRef("pk"), role=SignerRole.PATIENT.value)
    return for_the_person(patient, kinds).filter(~Exists(own))


def talked_about(patient: Patient) -> dict[str, PhoneDocument]:
    """By the id of a care document, the person's wish to talk about it first."""
    rows = WISHES.all(patient=patient.pk)
    return {row.name: row for row in rows if row.values.get("first") is True}
