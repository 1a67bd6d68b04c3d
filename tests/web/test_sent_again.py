"""A form that is sent twice is one line; other words under the same key are never dropped."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt.errors import RecordError
from openimt_clinic.actions.contacting import Said, note_contact
from openimt_clinic.actions.duty import put_on_duty
from openimt_clinic.actions.front_door import door_alerts
from openimt_clinic.actions.front_door.referring import receive_referral
from openimt_clinic.actions.medicating import note_adverse_effect, write_medicine
from openimt_clinic.actions.prior_treatments import Treatment, note_prior_treatment
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.contact_line import ContactLine, ContactWay
from openimt_clinic.records.medicine import AdverseEffect, Medicine
from openimt_clinic.records.on_duty import OnDuty
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.prior_treatment import PriorTreatment
from openimt_clinic.records.referral import Referral
from openimt_clinic.records.referral_alert import ReferralAlert
from openimt_clinic.records.user import User
from tests.web import came
from tests.web.acts_of_safety import written
from tests.web.kept import TODAY, a_duty, an_alert, an_appointment
from tests.web.pages_of import opened, sent
from tests.web.people import People, a_patient
from tests.web.safe import a_contact, a_medicine
from tests.web.test_door_alerts import said
from tests.web.test_safety_page import contact

Browser = Callable[[User], Client]
KEY = uuid.UUID("22222222-2222-4222-8222-222222222222")
OTHER = "with other words"


def noted(people: People, says: str, patient: Patient | None = None) -> ContactLine:
    return note_contact(
        patient=patient or people.patient,
        way=ContactWay.PHONE,
        reached=True,
        came_of_it=Said(says=says),
        key=KEY,
        by=people.ana,
    )


def test_a_contact_with_other_words_is_said_to_be_not_kept(
    people: People, signed_in: Browser
) -> None:
    ana, asked = signed_in(people.ana), contact()
    assert sent(ana, "safety", people, **asked)[1]
    page, done = sent(ana, "safety", people, **(asked | {"says": "SECOND WORDS"}))
    assert not done
    assert OTHER in page
    assert "SECOND WORDS</textarea>" in page
    assert str(asked["key"]) not in page, "sent once more it is a line of its own"
    assert ContactLine.objects.count() == 1


def test_the_same_key_at_somebody_else_is_another_line(people: People) -> None:
    eva = a_patient(people.clinic, given_name="Eva")
    CareRelation.objects.create(
        clinic=people.clinic, patient=eva, user=people.ana, kind=CareKind.TREATING, since=TODAY
    )
    assert noted(people, "one").pk == noted(people, "one").pk
    assert noted(people, "one", eva).pk != noted(people, "one").pk
    with pytest.raises(RecordError, match=OTHER):
        noted(people, "two")


def test_a_try_beside_an_alert_is_one_line_when_it_is_sent_twice(
    people: People, signed_in: Browser
) -> None:
    case = an_alert(people)
    ana, there = signed_in(people.ana), reverse("clinician:alert", args=[case.pk])
    assert b'name="key"' in ana.get(there).content
    asked = {"do": "contact", "key": str(KEY), "way": "phone", "reached": "no", "says": "busy"}
    for _ in range(2):
        assert ana.post(there, asked).status_code == 302
    assert ContactLine.objects.get().says == "busy"
    assert OTHER in ana.post(there, asked | {"says": "reached her sister"}).content.decode()


def test_a_try_at_the_front_door_too(people: People) -> None:
    alert = said(people)
    for says in ("busy", "busy", "again"):
        door_alerts.try_at_the_door(
            alert=alert, way=ContactWay.PHONE, reached=False, says=says, key=KEY, by=people.ana
        )
    assert [row["says"] for row in ReferralAlert.objects.get().tries] == ["busy", "again"]


def test_medicines_effects_and_earlier_treatments_say_it_too(people: People) -> None:
    def medicine(**more: Any) -> Medicine:
        return write_medicine(
            patient=people.patient, medicine=written(people, **more), on=TODAY, line=KEY,
            by=people.ana,
        )  # fmt: skip

    held = medicine()
    assert medicine() == held
    with pytest.raises(RecordError, match=OTHER):
        medicine(taken="twice a day")

    def effect(says: str) -> AdverseEffect:
        return note_adverse_effect(medicine=held, says=says, on=TODAY, key=KEY, by=people.ana)

    assert effect("dry mouth") == effect(" dry mouth ")
    with pytest.raises(RecordError, match=OTHER):
        effect("a rash")

    def treatment(**more: Any) -> PriorTreatment:
        told = Treatment(called="a group", began="2019", **more)
        return note_prior_treatment(patient=people.patient, told=told, key=KEY, by=people.ana)

    assert treatment() == treatment()
    with pytest.raises(RecordError, match=OTHER):
        treatment(ended_because="She moved away.")


def test_danger_that_was_written_the_second_time_is_never_dropped(people: People) -> None:
    def receive(**more: Any) -> Referral:
        return receive_referral(
            clinic=people.clinic, referred=replace(came.SENT, **more), key=KEY, by=people.ana
        )

    assert receive() == receive()
    with pytest.raises(RecordError, match=OTHER):
        receive(danger="Says that she has pills.")


@pytest.mark.parametrize(
    "change",
    [
        {"at": "0001-01-01T00:10"},
        {"at": "1800-01-01T00:10"},
        {"at": "1990-01-01T00:10"},
        {"next_by": "9998-01-01T00:10"},
        {"next_by": "2031-01-01T00:10"},
    ],
)
def test_a_mistyped_year_is_said_beside_its_field(
    people: People, signed_in: Browser, change: dict[str, str]
) -> None:
    page, done = sent(signed_in(people.ana), "safety", people, **contact(**change))
    assert not done
    assert "ook at the year" in page
    assert not ContactLine.objects.exists()


@pytest.mark.parametrize("days", [-400, 740])
def test_a_duty_years_away_is_refused(people: People, days: int) -> None:
    starts = timezone.now() + timedelta(days=days)
    with pytest.raises(RecordError, match="look at the year") as refused:
        put_on_duty(
            clinic=people.clinic, who=people.ana, starts_at=starts,
            ends_at=starts + timedelta(hours=8), by=people.lea,
        )  # fmt: skip
    assert refused.value.field == "starts_at"


@pytest.mark.parametrize("year", ["0001", "1899", "2200", "9999"])
def test_the_database_keeps_no_moment_that_a_page_could_not_show(people: People, year: str) -> None:
    line, duty, hour = a_contact(people), a_duty(people), an_appointment(people)
    moment = f"{year}-06-01 00:10+00"
    for table, field, key in (
        (ContactLine, "at", line.pk),
        (ContactLine, "next_by", line.pk),
        (OnDuty, "starts_at", duty.pk),
        (Appointment, "starts_at", hour.pk),
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {table._meta.db_table} SET {field} = %s::timestamptz WHERE id = %s",
                [moment, key],
            )


def test_pages_stand_with_the_oldest_moment_that_can_be_kept(
    people: People, signed_in: Browser
) -> None:
    a_contact(people, at=timezone.now().replace(year=1900, month=1, day=2))
    assert "1900" in opened(signed_in(people.ana), "safety", people)
    answer = signed_in(people.dan).post("/me/export/")
    assert answer.status_code == 200
    assert a_medicine(people).started_on > date(1900, 1, 1)
