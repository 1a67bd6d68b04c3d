"""The demo clinic: sixteen invented people, found by the planner where they are meant to be."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from openimt.assess.library import load as load_instrument
from openimt.catalogue.load import load
from openimt.deliver.card.editing import check_card
from openimt.simulate.archetype import archetypes
from openimt.simulate.sixteen import places
from openimt.simulate.words import words
from openimt.terms import PHASES, Response
from openimt_clinic.access.standing import standing_of
from openimt_clinic.actions.phone.kinds.diary import read as read_day
from openimt_clinic.actions.planning import propose
from openimt_clinic.actions.telling import on_duty
from openimt_clinic.clinician.formulation.questions_view import pair_views
from openimt_clinic.clinician.front.due import follow_ups_due
from openimt_clinic.clinician.moments_page import counts
from openimt_clinic.clinician.session_queries import appointment_to_prepare, prepared
from openimt_clinic.clinician.story_ratings import StoryRatings
from openimt_clinic.components.clinic_words import clinic_says, crisis_lines
from openimt_clinic.database.wall import inside
from openimt_clinic.demo.accounts import ANA, ENGLISH, GERMAN, LATER, PATIENTS, STAFF, WORRIED
from openimt_clinic.demo.clinic import ZONE
from openimt_clinic.demo.load import load_demo
from openimt_clinic.demo.log_ins import log_ins
from openimt_clinic.demo.told import PHONE
from openimt_clinic.patient.today.later import later_checks
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.attention_record import AttentionRecord
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.care_signature import CareSignature
from openimt_clinic.records.clinic import TRANSLATED, Clinic
from openimt_clinic.records.contact_line import ContactLine
from openimt_clinic.records.mapping.cards import card_in_force, first_card
from openimt_clinic.records.mapping.medication import to_look_at
from openimt_clinic.records.mapping.plans import plan_of
from openimt_clinic.records.mapping.situations import adopted_plan, profile_of
from openimt_clinic.records.mapping.story import hindrances
from openimt_clinic.records.medicine import Medicine
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.phone_entry import PhoneEntry
from openimt_clinic.records.plan_holder import PlanHolder
from openimt_clinic.records.plan_version import PlanState, PlanVersion
from openimt_clinic.records.reach import Reach
from openimt_clinic.records.referral import Referral
from openimt_clinic.records.referral_alert import ReferralAlert
from openimt_clinic.records.safety_plan import SafetyPlan
from openimt_clinic.records.session_record import SessionRecord
from openimt_clinic.records.story_release import StoryRelease
from openimt_clinic.records.user import User

NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
TODAY = NOW.date()
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def filled_once(django_db_setup, django_db_blocker):
    """The demo clinic, filled once for this file and taken away afterwards."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        load_demo(NOW)
        clinic = Clinic.objects.get(is_demo=True)
        with inside(clinic=clinic.pk):
            yield clinic
        transaction.set_rollback(True)


@pytest.fixture
def filled(filled_once):
    """The same, as it was filled: what a test changes is taken back."""
    from django.db import transaction

    with transaction.atomic():
        yield filled_once
        transaction.set_rollback(True)


@pytest.fixture
def everybody(filled: Clinic) -> list[Patient]:
    return list(Patient.objects.filter(clinic=filled, code__startswith="demo").order_by("code"))


def test_at_least_two_in_each_phase_by_the_planner_s_own_account(everybody) -> None:
    catalogue = load()
    by_records = [profile_of(p, TODAY, catalogue, adopted_plan(p)).phase for p in everybody]
    by_plan = [adopted_plan(p).phase for p in everybody]
    for found in (Counter(by_records), Counter(by_plan)):
        assert all(found[phase] >= 2 for phase in PHASES), found


def test_sixteen_with_every_archetype(everybody) -> None:
    assert len(everybody) == 16
    assert {place.archetype for place in places()} == set(archetypes())


THREE = {"demo03": "dbt", "demo10": "mit", "demo15": "gpm"}
OWN_POINTS = {
    "dbt": ("diary", "level_life_threatening", "level_skills"),
    "mit": ("alliance_check", "episode"),
    "gpm": ("states", "level_work", "coordination"),
}


