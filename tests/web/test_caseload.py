"""The caseload on a real database: who is there, in which order, at which cost."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from openimt.terms import Response
from openimt.track.attention import Urgency
from openimt_clinic.actions.alerting import acknowledge, raise_alert
from openimt_clinic.actions.looking import catch_up, look_at, look_at_everybody
from openimt_clinic.actions.planning import propose
from openimt_clinic.records.attention_record import AttentionRecord
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User
from tests.web.people import STARTED, People, a_patient

Browser = Callable[[User], Client]
MOST_HTML = 60 * 1024


def opened(client: Client, **words: str) -> str:
    return client.get(reverse("clinician:caseload"), words).content.decode()


def many(people: People, count: int) -> None:
    """So many more patients of Ana's, already looked at."""
    added = Patient.objects.bulk_create(
        Patient(
            clinic=people.clinic,
            given_name=f"Person{n:04d}",
            family_initial="X",
            code=f"x{n:04d}",
            started_on=STARTED,
        )
        for n in range(count)
    )
    CareRelation.objects.bulk_create(
        CareRelation(
            clinic=people.clinic,
            patient=patient,
            user=people.ana,
            kind=CareKind.TREATING.value,
            since=STARTED,
        )
        for patient in added
    )
    AttentionRecord.objects.bulk_create(
        AttentionRecord(
            clinic=people.clinic,
            patient=patient,
            phase="regulation",
            urgency=3 + n % 2,
            says="Motivation needs repair: homework did not fit twice.",
            kinds=["needs_repair"] if n % 2 == 0 else ["fine"],
            on=timezone.localdate(),
        )
        for n, patient in enumerate(added)
    )


def test_who_has_no_plan_yet_is_shown_with_that_reason(people: People, signed_in: Browser) -> None:
    page = opened(signed_in(people.ana))
    assert "Dan M." in page
    assert "There is no plan yet." in page


def test_after_something_happened_the_person_is_looked_at_again(
    people: People, signed_in: Browser
) -> None:
    client = signed_in(people.ana)
    opened(client)
    assert AttentionRecord.objects.get(patient=people.patient).stale is False
    propose(patient=people.patient, on=timezone.localdate(), by=people.ana)
    assert AttentionRecord.objects.get(patient=people.patient).stale is True
    assert "waits to be adopted or changed" in opened(client)


def test_reading_a_record_is_nothing_that_happened(people: People, signed_in: Browser) -> None:
    look_at(people.patient, timezone.now())
    signed_in(people.ana).get(reverse("clinician:patient", args=[people.patient.pk]))
    assert AttentionRecord.objects.get(patient=people.patient).stale is False


def test_an_unanswered_alert_stands_on_top_in_red_with_owner_and_clock(
    people: People, signed_in: Browser
) -> None:
    case = raise_alert(
        patient=people.patient, response=Response.SAME_DAY, says="Said it is enough.", by=people.ana
    )
    page = opened(signed_in(people.ana))
    assert "1 person needs someone now" in page
    assert page.index("Said it is enough.") < page.index("<table")
    assert 'class="card act case"' in page
    assert "Owner: Ana" in page
    acknowledge(alert=case, by=people.ana)
    calm = opened(signed_in(people.ana))
    assert 'class="card act case"' not in calm
    assert "Ana is on it" in calm


def test_the_team_lead_sees_every_open_alert_and_no_record(
    people: People, signed_in: Browser
) -> None:
    raise_alert(
        patient=people.patient, response=Response.SAME_DAY, says="Said it is enough.", by=people.ana
    )
    raise_alert(patient=people.patient, response=Response.SAME_DAY, says="And so.", by=people.ana)
    page = opened(signed_in(people.lea))
    assert "Said it is enough." in page
    assert page.count("1 person needs someone now") == 2, "in the bar as on the page"
    assert "<table" not in page


def test_nobody_elsewhere_sees_anything(people: People, signed_in: Browser) -> None:
    raise_alert(
        patient=people.patient, response=Response.SAME_DAY, says="Said it is enough.", by=people.ana
    )
    page = opened(signed_in(people.cleo))
    assert "Nobody is in your care yet." in page
    assert "Said it is enough." not in page


def test_whoever_reads_along_has_the_person_in_the_list(people: People, signed_in: Browser) -> None:
    assert "Dan M." in opened(signed_in(people.ben))


