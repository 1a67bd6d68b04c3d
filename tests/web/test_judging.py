"""Judging criteria, words and clauses: who may, until when, and what then stands."""

import re
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from openimt.catalogue.load import load
from openimt.errors import RecordError
from openimt.formulate.clause import clause_state
from openimt.formulate.judgeable import Judged, judgeable
from openimt.formulate.understand import facts_of
from openimt.terms import EventKind, Truth
from openimt_clinic.access.judging import judges_as
from openimt_clinic.access.role_names import RoleName
from openimt_clinic.actions.assessing import (
    judge_criterion,
    note_event,
    record_diagnosis,
    review_event,
    withdraw_diagnosis,
)
from openimt_clinic.audit.event import AuditEvent
from openimt_clinic.clinician.judging_choices import judging_choices, to_judge
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.judgement import JudgementRecord
from openimt_clinic.records.mapping.assessment import assessment_of
from openimt_clinic.records.mapping.situations import profile_of
from openimt_clinic.records.user import User
from tests.web.pages_of import Browser, opened, sent
from tests.web.people import STARTED, People, a_user

ASIDE = "r7.attempt"
ONLY_SENIOR = "Only a senior colleague may decide this."


@pytest.fixture
def sena(people: People) -> User:
    """A team lead who treats Dan too."""
    user = a_user("Sena", people.clinic, RoleName.CLINICIAN, RoleName.TEAM_LEAD)
    CareRelation.objects.create(
        clinic=people.clinic, patient=people.patient, user=user,
        kind=CareKind.TREATING.value, since=STARTED,
    )  # fmt: skip
    return user


def today() -> date:
    return timezone.localdate()


def judge(people: People, by: User, criterion: str = ASIDE, **more: object) -> JudgementRecord:
    given = {"met": False, "on": today(), "until": today() + timedelta(28), "reason": "Agreed."}
    return judge_criterion(patient=people.patient, criterion=criterion, by=by, **(given | more))


def an_attempt(people: People, weeks: int = 6) -> None:
    attempt = note_event(
        patient=people.patient, kind=EventKind.SUICIDE_ATTEMPT,
        on=today() - timedelta(weeks=weeks), by=people.ana,
    )  # fmt: skip
    review_event(event=attempt, by=people.ana)


def state(people: People, criterion: str = ASIDE) -> Truth:
    catalogue = load()
    facts = facts_of(profile_of(people.patient, today(), catalogue, None))
    module = catalogue.module(criterion.partition(".")[0])
    found = next(c for c in (*module.contraindicated, *module.requires) if c.id == criterion)
    return clause_state(found, facts, module.id).state


def test_a_team_lead_judges_as_a_senior_and_everybody_else_as_a_clinician(
    people: People, sena: User
) -> None:
    assert judges_as(people.ana, people.clinic) == "clinician"
    assert judges_as(sena, people.clinic) == "senior"
    assert judges_as(people.cleo, people.clinic) == "clinician"


def test_a_senior_sets_aside_what_the_records_say_until_it_lapses(
    people: People, sena: User
) -> None:
    an_attempt(people)
    assert state(people) is Truth.MET
    kept = judge(people, sena)
    assert kept.role == "senior"
    assert state(people) is Truth.NOT_MET
    kept.until = today() - timedelta(1)
    kept.save(update_fields=["until"])
    assert state(people) is Truth.MET


def test_nobody_else_sets_it_aside_and_is_told_who_may(people: People) -> None:
    an_attempt(people)
    with pytest.raises(RecordError, match=ONLY_SENIOR) as refused:
        judge(people, people.ana)
    assert refused.value.field == "criterion"
    assert not JudgementRecord.objects.exists()
    assert state(people) is Truth.MET


def test_a_row_of_a_clinician_that_came_by_another_way_sets_nothing_aside(
    people: People, sena: User
) -> None:
    an_attempt(people)
    kept = judge(people, sena)
    JudgementRecord.objects.filter(pk=kept.pk).update(role="clinician")
    assert state(people) is Truth.MET


def test_a_later_judgement_of_a_clinician_does_not_undo_the_senior_and_the_senior_can(
    people: People, sena: User
) -> None:
    an_attempt(people)
    first = judge(people, sena)
    JudgementRecord.objects.create(
        clinic=people.clinic, patient=people.patient, criterion=ASIDE, met=True, by=people.ana,
        on=today(), until=today() + timedelta(90), reason="No.", noted_at=timezone.now(),
    )  # fmt: skip
    assert state(people) is Truth.NOT_MET
    judge(people, sena, met=True, reason="Not after all.")
    assert first.role == "senior"
    assert state(people) is Truth.MET


def test_of_an_ordinary_criterion_the_latest_judgement_stands_whoever_made_it(
    people: People, sena: User
) -> None:
    judge(people, sena, "attending", met=True, until=today() + timedelta(90))
    judge(people, people.ana, "attending", met=False, until=today() + timedelta(7))
    (stands,) = assessment_of(people.patient, today()).judgements
    assert (stands.criterion, stands.met, stands.by, stands.role) == (
        "attending", False, "Ana", "clinician",
    )  # fmt: skip


