"""Where a course stands in its procedure, how it moves, and what is not asked for before."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt.catalogue.load import load
from openimt.errors import RecordError
from openimt.terms import CapacityState, CommonState
from openimt_clinic.actions.assessing import set_capacity, set_common_state
from openimt_clinic.actions.care.signing import sign
from openimt_clinic.actions.planning import adopt, propose
from openimt_clinic.clinician.map_view import phase_names
from openimt_clinic.records.judgement import JudgementRecord
from openimt_clinic.records.mapping.situations import plan_in_force, profile_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.plan_version import PlanVersion
from openimt_clinic.records.user import User
from tests.web.formulated import a_scene, a_schema, scenes, under_mit
from tests.web.kept import TODAY, an_appointment
from tests.web.people import People
from tests.web.written import a_document

Browser = Callable[[User], Client]
SAFE: dict[str, Any] = {
    "technique": "imagery",
    "use": "explore",
    "consent": True,
    "settled": True,
}


def shows(people: People, signed_in: Browser) -> str:
    answer = signed_in(people.ana).get(reverse("clinician:procedure", args=[people.patient.pk]))
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def move(people: People, signed_in: Browser, which: str, reason: str = "So it was.") -> None:
    address = reverse("clinician:procedure", args=[people.patient.pk])
    answer = signed_in(people.ana).post(address, {"move": which, "reason": reason})
    assert answer.status_code == 302


def past_a(people: People) -> None:
    for capacity in ("gives_episodes", "names_emotions", "knows_own_schema"):
        set_capacity(patient=people.patient, capacity=capacity, state=CapacityState.SHOWN,
                     on=TODAY, by=people.ana)  # fmt: skip


def refused(people: People, kind: str, **values: Any) -> RecordError:
    with pytest.raises(RecordError) as told:
        sign(document=a_document(people, kind, **values), by=people.ana)
    return told.value


@pytest.fixture
def mit(people: People) -> People:
    return under_mit(people)


def test_it_begins_with_scenes_and_only_explores(mit: People, signed_in: Browser) -> None:
    said = shows(mit, signed_in)
    assert '<h2 id="here">A1: gather scenes</h2>' in said
    assert "nothing is challenged, and no other behaviour is asked for" in said
    assert "Scenes come with place, time, people" in said
    assert "Too strong to think" in said


def test_it_counts_what_is_written_and_judges_nothing(mit: People, signed_in: Browser) -> None:
    assert "No scene yet" in shows(mit, signed_in)
    told = scenes(mit)
    a_scene(mit, feelings=None, point=None)
    a_schema(mit, told)
    said = shows(mit, signed_in)
    assert "4 scenes, 3 to work with" in said
    assert "Schema “When I ask”: Hypothesis" in said
    assert '<h2 id="here">A1: gather scenes</h2>' in said


def test_it_goes_on_and_back_one_step_with_reason_and_name(mit: People, signed_in: Browser) -> None:
    move(mit, signed_in, "on", "Three scenes in a row.")
    assert '<h2 id="here">A2: name feelings' in shows(mit, signed_in)
    move(mit, signed_in, "back", "Only in general again.")
    said = shows(mit, signed_in)
    assert '<h2 id="here">A1: gather scenes</h2>' in said
    assert "Ana judges that it does not hold: Only in general again." in said
    assert [row.met for row in JudgementRecord.objects.order_by("noted_at")] == [True, False]


def test_a_move_needs_a_reason(mit: People, signed_in: Browser) -> None:
    address = reverse("clinician:procedure", args=[mit.patient.pk])
    answer = signed_in(mit.ana).post(address, {"move": "on", "reason": " "})
    assert answer.status_code == 200
    assert b"field-error" in answer.content
    assert not JudgementRecord.objects.exists()


def test_a_rupture_comes_first_and_the_step_waits(mit: People, signed_in: Browser) -> None:
    for state in (CommonState.MET, CommonState.NEEDS_REPAIR):
        set_common_state(patient=mit.patient, module="c2", state=state, because="Silence.",
                         on=TODAY, by=mit.ana)  # fmt: skip
    said = shows(mit, signed_in)
    assert said.index("Something between us") < said.index('id="here"')
    assert "The procedure waits and goes on where it stood." in said
    assert "Needs repair: Silence." in said


def test_what_is_missing_calls_modules_by_their_names(mit: People, signed_in: Browser) -> None:
    past_a(mit)
    said = shows(mit, signed_in)
    assert f"“{load().module('i6').name}” is at step 0 of 4" in said
    assert not re.search(r"\b[CIRSNcirsn]\d is at step", said)


def test_where_phases_bind_the_decisions_are_asked_in_each_and_the_phase_is_that_of_the_map(
    people: People, signed_in: Browser
) -> None:
    adopt(version=propose(patient=people.patient, on=TODAY, by=people.ana), by=people.ana)
    said = shows(people, signed_in)
    plan, catalogue = plan_in_force(people.patient)
    phase = profile_of(people.patient, TODAY, catalogue, plan).phase
    name = phase_names(catalogue, "imt")[phase]
    assert f"Asked in every phase; the phase of now is {name}" in said
    ladder = said[said.index("Asked in every phase") : said.index('id="written"')]
    assert ">not yet<" not in ladder
    assert "<h2" not in ladder.rpartition("<section")[0], "no heading makes a second map"


def test_before_the_formulation_is_shared_no_technique_changes_anything(mit: People) -> None:
    told = refused(mit, "experiential", **SAFE | {"use": "change"})
    assert told.field == "use"
    assert "The work is on A1: gather scenes" in told.says
    assert sign(document=a_document(mit, "experiential", **SAFE), by=mit.ana).signed_at


def test_afterwards_it_may(mit: People, signed_in: Browser) -> None:
    past_a(mit)
    assert "Here one only explores" not in shows(mit, signed_in)
    changed = a_document(mit, "experiential", **SAFE | {"use": "change"})
    assert sign(document=changed, by=mit.ana).signed_at
    assert "guided imagery, with or without rescripting, to change something" in shows(
        mit, signed_in
    )


def test_a_step_back_forbids_it_again(mit: People, signed_in: Browser) -> None:
    past_a(mit)
    move(mit, signed_in, "back", "It is the therapist's wording still.")
    assert refused(mit, "experiential", **SAFE | {"use": "change"}).field == "use"


@pytest.mark.parametrize(
    ("values", "field"),
    [({"consent": False}, "consent"), ({"settled": False}, "not_settled")],
)
def test_consent_each_time_and_nobody_leaves_unsettled(
    mit: People, values: dict[str, bool], field: str
) -> None:
    assert refused(mit, "experiential", **SAFE | values).field == field


def test_an_unsettled_leaving_with_an_arrangement_is_written_down(mit: People) -> None:
    values = SAFE | {"settled": False, "not_settled": "Stayed until four; Su fetched him."}
    assert sign(document=a_document(mit, "experiential", **values), by=mit.ana).signed_at


PLANNED: dict[str, Any] = {
    "wish": "to be known",
    "act": "tell Su one thing",
    "safe": True,
    "prediction": "She looks away.",
    "sure": 80,
    "comfort": "the river",
}


def test_no_other_behaviour_is_asked_for_in_a_but_what_was_found_is_kept(mit: People) -> None:
    assert "other behaviour is asked for once" in refused(mit, "experiment", **PLANNED).says
    found = PLANNED | {"found": "She asked me more.", "came": 10}
    assert sign(document=a_document(mit, "experiment", **found), by=mit.ana).signed_at


def test_afterwards_it_is_planned_with_comfort_and_somebody_safe(mit: People) -> None:
    past_a(mit)
    assert refused(mit, "experiment", **PLANNED | {"safe": False}).field == "safe"
    assert refused(mit, "experiment", **PLANNED | {"comfort": ""}).field == "comfort"
    assert sign(document=a_document(mit, "experiment", **PLANNED), by=mit.ana).signed_at


def test_under_another_therapy_nothing_of_this_binds(people: People, signed_in: Browser) -> None:
    Patient.objects.update(therapy="gpm")
    people.patient.refresh_from_db()
    changed = a_document(people, "experiential", **SAFE | {"use": "change"})
    assert sign(document=changed, by=people.ana).signed_at
    answer = signed_in(people.ana).get(reverse("clinician:procedure", args=[people.patient.pk]))
    assert answer.status_code == 404


def test_who_may_only_read_sees_no_button(mit: People, signed_in: Browser) -> None:
    answer = signed_in(mit.ben).get(reverse("clinician:procedure", args=[mit.patient.pk]))
    assert b"It holds: one step on" not in answer.content


def test_the_page_of_all_that_is_written_leads_here(mit: People, signed_in: Browser) -> None:
    a_scene(mit, happened="I had a flashback.")
    said = unescape(
        signed_in(mit.ana).get(reverse("clinician:work", args=[mit.patient.pk])).content.decode()
    )
    assert reverse("clinician:formulation", args=[mit.patient.pk]) in said
    assert reverse("clinician:procedure", args=[mit.patient.pk]) in said
    assert "1 scene" in said


def test_the_agenda_of_a_session_leads_here(mit: People, signed_in: Browser) -> None:
    propose(patient=mit.patient, on=timezone.localdate(), by=mit.ana)
    adopt(version=PlanVersion.objects.get(), by=mit.ana)
    at = an_appointment(mit, timezone.now() + timedelta(days=1))
    answer = signed_in(mit.ana).get(reverse("clinician:session_at", args=[mit.patient.pk, at.pk]))
    assert reverse("clinician:procedure", args=[mit.patient.pk]) in answer.content.decode()