def test_an_ended_course_and_an_ended_relation_leave_the_list(
    people: People, signed_in: Browser
) -> None:
    Patient.objects.filter(pk=people.patient.pk).update(ended_on=date(2026, 11, 1))
    assert "Dan M." not in opened(signed_in(people.ana))
    Patient.objects.filter(pk=people.patient.pk).update(ended_on=None)
    CareRelation.objects.filter(user=people.ben).update(until=STARTED, ended_by=people.ana)
    assert "Dan M." not in opened(signed_in(people.ben))


@pytest.mark.parametrize("words", ["dan", "Dan M", "Dan M.", "DAN", "m"])
def test_search_finds_by_name_initial_and_code(
    words: str, people: People, signed_in: Browser
) -> None:
    many(people, 3)
    page = opened(signed_in(people.ana), search=words)
    assert "Dan M." in page
    assert "Person0001" not in page


def test_search_that_finds_nobody_says_so_and_keeps_what_was_typed(
    people: People, signed_in: Browser
) -> None:
    page = opened(signed_in(people.ana), search="<b>nobody</b>")
    assert "Nobody of that name or code is in your care." in page
    assert 'value="&lt;b&gt;nobody&lt;/b&gt;"' in page


def test_a_need_filters_and_an_unknown_one_is_everybody(people: People, signed_in: Browser) -> None:
    many(people, 4)
    client = signed_in(people.ana)
    repair = opened(client, need="repair")
    assert "Person0000" in repair
    assert "Person0001" not in repair
    assert "Person0001" in opened(client, need="no-such-need")


def test_the_most_pressing_comes_first(people: People, signed_in: Browser) -> None:
    many(people, 4)
    row = AttentionRecord.objects.get(patient__code="x0003")
    row.urgency, row.says = int(Urgency.TODAY), "Missed the appointment."
    row.save()
    page = opened(signed_in(people.ana))
    assert page.index("Person0003") < page.index("Person0000") < page.index("Person0001")


def test_the_number_of_questions_does_not_grow_with_the_people(
    people: People, signed_in: Browser
) -> None:
    client = signed_in(people.ana)
    many(people, 10)
    opened(client)

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            opened(client)
        return len(asked)

    few = questions()
    for patient in Patient.objects.filter(code__startswith="x"):
        CareRelation.objects.filter(patient=patient).delete()
        AttentionRecord.objects.filter(patient=patient).delete()
        patient.delete()
    many(people, 300)
    assert questions() == few
    assert few <= 21


def test_a_full_page_stays_light(people: People, signed_in: Browser) -> None:
    many(people, 120)
    client = signed_in(people.ana)
    page = opened(client)
    assert page.count("<tr class") == 50
    assert len(page.encode()) <= MOST_HTML
    assert "1 to 50 of 121" in page
    assert "101 to 121 of 121" in opened(client, page="3")


def test_looking_is_done_in_small_portions_and_the_rest_by_the_nightly_job(
    people: People,
) -> None:
    for n in range(4):
        a_patient(people.clinic, given_name=f"New{n}")
    everybody = Patient.objects.filter(clinic=people.clinic)
    assert catch_up(everybody, timezone.now(), at_most=2) == 2
    assert look_at_everybody(people.clinic, timezone.now()) == 3
    assert look_at_everybody(people.clinic, timezone.now()) == 0
    tomorrow = timezone.now() + timedelta(days=1)
    assert look_at_everybody(people.clinic, tomorrow) == 5


def test_a_record_the_core_refuses_is_a_reason_and_hides_nobody(
    people: People, signed_in: Browser
) -> None:
    Patient.objects.filter(pk=people.patient.pk).update(therapy="no-such")
    page = opened(signed_in(people.ana))
    assert "Dan M." in page
    assert "no-such" in page
    kept = AttentionRecord.objects.get(patient=people.patient)
    assert (kept.urgency, kept.kinds) == (int(Urgency.TODAY), ["unreadable"])


def test_the_day_a_phase_began_is_kept_while_the_phase_lasts(people: People) -> None:
    first = look_at(people.patient, timezone.now())
    again = look_at(people.patient, timezone.now() + timedelta(days=9))
    assert again.phase == first.phase
    assert again.phase_since == first.phase_since
    AttentionRecord.objects.filter(patient=people.patient).update(phase="integration")
    moved = look_at(people.patient, timezone.now() + timedelta(days=9))
    assert moved.phase_since == first.on + timedelta(days=9)
