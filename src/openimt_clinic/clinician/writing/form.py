"""A care document as a page draws it: each field with its value, its id and what stands against."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt.deliver.documents.document import Value
from openimt.deliver.writing.field import Field, Sort
from openimt_clinic.access.care import permissions_for
from openimt_clinic.actions.care.kind import CareKind
from openimt_clinic.actions.care.opening import kind_of
from openimt_clinic.actions.care.signing import standing
from openimt_clinic.actions.care.writing import standing_clashes
from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.care_signature import CareSignature, SignerRole
from openimt_clinic.records.mapping.to_sign import talked_about
from openimt_clinic.records.mapping.written import as_value, values_of
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.user import User

SPARE_ROWS = 1
CHIPS = 11
"""A scale of so many points is drawn as buttons, a longer one as a number."""


@dataclass(frozen=True)
class Option:
    """An answer to choose."""

    value: str
    says: object
    chosen: bool


@dataclass(frozen=True)
class Drawn:
    """One field. ``id`` and ``name`` are those of its input; ``error`` stands beside it.

    ``theirs``: what somebody else wrote there meanwhile, which waits for a choice; ``mine`` is the
    writing that waits.
    """

    field: Field
    value: Value
    prefix: str = ""
    key: str = ""
    error: str = ""
    who: str = ""
    mine: str = ""
    mine_value: Value = None

    @property
    def name(self) -> str:
        return f"{self.prefix}{self.field.name}"

    @property
    def id(self) -> str:
        return f"f-{self.name}"

    @property
    def sort(self) -> str:
        """The word that the template chooses its input by."""
        if self.field.sort is Sort.NUMBER and self._points <= CHIPS and self.field.whole:
            return "scale"
        if self.field.sort is Sort.CHOICE and len(self.field.options) > CHIPS:
            return "select"
        return self.field.sort.value

    @property
    def text(self) -> str:
        """The value as an input holds it."""
        if self.value is None:
            return ""
        if isinstance(self.value, tuple):
            return "\n".join(str(one) for one in self.value)
        if self.field.sort is Sort.DAY:
            return _day_says(str(self.value))
        return f"{self.value:g}" if isinstance(self.value, float) else str(self.value)

    @property
    def options(self) -> tuple[Option, ...]:
        """The answers there are, with what was chosen."""
        if self.field.sort is Sort.YES_NO:
            chosen = {"True": "yes", "False": "no"}.get(str(self.value))
            known: Sequence[tuple[str, object]] = (("yes", _("Yes")), ("no", _("No")))
            return tuple(Option(v, says, v == chosen) for v, says in known)
        if self.sort == "scale":
            numbers = range(int(self.field.low), int(self.field.high) + 1)
            return tuple(Option(str(n), str(n), n == self.value) for n in numbers)
        listed = self.value if isinstance(self.value, tuple) else (self.value,)
        return tuple(Option(v, says, v in listed) for v, says in self.field.options)

    @property
    def shown(self) -> tuple[str, ...]:
        """The value in words, a line each, as it is read and printed."""
        if self.value is None:
            return ()
        if self.field.sort in (Sort.CHOICE, Sort.CHOICES, Sort.YES_NO):
            return tuple(str(one.says) for one in self.options if one.chosen)
        if self.field.sort is Sort.DAY:
            return (_day_says(str(self.value)),)
        return tuple(self.text.splitlines())

    @property
    def said(self) -> str:
        """The value in words, as one text."""
        return "\n".join(self.shown)

    @property
    def mine_said(self) -> str:
        """The writing that waits, in words."""
        return "\n".join(in_words(replace(self, value=self.mine_value)))

    @property
    def mine_sent(self) -> str:
        """The writing that waits, as the page's script puts it into the field."""
        return json.dumps(self.mine_value)

    @cached_property
    def rows(self) -> tuple[tuple["Drawn", ...], ...]:
        """The rows that are there."""
        kept = self.value if isinstance(self.value, tuple) else ()
        return tuple(self._row(n, row) for n, row in enumerate(kept) if isinstance(row, tuple))

    @property
    def all_rows(self) -> tuple[tuple["Drawn", ...], ...]:
        """The rows that are there, and an empty one."""
        there = self.rows
        return (*there, *(self._row(len(there) + n, ()) for n in range(SPARE_ROWS)))

    @property
    def empty_row(self) -> tuple["Drawn", ...]:
        """A row to copy; its number is put in by the page."""
        return self._row("#", ())

    @property
    def _points(self) -> float:
        return self.field.high - self.field.low + 1

    def _row(self, number: int | str, row: Sequence[Value]) -> tuple["Drawn", ...]:
        cells = [*row, *([None] * len(self.field.columns))]
        prefix = f"{self.name}-{number}-"
        pairs = zip(self.field.columns, cells, strict=False)
        return tuple(Drawn(column, value, prefix) for column, value in pairs)


def in_words(drawn: Drawn) -> tuple[str, ...]:
    """A value a line each; the cells of a row beside each other."""
    if drawn.rows:
        return tuple(" · ".join(line for cell in row for line in cell.shown) for row in drawn.rows)
    return drawn.shown


@dataclass(frozen=True)
class SignedBy:
    """A further signature, as it is read."""

    who: str
    at: datetime
    in_the_room: bool


@dataclass(frozen=True)
class Waits:
    """A signature that is still to come, with the button by which staff give it."""

    do: str
    says: object
    button: object


