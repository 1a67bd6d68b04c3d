"""Somebody for whom the gate of trauma work holds, by records as the clinic keeps them."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.capacity_record import CapacityRecord
from openimt_clinic.records.judgement import JudgementRecord
from openimt_clinic.records.preference import Preference
from openimt_clinic.records.safety_plan import SafetyPlan
from openimt_clinic.records.service_context import ServiceContext
from openimt_clinic.records.session_record import SessionRecord
from openimt_clinic.records.story_release import StoryRelease
from tests.web.kept import an_appointment, of_dan
from tests.web.people import People

JUDGED = {
    "life_threatening_act": False,
    "ongoing_threat": False,
    "psychosis_now": False,
    "therapy_interfering": False,
    "trauma_tellable": True,
    "ptsd_treated_or_absent": True,
}
CAN = ("can_stay_present", "can_hold_urges", "can_feel_strongly", "gives_episodes")


def steady(people: People) -> People:
    """Dan was asked, is present, wants it, has a plan; his therapy binds no phase."""
    now = timezone.now()
    today, month = timezone.localdate(), timedelta(days=30)
    people.patient.therapy = "mit"
    people.patient.save()
    by: dict[str, Any] = {"by": people.ana, "noted_at": now}
    for criterion, met in JUDGED.items():
        JudgementRecord.objects.create(
            **of_dan(people, criterion=criterion, met=met, on=today, until=today + month,
                     reason="Talked about.", **by)
        )  # fmt: skip
    for capacity in CAN:
        CapacityRecord.objects.create(
            **of_dan(people, capacity=capacity, state="shown", on=today, **by)
        )
    Preference.objects.create(**of_dan(people, module="n6", value=1.0, **by))
    SafetyPlan.objects.create(
        **of_dan(people, number=1, state="made", on=today, own_ways=["walk"], by=people.dan,
                 made_at=now)
    )  # fmt: skip
    ServiceContext.objects.create(clinic=people.clinic, competences=["mit", "trauma"])
    said(people, 0, days=5)
    return people


def said(people: People, urge: float, **ago: float) -> AnswerSet:
    """What Dan said of both urges, so long ago."""
    at = timezone.now() - timedelta(**ago)
    return AnswerSet.objects.create(
        **of_dan(people, instrument="oi-safety", version="2026.11", state="complete",
                 answers={"suicidal_urge": urge, "self_harm_urge": 0},
                 source="form", scores={"scales": {}},
                 given_at=at, received_at=at)
    )  # fmt: skip


def a_release(people: People, topic: str = "2009", **fields: Any) -> StoryRelease:
    today = timezone.localdate()
    given = {"since": today, "until": today + timedelta(days=14)} | fields
    return StoryRelease.objects.create(
        **of_dan(people, topic=topic, by=people.ana, noted_at=timezone.now(), **given)
    )


def a_session_today(people: People) -> None:
    an_appointment(people, timezone.now())


def worked_on(people: People, module: str, **ago: float) -> SessionRecord:
    """A session so long ago that worked on a module."""
    at = timezone.now() - timedelta(**ago)
    held = an_appointment(people, at, state="kept", marked_by=people.ana, marked_at=at)
    work = [{"module": module, "step_before": 1, "step_after": 1, "note": ""}]
    return SessionRecord.objects.create(
        **of_dan(people, appointment=held, held_at=at, minutes=50, work=work, by=people.ana,
                 noted_at=at)
    )  # fmt: skip
