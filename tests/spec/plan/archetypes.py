"""The twelve archetypes of the clinical decisions (10), as facts. All of them are invented."""

from datetime import timedelta

from openimt.formulate.assessment import (
    Assessment,
    Context,
    Event,
    Reading,
    Resilience,
    SafetyJudgement,
)
from openimt.terms import CapacityState, EventKind, SafetyPlanState
from tests.builders import ON, assessment, commons, event, need, reading, weeks_ago

SHOWN, NOT_NEEDED = CapacityState.SHOWN, CapacityState.NOT_NEEDED
NOT_SHOWN = CapacityState.NOT_SHOWN
UNSTEADY = {"can_settle": NOT_SHOWN, "names_emotions": NOT_SHOWN, "gives_episodes": NOT_SHOWN}
MIXED = (need("schema", 0.65), need("misread_intentions", 0.55), need("agency", 0.5))
FORMS = (reading("ders16", 56), reading("lpfs-bf-2", 34), reading("lpfs-bf-2.interpersonal", 17))
STAFF = Context(competences=("mit", "dbt_skills"))
CALM = SafetyJudgement(
    imminent_risk=False,
    judged_by="dr-a",
    judged_on=weeks_ago(1),
    until=ON + timedelta(weeks=12),
    plan=SafetyPlanState.MADE,
    plan_on=weeks_ago(2),
)


def kept(*weeks: float) -> tuple[Event, ...]:
    return tuple(event(EventKind.SESSION_KEPT, w) for w in weeks)


def person(*readings: Reading, **known: object) -> Assessment:
    """Somebody a month into treatment whose sessions are kept, with mixed needs."""
    fields: dict[str, object] = {
        "events": kept(1, 2, 3, 4),
        "safety": CALM,
        "common": commons(),
        "capacities": UNSTEADY,
        "context": STAFF,
    }
    return assessment(*(readings or FORMS + MIXED), **(fields | known))


def weekly(kind: EventKind, weeks: int, **more: object) -> tuple[Event, ...]:
    return tuple(event(kind, w + 0.5, **more) for w in range(weeks))


ARCHETYPES: dict[str, Assessment] = {
    "no self-harm": person(capacities=UNSTEADY | {"can_hold_urges": NOT_NEEDED}),
    "daily ideation without acts": person(
        events=(
            *kept(1, 2, 3, 4),
            *(event(EventKind.SUICIDAL_URGE, d / 7, value=2) for d in range(1, 29)),
        ),
    ),
    "weekly low-lethality self-harm": person(
        events=(*kept(1, 2, 3, 4), *weekly(EventKind.SELF_HARM_ACT, 12)),
        capacities=UNSTEADY | {"can_hold_urges": NOT_SHOWN, "maps_an_episode": NOT_SHOWN},
    ),
    "over-controlled": person(
        reading("ders16", 30),
        reading("lpfs-bf-2", 32),
        need("over_control", 0.75),
        need("emotion_avoidance", 0.6),
        need("relationship_avoidance", 0.6),
        need("schema", 0.5),
    ),
    "PTSD without dissociation": person(
        *FORMS,
        need("ptsd", 0.7),
        need("trauma_story", 0.6),
        need("schema", 0.55),
        capacities=UNSTEADY | {"can_stay_present": NOT_NEEDED},
    ),
    "PTSD with flat DERS": person(
        reading("ders16", 24),
        reading("lpfs-bf-2", 30),
        need("ptsd", 0.75),
        need("emotion_avoidance", 0.6),
        need("trauma_story", 0.6),
        need("schema", 0.5),
    ),
    "employed and cared for": person(
        reading("ders16", 40),
        reading("lpfs-bf-2", 28),
        need("schema", 0.6),
        need("rejection_sensitivity", 0.6),
        need("identity", 0.5),
        resilience=Resilience(3.6, ("cooking",), ("wife", "sister"), ("humour",), ("nurse",)),
        capacities={"can_settle": SHOWN, "names_emotions": SHOWN, "gives_episodes": NOT_SHOWN},
    ),
    "refuses plan, diary or forms": person(
        need("emotion_intensity", 0.7),
        need("anger", 0.6),
        need("misread_intentions", 0.6),
        events=None,
        common={},
        safety=SafetyJudgement(False, "dr-a", weeks_ago(1), None, SafetyPlanState.DECLINED, ON),
    ),
    "fortnightly GPM": person(
        therapy="gpm", context=Context(sessions_per_week=0.5, competences=("gpm",))
    ),
    "starts as inpatient": person(
        events=(
            event(EventKind.SUICIDE_ATTEMPT, 1),
            event(EventKind.EMERGENCY_CARE, 1),
            event(EventKind.ADMISSION, 1),
        ),
        safety=SafetyJudgement(True, "dr-a", ON, ON + timedelta(weeks=1)),
        common={},
    ),
    "no group or prescriber": person(
        need("emotion_intensity", 0.7),
        need("medication_load", 0.7),
        *MIXED,
        context=Context(competences=("mit",)),
    ),
    "leaves at week 10": person(preferences={"n7": 1.0}),
}
LEAVES_AFTER = 10
"""Weeks after which the last of them leaves."""
