"""The rows and skills of a day, as they stood on the card that it was filled on."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from openimt.catalogue.therapy_parts import FieldKind
from openimt.deliver.card.card import HELPED, NONE, USED, WHY_NONE, Card, Row, in_words
from openimt_clinic.components.card_view import yes_no
from openimt_clinic.components.numbers import said


@dataclass(frozen=True)
class DiaryWords:
    """``card``: the day's own; ``earlier``: all others, for a row that it has no more."""

    card: Card
    earlier: tuple[Card, ...]
    language: str

    def asked(self, name: str) -> str:
        """The row's words; empty where no card has it."""
        if name == USED:
            return _("What I used")
        if name == WHY_NONE:
            return _("What got in the way? Only if you like.")
        if name.startswith(HELPED):
            skill = self._skill(name.removeprefix(HELPED))
            return f"{skill}: {_('Did it help? 0 no · 7 a lot')}" if skill else ""
        row = self._row(name)
        return row.words(self.language) if row else ""

    def answered(self, name: str, value: object) -> str:
        """The answer as it was picked; empty for what was written."""
        if name == USED:
            return _("Nothing today") if value == NONE else self._skill(str(value))
        row = self._row(name)
        if row is None or not isinstance(value, str | int | float):
            return ""
        if row.kind is FieldKind.CHOICE:
            return in_words(row.choices.get(str(value), {}), self.language)
        if row.kind is FieldKind.YES_NO and value in (0, 1):
            return yes_no()[int(value)]
        return "" if isinstance(value, str) else said(float(value))

    def _row(self, name: str) -> Row | None:
        rows = (row for card in (self.card, *self.earlier) for row in card.rows)
        return next((row for row in rows if row.id == name), None)

    def _skill(self, name: str) -> str:
        skills = (skill for card in (self.card, *self.earlier) for skill in card.skills)
        found = next((skill for skill in skills if skill.id == name), None)
        return found.words(self.language) if found else ""
