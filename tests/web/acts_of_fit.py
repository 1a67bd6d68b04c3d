"""Rows of the actions around who treats whom, and around papers."""

from datetime import time
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from openimt.plan.fit import Wishes
from openimt_clinic.actions import papers
from openimt_clinic.actions.fit import choosing, offering
from openimt_clinic.records.fit_choice import KeptApart
from tests.web.act import Act
from tests.web.fitted import SAFE, a_choice, a_chosen, a_free_hour, a_signed_letter, a_trial
from tests.web.people import People

OF_ONE_S_OWN = (("ben", PermissionDenied), ("dan", PermissionDenied), ("cleo", Http404))
OF_THE_TWO = (("ben", PermissionDenied), ("cleo", Http404), ("lea", Http404))


def own(people: People, **more: Any) -> dict[str, Any]:
    return {"clinic": people.clinic, "user": people.ana, **more}


def offered(people: People) -> dict[str, Any]:
    choice = a_choice(people)
    users = [row["user"] for row in choice.proposed]
    return {"patient": people.patient, "users": users, "wishes": Wishes(language="de")}


def apart(people: People) -> KeptApart:
    return choosing.keep_apart(patient=people.patient, user=people.ben, by=people.ana)


def sent(people: People) -> dict[str, Any]:
    letter = a_signed_letter(people)
    return {"document": letter, "to_whom": "Dan", "way": "by_hand", "on": timezone.localdate()}


FIT_ACTS = [
    Act(offering.keep_offer, lambda people: own(people, offer=SAFE), refused=OF_ONE_S_OWN),
    Act(
        offering.note_free_hour,
        lambda people: own(people, weekday=1, at=time(9), from_on=timezone.localdate()),
        refused=OF_ONE_S_OWN,
    ),
    Act(
        offering.hour_is_gone,
        lambda people: {"hour": a_free_hour(people, people.ana)},
        refused=OF_ONE_S_OWN,
    ),
    Act(choosing.offer_therapists, offered),
    Act(
        choosing.choose_therapist,
        lambda people: {"choice": a_choice(people), "user": str(people.ben.pk)},
        by="dan",
        refused=OF_THE_TWO,
    ),
    Act(choosing.begin_trial, lambda people: {"choice": a_chosen(people)}),
    Act(
        choosing.look_whether_it_fits,
        lambda people: {"choice": a_trial(people), "look": "goes_on"},
        refused=(("dan", PermissionDenied), ("cleo", Http404), ("lea", Http404)),
    ),
    Act(
        choosing.change_therapist,
        lambda people: {"choice": a_chosen(people)},
        by="dan",
        refused=OF_THE_TWO,
    ),
    Act(choosing.keep_apart, lambda people: {"patient": people.patient, "user": people.ben}),
    Act(choosing.let_together, lambda people: {"apart": apart(people)}),
    Act(papers.note_sent, sent),
]
