"""Writing in a draft: field by field, once, beside others; and taking it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID, uuid5

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from openimt.deliver.documents.document import Entry, Merged, Value
from openimt.deliver.documents.merge import merge
from openimt.deliver.writing.field import Field, read_value
from openimt.errors import DeliveryError, RecordError
from openimt_clinic.access.care import require
from openimt_clinic.actions.action import action
from openimt_clinic.actions.care.opening import kind_of, locked
from openimt_clinic.audit.log import record
from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.care_entry import CareEntry
from openimt_clinic.records.mapping.written import as_value, fields_of, rows_of
from openimt_clinic.records.user import User

CLOCK_OFF = timedelta(days=1)
"""So far a window's clock may be ahead of ours."""


@dataclass(frozen=True)
class Writing:
    """What a window sends: some fields, and of each the key of the value it replaces."""

    key: UUID
    device: str
    number: int
    values: Mapping[str, object]
    seen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Theirs:
    """What somebody else wrote into a field meanwhile."""

    value: Value
    key: str
    who: str


@dataclass(frozen=True)
class Kept:
    """What came of a writing. ``again``: it had come before. ``keys``: what stands now."""

    document: CareDocument
    refused: Mapping[str, str]
    clashes: Mapping[str, Theirs]
    again: bool = False


@action
def write(*, document: CareDocument, writing: Writing, by: User) -> Kept:
    """Keeps what can be kept; the rest is refused field by field, or waits for a person's choice.

    Raises RecordError when the document is closed.
    """
    kept = may_write(document, by)
    before = CareEntry.objects.filter(document=kept, key=writing.key).first()
    if before is not None:
        record("document.came_again", by=by, patient=kept.patient, document=kept.pk)
        return Kept(kept, {}, _clashes(kept, before.clashed), again=True)
    values, refused = _read(kind_of(kept.kind).fields(kept.patient, kept), writing.values)
    there = fields_of(kept.fields)
    writing = replace(
        writing, device=own_window(by, writing.device), number=min(writing.number, _latest())
    )
    entry = Entry(str(writing.key), writing.device, writing.number, values, writing.seen)
    merged = merge(there, entry)
    clashed = sorted(clash.field for clash in merged.clashes)
    old = {name: kept.fields.get(name) for name in sorted(merged.changed)}
    _keep_entry(kept, writing, values, old, clashed, by)
    _settle(kept, set(values) - set(clashed))
    _keep(kept, merged)
    record("document.written", by=by, patient=kept.patient, document=kept.pk, kind=kept.kind)
    return Kept(kept, refused, _clashes(kept, clashed))


def own_window(by: User, device: str) -> str:
    """A window by the name it gave itself, and whose it is: nobody writes or is here under the name
    of another's."""
    return str(uuid5(by.pk, device))


def _latest() -> int:
    """Windows count in milliseconds; one whose clock is far ahead would else be right for years."""
    return int((timezone.now() + CLOCK_OFF).timestamp() * 1000)


@action
def undo(*, document: CareDocument, by: User) -> CareDocument:
    """Takes back the newest writing of one's own that nobody has written over.

    Raises RecordError when there is none.
    """
    kept = may_write(document, by)
    mine = CareEntry.objects.filter(document=kept, by=by).exclude(before={})
    for entry in mine.order_by("-at", "-number"):
        standing = {n: row for n, row in entry.before.items() if _stands(kept, n, entry)}
        entry.before = {}
        entry.save(update_fields=["before"])
        if standing:
            _put_back(kept, standing)
            record("document.undone", by=by, patient=kept.patient, document=kept.pk)
            return kept
    raise RecordError(_("There is nothing of yours to take back."))


def may_write(document: CareDocument, by: User) -> CareDocument:
    """The draft, locked; raises what the user is to be told when they may not write in it."""
    kept = locked(document.pk)
    if kept.private and kept.author_id != by.pk:
        raise Http404
    require(by, kind_of(kept.kind).permission, kept.patient)
    if kept.state != DocumentState.DRAFT.value:
        raise RecordError(_closed(kept))
    return kept


