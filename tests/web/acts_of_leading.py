"""Rows of the actions of a team lead: earlier treatments, who treats whom, groups."""

from datetime import time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from openimt_clinic.actions import nonresponse
from openimt_clinic.actions.fit import handing_over
from openimt_clinic.actions.groups import leading, meeting, moving
from openimt_clinic.records.care_relation import CareKind, CareRelation
from tests.web.act import LEAD_ONLY, Act, clinic, dan
from tests.web.grouped import a_group, a_member, an_hour_that_was
from tests.web.led import WORDS, a_handover
from tests.web.people import People

OF_THOSE_WHO_TREAT = (("ben", PermissionDenied), ("dan", PermissionDenied), ("cleo", Http404))


OF_WHO_LEADS = (
    ("ben", Http404),
    ("lea", Http404),
    ("dan", PermissionDenied),
    ("cleo", Http404),
)


def clinic_and_ana(people: People) -> dict[str, Any]:
    first = timezone.localdate()
    hours = leading.Hours(first, time(16), first + timedelta(weeks=3))
    return {"clinic": people.clinic, "name": "Group", "hours": hours, "leader": people.ana}


def a_day_later(people: People) -> dict[str, Any]:
    first = timezone.localdate() + timedelta(days=2)
    return {"group": a_group(people), "first": first, "at": time(17)}


def from_ana_to_ben(people: People) -> dict[str, Any]:
    return {"patient": people.patient, "leaving": people.ana, "to": people.ben, "words": WORDS}


def ben_reads(people: People) -> dict[str, Any]:
    return {"relation": CareRelation.objects.get(user=people.ben), "because": "He moves away."}


LEADING_ACTS = [
    Act(
        nonresponse.set_nonresponse,
        clinic(numbers={"months": 9}, reason="Agreed in the team."),
        by="lea",
        refused=LEAD_ONLY,
    ),
    Act(
        handing_over.bring_in,
        lambda people: dan(user=people.ben, kind=CareKind.TREATING, words=WORDS)(people),
        by="lea",
        refused=OF_THOSE_WHO_TREAT,
    ),
    Act(handing_over.take_over, from_ana_to_ben, by="lea", refused=OF_THOSE_WHO_TREAT),
    Act(handing_over.let_go, ben_reads, by="lea", refused=OF_THOSE_WHO_TREAT),
    Act(
        handing_over.put_away,
        lambda people: {"handover": a_handover(people)},
        by="dan",
        refused=(("ana", PermissionDenied), ("cleo", Http404), ("lea", Http404)),
    ),
    Act(
        leading.make_group,
        clinic_and_ana,
        refused=(("dan", PermissionDenied), ("cleo", Http404)),
    ),
    Act(leading.join, lambda people: {"group": a_group(people), "patient": people.patient}),
    Act(leading.leave, lambda people: {"member": a_member(people)}),
    Act(moving.move_group, a_day_later, refused=OF_WHO_LEADS),
    Act(
        meeting.note_meeting,
        lambda people: {"meeting": an_hour_that_was(people), "came": {}, "taught": []},
        refused=OF_WHO_LEADS,
    ),
    Act(
        meeting.call_off,
        lambda people: {"meeting": an_hour_that_was(people), "reason": "Ill."},
        refused=OF_WHO_LEADS,
    ),
]
