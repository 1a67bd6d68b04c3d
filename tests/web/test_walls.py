"""The database's own wall: the web's role sees one clinic at a time, or nothing."""

import psycopg
import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from openimt_clinic.audit.log import record
from openimt_clinic.database.wall import inside
from openimt_clinic.database.walls import walled_models
from openimt_clinic.records.care_relation import CareRelation
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.membership import Membership
from openimt_clinic.records.patient import Patient
from tests.web.people import People, a_patient


def test_the_web_is_a_plain_role_that_owns_nothing(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone() == (0,)


def test_inside_the_clinic_its_patients_are_seen(people: People) -> None:
    assert list(Patient.objects.all()) == [people.patient]


def test_without_a_clinic_nothing_is_seen(people: People) -> None:
    with inside():
        assert not Patient.objects.exists()
        assert not Membership.objects.exists()


def test_inside_another_clinic_nothing_of_ours_is_seen(people: People) -> None:
    theirs = a_patient(people.elsewhere, given_name="Eve")
    with inside(clinic=people.elsewhere.pk):
        assert list(Patient.objects.all()) == [theirs]
        assert Patient.objects.filter(pk=people.patient.pk).update(code="x") == 0
    people.patient.refresh_from_db()
    assert people.patient.code == "dan"


def test_nothing_can_be_written_into_another_clinic(people: People) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Patient.objects.create(
            clinic=people.elsewhere, given_name="X", code="x", started_on="2026-01-01"
        )


def tie_dan_to_cleos_clinic(people: People) -> None:
    CareRelation.objects.create(
        clinic=people.elsewhere,
        patient=people.patient,
        user=people.cleo,
        kind="treating",
        since="2026-01-01",
    )
    connection.check_constraints()


def test_a_row_cannot_tie_a_patient_to_another_clinic(people: People) -> None:
    """Foreign keys look past the walls, so a constraint ties patient and clinic together."""
    with (
        inside(clinic=people.elsewhere.pk),
        pytest.raises(IntegrityError, match="same_clinic"),
        transaction.atomic(),
    ):
        tie_dan_to_cleos_clinic(people)


def test_the_wall_is_back_where_it_was_after_a_failed_transaction(people: People) -> None:
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        inside(clinic=people.elsewhere.pk),
    ):
        Clinic.objects.filter(pk=people.elsewhere.pk).update(emergency_number="")
    assert list(Patient.objects.all()) == [people.patient]


def test_a_clinics_numbers_are_for_everyone_but_only_it_writes_them(people: People) -> None:
    with inside():
        assert Clinic.objects.count() == 2
        assert Clinic.objects.update(name="x") == 0


def test_every_record_has_forced_walls(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        walled = {name for (name,) in cursor.fetchall()}
    assert {model._meta.db_table for model in walled_models()} <= walled
    assert len(walled) > 20


def test_the_log_grows_and_never_changes(people: People) -> None:
    event = record("test.done", by=people.ana, patient=people.patient)
    for change in (event.delete, lambda: type(event).objects.update(action="x")):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            change()


def test_not_even_the_owner_changes_the_log(owner_url: str, db: None) -> None:
    with psycopg.connect(owner_url) as owner:
        owner.execute(
            "INSERT INTO audit_auditevent (at, clinic_id, action, details) "
            "VALUES (now(), gen_random_uuid(), 'x', '{}')"
        )
        with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
            owner.execute("UPDATE audit_auditevent SET action = 'y'")
        owner.rollback()


def test_the_log_refuses_free_text(people: People) -> None:
    with pytest.raises(ValueError, match="free text"):
        record("test.done", by=people.ana, patient=people.patient, note="she told me that")
