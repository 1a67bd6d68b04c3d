"""The versions of a document, and what differs between two of them."""

from dataclasses import dataclass
from datetime import datetime

from openimt.deliver.writing.field import Field
from openimt_clinic.actions.care.kinds.known import KINDS
from openimt_clinic.clinician.writing.form import Drawn, in_words
from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.care_signature import CareSignature
from openimt_clinic.records.mapping.written import values_of


@dataclass(frozen=True)
class Difference:
    """A field that changed: what it said before, and now."""

    label: str
    before: tuple[str, ...]
    now: tuple[str, ...]


@dataclass(frozen=True)
class Version:
    """A version with who signed it when, why it was written, and what it changed."""

    document: CareDocument
    signed_at: datetime | None
    signatures: tuple[CareSignature, ...]
    differences: tuple[Difference, ...]


def history_of(document: CareDocument) -> tuple[Version, ...]:
    """All versions of the same thing, the newest first, without what was put aside."""
    versions = CareDocument.objects.filter(line=document.line).select_related(
        "patient", "author", "signed_by"
    )
    kept = [one for one in versions.order_by("number") if not _aside(one)]
    by_document: dict[object, list[CareSignature]] = {}
    for one in CareSignature.objects.filter(document__in=kept).select_related("by"):
        by_document.setdefault(one.document_id, []).append(one)
    found = [
        Version(
            one,
            one.signed_at,
            tuple(by_document.get(one.pk, ())),
            _differences(kept[number - 1], one) if number else (),
        )
        for number, one in enumerate(kept)
    ]
    return tuple(reversed(found))


def _aside(one: CareDocument) -> bool:
    return one.state == DocumentState.PUT_ASIDE.value


def _differences(before: CareDocument, now: CareDocument) -> tuple[Difference, ...]:
    fields = KINDS[now.kind].fields(now.patient, now)
    old, new = values_of(before.fields), values_of(now.fields)
    return tuple(
        Difference(str(one.label), words(one, old.get(one.name)), words(one, new.get(one.name)))
        for one in fields
        if old.get(one.name) != new.get(one.name)
    )


def words(one: Field, value: object) -> tuple[str, ...]:
    """A value in words, a line each; rows with their cells beside each other."""
    return in_words(Drawn(one, value))  # type: ignore[arg-type]
