"""Therapists with offers, choices and papers, made as the pages make them."""

from datetime import time, timedelta
from typing import Any

from django.utils import timezone

from openimt.plan.fit import Wishes
from openimt_clinic.actions.care.opening import open_document
from openimt_clinic.actions.care.signing import sign
from openimt_clinic.actions.fit.choosing import begin_trial, choose_therapist, offer_therapists
from openimt_clinic.actions.fit.offering import Offer, keep_offer, note_free_hour
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.fit_choice import FitChoice
from openimt_clinic.records.therapist_profile import FreeHour
from openimt_clinic.records.user import User
from tests.web.people import People

WORDS = {"en": "I work with scenes from daily life.", "de": "Ich arbeite mit Szenen des Alltags."}
SAFE = Offer(
    trained_in=("mit",), supervised=True, safety_trained=True, crisis_cover=True,
    languages=("en", "de"), modes=("in_person",), limit=20, own_words=WORDS,
)  # fmt: skip


def an_offer(people: People, user: User, offer: Offer = SAFE) -> None:
    keep_offer(clinic=people.clinic, user=user, offer=offer, by=user)


def a_free_hour(people: People, user: User, in_days: int = 3) -> FreeHour:
    from_on = timezone.localdate() + timedelta(days=in_days)
    return note_free_hour(
        clinic=people.clinic, user=user, weekday=2, at=time(10), from_on=from_on, by=user
    )


def a_choice(people: People, *, shown: bool = True, wishes: Wishes = Wishes()) -> FitChoice:  # noqa: B008
    """Ana and Ben are offered to Dan."""
    there = FitChoice.objects.filter(patient=people.patient, changed_at__isnull=True).first()
    if there is not None:
        return there
    for user in (people.ana, people.ben):
        an_offer(people, user)
    a_free_hour(people, people.ben)
    return offer_therapists(
        patient=people.patient, users=[str(people.ana.pk), str(people.ben.pk)],
        wishes=wishes, shown=shown, by=people.ana,
    )  # fmt: skip


def a_chosen(people: People) -> FitChoice:
    return choose_therapist(choice=a_choice(people), user=str(people.ben.pk), by=people.dan)


def a_trial(people: People) -> FitChoice:
    return begin_trial(choice=a_chosen(people), by=people.ana)


def a_letter(people: People, **values: Any) -> CareDocument:
    said = {"purpose": "confirmation", "language": "en", "to": "Dan", "subject": "Treatment",
            "text": "Dan is in treatment here.", **values}  # fmt: skip
    return open_document(patient=people.patient, kind="letter", by=people.ana, values=said)


def a_signed_letter(people: People, **values: Any) -> CareDocument:
    there = CareDocument.objects.filter(patient=people.patient, kind="letter", state="signed")
    return there.first() or sign(document=a_letter(people, **values), by=people.ana)
