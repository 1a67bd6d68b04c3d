"""Pause cards, rehearsals and moments: documents of the phone to the core's values."""

from collections.abc import Mapping
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from openimt.deliver.moments.elapsed import happened_at
from openimt.deliver.moments.moment import (
    Conflict,
    Felt,
    LaterLook,
    Moment,
    Pause,
    Rehearsal,
    Told,
    TurnedOut,
)
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument

PAUSE, REHEARSAL, MOMENT, LOOK = "pause", "rehearsal", "moment", "look"
KINDS = (MOMENT, PAUSE, REHEARSAL)
OF_TWO_HOURS = (MOMENT, PAUSE)
"""What is looked at again later; a rehearsal has its own afterwards."""
ACTS = ("self_harm_act", "intent", "plan", "access", "ingestion", "attempt")
OWN = "own"
Values = Mapping[str, Any]


def every(patient: Patient) -> QuerySet[PhoneDocument]:
    """All moments, pause cards and rehearsals that were not taken away, the newest first."""
    rows = PhoneDocument.objects.filter(
        patient=patient, kind__in=KINDS, removed_at__isnull=True
    ).select_related("patient__clinic")
    return rows.order_by("-made_at", "pk")


def told_of(values: Values) -> Told:
    """What was said about strength and safety."""
    return Told(
        strength=values.get("strength"),
        suicidal_urge=values.get("suicidal_urge"),
        self_harm_urge=values.get("self_harm_urge"),
        acts=any((values.get(item) or 0) > 0 for item in ACTS),
    )


def told_last(patient: Patient, document: PhoneDocument) -> Told:
    """What was said last about a moment: on coming back to it, else in itself."""
    return told_on_coming_back(patient, document) or told_of(document.values)


def told_on_coming_back(patient: Patient, document: PhoneDocument) -> Told | None:
    """What was said when the person came back to it; None where they have not."""
    last = last_look(patient, document)
    told = told_of(last.values) if last else Told()
    return None if told == Told() else told


def last_look(patient: Patient, document: PhoneDocument) -> PhoneDocument | None:
    """What was written when the person came back to it, the last time."""
    looks = PhoneDocument.objects.filter(
        patient=patient, kind=LOOK, fields__of__value=document.name, removed_at__isnull=True
    )
    return looks.order_by("-made_at").first()


def moment_of(document: PhoneDocument) -> Moment:
    """A moment as the core knows it."""
    values: Values = document.values
    noted = document.made_at.astimezone(ZoneInfo(document.patient.clinic.time_zone))
    clock = time.fromisoformat(values["clock"]) if values.get("clock") else None
    return Moment(
        at=noted,
        told=told_of(values),
        happened=happened_at(noted, values.get("when") or "", clock),
        **{name: values.get(name) or "" for name in TEXTS},
        sure=values.get("sure"),
        feelings=_felt(values),
        body=tuple(values.get("body") or ()),
        reminds=values.get("reminds"),
        threat=values.get("threat"),
        others=tuple(filter(None, (values.get("other1"), values.get("other2")))),
        sure_now=values.get("sure_now"),
        later=later_of(values),
    )


TEXTS = ("when", "place", "who", "scene", "wish", "meaning", "did", "came", "find_out")


def pause_of(document: PhoneDocument) -> Pause:
    """A pause card as the core knows it."""
    values: Values = document.values
    return Pause(
        at=document.made_at,
        said=values.get("said") or "",
        meaning=values.get("meaning") or "",
        sure=values.get("sure"),
        strength=values.get("strength"),
        chose=values.get("chose") or "",
        later=later_of(values),
    )


def rehearsal_of(document: PhoneDocument) -> Rehearsal:
    """A rehearsal as the core knows it."""
    values: Values = document.values
    texts = ("who", "fear", "wish", "first_words", "if_hard", "happened", "learned")
    return Rehearsal(
        at=document.made_at,
        strength=values.get("strength_before"),
        strength_after=values.get("strength_after"),
        **{name: values.get(name) or "" for name in texts},
    )


def later_of(values: Values) -> LaterLook:
    """What later looks found."""
    conflict, truth = values.get("conflict"), values.get("truth")
    return LaterLook(
        strength=values.get("strength_later"),
        conflict=Conflict(conflict) if conflict else None,
        turned_out=TurnedOut(truth) if truth else None,
        known_how=values.get("truth_how") or "",
    )


def _felt(values: Values) -> tuple[Felt, ...]:
    """The feelings picked, with their strength; one in own words by these words."""
    picked = values.get("feelings") or ()
    own = values.get("feeling_own") or ""
    words = [word for word in picked if word != OWN] + ([OWN] if own else [])
    return tuple(Felt(own if word == OWN else word, values.get(f"felt_{word}")) for word in words)
