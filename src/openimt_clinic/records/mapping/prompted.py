"""What prompts are about: what there is to ask after, and what has been answered already."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from openimt.assess.library import known
from openimt.deliver.prompts.schedule import Happened
from openimt_clinic.records.answer_set import AnswerSet, AnswerState
from openimt_clinic.records.mapping.about import day_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument

CARD, LATER, TRUTH = "card", "later", "truth"
"""The card of the day; how strong it still is; what it turned out to be."""
FORM = "form:"
"""Before the id of a form."""

MOMENTS = ("moment", "pause")
ANSWERS = {LATER: "strength_later", TRUTH: "truth"}
A_WHILE = timedelta(days=3)
DIARY = "oi-day"


@dataclass
class Told:
    """What one person has told lately: moments by their name, days and forms with when."""

    moments: dict[str, PhoneDocument] = field(default_factory=dict)
    days: dict[tuple[str, date], datetime] = field(default_factory=dict)

    def happened(self) -> list[Happened]:
        """After what something may be asked: moments that are there and were not looked at yet."""
        return [
            Happened(name, about, document.made_at)
            for name, document in self.moments.items()
            if document.removed_at is None
            for about, field_ in ANSWERS.items()
            if document.values.get(field_) is None
        ]

    def answered(self, about: str, day: date, key: str = "") -> datetime | None:
        """When it was answered, if it was. ``key`` of a prompt: it ends with the moment's name."""
        if about in ANSWERS:
            document = self.moments.get(key.rpartition("/")[2])
            there = document is not None and document.values.get(ANSWERS[about]) is not None
            return document.changed_at if document is not None and there else None
        return self.days.get((about, day))

    def is_there(self, about: str, key: str) -> bool:
        """Whether what it is about can still be opened."""
        if about in ANSWERS:
            document = self.moments.get(key.rpartition("/")[2])
            return document is not None and document.removed_at is None
        return about == CARD or about.removeprefix(FORM) in known()


def told(
    patients: Collection[Patient], now: datetime, zone: Callable[[Patient], ZoneInfo]
) -> dict[Patient, Told]:
    """What these people have told since a few days ago; two questions however many they are."""
    found = {patient: Told() for patient in patients}
    by_id = {patient.pk: patient for patient in patients}
    since = now - A_WHILE
    documents = PhoneDocument.objects.filter(patient__in=patients, changed_at__gte=since)
    for document in documents.filter(kind__in=(*MOMENTS, "diary")):
        one = found[by_id[document.patient_id]]
        if document.kind == "diary":
            if document.removed_at is None:
                one.days.setdefault((CARD, document.about), document.made_at)
        else:
            one.moments[document.name] = document
    _forms(found, by_id, since, zone)
    return found


def _forms(
    found: dict[Patient, Told],
    by_id: dict[UUID, Patient],
    since: datetime,
    zone: Callable[[Patient], ZoneInfo],
) -> None:
    sets = AnswerSet.objects.filter(
        patient__in=list(by_id.values()), given_at__gte=since, state=AnswerState.COMPLETE.value
    )
    for kept in sets.only("patient_id", "instrument", "given_at", "about").order_by("given_at"):
        patient = by_id[kept.patient_id]
        kept.patient = patient
        if kept.instrument == DIARY:
            found[patient].days.setdefault((CARD, day_of(kept)), kept.given_at)
        day = kept.given_at.astimezone(zone(patient)).date()
        found[patient].days.setdefault((FORM + kept.instrument, day), kept.given_at)
