"""A reminder that stands now, or word that a phone gets none any more."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from openimt_clinic.patient.reminder_place import place_of
from openimt_clinic.patient.today.card import Card
from openimt_clinic.records.mapping.prompted import CARD, LATER, TRUTH
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.prompt import Prompt, PromptState
from openimt_clinic.records.push_address import PushAddress

HAS_ITS_OWN_CARD = (CARD, LATER, TRUTH)
"""Today shows these by themselves."""


@dataclass(frozen=True)
class Reminded:
    """``open_url``: what a prompt is about. ``ended``: a phone takes no reminders any more."""

    open_url: str
    ended: bool
    reminders_url: str


def reminders(patient: Patient, now: datetime) -> Card | None:
    """One card for both, or none."""
    rows = Prompt.objects.filter(
        patient=patient, state=PromptState.DELIVERED.value, until__gt=now, answered_at=None
    ).exclude(about__in=HAS_ITS_OWN_CARD)
    prompt = rows.order_by("-due_at").first()
    open_url = (
        reverse("patient:open_reminder", args=[prompt.pk]) if prompt and place_of(prompt) else ""
    )
    ended = PushAddress.objects.filter(patient=patient, ended_at__isnull=False, seen_at=None)
    if not open_url and not ended.exists():
        return None
    about = Reminded(open_url, ended.exists(), reverse("patient:reminders"))
    return Card("patient/today/reminders.html", about)
