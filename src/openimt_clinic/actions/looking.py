"""Working out again who needs someone, and why. It notes nothing new, so it writes no event:
all that is kept here can be worked out from the other records at any time.
"""

import re
from datetime import date, datetime

from django.db import models
from django.db.models import Q

from openimt.catalogue.catalogue import Catalogue
from openimt.errors import OpenIMTError
from openimt.terms import Phase
from openimt.track.attention import Attention, Urgency, attention
from openimt_clinic.access.cover import clinic_day
from openimt_clinic.records.attention_record import AttentionRecord
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.mapping.catalogues import catalogue_for
from openimt_clinic.records.mapping.contacts import owed
from openimt_clinic.records.mapping.situations import adopted_plan, profile_of, situation_of
from openimt_clinic.records.patient import Patient

OWED, UNREADABLE = "contact_owed", "unreadable"
A_COMMON_MODULE = re.compile(r"\bC[1-6]\b")


def look_at(patient: Patient, now: datetime) -> AttentionRecord:
    """Works out one patient's reasons and keeps the most pressing one."""
    on = clinic_day(patient.clinic, now)
    catalogue = catalogue_for(patient)
    phase, reasons = _reasons(patient, on, catalogue, now)
    before = AttentionRecord.objects.filter(patient=patient).first()
    kept, _ = AttentionRecord.objects.update_or_create(
        patient=patient,
        defaults={
            "clinic_id": patient.clinic_id,
            "phase": phase.value if phase else "",
            "phase_since": _phase_since(before, phase, on),
            "urgency": int(reasons[0].urgency),
            "says": _named(reasons[0].says, catalogue),
            "kinds": [reason.kind for reason in reasons],
            "on": on,
            "stale": False,
        },
    )
    return kept


def catch_up(patients: "models.QuerySet[Patient]", now: datetime, *, at_most: int) -> int:
    """Looks again at those of whom something happened since; returns how many.

    Patients on whom only the day has turned are left to the nightly ``look_at_everybody``.
    """
    unknown = Q(attention__isnull=True) | Q(attention__stale=True)
    waiting = patients.filter(unknown | _owed_since(now))
    chosen = list(waiting.select_related("clinic").order_by("id")[:at_most])
    for patient in chosen:
        look_at(patient, now)
    return len(chosen)


def look_at_everybody(clinic: Clinic, now: datetime) -> int:
    """Looks again at everybody in care who was not looked at today; returns how many."""
    today = clinic_day(clinic, now)
    seen = Q(attention__on=today, attention__stale=False)
    waiting = Patient.objects.filter(clinic=clinic, ended_on__isnull=True).exclude(
        seen & ~_owed_since(now)
    )
    looked = 0
    for patient in waiting.select_related("clinic").order_by("id").iterator(chunk_size=200):
        look_at(patient, now)
        looked += 1
    return looked


def _owed_since(now: datetime) -> Q:
    """Whose agreed contact has passed since they were looked at: nothing happened, and that is
    it. Nobody whose record the core refuses: another look would find no more."""
    known = Q(attention__kinds__contains=[OWED]) | Q(attention__kinds__contains=[UNREADABLE])
    return Q(pk__in=owed(now).values("patient")) & ~known


def _reasons(
    patient: Patient, on: date, catalogue: Catalogue, now: datetime
) -> tuple[Phase | None, tuple[Attention, ...]]:
    """A record that the core refuses is itself a reason to look: it must not hide the person."""
    try:
        plan = adopted_plan(patient)
        profile = profile_of(patient, on, catalogue, plan)
        return profile.phase, attention(situation_of(patient, on, profile, plan, catalogue, now))
    except OpenIMTError as refusal:
        return None, (Attention(UNREADABLE, Urgency.TODAY, str(refusal), "person"),)


def _phase_since(before: AttentionRecord | None, phase: Phase | None, on: date) -> date | None:
    if phase is None:
        return None
    return before.phase_since if before and before.phase == phase.value else on


def _named(says: str, catalogue: Catalogue) -> str:
    """The sentence with common modules by their names: nobody should have to know what C5 is."""
    return A_COMMON_MODULE.sub(lambda m: catalogue.module(m[0].lower()).short, says)
