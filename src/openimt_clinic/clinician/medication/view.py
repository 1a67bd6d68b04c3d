"""A person's medicines as their page shows them: what is taken, each with its story, what ended."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from openimt.assess.library import known, load
from openimt.track.medication import Flag, look_through_by
from openimt_clinic.records.mapping.medication import flags_of, last_look, value_of
from openimt_clinic.records.medicine import AdverseEffect, Medicine, MedicinesLook
from openimt_clinic.records.patient import Patient


@dataclass(frozen=True)
class Card:
    """One medicine: the version that holds, the earlier ones, what was unwanted, what is asked."""

    now: Medicine
    measured: str
    prescriber: str
    effects: tuple[AdverseEffect, ...]
    earlier: tuple[Medicine, ...]
    asks: tuple[str, ...]


@dataclass(frozen=True)
class MedicationView:
    """``several``: what concerns more than one of them. ``look_by``: by when all are looked through
    again; None while nothing is taken."""

    taken: tuple[Card, ...]
    ended: tuple[Card, ...]
    several: tuple[str, ...]
    looks: tuple[MedicinesLook, ...]
    look_by: date | None


def medication_view(patient: Patient, on: date) -> MedicationView:
    """Everything the page prints."""
    rows = Medicine.objects.filter(patient=patient).select_related("prescriber", "by")
    by_line: dict[UUID, list[Medicine]] = defaultdict(list)
    for row in rows.order_by("line", "-number"):
        by_line[row.line].append(row)
    held = [versions[0] for versions in by_line.values()]
    looked = last_look(patient)
    found = flags_of(held, looked, on)
    effects = _effects(patient)
    cards = [_card(versions, effects, found) for versions in by_line.values()]
    cards.sort(key=lambda card: (card.now.started_on, card.now.drug))
    return MedicationView(
        taken=tuple(card for card in cards if card.now.ended_on is None),
        ended=tuple(card for card in cards if card.now.ended_on is not None),
        several=tuple(flag.says for flag in found if _about_all(flag)),
        looks=tuple(MedicinesLook.objects.filter(patient=patient).select_related("by")[:10]),
        look_by=look_through_by([value_of(row) for row in held], looked, on),
    )


def measured_with(medicine: Medicine) -> str:
    """The instrument by its name, or the own words; both where both are there."""
    name = medicine.instrument
    named = load(name).name if name in known() else name
    return " · ".join(part for part in (named, medicine.measure) if part)


def prescriber_name(medicine: Medicine) -> str:
    """Who prescribes it; of somebody outside it is said."""
    if medicine.prescriber is not None:
        return str(medicine.prescriber.name)
    return _("%(who)s (outside)") % {"who": medicine.prescriber_outside}


def _card(
    versions: Sequence[Medicine], effects: Iterable[AdverseEffect], found: Iterable[Flag]
) -> Card:
    now = versions[0]
    asks = [f.says for f in found if not _about_all(f) and str(now.line) in f.medicines]
    return Card(
        now=now,
        measured=measured_with(now),
        prescriber=prescriber_name(now),
        effects=tuple(one for one in effects if one.line == now.line),
        earlier=tuple(versions[1:]),
        asks=tuple(asks),
    )


def _about_all(flag: Flag) -> bool:
    return flag.kind in {flag.kind.SEVERAL, flag.kind.LOOK_THROUGH}


def _effects(patient: Patient) -> list[AdverseEffect]:
    return list(AdverseEffect.objects.filter(patient=patient).select_related("by", "told_by"))
