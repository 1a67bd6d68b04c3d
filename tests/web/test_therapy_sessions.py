"""The same workbench under DBT, MIT and GPM: each session has that therapy's agenda and words."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from openimt.terms import CapacityState, EventKind
from openimt_clinic.actions.assessing import (
    judge_criterion,
    note_event,
    read_target,
    record_diagnosis,
    set_capacity,
)
from openimt_clinic.actions.enrolling import set_course
from openimt_clinic.actions.planning import adopt, propose
from openimt_clinic.clinician.session_queries import prepared
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.appointment import Appointment
from tests.web.kept import an_appointment
from tests.web.pages_of import Browser, address, opened
from tests.web.people import People
from tests.web.sights import SIGHTS, whole_and_readable

NEEDS = ("emotion_intensity", "emotion_awareness", "schema", "misread_intentions")


def under(people: People, therapy: str) -> Appointment:
    """Dan under that therapy, with an adopted plan and a session today."""
    today, by = timezone.localdate(), people.ana
    set_course(patient=people.patient, therapy=therapy, sessions_per_week=1, by=by)
    record_diagnosis(patient=people.patient, code="6D11.5", on=today, by=by)
    for target in NEEDS:
        read_target(patient=people.patient, target=target, severity=0.8, sd=0.1, on=today, by=by)
    adopt(version=propose(patient=people.patient, on=today, by=by), by=by)
    return an_appointment(people, timezone.now().replace(second=0, microsecond=0))


def a_day(people: People, days_ago: int, *, shared: bool = True, **answers: float) -> AnswerSet:
    given = timezone.now() - timedelta(days=days_ago)
    return AnswerSet.objects.create(
        clinic=people.clinic, patient=people.patient, instrument="oi-day", version="1",
        occasion=str(days_ago), state="complete", source="form", given_at=given,
        received_at=given, answers=answers, scores={"scales": {}, "safety": []}, shared=shared,
    )  # fmt: skip


def ids(people: People, one: Appointment) -> list[str]:
    return [point.id for point in prepared(people.patient, one).points]


def lines(people: People, one: Appointment, point: str) -> tuple[str, ...]:
    return next(p for p in prepared(people.patient, one).points if p.id == point).lines


@pytest.fixture
def ana(people: People, signed_in: Browser) -> Client:
    return signed_in(people.ana)


def test_under_dbt_the_hierarchy_and_the_card_order_the_session(
    people: People, ana: Client
) -> None:
    one = under(people, "dbt")
    levels = [i for i in ids(people, one) if i.startswith("level_")]
    assert levels == [
        "level_life_threatening", "level_therapy_interfering", "level_quality_of_life",
        "level_skills",
    ]  # fmt: skip
    page = opened(ana, "session_at", people, one.pk)
    assert "Dialectical Behaviour Therapy" in page
    assert "Before stage 1: orientation and commitment" in page
    assert "None of the last 7 days is filled." in page
    assert "never counted as zero" in page


def test_the_card_is_read_where_it_was_shared_and_no_older_than_a_week(people: People) -> None:
    one = under(people, "dbt")
    a_day(people, 2, suicidal_urge=4, self_harm_urge=1)
    a_day(people, 3, shared=False, suicidal_urge=5)
    a_day(people, 8, suicidal_urge=5)
    assert lines(people, one, "diary")[0].startswith("1 of the last 7 days is filled.")
    day = timezone.localdate() - timedelta(days=2)
    (said,) = lines(people, one, "level_life_threatening")
    assert said.startswith("Urge to end one's life: up to 4 of 5, on ")
    assert str(day.day) in said
    assert ids(people, one)[0] == "level_life_threatening", "what threatens life heads the session"


def test_an_urge_below_notable_and_a_zero_are_no_matter(people: People) -> None:
    one = under(people, "dbt")
    a_day(people, 1, suicidal_urge=2, self_harm_urge=0, self_harm_act=0)
    assert lines(people, one, "level_life_threatening") == ()


def test_what_is_near_goes_before_the_last_week(people: People) -> None:
    one = under(people, "dbt")
    today = timezone.localdate()
    for kind, days in ((EventKind.SELF_HARM_ACT, 1), (EventKind.SUICIDAL_INTENT, 6)):
        note_event(
            patient=people.patient, kind=kind, on=today - timedelta(days=days), by=people.ana
        )
    near, past = lines(people, one, "level_life_threatening")
    assert near.startswith("Near: suicidal intent on")
    assert past.startswith("Self-harm on")


def test_under_mit_the_procedure_stands_where_the_records_show(people: People, ana: Client) -> None:
    one = under(people, "mit")
    assert "step_a1" in ids(people, one)
    for name, step in (("gives_episodes", "step_a2"), ("names_emotions", "step_a3")):
        set_capacity(
            patient=people.patient, capacity=name, state=CapacityState.SHOWN,
            on=timezone.localdate(), by=people.ana,
        )  # fmt: skip
        assert step in ids(people, one)
    page = opened(ana, "session_at", people, one.pk)
    assert "A3: sum up, and check it" in page
    assert "Back to A2: name feelings, thoughts and links when:" in page
    assert "nothing is challenged and no other behaviour is asked for" in page
    assert "A: shared formulation" in page


def test_a_step_can_be_judged_on_the_assessment_page(people: People, ana: Client) -> None:
    one = under(people, "mit")
    form = opened(ana, "finding", people, "criterion")
    assert 'value="mit.a1"' in form
    judge_criterion(
        patient=people.patient, criterion="mit.a1", met=True, reason="Two scenes of this week.",
        on=timezone.localdate(), until=timezone.localdate() + timedelta(weeks=4), by=people.ana,
    )  # fmt: skip
    assert "step_a2" in ids(people, one)


def test_under_gpm_states_roles_and_people(people: People, ana: Client) -> None:
    one = under(people, "gpm")
    points = ids(people, one)
    assert points.index("level_work") < points.index("level_love"), "work before love"
    page = opened(ana, "session_at", people, one.pk)
    assert "connected, threatened, alone, despairing" in page
    assert "Roles now: none is named yet." in page
    judge_criterion(
        patient=people.patient, criterion="gpm.alone", met=True, reason="Her sister moved away.",
        on=timezone.localdate(), until=timezone.localdate() + timedelta(weeks=2), by=people.ana,
    )  # fmt: skip
    assert lines(people, one, "states")[0].startswith("Alone:")
    assert "Her sister moved away." in opened(ana, "session_at", people, one.pk)


def test_the_head_says_the_stage_and_no_phase_of_another_therapy(
    people: People, ana: Client
) -> None:
    under(people, "dbt")
    for name in ("patient", "assessment"):
        page = opened(ana, name, people)
        assert "Before stage 1: orientation and commitment" in page
    head = opened(ana, "patient", people)
    assert 'class="phase-tag' not in head[head.index("<h1>") : head.index("</header>")]


@pytest.mark.journey
@pytest.mark.parametrize(
    ("therapy", "sights"), [("dbt", SIGHTS[:2]), ("mit", SIGHTS[2:3]), ("gpm", SIGHTS[3:])]
)
def test_the_session_is_whole_and_readable(
    people: People, ana: Client, therapy: str, sights: tuple[tuple[int, str], ...]
) -> None:
    one = under(people, therapy)
    a_day(people, 1, suicidal_urge=4, self_harm_urge=3, self_harm_act=1)
    where = address("session_at", people, one.pk)
    answers = {where: ana.get(where)}
    whole_and_readable(answers, {f"session-{therapy}": where}, sights)
