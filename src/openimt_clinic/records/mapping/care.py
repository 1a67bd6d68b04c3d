"""Reading what people who treat wrote; a private note is there for its author alone."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

DRAFT, SIGNED = DocumentState.DRAFT.value, DocumentState.SIGNED.value


def visible(user: User | None) -> QuerySet[CareDocument]:
    """All that the user may read where they may read the record; None = nobody in particular."""
    open_ones = Q(private=False)
    own = Q(private=True, author=user) if user is not None else Q(pk=None)
    return CareDocument.objects.filter(open_ones | own).select_related("author", "signed_by")


def written_about(
    patient: Patient, kinds: Iterable[str], user: User | None = None
) -> QuerySet[CareDocument]:
    """Of these kinds, the newest day first, without what was put aside."""
    put_aside = Q(state=DocumentState.PUT_ASIDE.value)
    return visible(user).filter(patient=patient, kind__in=list(kinds)).exclude(put_aside)


def newest(patient: Patient, kind: str, user: User | None = None) -> CareDocument | None:
    """The signed version that holds: of the thing whose day is the latest, the last version."""
    return signed_ones(patient, kind, user=user).order_by("-about", "-made_at", "-number").first()


def signed_ones(
    patient: Patient, kind: str, since: date | None = None, user: User | None = None
) -> QuerySet[CareDocument]:
    """What holds: of each thing its last signed version, the newest day first."""
    signed = written_about(patient, [kind], user).filter(state=SIGNED)
    if since is not None:
        signed = signed.filter(about__gte=since)
    later = CareDocument.objects.filter(patient=patient, kind=kind, state=SIGNED)
    last = later.order_by("line", "-number").distinct("line").values("pk")
    return signed.filter(pk__in=last)


def draft_of(patient: Patient, kind: str, user: User | None = None) -> CareDocument | None:
    """The newest draft of a kind."""
    return written_about(patient, [kind], user).filter(state=DRAFT).first()


def drafts_of(user: User) -> QuerySet[CareDocument]:
    """What the user has begun and not signed, whoever it is about."""
    begun = visible(user).filter(author=user, state=DRAFT).select_related("patient")
    return begun.order_by("-changed_at")
