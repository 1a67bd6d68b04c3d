"""What stands there already for tests of safety and medicines, made the short way."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from openimt_clinic.records.contact_line import ContactLine
from openimt_clinic.records.medicine import AdverseEffect, Medicine
from openimt_clinic.records.plan_holder import PlanHolder
from openimt_clinic.records.reach import Reach
from openimt_clinic.records.safety_plan import SafetyPlan
from tests.web.kept import NOW, TODAY, a_safety_plan, of_dan
from tests.web.people import People

BEGAN = date(2026, 9, 1)


def days_from_now(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def a_medicine(people: People, **fields: Any) -> Medicine:
    given = {
        "drug": "Sertraline",
        "psychotropic": True,
        "target": "low mood in the mornings",
        "measure": "mornings out of bed before ten",
        "prescriber": people.ana,
        "started_on": BEGAN,
        "review_on": days_from_now(30),
        "by": people.ana,
        "noted_at": NOW,
    }
    return Medicine.objects.create(**of_dan(people, **(given | fields)))


def an_effect(people: People, medicine: Medicine | None = None, **fields: Any) -> AdverseEffect:
    held = medicine or a_medicine(people)
    given = {"line": held.line, "on": TODAY, "says": "dry mouth", "by": people.ana}
    return AdverseEffect.objects.create(**of_dan(people, noted_at=NOW, **(given | fields)))


def a_reach(people: People, **fields: Any) -> Reach:
    given = {
        "number": "030 555 0111",
        "number_says": "after four, no messages",
        "near_name": "Su",
        "near_number": "030 555 0112",
        "near_says": "if he cannot be reached for a day",
        "near_agreed_on": TODAY,
        "by": people.ana,
        "noted_at": NOW,
    }
    return Reach.objects.create(**of_dan(people, **(given | fields)))


def a_holder(people: People, **fields: Any) -> PlanHolder:
    plan = a_safety_plan(people)
    given = {"name": "Su", "number": plan.number, "since": TODAY, "by": people.ana} | fields
    return PlanHolder.objects.create(**of_dan(people, **given))


def a_contact(people: People, **fields: Any) -> ContactLine:
    given = {"at": NOW, "by": people.ana, "way": "phone", "reached": True, "says": "Spoke."}
    return ContactLine.objects.create(**of_dan(people, **(given | fields)))


def of_a_medicine(people: People) -> Mapping[str, Any]:
    there = Medicine.objects.filter(patient=people.patient, holds=True).first()
    return {"patient_id": people.patient.pk, "medicine_id": (there or a_medicine(people)).pk}


def of_an_effect(people: People) -> Mapping[str, Any]:
    there = AdverseEffect.objects.filter(patient=people.patient).first()
    return {"patient_id": people.patient.pk, "effect_id": (there or an_effect(people)).pk}


def of_a_made_plan(people: People) -> Mapping[str, Any]:
    if not SafetyPlan.objects.filter(patient=people.patient).exists():
        a_safety_plan(people)
    return {"patient_id": people.patient.pk}