def test_three_are_prepared_for_by_the_agenda_of_their_therapy(everybody) -> None:
    assert {p.code: p.therapy for p in everybody if p.therapy != "imt"} == THREE
    for patient in everybody:
        if patient.therapy == "imt":
            continue
        coming = appointment_to_prepare(patient, NOW)
        assert coming is not None
        ready = prepared(patient, coming)
        assert ready.plan is not None
        assert ready.plan.therapy == patient.therapy
        assert ready.stage in {s.name for s in load().therapy(patient.therapy).stages}
        ids = {point.id for point in ready.points}
        assert set(OWN_POINTS[patient.therapy]) <= ids, patient.therapy
        assert any(i.startswith("step_") for i in ids) == (patient.therapy == "mit")


def test_the_card_of_the_demo_is_read_into_the_agenda(everybody) -> None:
    (patient,) = [p for p in everybody if p.therapy == "dbt"]
    coming = appointment_to_prepare(patient, NOW)
    assert coming is not None
    day = min(coming.starts_at.astimezone(ZONE).date(), timezone.localdate())
    (card,) = [p for p in prepared(patient, coming).points if p.id == "diary"]
    filled = [
        given.astimezone(ZONE).date()
        for given in AnswerSet.objects.filter(
            patient=patient, instrument="oi-day", shared=True, state="complete"
        ).values_list("given_at", flat=True)
    ]
    count = len({one for one in filled if day - timedelta(days=7) < one <= day})
    assert card.lines[0].startswith({0: "None", 7: "All"}.get(count, f"{count} of"))


def test_everybody_has_a_course(everybody) -> None:
    for patient in everybody:
        assert SessionRecord.objects.filter(patient=patient).count() >= 5
        assert SafetyPlan.objects.filter(patient=patient).count() == 2
        ahead = Appointment.objects.filter(patient=patient, starts_at__gt=NOW, state="planned")
        assert ahead.exists() == (patient.ended_on is None)


def test_earlier_plans_are_there_and_differ(everybody) -> None:
    for patient in everybody:
        versions = list(PlanVersion.objects.filter(patient=patient).order_by("number"))
        assert [v.number for v in versions] == list(range(1, len(versions) + 1))
        assert len({v.on for v in versions}) == len(versions) >= 2
        for earlier, later in pairwise(versions):
            assert earlier.on < later.on
            assert later.changes or plan_of(earlier).phase is not plan_of(later).phase
        adopted = [v for v in versions if v.state == PlanState.ADOPTED.value]
        assert len(adopted) == 1


def test_somebody_s_plan_waits_for_a_decision(filled) -> None:
    assert PlanVersion.objects.filter(state=PlanState.PROPOSED.value).exists()


def test_the_planner_plans_on_from_what_was_stored(everybody) -> None:
    for patient in everybody:
        if patient.ended_on is not None:
            continue  # after the end there is no plan until the person comes back
        relation = patient_treated_by(patient)
        assert propose(patient=patient, on=TODAY, by=relation).plan["placements"]


def patient_treated_by(patient: Patient) -> User:
    from openimt_clinic.actions.telling import treating

    return treating(patient)[0]


def test_an_alert_is_open_with_owner_and_clock(filled) -> None:
    waiting = AlertCase.objects.filter(closed_at=None, acknowledged_at=None)
    assert 1 <= waiting.count() <= 3
    for case in waiting:
        assert case.owner is not None
        assert case.second not in {None, case.owner}
        assert case.due_at > NOW, "its clock still runs"
    worried = waiting.filter(patient__code=WORRIED.person)
    assert worried.filter(response=Response.SAME_DAY.value).exists()


def test_what_was_due_was_acknowledged_and_old_cases_are_closed(filled) -> None:
    assert not AlertCase.objects.filter(due_at__lte=NOW, acknowledged_at=None).exists()
    for case in AlertCase.objects.filter(received_at__lt=NOW - timedelta(days=1)):
        assert case.closed_reason
        assert ContactLine.objects.filter(alert=case, reached=True).exists()


def test_somebody_is_on_duty_all_the_time(filled) -> None:
    for hours in range(-24 * 180, 24 * 60, 37):
        entry = on_duty(filled, NOW + timedelta(hours=hours))
        assert entry is not None
        assert entry.second is not None


def test_nothing_lies_in_the_future_that_cannot(filled) -> None:
    assert not AnswerSet.objects.filter(given_at__gt=NOW).exists()
    assert not PlanVersion.objects.filter(made_at__gt=NOW).exists()
    assert not SessionRecord.objects.filter(held_at__gt=NOW).exists()


