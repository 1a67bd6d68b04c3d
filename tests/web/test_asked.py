"""Questions put into SQL once: fresh answers, for whoever asks, and nothing past the walls."""

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from openimt_clinic.database.asked import Asked, Given
from openimt_clinic.database.wall import inside
from openimt_clinic.records.diary_card import DiaryCard
from openimt_clinic.records.patient import Patient
from tests.web.people import People

BY_CODE = Asked(lambda: Patient.objects.filter(code=Given("code")).select_related("clinic"))


def test_it_answers_as_the_query_does(people: People) -> None:
    plain = Patient.objects.select_related("clinic").get(pk=people.patient.pk)
    with CaptureQueriesContext(connection) as asked:
        found = BY_CODE.one(code=plain.code)
        assert found.clinic == plain.clinic
    assert len(asked) == 1
    assert {f.attname: getattr(found, f.attname) for f in Patient._meta.fields} == {
        f.attname: getattr(plain, f.attname) for f in Patient._meta.fields
    }
    assert not found._state.adding


def test_every_answer_is_fresh_and_belongs_to_its_values(people: People) -> None:
    code = people.patient.code
    assert BY_CODE.one(code=code).therapy == "imt"
    Patient.objects.filter(pk=people.patient.pk).update(therapy="dbt", sessions_per_week=2)
    assert BY_CODE.one(code=code).therapy == "dbt"
    assert BY_CODE.first(code="nobody") is None
    assert BY_CODE.all(code="nobody") == []
    with pytest.raises(ObjectDoesNotExist):
        BY_CODE.one(code="'; DROP TABLE records_patient; --")


def test_it_stays_inside_the_walls(people: People) -> None:
    """Also when PostgreSQL has planned it once for all, which it does after some times."""
    for _ in range(8):
        assert BY_CODE.first(code=people.patient.code) is not None
        with inside(clinic=people.elsewhere.pk):
            assert BY_CODE.first(code=people.patient.code) is None
        with inside():
            assert BY_CODE.first(code=people.patient.code) is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        assert any('"records_patient"."code"' in words for (words,) in cursor.fetchall())


def test_structured_fields_come_back_as_they_were_kept(people: People) -> None:
    rows = {"rows": [{"id": "sad", "label": {"en": "Sad"}}]}
    made = DiaryCard.objects.create(
        clinic=people.clinic, patient=people.patient, number=1, rows=rows, past_days=3,
        reason="", by=people.ana, made_at=timezone.now(),
    )  # fmt: skip
    mine = Asked(lambda: DiaryCard.objects.filter(patient=Given("patient")).select_related("by"))
    assert mine.one(patient=people.patient.pk).rows == rows
    assert mine.one(patient=people.patient.pk).by == made.by
