"""Readers of fields that several kinds of documents share: a text, a word of a list, yes or no."""

from datetime import date

from django.utils.translation import gettext as _

from openimt.deliver.documents.document import Value
from openimt.errors import RecordError
from openimt_clinic.actions.phone.kind import FieldReader


def text(longest: int) -> FieldReader:
    """A person's own words, up to so many letters."""

    def read(_name: str, value: Value) -> Value:
        if not isinstance(value, str):
            raise RecordError(_("Please write words here."))
        if len(value) > longest:
            raise RecordError(_("Please write at most %(n)d letters here.") % {"n": longest})
        return value.strip()

    return read


def one_of(*known: str) -> FieldReader:
    """One of the words that the page offers."""

    def read(_name: str, value: Value) -> Value:
        if value not in known:
            raise RecordError(_("Please choose one of the answers."))
        return value

    return read


def yes_or_no(_name: str, value: Value) -> Value:
    """A box that is ticked or not."""
    if not isinstance(value, bool):
        raise RecordError(_("Please say yes or no."))
    return value


def day(_name: str, value: Value) -> Value:
    """A day as browsers send it, such as ``2026-11-24``; empty is no day."""
    if value == "":
        return ""
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise RecordError(_("Please choose a day.")) from None
