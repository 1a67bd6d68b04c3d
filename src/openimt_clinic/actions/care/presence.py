"""Who has a document open: said to the others who do."""

from datetime import timedelta

from django.utils import timezone

from openimt_clinic.actions.care.writing import own_window
from openimt_clinic.audit.log import record
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.care_presence import CarePresence
from openimt_clinic.records.user import User

GONE_AFTER = timedelta(seconds=40)
"""A window says every ten seconds that it is open; after so long without a word it is not."""
TOLD_EVERY = timedelta(minutes=10)


def be_here(document: CareDocument, device: str, by: User) -> tuple[str, ...]:
    """Says that this window is open, and names the others who have one; an event on coming."""
    now, device = timezone.now(), own_window(by, device)
    there = CarePresence.objects.filter(document=document, device=device, who=by)
    if not there.filter(seen_at__gt=now - TOLD_EVERY).update(seen_at=now):
        CarePresence.objects.update_or_create(
            document=document,
            device=device,
            defaults={
                "clinic_id": document.clinic_id,
                "patient_id": document.patient_id,
                "who": by,
                "since": now,
                "seen_at": now,
            },
        )
        record("document.opened", by=by, patient=document.patient, document=document.pk)
    others = CarePresence.objects.filter(document=document, seen_at__gt=now - GONE_AFTER)
    names = others.exclude(who=by).select_related("who").order_by("who__name")
    return tuple(dict.fromkeys(str(one.who) for one in names))
