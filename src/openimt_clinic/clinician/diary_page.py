"""The last two weeks of a person's diary, to be looked at together or printed."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from openimt_clinic.access.cover import clinic_day
from openimt_clinic.access.doors import patient_page
from openimt_clinic.actions.phone.kinds.diary import INSTRUMENT
from openimt_clinic.clinician.diary_view import FilledDay, diary_table
from openimt_clinic.records.answer_set import AnswerSet, AnswerState
from openimt_clinic.records.mapping.about import day_of, given_day
from openimt_clinic.records.mapping.cards import all_cards, card_of, diary_documents
from openimt_clinic.records.patient import Patient

SPAN = 14


@patient_page()
@require_safe
def diary(request: HttpRequest, patient: Patient) -> HttpResponse:
    """Nothing is summed up: a blank is a blank, and what it means is asked in the session.

    ``?until=`` a day: the two weeks that end on it, on the cards those days were filled on.
    """
    today = clinic_day(patient.clinic, timezone.now())
    until = min(_day(request.GET.get("until", ""), today), today)
    days = [until - timedelta(days=n) for n in range(SPAN - 1, -1, -1)]
    context = {
        "patient": patient,
        "table": diary_table(days, filled_days(patient, days[0], until)),
        "lately": until == today,
        "earlier": days[0] - timedelta(days=1) if days[0] > patient.started_on else None,
        "later": min(until + timedelta(days=SPAN), today) if until < today else None,
    }
    return render(request, "clinician/diary.html", context)


def _day(said: str, today: date) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return today


def filled_days(patient: Patient, since: date, until: date) -> Mapping[date, FilledDay]:
    """Each filled day from one to the other: answers, own rows, and the card it was filled on."""
    cards = all_cards(patient)
    found: dict[date, FilledDay] = {}
    given: dict[date, date] = {}
    for kept in AnswerSet.objects.filter(
        patient=patient, instrument=INSTRUMENT, state=AnswerState.COMPLETE.value, shared=True,
        given_at__date__gte=since - timedelta(days=1),
    ).select_related("patient__clinic").order_by("given_at"):  # fmt: skip
        on, given[day_of(kept)] = day_of(kept), given_day(kept)
        if since <= on <= until:
            found[on] = FilledDay(on, kept.answers, cards[0].card)
    for on, document in diary_documents(patient, since, until).items():
        before = found[on].values if on in found else {}
        values = {**before, **document.values}
        found[on] = FilledDay(on, values, card_of(document, cards))
    return {on: _later(one, given.get(on)) for on, one in found.items()}


def _later(day: FilledDay, given: date | None) -> FilledDay:
    if given is None or given <= day.on:
        return day
    return FilledDay(day.on, day.values, day.card, given)
