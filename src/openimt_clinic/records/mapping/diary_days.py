"""The days of a person's diary as the core looks at them: answers, and the card's own rows."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from openimt.catalogue.therapy_parts import Diary, DiaryField
from openimt.deliver.card.card import HELPED, NONE, USED, WHY_NONE, Card, Row
from openimt.deliver.diary import DiaryDay
from openimt_clinic.database.asked import AskedValues, Given
from openimt_clinic.records.answer_set import AnswerSet, AnswerState
from openimt_clinic.records.mapping.about import day_in_sql
from openimt_clinic.records.mapping.cards import all_cards, card_of, diary_documents
from openimt_clinic.records.patient import Patient

LANGUAGE = "en"
"""Staff read the rows in English; a person's own words are as they are."""

Numbers = dict[str, float | None]
ANSWERED = AskedValues(
    lambda: (
        AnswerSet.objects.filter(
            patient=Given("patient"), instrument=Given("instrument"),
            state=AnswerState.COMPLETE.value, shared=True,
        )
        .annotate(day=day_in_sql(Given("zone")))
        .filter(day__gte=Given("since"), day__lte=Given("until"))
        .order_by("given_at")
        .values_list("day", "answers")
    )
)  # fmt: skip


def diary_days_of(
    patient: Patient, diary: Diary | None, instrument: str, since: date, until: date
) -> tuple[DiaryDay, ...]:
    """Each filled day from one to the other, both included, the earliest first."""
    answers = _answers(patient, instrument, since, until)
    documents = diary_documents(patient, since, until)
    cards = all_cards(patient) if documents else ()
    theirs = {field.id for field in diary.fields} if diary else set()
    return tuple(
        _day(
            on,
            answers.get(on, {}),
            documents[on].values if on in documents else {},
            card_of(documents[on], cards) if on in documents else Card(()),
            theirs,
        )
        for on in sorted({*answers, *documents})
    )


def _answers(patient: Patient, instrument: str, since: date, until: date) -> Mapping[date, Numbers]:
    rows = ANSWERED.all(
        patient=patient.pk, instrument=instrument, since=since, until=until,
        zone=patient.clinic.time_zone,
    )  # fmt: skip
    return dict(rows)


def _day(
    on: date, answers: Numbers, values: Mapping[str, Any], card: Card, theirs: set[str]
) -> DiaryDay:
    rows = [row for row in card.rows if not row.item]
    numbers = {row.id: values[row.id] for row in rows if _is_number(values.get(row.id))}
    used = [one for one in values.get(USED) or () if one != NONE]
    skills = {skill.id: skill.words(LANGUAGE) for skill in card.skills}
    return DiaryDay(
        on,
        {**answers, **numbers},
        own=tuple(_field(row) for row in rows if row.id not in theirs),
        skills=tuple((skills.get(one, one), values.get(f"{HELPED}{one}")) for one in used),
        why_none="" if used else str(values.get(WHY_NONE) or ""),
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _field(row: Row) -> DiaryField:
    return DiaryField(row.id, row_says(row), row.kind, row.about, row.part)


def row_says(row: Row) -> str:
    """A row as staff read it; a person's own target with the side that it tells of."""
    if not row.own:
        return row.words(LANGUAGE)
    side = "Urge" if row.part and row.part.value == "urge" else "Did"
    return f"{side}: “{row.own}”"