@pytest.mark.parametrize("criterion", ["x", "r7.no_consent", "n6.attempt", "r7.goal"])
def test_what_nobody_may_judge_is_refused(people: People, sena: User, criterion: str) -> None:
    """No such thing, or not knowing blocks and nobody may set it aside (decision 7)."""
    with pytest.raises(RecordError, match="that a person may judge"):
        judge(people, sena, criterion)


def test_the_role_is_kept_in_the_row_and_in_the_event(people: People, sena: User) -> None:
    judge(people, sena)
    (event,) = AuditEvent.objects.filter(action="criterion.judged")
    assert event.details["role"] == "senior"
    with pytest.raises(IntegrityError, match="judgement_role_known"), transaction.atomic():
        JudgementRecord.objects.update(role="chief")


def test_the_form_offers_every_criterion_every_word_and_the_clauses_that_count_now(
    people: People,
) -> None:
    catalogue = load()
    found = to_judge(people.patient, today())
    every = judgeable(catalogue, "imt")
    for name, one in every.items():
        if one.what is not Judged.CLAUSE:
            assert name in found
    assert ASIDE in found
    assert "i8.can_settle" in found
    assert not any(name.startswith("n6.trauma") for name in found)
    headings = [heading for heading, _ in judging_choices(found.values(), catalogue)]
    assert headings[:2] == ["What we look for before moving on", "What rules ask a person"]
    assert catalogue.module("r7").short in headings
    choices = {name: label for _, group in judging_choices(found.values(), catalogue)
               for name, label in group}  # fmt: skip
    assert choices[ASIDE] == (
        "There was a suicide attempt in the last 8 weeks. (to set aside: a senior colleague only)"
    )
    assert all("_" not in label for label in choices.values())


def test_what_the_records_know_is_not_asked_again(people: People) -> None:
    assert "n5.attempt" in to_judge(people.patient, today())
    an_attempt(people)
    assert "n5.attempt" not in to_judge(people.patient, today())


FILLED = {"met": "no", "reason": "Talked over in the team.", "until": ""}


def test_a_clinician_is_told_plainly_beside_the_field(people: People, signed_in: Browser) -> None:
    page, done = sent(
        signed_in(people.ana), "finding", people, "criterion", criterion=ASIDE, **FILLED
    )
    assert not done
    assert ONLY_SENIOR in page
    assert "Talked over in the team." in page


def test_a_senior_is_shown_as_one_and_the_usual_time_is_filled_in(
    people: People, sena: User, signed_in: Browser
) -> None:
    page, done = sent(signed_in(sena), "finding", people, "criterion", criterion=ASIDE, **FILLED)
    assert done
    row = JudgementRecord.objects.get()
    assert row.until == today() + timedelta(weeks=judgeable(load(), "imt")[ASIDE].weeks)
    judged = page[page.index('id="judged"') :]
    assert "There was a suicide attempt in the last 8 weeks." in judged
    assert "Sena, as a senior colleague" in judged
    assert "not so" in judged


@pytest.mark.parametrize("word", ["ongoing_threat", "trained_therapist", "attending"])
def test_each_word_lapses_after_its_own_time(people: People, signed_in: Browser, word: str) -> None:
    browser = signed_in(people.ana)
    weeks = judgeable(load(), "imt")[word].weeks
    page = opened(browser, "finding", people, "criterion", criterion=word)
    day = today() + timedelta(weeks=weeks)
    assert re.search(rf'name="until" value="{day:%-d %b %Y}"', page)
    _, done = sent(browser, "finding", people, "criterion", criterion=word, **FILLED)
    assert done
    assert JudgementRecord.objects.get().until == day


def test_every_diagnosis_that_holds_counts_and_the_latest_leads(
    people: People, signed_in: Browser
) -> None:
    dan, ana = people.patient, people.ana
    assert assessment_of(dan, today()).other_diagnoses is None
    record_diagnosis(patient=dan, code="6B40", on=today() - timedelta(20), by=ana)
    assert assessment_of(dan, today()).other_diagnoses is None
    record_diagnosis(patient=dan, code="F32.1", on=today() - timedelta(10), by=ana)
    twice = record_diagnosis(patient=dan, code="6D11.5", on=today() - timedelta(30), by=ana)
    last = record_diagnosis(patient=dan, code="6D11.5", on=today(), by=ana)
    known = assessment_of(dan, today())
    assert known.diagnosis is not None
    assert known.diagnosis.code == "6D11.5"
    assert [d.code for d in known.other_diagnoses or ()] == ["F32.1", "6B40"]
    browser = signed_in(ana)
    page = opened(browser, "assessment", people)
    listed = page[page.index('id="diagnosis"') : page.index('id="common"')]
    assert listed.index("6D11.5") < listed.index("leads") < listed.index("F32.1")
    assert listed.count("It no longer holds") == 3
    for one in (last, twice):
        withdraw_diagnosis(diagnosis=one, on=today(), by=ana)
    known = assessment_of(dan, today())
    assert known.diagnosis is not None
    assert (known.diagnosis.code, [d.code for d in known.other_diagnoses or ()]) == (
        "F32.1", ["6B40"],
    )  # fmt: skip