def test_it_is_marked_as_invented_and_its_numbers_are_nobody_s(filled) -> None:
    assert filled.is_demo
    assert "invented" in filled.name
    assert "real" in filled.emergency_label, "112 is"
    for number in filled.crisis_numbers:
        assert number["number"].startswith("030 555 01")
        assert "invented" in number["name"]
    calls = Appointment.objects.exclude(call_back="").values_list("call_back", flat=True)
    assert all(number.startswith("030 555 01") for number in calls)


def test_a_german_patient_reads_german_there(filled) -> None:
    german = SessionRecord.objects.filter(patient__language="de")
    assert {one.homework for one in german} <= set(words()["homework"]["de"])
    booked = Appointment.objects.filter(patient__language="de").exclude(where="")
    assert {one.where for one in booked if not one.meeting_id} == {"Zimmer 2", "zu Hause"}
    assert {one.where for one in booked if one.meeting_id} <= {"B 12"}, "it has no language"
    with override("de"):
        said = [clinic_says(filled, name) for name in TRANSLATED]
        lines = [text for line in crisis_lines(filled) for text in (line.name, line.hours)]
        assert not any(one.is_foreign for one in (*said, *lines))


def test_no_false_number_stands_beside_the_emergency(filled) -> None:
    plans = SafetyPlan.objects.all()
    named = [one for plan in plans for one in (*plan.people_to_ask, *plan.professionals)]
    assert named
    for one in named:
        emergency = one["name"] in {"Emergency services", "Der Notruf"}
        assert (one["number"] == "112") == emergency, one
        assert emergency or one["number"].startswith("030 555 01"), one
    assert {"Emergency services", "Der Notruf"} & {one["name"] for one in named}


def test_everybody_in_care_was_looked_at(filled, everybody) -> None:
    in_care = [p for p in everybody if p.ended_on is None]
    looked_at = AttentionRecord.objects.filter(on=TODAY, stale=False, patient__in=in_care)
    assert looked_at.count() == len(in_care)


def test_the_table_names_every_log_in(filled) -> None:
    table = log_ins()
    for account in (*STAFF, *PATIENTS):
        assert account.email in table
        user = User.objects.get(email=account.email)
        assert user.is_active


@pytest.mark.parametrize("account", [*STAFF, *PATIENTS], ids=lambda a: a.email.split("@")[0])
def test_every_log_in_leads_somewhere(filled, account) -> None:
    client = Client()
    client.force_login(User.objects.get(email=account.email))
    response = client.get("/", follow=True)
    assert response.status_code == 200


def test_the_patients_speak_their_languages(filled) -> None:
    for log_in, language in ((ENGLISH, "en"), (GERMAN, "de"), (WORRIED, "de")):
        assert Patient.objects.get(code=log_in.person).language == language


def test_a_second_filling_keeps_what_was_entered(filled) -> None:
    before = (Patient.objects.count(), AnswerSet.objects.count())
    Patient.objects.filter(code=ENGLISH.person).update(given_name="Renamed")
    assert load_demo(NOW + timedelta(days=3)) is False
    assert (Patient.objects.count(), AnswerSet.objects.count()) == before
    assert Patient.objects.get(code=ENGLISH.person).given_name == "Renamed"


@pytest.mark.parametrize("account", [ENGLISH, GERMAN], ids=lambda one: one.person)
def test_two_of_them_have_noted_moments(filled, account) -> None:
    """One of each waits for what it turned out to be, and nothing was refused."""
    patient = Patient.objects.get(code=account.person)
    noted = PhoneDocument.objects.filter(patient=patient, kind__in=["moment", "pause"])
    assert noted.count() >= 2
    open_yet = [one for one in noted if one.values.get("meaning") and not one.values.get("truth")]
    assert [(TODAY - one.about).days for one in open_yet] == [1]
    card = later_checks(patient, NOW)
    assert card is not None
    assert "truth" in [check.sort for check in card.about["checks"]]
    refused = PhoneEntry.objects.filter(patient=patient).exclude(says="")
    assert not refused.exists()


def more_of(account) -> set[str]:
    entries = PhoneEntry.objects.filter(patient__code=account.person, device=PHONE)
    return {one.document.name for one in entries.select_related("document")}


def test_a_story_was_rated_by_two_and_a_hard_topic_is_released(filled) -> None:
    patient = Patient.objects.get(code=LATER.person)
    own, *_others = StoryRatings(patient).agreed()
    assert own.found.things >= 8
    assert None not in (own.found.icc, own.found.low)
    given = [one.taken_back_on is None for one in StoryRelease.objects.filter(patient=patient)]
    assert sorted(given) == [False, True]
    assert not hindrances(patient, TODAY)