WAITS = {
    SignerRole.PATIENT: Waits(
        "agreed-in-the-room",
        gettext_lazy("The person can sign on their own device. Or you agreed it together here:"),
        gettext_lazy("Agreed in the room"),
    ),
    SignerRole.SECOND: Waits(
        "second", gettext_lazy("A second person reads and signs this."), gettext_lazy("Sign, too")
    ),
}


@dataclass(frozen=True)
class DocumentForm:
    """A document with its kind; ``may_write``: this user may write in it as it is now;
    ``may_change``: they may begin a new version, or take up what was put aside. ``unkept``: what
    was typed for it when it was closed already; it is shown, to be taken along."""

    document: CareDocument
    kind: CareKind
    fields: tuple[Drawn, ...]
    may_change: bool
    standing: str
    errors: Mapping[str, str] = field(default_factory=dict)
    unkept: tuple[Drawn, ...] = ()

    @property
    def may_write(self) -> bool:
        return self.may_change and self.draft

    @property
    def put_aside(self) -> bool:
        return self.document.state == DocumentState.PUT_ASIDE.value

    @cached_property
    def signatures(self) -> tuple[SignedBy, ...]:
        """Who signed beside the clinician who closed it."""
        kept = CareSignature.objects.filter(document=self.document).select_related("by")
        patient = SignerRole.PATIENT.value
        name = self.document.patient.name
        return tuple(
            SignedBy(name if one.role == patient else str(one.by), one.at, one.in_the_room)
            for one in kept
        )

    @property
    def person_signs(self) -> bool:
        """Whether the person reads and signs it, too."""
        return SignerRole.PATIENT in self.kind.also_signs

    @cached_property
    def wish(self) -> PhoneDocument | None:
        """That the person wants to talk about it before they sign."""
        if not self.person_signs:
            return None
        return talked_about(self.document.patient).get(str(self.document.pk))

    @cached_property
    def waits_for(self) -> tuple[Waits, ...]:
        """Signatures that are still to come."""
        if not self.signed or not self.kind.also_signs:
            return ()
        there = CareSignature.objects.filter(document=self.document).values_list("role", flat=True)
        given = set(there)
        return tuple(WAITS[role] for role in self.kind.also_signs if role.value not in given)

    @property
    def by_name(self) -> dict[str, Drawn]:
        """A field by its name, for a page that places them itself."""
        return {drawn.field.name: drawn for drawn in self.fields}

    @property
    def at_fault(self) -> tuple[Drawn, ...]:
        """The fields with a sentence beside them."""
        return tuple(drawn for drawn in self.fields if drawn.error)

    @property
    def filled(self) -> tuple[Drawn, ...]:
        """The fields that hold something, to read."""
        return tuple(drawn for drawn in self.fields if drawn.value is not None)

    @property
    def draft(self) -> bool:
        return self.document.state == DocumentState.DRAFT.value

    @property
    def unsigned_says(self) -> str:
        """Of what nobody has signed: that, and who writes it since when."""
        says = {
            DocumentState.DRAFT.value: _("Draft, not signed. %(who)s writes it, since %(when)s."),
            DocumentState.PUT_ASIDE.value: _("Put aside, not signed. %(who)s wrote it, %(when)s."),
        }.get(self.document.state, "")
        made = timezone.localtime(self.document.made_at)
        return says and says % {
            "who": self.document.author,
            "when": date_format(made, "j M Y, H:i"),
        }

    @property
    def signed(self) -> bool:
        return self.document.state == DocumentState.SIGNED.value


def form_of(
    document: CareDocument,
    user: User,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, object] | None = None,
) -> DocumentForm:
    """The document for this user. ``typed``: what could not be kept yet; it stays in its field."""
    sort = kind_of(document.kind)
    fields = sort.fields(document.patient, document)
    values = values_of(document.fields)
    given = {f.name: _as_typed(f, typed[f.name]) for f in fields if typed and f.name in typed}
    closed = document.state != DocumentState.DRAFT.value
    lost = [f for f in fields if given.get(f.name) not in (None, "", (), values.get(f.name))]
    values |= {} if closed else given
    waiting = standing_clashes(document) if document.state == DocumentState.DRAFT.value else {}
    problems = dict(errors or {})

    def drawn(one: Field) -> Drawn:
        entry = waiting.get(one.name)
        return Drawn(
            one,
            values.get(one.name),
            key=document.seen.get(one.name, ""),
            error=problems.get(one.name, ""),
            who=str(entry.by) if entry else "",
            mine=str(entry.key) if entry else "",
            mine_value=as_value(entry.values.get(one.name)) if entry else None,
        )

    return DocumentForm(
        document,
        sort,
        tuple(drawn(one) for one in fields),
        sort.permission in permissions_for(user, document.patient),
        standing(document),
        problems,
        tuple(Drawn(one, given[one.name]) for one in lost) if closed else (),
    )


def _as_typed(one: Field, given: object) -> Value:
    """What was typed, as a field holds it; it need not be a value that can be kept."""
    if one.sort is not Sort.ROWS or not isinstance(given, list | tuple):
        return as_value(given)
    names = [column.name for column in one.columns]
    rows = (r if isinstance(r, Mapping) else dict(zip(names, r, strict=False)) for r in given)
    return tuple(tuple(as_value(row.get(name)) for name in names) for row in rows)


def _day_says(iso: str) -> str:
    try:
        return date_format(date.fromisoformat(iso), "j M Y")
    except ValueError:
        return iso
