"""The team lead's pages: numbers, clock, roster, members, who treats whom."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from openimt_clinic.components.cover import gaps
from openimt_clinic.records.care_relation import CareRelation
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.on_duty import OnDuty
from openimt_clinic.records.user import User
from tests.web.kept import a_duty, a_safety_plan, an_alert
from tests.web.people import People, a_patient

Browser = Callable[[User], Client]
NUMBERS = {
    "do": "numbers",
    "emergency_number": "144",
    "emergency_label": "Rettung",
    "who_reads": "Weekdays 8 to 16.",
    "out_of_hours": "Nobody reads at night.",
    "crisis_0_name": "Line",
    "crisis_0_number": "030 1",
    "crisis_0_hours": "always",
}
CLINIC, ROSTER = "/clinic/", "/clinic/roster/"


def text(page: object) -> str:
    return page.content.decode()  # type: ignore[attr-defined]


def test_the_numbers_hold_from_now_on(people: People, signed_in: Browser) -> None:
    assert signed_in(people.lea).post(CLINIC, NUMBERS).status_code == 302
    clinic = Clinic.objects.get(pk=people.clinic.pk)
    assert clinic.emergency_number == "144"
    assert clinic.crisis_numbers == [{"name": "Line", "number": "030 1", "hours": "always"}]
    assert 'href="tel:144"' in text(signed_in(people.dan).get("/me/safety-plan/"))


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ({"emergency_number": ""}, "This field is required."),
        ({"who_reads": " "}, "This field is required."),
        ({"crisis_0_name": "", "crisis_0_number": ""}, "Give at least one crisis number"),
        ({"crisis_0_number": ""}, "Give a name and a number."),
    ],
)
def test_numbers_that_would_leave_somebody_alone_are_refused(
    people: People, signed_in: Browser, missing: dict[str, str], says: str
) -> None:
    page = signed_in(people.lea).post(CLINIC, {**NUMBERS, **missing})
    assert page.status_code == 200
    assert says in text(page)
    assert "Nobody reads at night." in text(page), "what was typed stays"
    assert Clinic.objects.get(pk=people.clinic.pk).emergency_number == "112"


def test_the_clock_is_signed_by_a_name(people: People, signed_in: Browser) -> None:
    lea = signed_in(people.lea)
    assert "has not signed its own" in text(lea.get(CLINIC))
    sent = {"do": "clock", "emergency": "5", "same_day": "30", "signed_by": "Dr Sommer"}
    assert lea.post(CLINIC, sent).status_code == 302
    assert "Signed by Dr Sommer" in text(lea.get(CLINIC))
    assert Clinic.objects.get(pk=people.clinic.pk).clock == {"emergency": 5, "same_day": 30}
    assert lea.post(CLINIC, {**sent, "emergency": "0"}).status_code == 200


def test_what_nobody_acknowledged_stands_on_top(people: People, signed_in: Browser) -> None:
    an_alert(people, says="Something was said.")
    an_alert(people, says="Taken.", item="x", acknowledged_at="2026-11-18T10:00Z",
             acknowledged_by=people.ana)  # fmt: skip
    page = text(signed_in(people.lea).get(CLINIC))
    assert "Something was said." in page
    assert "Taken." not in page


def test_somebody_is_entered_and_taken_out(people: People, signed_in: Browser) -> None:
    lea = signed_in(people.lea)
    day = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%d")
    sent = {
        "who": people.ana.pk, "second": people.ben.pk,
        "starts_at": f"{day}T08:00", "ends_at": f"{day}T18:00",
    }  # fmt: skip
    assert lea.post(ROSTER, sent).status_code == 302
    entry = OnDuty.objects.get()
    assert (entry.who, entry.second) == (people.ana, people.ben)
    page = text(lea.get(ROSTER))
    assert "Nobody is on duty" in page, "the gap until tomorrow is said"
    assert lea.post(reverse("team:take_off", args=[entry.pk])).status_code == 302
    assert not OnDuty.objects.exists()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"ends_at": "2026-12-01T07:00"}, "would end before it begins"),
        ({"same": True}, "must be somebody else"),
        ({"who": "nobody"}, "Select a valid choice"),
    ],
)
def test_an_impossible_entry_is_refused(
    people: People, signed_in: Browser, change: dict[str, object], says: str
) -> None:
    sent = {"who": people.ana.pk, "starts_at": "2026-12-01T08:00", "ends_at": "2026-12-01T18:00"}
    sent |= {"second": people.ana.pk} if "same" in change else change
    assert says in text(signed_in(people.lea).post(ROSTER, sent))
    assert not OnDuty.objects.exists()


def test_the_gaps_of_a_roster_are_found(people: People) -> None:
    start = datetime(2026, 11, 18, 8, tzinfo=UTC)
    hours = [(0, 4), (2, 6), (8, 9)]
    entries = [
        OnDuty(starts_at=start + timedelta(hours=a), ends_at=start + timedelta(hours=b))
        for a, b in hours
    ]
    found = gaps(entries, start, start + timedelta(hours=10))
    assert [((g.starts_at - start).seconds // 3600, (g.ends_at - start).seconds // 3600)
            for g in found] == [(6, 8), (9, 10)]  # fmt: skip
    assert gaps([], start, start + timedelta(hours=1))[0].starts_at == start


def test_an_entry_of_another_clinic_is_no_page(people: People, signed_in: Browser) -> None:
    from openimt_clinic.database.wall import inside

    with inside(clinic=people.elsewhere.pk):
        theirs = OnDuty.objects.create(
            clinic=people.elsewhere, who=people.cleo, starts_at=datetime.now(UTC),
            ends_at=datetime.now(UTC) + timedelta(hours=1),
        )  # fmt: skip
    address = reverse("team:take_off", args=[theirs.pk])
    assert signed_in(people.lea).post(address).status_code == 404


def test_members_and_what_each_role_may_see(people: People, signed_in: Browser) -> None:
    page = text(signed_in(people.lea).get("/clinic/members/"))
    assert "ana@example.org" in page
    assert "dan@example.org" not in page, "patients are counted, not listed"
    assert "1 patient has a log-in." in page
    assert "Reads no record without belonging to the team of that person." in page


def test_who_treats_whom_and_whom_nobody_treats(people: People, signed_in: Browser) -> None:
    a_patient(people.clinic, given_name="Noor")
    a_safety_plan(people)
    page = text(signed_in(people.lea).get("/clinic/people/"))
    assert "Dan M." in page
    assert "Noor M." in page[page.index("Nobody treats") : page.index("<table")]
    assert "walk to the river" not in page
    assert reverse("clinician:patient", args=[people.patient.pk]) not in page
    CareRelation.objects.filter(user=people.ana).update(until="2026-11-20", ended_by=people.lea)
    assert "Dan M." in text(signed_in(people.lea).get("/clinic/people/")).split("<table")[0]


def test_the_second_person_is_named_or_missed(people: People, signed_in: Browser) -> None:
    now = datetime.now(UTC)
    a_duty(people, second=None, starts_at=now, ends_at=now + timedelta(hours=1))
    assert "No second person is named." in text(signed_in(people.lea).get(CLINIC))
