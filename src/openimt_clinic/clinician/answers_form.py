"""The form of one instrument: its items in our words, or numbered where the wording is not ours."""

import json
from datetime import date, datetime, time
from uuid import uuid4
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from openimt.assess.instrument import Instrument, Item
from openimt_clinic.clinician.fields import AnswerField, DayField
from openimt_clinic.records.mapping.facts import FACTS


class AnswersForm(forms.Form):
    """Every item of the instrument, the day it was filled in, and the sender's own key."""

    def __init__(
        self, instrument: Instrument, language: str, *args: object, **named: object
    ) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type]
        self.instrument = instrument
        for number, item in enumerate(instrument.items, start=1):
            self.fields[item.id] = AnswerField(
                item,
                label=item_label(item, number, language),
                language=language,
                help_text=_asked_if(item, instrument),
            )
        self.fields["filled_on"] = DayField(
            past=True, label=_("Filled in on"), initial=timezone.localdate
        )
        self.fields["sent_key"] = forms.CharField(
            max_length=64, widget=forms.HiddenInput, initial=lambda: uuid4().hex
        )

    @property
    def items(self) -> list[forms.BoundField]:
        """The fields of the items, in order."""
        return [self[item.id] for item in self.instrument.items]

    def answers(self) -> dict[str, float | None]:
        """Item id to number, or None."""
        return {item.id: self.cleaned_data[item.id] for item in self.instrument.items}

    def given_at(self, zone: ZoneInfo) -> datetime | None:
        """The middle of the day it was filled in; None when that is today: it is now."""
        day: date = self.cleaned_data["filled_on"]
        if day == timezone.localdate():
            return None
        return datetime.combine(day, time(12), tzinfo=zone)


def item_label(item: Item, number: int, language: str) -> str:
    """The item's own words; for an instrument without wording its number and range."""
    said = item.says.get(language) or item.says.get("en") if item.says else None
    if said:
        return said
    bounds = {"number": number, "low": f"{item.lowest:g}", "high": f"{item.highest:g}"}
    return _("Item %(number)d, %(low)s to %(high)s") % bounds


def acting_items(instrument: Instrument) -> frozenset[str]:
    """The items whose answers act when they are given: worrying ones and dated facts."""
    facts = FACTS.keys() if instrument.own else ()
    ids = {item.id for item in instrument.items}
    return frozenset({rule.item for rule in instrument.safety} | (ids & set(facts)))


def conditions(instrument: Instrument) -> str:
    """Which items are asked only after certain answers, for the page's script."""
    return json.dumps(
        {i.id: [list(pair) for pair in i.ask_if] for i in instrument.items if i.ask_if}
    )


def _asked_if(item: Item, instrument: Instrument) -> str:
    if not item.ask_if:
        return ""
    names = [
        str(n) for n, one in enumerate(instrument.items, start=1) if one.id in dict(item.ask_if)
    ]
    return _("Asked only after certain answers to question %(numbers)s.") % {
        "numbers": _(" or ").join(names)
    }
