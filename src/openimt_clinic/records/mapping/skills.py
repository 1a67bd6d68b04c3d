"""Skills a person knows and uses, from the card, the diary and the phone, as the core's values."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from openimt.deliver.card.card import HELPED, NONE, USED
from openimt.deliver.card.known import known
from openimt.deliver.modes.skills import Taught, Used
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.mapping.cards import all_cards, diary_documents
from openimt_clinic.records.mapping.care import signed_ones
from openimt_clinic.records.mapping.told_day import told_day
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument

LANGUAGE = "en"
OWN_SKILL = "skill"
"""The kind of a skill on the person's own list, as their phone writes it."""

HELPED_SAYS = {"a_lot": "a lot", "a_little": "a little", "not_this_time": "not this time"}


def skill_names(patient: Patient) -> Mapping[str, tuple[str, str]]:
    """Name and family of every known skill, and of those on any card of the person's, by id."""
    own = {skill.id: skill for one in all_cards(patient) for skill in one.card.skills}
    return {
        skill.id: (skill.words(LANGUAGE), known().family(skill.family, LANGUAGE))
        for skill in {**known().skills, **own}.values()
    }


def taught_to(patient: Patient) -> Iterator[Taught]:
    """Every skill that stands in a signed hour, oldest first."""
    for one in signed_ones(patient, "skill_taught"):
        yield from _of(one, one.about, str(one.values.get("where") or ""))
    for one in signed_ones(patient, "group_hour"):
        if one.values.get("came") == "kept":
            yield from _of(one, told_day(one), "group")
    yield from _taught_together(patient)


def _taught_together(patient: Patient) -> Iterator[Taught]:
    """What was written down once for a group, where the person came."""
    zone = ZoneInfo(patient.clinic.time_zone)
    kept = Appointment.objects.filter(
        patient=patient, meeting__isnull=False, state=AppointmentState.KEPT.value
    )
    for one in kept.select_related("meeting").order_by("starts_at"):
        taught = one.meeting.taught if one.meeting else ()
        for skill in taught:
            yield Taught(str(skill), one.starts_at.astimezone(zone).date(), "group")


def used_by(patient: Patient, since: date, until: date) -> Iterator[Used]:
    """What the diary and the coaching calls say of skills, and the person's own list where they
    share it."""
    for call in signed_ones(patient, "coaching_call", since):
        if skill := call.values.get("skill"):
            yield Used(str(skill), told_day(call), _number(call.values.get("helped")))
    for on, document in diary_documents(patient, since, until).items():
        values: dict[str, Any] = document.values
        for skill in values.get(USED) or ():
            if skill != NONE:
                yield Used(skill, on, _number(values.get(f"{HELPED}{skill}")))
    rows = PhoneDocument.objects.filter(
        patient=patient, kind=OWN_SKILL, shared=True, removed_at__isnull=True
    )
    for one in rows.order_by("changed_at"):
        written: dict[str, Any] = one.values
        if title := written.get("title"):
            said = (HELPED_SAYS.get(str(written.get("helped")), ""), written.get("words") or "")
            yield Used(str(title), one.about, words=" · ".join(filter(None, said)))


def _number(value: object) -> float | None:
    """Not said stays not said; it is no nought."""
    return float(value) if isinstance(value, int | float) else None


def _of(one: CareDocument, on: date, where: str) -> Iterator[Taught]:
    listed = one.values.get("skills")
    for skill in listed if isinstance(listed, list) else ():
        yield Taught(str(skill), on, where)