def test_sure_readings_and_pairs_that_come_again_can_be_counted(filled) -> None:
    found = counts(Patient.objects.get(code=ENGLISH.person))
    assert found.sure >= 12
    assert 0 < found.as_thought < found.looked_at
    assert pair_views(Patient.objects.get(code=ENGLISH.person))


@pytest.mark.parametrize("account", [ENGLISH, LATER], ids=lambda one: one.person)
def test_two_of_them_have_told_of_their_story(filled, account) -> None:
    mine = PhoneDocument.objects.filter(patient__code=account.person)
    told = {kind: list(mine.filter(kind=kind)) for kind in ("line_point", "chapter", "scene")}
    assert len(told["line_point"]) >= 4
    assert [one.shared for one in told["chapter"]] == [True]
    assert [one.shared for one in told["scene"] if one.name not in more_of(account)] == [False]
    hard = [one for one in mine if one.values.get("tone") == "hard"]
    assert all(
        set(one.values) <= {"title", "tone", "year", "age", "about", "shared"} for one in hard
    )


def test_people_with_a_log_in_have_a_card_and_their_last_days(everybody) -> None:
    own = [patient for patient in everybody if patient.account_id]
    assert len(own) == len(PATIENTS)
    for patient in own:
        agreed = card_in_force(patient)
        assert agreed.record
        check_card(agreed.card, [first_card(patient)])
        days = PhoneDocument.objects.filter(patient=patient, kind="diary")
        assert days.count() >= 2
        for day in days:
            assert day.card == agreed.record
            assert day.answer_set.about == day.about
            own_values = {k: v for k, v in day.values.items() if k != "done"}
            read = read_day(patient, day.name, own_values)
            items = {item.id for item in load_instrument("oi-day").items}
            assert set(read.refused) <= items


def test_three_people_have_medicines_and_one_review_is_late(filled: Clinic) -> None:
    takers = {row.patient.code for row in Medicine.objects.select_related("patient")}
    assert takers == {"demo07", "demo08", "demo14"}
    ana = User.objects.get(email="ana@demo.example")
    tomas = User.objects.get(email="tomas@demo.example")
    asked = [flag for user in (ana, tomas) for one in to_look_at(user, TODAY) for flag in one.flags]
    assert {flag.kind.value for flag in asked} == {"review_overdue", "several"}


def test_a_plan_was_rehearsed_and_somebody_named_in_it_holds_a_copy(filled: Clinic) -> None:
    held = PlanHolder.objects.select_related("patient").first()
    assert held is not None
    plan = SafetyPlan.objects.get(patient=held.patient, number=held.number)
    assert plan.rehearsed_on == held.since
    assert held.name in {one["name"] for one in plan.people_to_ask}


def test_contacts_without_an_alert_stand_in_the_log(filled: Clinic) -> None:
    lines = ContactLine.objects.filter(alert__isnull=True)
    assert {line.way for line in lines} == {"phone", "letter", "other_person"}
    # Two more wait at the front door, and are called on a day.
    assert Reach.objects.count() == 16 + 2


def test_people_stand_at_both_doors(filled: Clinic) -> None:
    states = Counter(Referral.objects.values_list("state", flat=True))
    assert states == {"received": 1, "in_assessment": 2, "waiting": 2, "declined": 1}
    danger = ReferralAlert.objects.get(closed_at__isnull=True)
    assert (danger.referral.given_name, len(danger.tries)) == ("Milo", 1)
    vera = Patient.objects.get(code="door-v")
    assert vera.ended_on is not None
    ana = standing_of(User.objects.get(email=ANA.email))
    assert ana is not None
    assert [one.name for one in follow_ups_due(ana, NOW)] == ["Vera O."]


def test_people_have_agreed_one_has_not_signed_yet_and_a_strain_is_open(filled: Clinic) -> None:
    with inside(clinic=filled.pk):
        agreed = CareDocument.objects.filter(kind="agreement")
        signed = CareSignature.objects.filter(document__in=agreed)
        waiting = agreed.exclude(signatures__in=signed).values_list("patient__code", flat=True)
        strains = CareDocument.objects.filter(kind="rupture")
        mended = {bool(one.values.get("repaired")) for one in strains}
        rulers = CareDocument.objects.filter(kind="motivation").count()
        assert agreed.count() > 8
        assert list(waiting) == [ENGLISH.person]
        assert mended == {True, False}
        assert rulers > 1
        assert AnswerSet.objects.filter(instrument="oi-where-therapist").count() > 3
