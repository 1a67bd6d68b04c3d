"""A person's own story. It is theirs: shared entry by entry, taken away at will."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from openimt.deliver.documents.document import Value
from openimt.deliver.story.shapes import Tone
from openimt.errors import RecordError
from openimt_clinic.actions.phone.kind import (
    FieldReader,
    Kind,
    Read,
    kept_to_oneself,
    read_fields,
)
from openimt_clinic.actions.phone.naming import another, named_by_the_page
from openimt_clinic.actions.story_releasing import tie_to_release
from openimt_clinic.records.patient import Patient

STOPPED = "story_stop"
"""The person stopped while writing and wants whoever treats them to know. No words are in it."""
LONGEST_LINE = 200
FIRST_YEAR, LAST_YEAR, OLDEST = 1900, 2100, 120


def line(name: str, value: Value) -> Value:
    """One line of text, its ends and inner gaps made even; an empty one is none."""
    text = " ".join(_text(name, value).split())
    if len(text) > LONGEST_LINE:
        says = _("This is a line for a few words. Keep it under %(n)d letters.")
        raise RecordError(says % {"n": LONGEST_LINE}, field=name)
    return text or None


def words(name: str, value: Value) -> Value:
    """Text as it was written; nothing but space is none."""
    text = _text(name, value).replace("\r\n", "\n")
    return text if text.strip() else None


def year(name: str, value: Value) -> Value:
    return _whole(name, value, FIRST_YEAR, LAST_YEAR, _("Write the year with four digits."))


def age(name: str, value: Value) -> Value:
    return _whole(name, value, 0, OLDEST, _("Write how old you were as a number."))


def tone(name: str, value: Value) -> Value:
    """One of the three words, or none of them."""
    said = _text(name, value)
    if said not in set(Tone):
        raise RecordError(_("Choose one of these words, or none."), field=name)
    return said or None


def yes(name: str, value: Value) -> Value:
    if value is not True:
        raise RecordError(_("Say yes, or leave it out."), field=name)
    return value


FIELDS: Mapping[str, Mapping[str, FieldReader]] = {
    "line_point": {
        "title": line, "year": year, "age": age, "about": line, "after": another, "tone": tone,
    },
    "chapter": {"title": line, "span": line, "text": words, "after": another, "tone": tone},
    "scene": {
        "title": line, "when": line, "where": line, "who": line, "happened": words,
        "felt": words, "did": words, "why": words, "tone": tone,
    },
    "value": {"title": line, "text": words},
    "next_chapter": {"title": line, "text": words},
}  # fmt: skip


def _kind(name: str) -> Kind:
    readers = FIELDS[name]

    def read(_: Patient, __: str, values: Mapping[str, Value]) -> Read:
        return read_fields(values, readers)

    return Kind(
        name, read, place=named_by_the_page, shared=kept_to_oneself, owned=True,
        after=tie_to_release,
    )  # fmt: skip


def _read_stop(_: Patient, __: str, values: Mapping[str, Value]) -> Read:
    return read_fields(values, {"stopped": yes})


KINDS_HERE: tuple[Kind, ...] = (
    *(_kind(name) for name in FIELDS),
    Kind(STOPPED, _read_stop, place=named_by_the_page, owned=True),
)


def _text(name: str, value: Value) -> str:
    if not isinstance(value, str):
        raise RecordError(_("Write words here."), field=name)
    try:
        value.encode()
    except UnicodeEncodeError:
        says = _("These letters cannot be kept. Please write it anew.")
        raise RecordError(says, field=name) from None
    return value


def _whole(name: str, value: Value, low: int, high: int, says: str) -> Value:
    number = value
    if isinstance(value, str):
        if not value.strip():
            return None
        written = value.strip()
        number = int(written) if written.isdecimal() and len(written) <= len("2100") else None
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    if isinstance(number, bool) or not isinstance(number, int) or not low <= number <= high:
        raise RecordError(says, field=name)
    return number
