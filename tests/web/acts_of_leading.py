"""Rows of the actions of a team lead: earlier treatments, who treats whom, groups."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from openimt_clinic.actions import nonresponse
from openimt_clinic.actions.fit import handing_over
from openimt_clinic.records.care_relation import CareKind, CareRelation
from tests.web.act import LEAD_ONLY, Act, clinic, dan
from tests.web.led import WORDS, a_handover
from tests.web.people import People

OF_THOSE_WHO_TREAT = (("ben", PermissionDenied), ("dan", PermissionDenied), ("cleo", Http404))


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
]
