"""What each field of a document was asked as, and what each answer meant, in the person's words.

The questions are those of the pages. A field of earlier times that no page asks any more keeps its
own name, so that nothing is lost.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from openimt.assess.instrument import Instrument, Item
from openimt.assess.library import load
from openimt.errors import OpenIMTError
from openimt_clinic.components.document_words import field_words, kind_words, value_words
from openimt_clinic.components.numbers import said
from openimt_clinic.components.questions import in_language
from openimt_clinic.components.story.words import SORTS, TONES
from openimt_clinic.patient.own_copy import moment_words
from openimt_clinic.patient.own_copy.diary_words import DiaryWords
from openimt_clinic.patient.templatetags.patient import day
from openimt_clinic.records.mapping.cards import DIARY, all_cards, card_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument

LEADS_TO = {"of": "moment", "after": ""}
"""Fields that name another document: its kind, or the same kind as one's own."""


class Wording:
    """The words for everything one person has written, in one language."""

    def __init__(self, patient: Patient, language: str) -> None:
        self.patient, self.language = patient, language

    def title(self, one: PhoneDocument) -> str:
        """What it is, and of which day."""
        return f"{kind_words(one.kind)}, {day(one.about)}"

    def asked(self, one: PhoneDocument, name: str) -> str:
        """The question before a field."""
        sort = SORTS.get(one.kind)
        return (
            (self._diary(one).asked(name) if one.kind == DIARY else "")
            or (str(sort.labels.get(name, "")) if sort else "")
            or self.item_asked(instrument_of(one), name)
            or moment_words.asked(one.kind, name)
            or field_words(name)
        )

    def answered(self, one: PhoneDocument, name: str, value: Any) -> str:
        """The answer, in words."""
        if isinstance(value, list):
            return ", ".join(self.answered(one, name, each) for each in value)
        if isinstance(value, bool):
            return value_words(value)
        if name in LEADS_TO:
            return self._called(LEADS_TO[name] or one.kind, str(value))
        return (
            (self._diary(one).answered(name, value) if one.kind == DIARY else "")
            or (str(TONES.get(value, "")) if name == "tone" else "")
            or self.item_answered(instrument_of(one), name, value)
            or moment_words.answered(one.kind, name, value)
            or value_words(value)
        )

    def item_asked(self, instrument: Instrument | None, name: str) -> str:
        """The question of a form; of one whose words belong to others, its number."""
        item = _item(instrument, name)
        if item is None or instrument is None:
            return ""
        number = instrument.items.index(item) + 1
        return in_language(item.says, self.language) or _("Question %(n)d") % {"n": number}

    def item_answered(self, instrument: Instrument | None, name: str, value: Any) -> str:
        """The answer that was picked, or its number."""
        item = _item(instrument, name)
        if item is None or not isinstance(value, int | float):
            return ""
        words = (item.options or {}).get(self.language) or (item.options or {}).get("en", ())
        place = int(value - item.lowest)
        return words[place] if 0 <= place < len(words) else said(float(value))

    def _diary(self, one: PhoneDocument) -> DiaryWords:
        cards = self._cards
        return DiaryWords(card_of(one, cards), tuple(each.card for each in cards), self.language)

    def _called(self, kind: str, name: str) -> str:
        other = self._others.get((kind, name))
        if other is None:
            return _("something that was taken away")
        return str(other.values.get("title") or "") or self.title(other)

    @cached_property
    def _cards(self) -> Any:
        return all_cards(self.patient)

    @cached_property
    def _others(self) -> Mapping[tuple[str, str], PhoneDocument]:
        rows = PhoneDocument.objects.filter(patient=self.patient, removed_at__isnull=True)
        return {(row.kind, row.name): row for row in rows}


def instrument_of(one: PhoneDocument) -> Instrument | None:
    """The one whose items are among the document's fields."""
    return instrument(one.answer_set.instrument) if one.answer_set else None


def instrument(name: str) -> Instrument | None:
    """The form of that id; None for one of an earlier version of this software."""
    try:
        return load(name)
    except OpenIMTError:
        return None


def _item(instrument: Instrument | None, name: str) -> Item | None:
    items = instrument.items if instrument else ()
    return next((item for item in items if item.id == name), None)
