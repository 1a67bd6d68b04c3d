"""Pressed twice at the same moment it is done once; whoever waits sees what was done meanwhile."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db.models import Model
from django.utils import timezone

from openimt.errors import RecordError
from openimt_clinic.actions.answering import Given, answer_given, send_answers
from openimt_clinic.actions.assessing import record_diagnosis
from openimt_clinic.actions.care.signing import sign
from openimt_clinic.actions.fit.choosing import begin_trial, choose_therapist
from openimt_clinic.actions.front_door.accepting import accept_referral
from openimt_clinic.actions.front_door.referring import receive_referral
from openimt_clinic.actions.learning import tick_station
from openimt_clinic.actions.medicating import end_medicine, note_adverse_effect, write_medicine
from openimt_clinic.actions.planning import propose
from openimt_clinic.actions.prior_treatments import Treatment, note_prior_treatment
from openimt_clinic.actions.prompting import pause_reminders
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.diagnosis import DiagnosisRecord
from openimt_clinic.records.learning_progress import LearningProgress
from openimt_clinic.records.medicine import AdverseEffect, Medicine
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.plan_version import PlanVersion
from openimt_clinic.records.prior_treatment import PriorTreatment
from openimt_clinic.records.prompt_pause import PromptPause
from openimt_clinic.records.referral import Referral
from tests.web import came
from tests.web.acts import diagnosed
from tests.web.acts_of_safety import written
from tests.web.at_once import at_once, while_open
from tests.web.fitted import a_choice
from tests.web.kept import TODAY
from tests.web.people import People
from tests.web.safe import a_medicine
from tests.web.written import a_note, wrote

GRAVE = {"suicidal_urge": 5.0, "intent": 1.0}


def test_who_writes_while_another_signs_reads_who_signed(committed: People) -> None:
    note = a_note(committed, about="A call", text="Calm today.")
    came_of_it = while_open(
        committed,
        lambda: sign(document=note, by=committed.ana),
        lambda: wrote(note, committed.ana, text="And later not."),
    )
    assert isinstance(came_of_it, RecordError)
    assert str(came_of_it).startswith("Ana signed this on")


def test_a_trial_that_begins_while_somebody_is_chosen_begins(committed: People) -> None:
    choice = a_choice(committed)
    began = while_open(
        committed,
        lambda: choose_therapist(choice=choice, user=str(committed.ben.pk), by=committed.ana),
        lambda: begin_trial(choice=choice, by=committed.ana),
    )
    assert not isinstance(began, RecordError)


def test_a_form_that_is_sent_twice_at_once_is_one_form(committed: People) -> None:
    key = uuid4().hex
    found = at_once(
        committed,
        *[
            lambda: send_answers(
                patient=committed.patient, instrument="oi-safety", answers=GRAVE,
                by=committed.ana, sent_key=key,
            )
        ] * 3,
    )  # fmt: skip
    sets = {one.answer_set.pk for one in found if isinstance(one, Given)}
    assert sets == {AnswerSet.objects.get().pk}
    assert AlertCase.objects.filter(item="intent").count() == 1


def test_an_answer_that_comes_with_its_form_belongs_to_it(committed: People) -> None:
    key = uuid4().hex
    found = at_once(
        committed,
        lambda: send_answers(
            patient=committed.patient, instrument="oi-safety", answers=GRAVE, by=committed.ana,
            sent_key=key,
        ),
        lambda: answer_given(
            patient=committed.patient, instrument="oi-safety", item="intent", value=1.0,
            by=committed.ana, sent_key=key,
        ),
    )  # fmt: skip
    assert all(isinstance(one, Given) for one in found)


def test_one_tick_of_the_learning_path(committed: People) -> None:
    at_once(
        committed,
        *[
            lambda: tick_station(
                clinic=committed.clinic, station="first", done=True, by=committed.ana
            )
        ] * 3,
    )  # fmt: skip
    assert LearningProgress.objects.count() == 1


def test_four_who_end_one_medicine_end_it_once(committed: People) -> None:
    medicine = a_medicine(committed)
    found = at_once(
        committed,
        *[
            lambda: end_medicine(
                medicine=medicine, on=timezone.localdate(), because="too heavy", by=committed.ana
            )
        ] * 4,
    )  # fmt: skip
    refused = [one for one in found if isinstance(one, RecordError)]
    assert len(refused) == 3
    assert all("Somebody has changed this meanwhile" in str(one) for one in refused)


@pytest.mark.parametrize("code", ["", "26-900"])
def test_four_who_are_taken_in_at_once_have_a_code_each(committed: People, code: str) -> None:
    sent = [came.a_referral(committed, given_name=f"P{n}") for n in range(4)]
    found = at_once(
        committed,
        *[
            lambda one=one: accept_referral(
                referral=one, treated_by=committed.ana, code=code, by=committed.ana
            )
            for one in sent
        ],
    )
    people = [one for one in found if isinstance(one, Patient)]
    assert len({one.code for one in people}) == len(people) == (1 if code else 4)
    says = [str(one) for one in found if isinstance(one, RecordError)]
    assert all("somebody's code already" in one for one in says)


def test_what_has_a_key_is_kept_once(committed: People) -> None:
    """Each of them looked for the key before it waited, and broke on what the other had kept."""
    who, key, held = {"by": committed.ana}, uuid4(), a_medicine(committed)
    dan = {"patient": committed.patient, **who}
    once: dict[type[Model], Callable[[], object]] = {
        AdverseEffect: lambda: note_adverse_effect(
            medicine=held, says="dry mouth", on=TODAY, key=key, **who
        ),
        Medicine: lambda: write_medicine(medicine=written(committed), on=TODAY, line=key, **dan),
        PriorTreatment: lambda: note_prior_treatment(
            told=Treatment(called="a group"), key=key, **dan
        ),
        DiagnosisRecord: lambda: record_diagnosis(code="6D11.5", on=TODAY, key=key, **dan),
        Referral: lambda: receive_referral(
            clinic=committed.clinic, referred=came.SENT, key=key, **who
        ),
    }
    for kind, act in once.items():
        before = kind._default_manager.count()
        one, other = at_once(committed, act, act)
        assert one == other, kind
        assert kind._default_manager.count() == before + 1


def test_a_rest_from_reminders_begins_once(committed: People) -> None:
    pause = lambda: pause_reminders(patient=committed.patient, by=committed.dan)  # noqa: E731
    one, other = at_once(committed, pause, pause)
    assert one == other == PromptPause.objects.get()


def test_a_proposal_that_two_presses_ask_for_is_one(committed: People) -> None:
    asked = diagnosed(committed)
    made = lambda: propose(**asked, by=committed.ana)  # noqa: E731
    one, other = at_once(committed, made, made)
    assert one == other == PlanVersion.objects.get()
