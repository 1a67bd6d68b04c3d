"""The actions of safety, the roster and medicines: one row each."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from openimt_clinic.actions import (
    contacting,
    downtime,
    duty,
    looking_after,
    medicating,
    safety_planning,
)
from openimt_clinic.records.contact_line import ContactWay
from tests.web import kept, safe
from tests.web.act import LEAD_ONLY, Act, clinic, dan
from tests.web.kept import NOW, TODAY
from tests.web.people import People


def written(people: People, **more: Any) -> medicating.Written:
    given: dict[str, Any] = {
        "drug": "Sertraline",
        "target": "low mood",
        "psychotropic": True,
        "started_on": safe.BEGAN,
        "review_on": safe.days_from_now(30),
        "measure": "mornings out of bed",
        "prescriber": people.ana,
    }
    return medicating.Written(**(given | more))


def two_duties(people: People) -> dict[str, Any]:
    later = {"starts_at": kept.NOW.replace(day=25), "ends_at": kept.NOW.replace(day=26)}
    other = kept.a_duty(people, who=people.ana, second=None, **later)
    return {"entry": kept.a_duty(people), "other": other}


SAFETY_ACTS = [
    Act(contacting.note_contact, dan(way=ContactWay.LETTER, reached=False, at=NOW)),
    Act(
        looking_after.look_after,
        dan(worked_at=NOW, hours=24, reached=True, says="Slept well."),
    ),
    Act(contacting.set_reach, dan(number="030 555 0111")),
    Act(
        safety_planning.rehearse_safety_plan,
        lambda p: {"plan": kept.a_safety_plan(p), "on": TODAY},
    ),
    Act(
        safety_planning.give_plan_copy,
        lambda p: {"plan": kept.a_safety_plan(p), "name": "Su", "named": True, "on": TODAY},
    ),
    Act(safety_planning.take_back_plan_copy, lambda p: {"holder": safe.a_holder(p), "on": TODAY}),
    Act(
        downtime.note_sheet,
        lambda p: {"clinic": p.clinic, "patients": [p.patient], "at": NOW},
        refused=(("dan", PermissionDenied), ("lea", PermissionDenied), ("cleo", Http404)),
    ),
    Act(
        duty.hand_duty,
        lambda p: {"entry": kept.a_duty(p), "who": p.ana, "second": None},
        by="lea",
        refused=LEAD_ONLY,
    ),
    Act(duty.swap_duty, two_duties, by="lea", refused=LEAD_ONLY),
    Act(
        duty.put_on_duty,
        lambda p: {
            **clinic(who=p.ana, second=p.ben)(p),
            "starts_at": NOW,
            "ends_at": NOW.replace(hour=17),
        },
        by="lea",
        refused=LEAD_ONLY,
    ),
    Act(duty.take_off_duty, lambda p: {"entry": kept.a_duty(p)}, by="lea", refused=LEAD_ONLY),
    Act(
        medicating.write_medicine,
        lambda p: {"patient": p.patient, "medicine": written(p), "on": safe.days_from_now(0)},
    ),
    Act(
        medicating.change_medicine,
        lambda p: {
            "medicine": safe.a_medicine(p),
            "to": written(p, target="sleep"),
            "because": "He sleeps badly.",
            "on": safe.days_from_now(0),
        },
    ),
    Act(
        medicating.end_medicine,
        lambda p: {"medicine": safe.a_medicine(p), "on": TODAY, "because": "It did not help."},
    ),
    Act(
        medicating.note_adverse_effect,
        lambda p: {"medicine": safe.a_medicine(p), "says": "dry mouth", "on": TODAY},
    ),
    Act(medicating.prescriber_told, lambda p: {"effect": safe.an_effect(p), "on": TODAY}),
    Act(medicating.look_through, dan(on=TODAY)),
]
