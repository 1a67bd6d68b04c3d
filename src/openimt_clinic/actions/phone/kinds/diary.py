"""A day of the diary, on the person's own card. Blank is not zero; what is cleared is blank again.

The day is the one on the phone's calendar, put right. The items of the day's set are checked, kept
and acted on before any of this.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openimt.catalogue.therapy_parts import FieldKind
from openimt.deliver.card.answers import (
    HIGHEST,
    LONGEST_TEXT,
    asks_of_skills,
    check_skill,
    check_value,
)
from openimt.deliver.card.card import Row
from openimt.deliver.documents.document import Value
from openimt.errors import DeliveryError, RecordError
from openimt_clinic.actions.phone.arrival import Arrival, Times
from openimt_clinic.actions.phone.kind import Change, Kind, Place, Read, read_fields
from openimt_clinic.actions.phone.kinds.diary_start import keep_first_card
from openimt_clinic.records.mapping.cards import DIARY, Agreed, all_cards
from openimt_clinic.records.patient import Patient

INSTRUMENT = "oi-day"


def read(patient: Patient, _name: str, values: Mapping[str, Value]) -> Read:
    """Rows of the card in force and of any earlier one: who was offline filled the card they had.

    The newest version of a row is asked first; an id never changes its meaning.
    """
    if not values:
        return Read({})
    cards = [one.card for one in _cards(patient)]
    rows = {row.id: row for card in reversed(cards) for row in card.rows}
    skills = list(dict.fromkeys(skill.id for card in cards for skill in card.skills))
    about_skills = {name for name in values if skills and asks_of_skills(name)}
    return read_fields(
        values,
        {row_id: lambda name, value: _row_value(rows[name], value) for row_id in rows}
        | {field: lambda name, value: _skill_value(name, value, skills) for field in about_skills},
    )


def _row_value(row: Row, value: Value) -> Value:
    try:
        return check_value(row, value)
    except DeliveryError:
        raise RecordError(_asked(row)) from None


def _skill_value(name: str, value: Value, skills: list[str]) -> Value:
    try:
        return check_skill(name, value, skills)
    except DeliveryError:
        raise RecordError(_("Please choose one of the answers.")) from None


def _asked(row: Row) -> str:
    if row.kind is FieldKind.TEXT:
        return _("Please write at most %(n)d letters here.") % {"n": LONGEST_TEXT}
    if row.kind in HIGHEST and row.kind is not FieldKind.YES_NO:
        return _("Please choose a number from %(low)s to %(high)s.") % {
            "low": 0,
            "high": HIGHEST[row.kind],
        }
    return _("Please choose one of the answers.")


def place(patient: Patient, arrival: Arrival, times: Times) -> Place:
    """The day, when it can be filled in; raises RecordError when it cannot."""
    day = _day(arrival.name, times)
    limit = _cards(patient)[0].past_days
    if day > times.day:
        raise RecordError(_("This day is still ahead. It can be filled in when it is here."))
    if (times.day - day).days > limit:
        says = ngettext(
            "A day can be filled in until %(n)d day later.",
            "A day can be filled in until %(n)d days later.",
            limit,
        )
        raise RecordError(says % {"n": limit})
    return Place(day.isoformat(), day, _cards(patient)[0].record)


def _day(name: str, times: Times) -> date:
    try:
        return date.fromisoformat(name) + timedelta(days=times.days_off)
    except (ValueError, OverflowError):
        raise RecordError(_("There is no such day.")) from None


def keep_card(change: Change) -> None:
    """The day remembers the card it was filled on: the first one that has all its fields."""
    document, cards = change.document, _cards(change.patient)
    there = next((one.card for one in cards if _is_of(one, document.card_id)), None)
    own = frozenset().union(*(one.card.ids for one in cards))
    rows = {name for name in change.changed if not asks_of_skills(name)} & own
    if there is not None and rows <= there.ids:
        return
    document.card = cards[0].record or keep_first_card(change)
    document.save(update_fields=["card"])


def _is_of(one: Agreed, card: UUID | None) -> bool:
    return one.record is not None and one.record.pk == card


def _cards(patient: Patient) -> tuple[Agreed, ...]:
    """Every version, the newest first; asked for once while an entry is taken.

    Whoever receives an entry hands on a patient of its own, read behind the lock, so nobody
    changes the card meanwhile.
    """
    known: tuple[Agreed, ...] | None = vars(patient).get("diary_cards")
    if known is None:
        known = vars(patient)["diary_cards"] = all_cards(patient)
    return known


KIND = Kind(DIARY, read, place=place, instrument=lambda _: INSTRUMENT, after=keep_card)
