"""When the demo clinic fills: on any day and hour, and never where somebody real may be."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from openimt.errors import RecordError, ServiceError
from openimt.terms import PHASES
from openimt_clinic.actions.inventing import keep_invented_course
from openimt_clinic.database.wall import inside
from openimt_clinic.demo.clinic import ZONE
from openimt_clinic.demo.load import load_demo
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.plan_version import PlanState, PlanVersion
from tests.web.people import People, a_clinic

NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
pytestmark = pytest.mark.slow


def test_real_people_are_never_joined(people: People) -> None:
    with pytest.raises(ServiceError, match="real people"):
        load_demo(NOW)
    assert not Clinic.objects.filter(is_demo=True).exists()


def test_a_real_clinic_takes_no_invented_course(people: People) -> None:
    with pytest.raises(RecordError, match="no demo clinic"):
        keep_invented_course(patient=people.patient, rows=[], by=people.ana)


def test_another_program_s_database_is_left_alone(db, monkeypatch) -> None:
    from django.db import connection

    from openimt_clinic.demo.guard import refuse_real_people

    there = ["invoices", "django_migrations"]
    monkeypatch.setattr(connection.introspection, "table_names", lambda: there)
    with pytest.raises(ServiceError, match="invoices"):
        refuse_real_people()
    monkeypatch.setattr(connection.introspection, "table_names", list)
    refuse_real_people()


def test_it_fills_at_the_weekend_just_after_midnight(db) -> None:
    """Today's forms then have the least room; the core tries many more days than this one."""
    now = datetime(2027, 3, 6, 0, 5, tzinfo=ZONE)
    assert load_demo(now)
    clinic = Clinic.objects.get(is_demo=True)
    with inside(clinic=clinic.pk):
        adopted = PlanVersion.objects.filter(state=PlanState.ADOPTED.value)
        phases = Counter(adopted.values_list("plan__phase", flat=True))
        assert all(phases[phase.value] >= 2 for phase in PHASES), phases
        assert not AnswerSet.objects.filter(given_at__gt=now).exists()


def test_a_clinic_elsewhere_is_no_reason_to_fill(db) -> None:
    a_clinic("Real clinic")
    with pytest.raises(ServiceError):
        load_demo(NOW)
