"""What a plain form sent, without script: which fields it changed."""

from uuid import UUID, uuid4

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from openimt.deliver.writing.field import MOST_ROWS, Field, Sort, read_value
from openimt.errors import DeliveryError, RecordError
from openimt_clinic.actions.care.writing import Writing, shown_with
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.mapping.written import values_of
from openimt_clinic.records.user import User


def typed_in(sent: QueryDict, fields: tuple[Field, ...]) -> dict[str, object]:
    """Each field that the form had, with what stands in it."""
    return {one.name: _given(sent, one) for one in fields if f"has-{one.name}" in sent}


def changes(
    document: CareDocument, fields: tuple[Field, ...], sent: QueryDict
) -> dict[str, object]:
    """What differs from what stands in the document; what cannot be read counts as a change, and
    so does a field of which the page showed two writings: as it is sent, it is chosen.

    A field that a stale page only showed, and nobody touched, is no change.
    """
    standing = values_of(document.fields)
    given = typed_in(sent, fields)

    def changed(one: Field) -> bool:
        if f"chosen-{one.name}" in sent:
            return True
        differs = _differs(one, given[one.name], standing.get(one.name))
        return differs and not _untouched(document, one, given[one.name], sent)

    return {one.name: given[one.name] for one in fields if one.name in given and changed(one)}


def writing_of(sent: QueryDict, changed: dict[str, object], number: int, by: User) -> Writing:
    """As an entry. The form names the value it showed in each field, so a stale page clashes."""
    seen = {name: sent.get(f"seen-{name}", "") for name in changed}
    return Writing(
        _key(sent.get("key", "")), f"page-{by.pk.hex[:12]}-{number}", number, changed, seen
    )


def refuse_unread(document: CareDocument, fields: tuple[Field, ...], sent: QueryDict) -> None:
    """Nobody signs what they have not read: in each field the page shows what stands there now.

    Raises RecordError with the first field that shows something else.
    """
    standing = values_of(document.fields)
    given = typed_in(sent, fields)
    for one in fields:
        key = document.seen.get(one.name, "")
        old = one.name in given and sent.get(f"seen-{one.name}", key) != key
        if old and _differs(one, given[one.name], standing.get(one.name)):
            says = _("Something was changed here since you read it. Look again, then sign.")
            raise RecordError(says, field=one.name)


def _key(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError:
        return uuid4()


def _untouched(document: CareDocument, one: Field, given: object, sent: QueryDict) -> bool:
    """Whether a page that is no longer the newest sent a field just as it showed it."""
    seen = sent.get(f"seen-{one.name}")
    if seen is None or seen == document.seen.get(one.name, ""):
        return False
    shown, value = shown_with(document, one.name, seen)
    return shown and not _differs(one, given, value)


def _differs(one: Field, given: object, standing: object) -> bool:
    try:
        return read_value(one, given, timezone.localdate()) != standing
    except DeliveryError:
        return True


def _given(sent: QueryDict, one: Field, prefix: str = "") -> object:
    name = f"{prefix}{one.name}"
    if one.sort is Sort.CHOICES:
        return sent.getlist(name)
    if one.sort is Sort.ROWS:
        rows = (_row(sent, one, f"{name}-{n}-") for n in range(MOST_ROWS + 1))
        return [row for row in rows if any(row.values())]
    return sent.get(name, "")


def _row(sent: QueryDict, one: Field, prefix: str) -> dict[str, object]:
    return {column.name: _given(sent, column, prefix) for column in one.columns}
