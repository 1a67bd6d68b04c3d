"""Questions put into SQL once: fresh answers, for whoever asks, and nothing past the walls."""

from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.db.models import Count, F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from openimt_clinic.database.asked import Asked, AskedValues, Given
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


def test_values_come_in_the_order_of_their_names(people: People) -> None:
    """Also a value that is found by a path into a structured field, and one that is counted."""
    for number, size in ((1, 3), (2, 5)):
        DiaryCard.objects.create(
            clinic=people.clinic, patient=people.patient, number=number,
            rows={"size": size, "own": [size]}, past_days=7 - number,
            reason="", by=people.ana, made_at=timezone.now(),
        )  # fmt: skip
    mine = DiaryCard.objects.filter(patient=people.patient).order_by("number")
    names = ("rows__own", "number", "past_days", "rows__size", "by")
    listed = AskedValues(
        lambda: (
            DiaryCard.objects.filter(patient=Given("patient"))
            .order_by("number")
            .values_list(*names)
        )
    )
    assert listed.all(patient=people.patient.pk) == list(mine.values_list(*names))
    assert listed.flat(patient=people.patient.pk) == [[3], [5]]
    counted = AskedValues(
        lambda: (
            DiaryCard.objects.filter(patient=Given("patient"))
            .order_by()
            .values("by")
            .annotate(times=Count("pk"))
            .values_list("by", "times")
        )
    )
    assert counted.all(patient=people.patient.pk) == [(people.ana.pk, 2)]
    assert counted.all(patient=people.ana.pk) == []


@pytest.mark.parametrize("words", [[], ["imt"], ["imt", "dbt", "gpm"], ["'); DROP TABLE x; --"]])
def test_among_a_list_of_any_length(people: People, words: list[str]) -> None:
    among = AskedValues(
        lambda: (
            Patient.objects.filter(therapy__among=Given("words"))
            .order_by("code")
            .values_list("code")
        )
    )
    plain = Patient.objects.filter(therapy__in=words).order_by("code")
    assert among.flat(words=words) == list(plain.values_list("code", flat=True))


def test_what_is_worked_out_stands_on_the_record(people: People) -> None:
    doubled: Asked[Any] = Asked(
        lambda: Patient.objects.filter(pk=Given("patient")).annotate(
            twice=F("sessions_per_week") * 2
        )
    )
    found = doubled.one(patient=people.patient.pk)
    assert found.twice == 2 * people.patient.sessions_per_week
    assert found == people.patient