def standing_clashes(document: CareDocument) -> dict[str, CareEntry]:
    """Of each field that two people wrote differently, the writing that waits."""
    waiting = CareEntry.objects.filter(document=document).exclude(clashed=[]).select_related("by")
    return {name: entry for entry in waiting for name in entry.clashed}


def shown_with(document: CareDocument, name: str, key: str) -> tuple[bool, Value]:
    """Whether it is still known what a page showed that named this key, and what it was; a page
    without a key showed an empty field."""
    if not key:
        return True, None
    entries = list(CareEntry.objects.filter(document=document))
    wrote = [one.values[name] for one in entries if str(one.key) == key and name in one.values]
    rows = (one.before.get(name) for one in entries)
    gave_way = [row["value"] for row in rows if row and row["key"] == key]
    found = [*wrote, *gave_way]
    return bool(found), as_value(found[0]) if found else None


def _closed(kept: CareDocument) -> str:
    if kept.state == DocumentState.PUT_ASIDE.value:
        return _("This was put aside. Take it up again to write in it.")
    return _("%(who)s signed this on %(day)s. Write a new version to change it.") % {
        "who": kept.signed_by,
        "day": timezone.localtime(kept.signed_at).strftime("%-d %B, %H:%M"),
    }


def _read(
    fields: Sequence[Field], given: Mapping[str, object]
) -> tuple[dict[str, Value], dict[str, str]]:
    known = {one.name: one for one in fields}
    values: dict[str, Value] = {}
    refused: dict[str, str] = {}
    for name, value in given.items():
        if name not in known:
            refused[name] = _("There is no such field here.")
            continue
        try:
            values[name] = read_value(known[name], value, timezone.localdate())
        except DeliveryError as refusal:
            refused[name] = refusal.says
    return values, refused


def _keep_entry(
    kept: CareDocument,
    writing: Writing,
    values: Mapping[str, Value],
    old: Mapping[str, object],
    clashed: Sequence[str],
    by: User,
) -> None:
    CareEntry.objects.create(
        clinic_id=kept.clinic_id,
        patient=kept.patient,
        document=kept,
        key=writing.key,
        device=writing.device,
        number=writing.number,
        values=dict(values),
        before=dict(old),
        clashed=list(clashed),
        by=by,
        at=timezone.now(),
    )


def _settle(kept: CareDocument, names: set[str]) -> None:
    """Whoever writes a field having seen it has chosen; nothing waits for it any longer."""
    for entry in CareEntry.objects.filter(document=kept).exclude(clashed=[]):
        left = [name for name in entry.clashed if name not in names]
        if left != entry.clashed:
            entry.clashed = left
            entry.save(update_fields=["clashed"])


def _keep(kept: CareDocument, merged: Merged) -> None:
    kept.fields, kept.changed_at = rows_of(merged), timezone.now()
    kept.save(update_fields=["fields", "changed_at"])


def _stands(kept: CareDocument, name: str, entry: CareEntry) -> bool:
    there = kept.fields.get(name)
    return there is not None and there["key"] == str(entry.key)


def _put_back(kept: CareDocument, rows: Mapping[str, dict[str, object] | None]) -> None:
    """What stood before, with its own key, so that the writing it came with can be taken back too.

    How far each window has got stays: nothing that arrives late comes in again.
    """
    fields = dict(kept.fields)
    for name, row in rows.items():
        now = fields.pop(name)
        if row is not None:
            fields[name] = {**row, "latest": now["latest"]}
    kept.fields, kept.changed_at = fields, timezone.now()
    kept.save(update_fields=["fields", "changed_at"])


def _clashes(kept: CareDocument, names: Sequence[str]) -> dict[str, Theirs]:
    standing = {name: kept.fields[name] for name in names if name in kept.fields}
    keys = [row["key"] for row in standing.values()]
    wrote = CareEntry.objects.filter(document=kept, key__in=keys).select_related("by")
    who = {str(entry.key): str(entry.by) for entry in wrote}
    return {
        name: Theirs(as_value(row["value"]), row["key"], who.get(row["key"], ""))
        for name, row in standing.items()
    }
