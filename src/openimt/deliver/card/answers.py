"""What can be answered to a card: one value for each row, and what is said of the skills."""

from collections.abc import Iterable

from openimt.catalogue.therapy_parts import FieldKind
from openimt.deliver.card.card import HELPED, MOST_HELP, NONE, USED, WHY_NONE, Row
from openimt.deliver.documents.document import Value
from openimt.errors import DeliveryError

LONGEST_TEXT = 2000
HIGHEST = {
    FieldKind.ZERO_TO_5: 5,
    FieldKind.ZERO_TO_7: 7,
    FieldKind.ZERO_TO_10: 10,
    FieldKind.ZERO_TO_100: 100,
    FieldKind.YES_NO: 1,
    FieldKind.HOURS: 24,
}


def check_value(row: Row, value: Value) -> Value:
    """The value as it is kept; None for blank, which is never zero. Raises DeliveryError.

    >>> from openimt.deliver.card.known import known
    >>> check_value(known().rows["medicine"], True), check_value(known().rows["note"], "  ")
    (1, None)
    """
    if value is None:
        return None
    if row.kind is FieldKind.TEXT:
        return check_text(value)
    if row.kind is FieldKind.CHOICE:
        if value not in row.choices:
            raise DeliveryError("This is none of the answers.", field=row.id)
        return value
    return check_number(value, HIGHEST[row.kind], whole=row.kind is not FieldKind.HOURS)


def check_number(value: Value, highest: int, *, whole: bool = True) -> Value:
    """A number from 0; yes and no are 1 and 0."""
    number = int(value) if isinstance(value, bool) else value
    if not isinstance(number, int | float) or not 0 <= number <= highest:
        raise DeliveryError(f"This is no number from 0 to {highest}.")
    if whole and number != int(number):
        raise DeliveryError("This is no whole number.")
    return int(number) if number == int(number) else number


def check_text(value: Value) -> Value:
    """Words, or None for none."""
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise DeliveryError(f"These are no words, or more than {LONGEST_TEXT} letters.")
    return value.strip() or None


def check_used(value: Value, skills: Iterable[str]) -> Value:
    """The skills that were used, in the card's order; *none* stands alone or not at all."""
    listed = (value,) if isinstance(value, str) else value
    if not isinstance(listed, list | tuple):
        raise DeliveryError("These are no skills.")
    order = list(skills)
    met = [one for one in order if one in listed]
    if any(one not in order and one != NONE for one in listed):
        raise DeliveryError("There is no such skill on the card.")
    return tuple(met) or ((NONE,) if NONE in listed else None)


def check_skill(name: str, value: Value, skills: Iterable[str]) -> Value:
    """A field about skills: which were used, how one helped, why none was."""
    if value is None:
        return None
    if name == USED:
        return check_used(value, skills)
    if name == WHY_NONE:
        return check_text(value)
    if name.removeprefix(HELPED) not in set(skills):
        raise DeliveryError("There is no such skill on the card.")
    return check_number(value, MOST_HELP)


def asks_of_skills(name: str) -> bool:
    """Whether the field is about skills and not a row."""
    return name in {USED, WHY_NONE} or name.startswith(HELPED)
