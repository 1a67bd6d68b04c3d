"""The card of a day: today's, or one of the past days that can still be filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openimt.deliver.card.card import HELPED, USED, Card, Every
from openimt_clinic.access.doors import my_page
from openimt_clinic.components.card_view import card_view
from openimt_clinic.patient.shell import shown
from openimt_clinic.patient.who_sees import who_sees
from openimt_clinic.patient.writing import Writing, written
from openimt_clinic.records.mapping.cards import (
    DIARY,
    Agreed,
    all_cards,
    card_in_force,
    card_of,
    diary_documents,
)
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument

A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class DayLink:
    """One of the days that can be filled in. ``back``: so many days before today."""

    back: int
    name: str
    address: str
    here: bool


@my_page
@require_safe
def card(request: HttpRequest, patient: Patient, back: int = 0) -> HttpResponse:
    """Nothing is counted here, and a day that was left blank is not spoken of."""
    agreed, language = card_in_force(patient), get_language() or "en"
    if back > agreed.past_days:
        raise Http404
    today = timezone.now().astimezone(ZoneInfo(patient.clinic.time_zone)).date()
    day = today - timedelta(days=back)
    days = diary_documents(patient, day - A_WEEK, max(day, today))
    document = days.get(day)
    of_day = _card_of_day(patient, agreed, document, is_today=not back)
    there = written(document) if document else Writing(DIARY, day.isoformat())
    whole = _with_answers(of_day, there.values, all_cards(patient)) if document else of_day
    weekly, earlier = _weekly(of_day, days, day), whole.ids - of_day.ids
    context = {
        "card": card_view(whole, there.values, language, weekly=weekly, earlier=earlier),
        "writing": there,
        "day_name": f"today-{back}" if back else "today",
        "day": day,
        "days": _links(today, back, agreed.past_days),
        "done": there.values.get("done") is True,
        "who_sees": who_sees("", patient),
        "after": reverse("patient:home"),
    }
    return shown(request, "patient/card.html", patient, context, alone=True)


def _card_of_day(
    patient: Patient, agreed: Agreed, document: PhoneDocument | None, *, is_today: bool
) -> Card:
    """A day keeps its card; today's, while it is not done, is the one that holds now."""
    if document is None or (is_today and document.values.get("done") is not True):
        return agreed.card
    return card_of(document, all_cards(patient))


def _with_answers(card_: Card, values: Mapping[str, Any], cards: tuple[Agreed, ...]) -> Card:
    """With the rows and skills of other cards that were answered on this day: who was offline
    while the card changed sees their own answer, and can take it back."""
    given = {name for name, value in values.items() if value is not None}
    given |= {HELPED + skill for skill in values.get(USED) or ()}
    rows = {row.id: row for one in cards for row in one.card.rows if row.id in given}
    skills = {s.id: s for one in cards for s in one.card.skills if HELPED + s.id in given}
    mine = {skill.id for skill in card_.skills}
    return replace(
        card_,
        rows=(*card_.rows, *(row for name, row in rows.items() if name not in card_.ids)),
        skills=(*card_.skills, *(skill for name, skill in skills.items() if name not in mine)),
    )


def _weekly(card_: Card, days: dict[date, PhoneDocument], day: date) -> bool:
    """Whether the rows of each week are asked: none was answered on the six days before."""
    rows = [row.id for row in card_.rows if row.every is Every.WEEK]
    before = [one for on, one in days.items() if day - A_WEEK < on < day]
    return all(one.values.get(row) is None for one in before for row in rows)


def _links(today: date, back: int, past_days: int) -> list[DayLink]:
    return [DayLink(n, _day_says(today, n), _address(n), n == back) for n in range(past_days + 1)]


def _address(back: int) -> str:
    return reverse("patient:card_of_day", args=[back]) if back else reverse("patient:card")


def _day_says(today: date, back: int) -> str:
    if back < 2:
        return _("Yesterday") if back else _("Today")
    return date_format(today - timedelta(days=back), "l")
